from fractions import Fraction

from junxian.allocation.shares import add_shares, refuse_key, share_keys
from junxian.declared.allocations import Key

KEYS = (Key(of="a", weight=60), Key(of="b", weight=40))


def test_weights_of_a_pool_are_its_shares_of_their_sum():
    shares = share_keys(KEYS, {"a": {"1": Fraction(1), "2": Fraction(3)}, "b": {"1": Fraction(1), "2": Fraction(1)}})
    assert [key.weight for key in shares] == [Fraction(3, 5), Fraction(2, 5)]
    assert add_shares(shares, "1") == Fraction(3, 5) * Fraction(1, 4) + Fraction(2, 5) * Fraction(1, 2)


def test_a_missing_value_has_no_share_and_the_other_keys_keep_their_weights():
    shares = share_keys(KEYS, {"a": {"1": Fraction(1), "2": Fraction(3)}, "b": {"2": Fraction(7)}})
    assert add_shares(shares, "1") == Fraction(3, 20)
    assert add_shares(shares, "2") == Fraction(9, 20) + Fraction(2, 5)


def test_a_key_below_zero_is_refused_with_areas_and_values():
    values = {"1": Fraction(1), "2": Fraction(-3)}
    assert r"below zero in 1 areas (2 -3)" in refuse_key(KEYS[0], values).en
    assert share_keys(KEYS[:1], {"a": values})[0].shares == {}


def test_a_key_may_declare_that_values_below_zero_count_as_zero():
    (share,) = share_keys((Key(of="a", weight=1, below_zero="zero"),), {"a": {"1": Fraction(1), "2": Fraction(-3)}})
    assert (share.shares, share.raised) == ({"1": 1, "2": 0}, {"2"})


def test_a_key_that_is_zero_everywhere_is_refused():
    assert "zero in all 2 areas" in refuse_key(KEYS[0], {"1": Fraction(0), "2": Fraction(0)}).en
    assert refuse_key(KEYS[0], {"1": Fraction(0), "2": Fraction(1)}) is None
