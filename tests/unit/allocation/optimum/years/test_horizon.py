"""Several years: year by year, jointly, carried over, within the pace."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.concave.program import Tangent, bound_gap
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.years.horizon import Pace, plan_jointly, plan_rolling
from junxian.terms import AllocationError, MethodError

YEAR = Problem(
    np.array([[2.0], [3.0], [5.0]]),
    np.array([[1.0], [0.4], [0.2]]),
    np.zeros((3, 1)),
    np.full((3, 1), 50.0),
    np.array([10.0]),
)
GROWING = [
    YEAR,
    replace(YEAR, supply=np.array([12.0])),
    replace(YEAR, supply=np.array([9.0]), weight=YEAR.weight[::-1].copy()),
]
FREE = Pace(down=1.0, up=20.0)


def test_without_pace_and_carry_every_year_is_its_own_plan():
    rolling, joint = plan_rolling(GROWING, FREE), plan_jointly(GROWING, FREE)
    for k, problem in enumerate(GROWING):
        assert rolling.x[k] == pytest.approx(solve(problem).x, rel=1e-9)
        assert joint.x[k] == pytest.approx(solve(problem).x, rel=1e-2)
    assert joint.total == pytest.approx(rolling.total, abs=1e-5)


def test_looking_ahead_is_never_worth_less():
    for pace in (
        Pace(0.3, 0.2),
        Pace(0.3, 0.1, carry=0.5, discount=0.9),
        Pace(0.3, 0.25, last=np.array([[3.0], [3.0], [4.0]])),
    ):
        rolling, joint = plan_rolling(GROWING, pace), plan_jointly(GROWING, pace)
        assert joint.total >= rolling.total - 1e-4
        assert -1e-9 <= joint.relative_gap <= 1e-4
        for x in (rolling.x, joint.x):
            assert (x[1:] <= (1 + pace.up) * x[:-1] * (1 + 1e-6)).all()
            assert (x[1:] >= (1 - pace.down) * x[:-1] * (1 - 1e-6)).all()


def test_an_unused_supply_waits_for_the_next_year():
    """The first year's caps leave supply; jointly and year by year it is used in the second, as far as it may be carried."""
    capped = replace(YEAR, upper=np.full((3, 1), 2.0))
    pace = replace(FREE, carry=0.2)
    for plan in (plan_rolling, plan_jointly):
        found = plan([capped, YEAR], pace)
        assert found.x[0].sum() == pytest.approx(6.0, rel=1e-5)
        assert found.carried[0, 0] == pytest.approx(2.0, rel=1e-4)
        assert found.x[1].sum() == pytest.approx(12.0, rel=1e-5)


def test_jointly_supply_is_saved_for_a_year_that_needs_it():
    scarce = [replace(YEAR, supply=np.array([20.0])), replace(YEAR, supply=np.array([2.0]))]
    pace = replace(FREE, carry=0.5)
    joint, rolling = plan_jointly(scarce, pace), plan_rolling(scarce, pace)
    assert joint.carried[0, 0] > 1
    assert joint.total > rolling.total + 0.1


def test_the_year_whose_limits_conflict_is_named():
    tight = [YEAR, replace(YEAR, supply=np.array([1.0]))]
    with pytest.raises(AllocationError, match="year 2"):
        plan_rolling(tight, Pace(down=0.1, up=0.1))
    ahead = plan_jointly(tight, Pace(down=0.1, up=0.1))  # which uses less in the first year
    assert ahead.x[0].sum() < 10
    with pytest.raises(AllocationError):
        plan_jointly([replace(YEAR, lower=np.full((3, 1), 3.0)), tight[1]], Pace(down=0.1, up=0.1))


@pytest.mark.parametrize("pace", [Pace(down=2.0), Pace(up=-1.0), Pace(carry=1.5), Pace(discount=0.0)])
def test_a_wrong_pace_is_refused(pace):
    with pytest.raises(MethodError, match="pace"):
        plan_rolling(GROWING, pace)


def test_a_pace_that_limits_contradict_gives_way_to_them():
    """The second year's cap of the first area lies below what its floor of the first year allows to fall."""
    first = replace(YEAR, lower=np.array([[4.0], [0.0], [0.0]]))
    second = replace(YEAR, upper=np.array([[1.0], [50.0], [50.0]]))
    pace = Pace(down=0.2, up=1.0)
    joint, rolling = plan_jointly([first, second], pace), plan_rolling([first, second], pace)
    for plan in (joint, rolling):
        assert plan.x[0, 0, 0] >= 4 - 1e-6
        assert plan.x[1, 0, 0] <= 1 + 1e-6
        assert plan.gives_way >= 1
    assert joint.gives_way == 1
    assert joint.total >= rolling.total - 1e-6


def test_where_the_way_year_by_year_breaks_the_pace_a_joint_plan_is_found_all_the_same():
    """Groups leave the joint plan no way within the pace; the plan year by year breaks it, and is then one of the joint plans."""
    groups = Groups(np.array([0, 0, 1]), np.array([[8.0], [0.0]]), np.full((2, 1), np.inf))
    first, second = (
        replace(YEAR, upper=np.array([[4.0], [4.0], [2.0]]), groups=groups),
        replace(YEAR, upper=np.array([[3.0], [3.0], [50.0]])),
    )
    pace = Pace(down=0.2, up=1.0)
    rolling = plan_rolling([first, second], pace)
    assert rolling.gives_way
    with pytest.raises(AllocationError):
        plan_jointly([first, second], pace)
    joint = plan_jointly([first, second], pace, rolling)
    assert joint.total >= rolling.total - 1e-6


def test_an_infinite_slope_bounds_nothing():
    empty = csr_array((1, 2))
    assert (
        bound_gap(Tangent(np.array([np.inf, 1.0])), np.zeros(2), np.zeros(2), np.ones(2), empty, np.ones(1)) == np.inf
    )


def test_years_with_an_area_that_can_get_nothing_at_first_give_it_nothing_later():
    first = Problem(
        np.ones((3, 1)), np.ones((3, 1)), np.zeros((3, 1)), np.array([[0.0], [9.0], [9.0]]), np.array([4.0]), 1.5
    )
    later = replace(first, upper=np.full((3, 1), 9.0))
    for plan in (plan_rolling([first, later], Pace(0.5, 0.5)), plan_jointly([first, later], Pace(0.5, 0.5))):
        assert plan.x[:, 0].max() == pytest.approx(0, abs=1e-7)
        assert plan.x[:, 1:] == pytest.approx(np.full((2, 2, 1), 2.0), abs=1e-3)
        assert np.isfinite(plan.total)
