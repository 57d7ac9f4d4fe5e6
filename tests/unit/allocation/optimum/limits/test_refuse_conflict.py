"""What contradicts itself through a row alone is refused at once, and nothing else is."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.limits.refuse_conflict import refuse_conflict
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.solve import solve
from junxian.terms import AllocationError

BASE = np.arange(1.0, 11).reshape(5, 2)
PLAIN = Problem(BASE, np.ones((5, 2)), 0.5 * BASE, 2 * BASE, BASE.sum(axis=0), 1.0)


def limit_use(high, low=-np.inf):
    return replace(PLAIN, rows=Rows(csr_array(np.ones((1, 10))), np.array([low]), np.array([high])))


def test_a_row_that_lower_limits_break_is_refused_without_trying(monkeypatch):
    """The least that lower limits use is 27.5; the slow ways are not taken."""
    from junxian.allocation.optimum.steep import continue_alpha

    monkeypatch.setattr(continue_alpha, "follow_alpha", lambda *_: pytest.fail("tried a problem that has no plan"))
    with pytest.raises(AllocationError, match="contradict"):
        solve(limit_use(27.4))


def test_a_row_that_asks_for_more_than_the_supply_is_refused():
    with pytest.raises(AllocationError, match="contradict"):
        refuse_conflict(limit_use(np.inf, low=56.0))


def test_limits_that_leave_no_room_at_all_are_not():
    refuse_conflict(limit_use(27.5))
    refuse_conflict(limit_use(np.inf, low=55.0))
    floor = np.outer([0.3, 0.7], PLAIN.supply)
    refuse_conflict(replace(PLAIN, groups=Groups(np.array([0, 0, 1, 1, 1]), floor, np.full((2, 2), np.inf))))
    assert solve(limit_use(27.5)).x == pytest.approx(PLAIN.lower)
