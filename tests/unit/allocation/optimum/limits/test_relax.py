"""The least relaxation, and who gives way first."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.limits.conflict import find_conflict
from junxian.allocation.optimum.limits.relax import relax_limits
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.terms import AllocationError, MethodError

OVER = Problem(
    np.ones((3, 1)), np.ones((3, 1)), np.array([[8.0], [2.0], [1.0]]), np.full((3, 1), 9.0), np.array([10.0])
)


def relaxed(problem, reluctance=None):
    return [(limit.kind, limit.area, pytest.approx(amount)) for limit, amount in relax_limits(problem, reluctance)]


def test_the_greatest_limit_gives_way_since_it_feels_it_least():
    assert relaxed(OVER) == [("supply", None, 1.0)]
    assert find_conflict(OVER).relaxed == relax_limits(OVER)


def test_what_is_reluctant_gives_way_last_and_what_is_firm_never():
    assert relaxed(OVER, {"supply": 2.0}) == [("lower", 0, 1.0)]
    assert relaxed(OVER, {"supply": np.inf}) == [("lower", 0, 1.0)]
    assert relaxed(OVER, {"lower": 1.2}) == [("supply", None, 1.0)]


def test_nothing_is_relaxed_where_a_plan_exists():
    assert relax_limits(replace(OVER, supply=np.array([11.0]))) == ()


def test_firm_limits_that_conflict_are_told():
    with pytest.raises(AllocationError, match="may not give way"):
        relax_limits(OVER, {"supply": np.inf, "lower": np.inf})


def test_a_reluctance_of_nothing_is_refused():
    with pytest.raises(MethodError, match="reluctance of supply"):
        relax_limits(OVER, {"supply": 0.0})


@pytest.mark.parametrize("factor", [1e-9, 1e10])
def test_units_of_measure_change_no_relaxation(factor):
    groups = Groups(np.array([0, 0, -1]), np.array([[9.5]]), np.array([[np.inf]]))
    one = relax_limits(replace(OVER, groups=groups))
    scaled = Problem(
        OVER.base * factor, OVER.weight, OVER.lower * factor, OVER.upper * factor, OVER.supply * factor,
        groups=replace(groups, floor=groups.floor * factor),
    )  # fmt: skip
    other = relax_limits(scaled)
    assert [limit.kind for limit, _ in other] == [limit.kind for limit, _ in one]
    assert [amount / factor for _, amount in other] == pytest.approx([amount for _, amount in one])
