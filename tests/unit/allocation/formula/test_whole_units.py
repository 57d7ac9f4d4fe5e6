from fractions import Fraction

from junxian.allocation.formula.whole_units import round_within


def test_the_largest_remainders_are_raised():
    assert round_within([Fraction(11, 10), Fraction(17, 10), Fraction(12, 10)], [0, 0, 0], [None] * 3, 4) == [1, 2, 1]


def test_a_cap_turns_a_remainder_to_the_next_area():
    assert round_within([Fraction(11, 10), Fraction(17, 10), Fraction(12, 10)], [0, 0, 0], [None, 1, None], 4) == [
        1,
        1,
        2,
    ]


def test_a_floor_is_raised_first_and_taken_from_the_smallest_remainder():
    assert round_within([Fraction(15, 10), Fraction(11, 10), Fraction(14, 10)], [0, 2, 0], [None] * 3, 4) == [1, 2, 1]
    assert round_within([Fraction(12, 10), Fraction(11, 10), Fraction(17, 10)], [2, 2, 0], [None] * 3, 4) is not None


def test_units_are_taken_where_too_many_were_held_up():
    assert round_within([Fraction(1, 10), Fraction(29, 10), Fraction(30, 10)], [1, 0, 0], [None] * 3, 6) == [1, 2, 3]
    assert round_within([Fraction(1, 10), Fraction(29, 10), Fraction(30, 10)], [2, 0, 0], [None] * 3, 6) == [2, 2, 2]


def test_ties_go_to_the_larger_amount_then_to_the_earlier_place():
    assert round_within([Fraction(3, 2), Fraction(5, 2)], [0, 0], [None, None], 4) == [1, 3]
    assert round_within([Fraction(3, 2), Fraction(3, 2)], [0, 0], [None, None], 3) == [2, 1]


def test_limits_that_no_whole_numbers_meet_give_none():
    assert round_within([Fraction(1), Fraction(1)], [2, 2], [None, None], 3) is None
    assert round_within([Fraction(1), Fraction(1)], [0, 0], [1, 1], 3) is None
