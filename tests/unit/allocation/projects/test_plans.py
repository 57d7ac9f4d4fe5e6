"""The best plans of a county against all its subsets."""

import itertools

import numpy as np
import pytest

from junxian.allocation.projects.plans import list_plans, price_county


def _list_all(gain, amount, low, high):
    subsets = [np.array(bits) for bits in itertools.product([False, True], repeat=len(gain))]
    return sorted((gain[x].sum() for x in subsets if low <= amount[x].sum() <= high), reverse=True)


@pytest.mark.parametrize("seed", range(60))
def test_listed_plans_are_the_best_of_all_in_order(seed):
    random = np.random.default_rng(seed)
    gain, amount = random.normal(size=9), random.integers(0, 6, 9) + (seed % 2) * random.random(9)
    low, high = np.sort(random.random(2)) * amount.sum()
    low, high = (-np.inf if seed % 3 == 0 else low), (np.inf if seed % 5 == 0 else high)
    plans, bound = list_plans(gain, amount, low, high, 5)
    best = _list_all(gain, amount, low, high)[:5]
    assert [gain[plan].sum() for plan in plans] == pytest.approx(best)
    if best:
        assert bound == pytest.approx(best[0])


def test_a_floor_out_of_reach_has_no_plan():
    plans, bound = list_plans(np.ones(3), np.ones(3), 3.5, 9.0, 4)
    assert len(plans) == 0
    assert bound == -np.inf
    assert np.isnan(price_county(np.ones(3), np.ones(3), 3.5, 9.0))


def test_the_price_of_a_county_is_above_nought_at_a_cap_and_below_at_a_floor():
    gain, amount = np.array([4.0, 2.0, -1.0]), np.array([2.0, 2.0, 2.0])
    assert price_county(gain, amount, 0.0, 3.0) == 1.0
    assert price_county(gain, amount, 5.0, 6.0) == -0.5
    assert price_county(gain, amount, 1.0, 5.0) == 0.0


def test_where_not_all_subsets_can_be_seen_the_bound_still_holds():
    random = np.random.default_rng(1)
    amount = random.integers(1000, 1003, 400).astype(float)
    gain = amount.copy()  # all ratios are equal: every subset that fills the cap is as good
    plans, bound = list_plans(gain, amount, -np.inf, 100_000.5, 3)
    assert bound >= max((gain[plan].sum() for plan in plans), default=0)
    assert bound <= 100_000.5 + 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_where_a_large_project_hides_all_plans_the_best_one_is_found(seed):
    random = np.random.default_rng(seed)
    amount = np.r_[random.lognormal(5, 0.6, 59).round(), 9000.0]
    gain = amount * np.r_[random.lognormal(0, 0.4, 59), 1.0]
    plans, bound = list_plans(gain, amount, 0.0, 11_000.0, 40)
    best = np.zeros(11_001)  # of every cap, by dynamic programming
    for one, size in zip(gain, amount.astype(int), strict=True):
        best[size:] = np.maximum(best[size:], best[: len(best) - size] + one)
    assert len(plans) == 1
    assert amount[plans[0]].sum() <= 11_000
    assert gain[plans[0]].sum() == pytest.approx(best[-1], rel=2e-6)
    assert best[-1] * (1 - 1e-9) <= bound <= best[-1] * (1 + 2e-6)
