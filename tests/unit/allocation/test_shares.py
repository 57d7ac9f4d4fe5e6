from fractions import Fraction

import pytest

from junxian.allocation.shares import add_shares, share_keys
from junxian.declared.allocations import Key
from junxian.terms import AllocationError

KEYS = (Key(of="a", weight=60), Key(of="b", weight=40))


def test_weights_of_a_pool_are_its_shares_of_their_sum():
    shares = share_keys(
        KEYS, {"a": {"1": Fraction(1), "2": Fraction(3)}, "b": {"1": Fraction(1), "2": Fraction(1)}}, "x"
    )
    assert [key.weight for key in shares] == [Fraction(3, 5), Fraction(2, 5)]
    assert add_shares(shares, "1") == Fraction(3, 5) * Fraction(1, 4) + Fraction(2, 5) * Fraction(1, 2)


def test_a_missing_value_has_no_share_and_the_other_keys_keep_their_weights():
    shares = share_keys(KEYS, {"a": {"1": Fraction(1), "2": Fraction(3)}, "b": {"2": Fraction(7)}}, "x")
    assert add_shares(shares, "1") == Fraction(3, 20)
    assert add_shares(shares, "2") == Fraction(9, 20) + Fraction(2, 5)


def test_a_key_below_zero_is_refused_with_areas_and_values():
    with pytest.raises(AllocationError, match=r"key 'a' is below zero in 1 areas \(2 -3\)"):
        share_keys(KEYS[:1], {"a": {"1": Fraction(1), "2": Fraction(-3)}}, "x")


def test_a_key_may_declare_that_values_below_zero_count_as_zero():
    (share,) = share_keys(
        (Key(of="a", weight=1, below_zero="zero"),), {"a": {"1": Fraction(1), "2": Fraction(-3)}}, "x"
    )
    assert (share.shares, share.raised) == ({"1": 1, "2": 0}, {"2"})


def test_a_key_that_is_zero_everywhere_is_refused():
    with pytest.raises(AllocationError, match="zero in all 2 areas"):
        share_keys(KEYS[:1], {"a": {"1": Fraction(0), "2": Fraction(0)}}, "x")
