from fractions import Fraction

import pytest

from junxian.allocation.formula.claim import Award, Claim, Limits
from junxian.allocation.formula.totals import gini, price_fairness


def award(weight):
    claim = Claim("1", Fraction(1), weight, Fraction(1), Fraction(1), Fraction(1), None, None, None)
    return Award(claim, Fraction(0), Limits(Fraction(0), None), Fraction(0), "none", 0, None, 0)


@pytest.mark.parametrize(
    ("amounts", "expected"), [((1, 1, 1), 0.0), ((0, 0, 1), 2 / 3), ((1, 3), 0.25), ((3, 1), 0.25), ((0, 0), None)]
)
def test_gini_of_textbook_cases(amounts, expected):
    assert gini([Fraction(x) for x in amounts]) == (None if expected is None else pytest.approx(expected, abs=1e-12))


def test_allotting_all_by_efficiency_costs_nothing():
    awards = [award(Fraction(1, 4)), award(Fraction(3, 4))]
    assert price_fairness(awards, [Fraction(25), Fraction(75)]) == 0


def test_equal_shares_give_up_efficiency_weighted_amount():
    awards = [award(Fraction(1, 4)), award(Fraction(3, 4))]
    assert price_fairness(awards, [Fraction(50), Fraction(50)]) == 1 - Fraction(50) / Fraction(625, 10)
