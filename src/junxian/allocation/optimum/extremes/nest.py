"""Brings amounts that break limits by rounding back within them: areas, groups, supply, each within the next."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import sum_groups, tighten
from junxian.allocation.optimum.problem import Array, Problem


def nest_amounts(problem: Problem, x: Array) -> Array:
    """The amounts (areas, factors) within limits of areas, floors and caps of groups and supply, where these leave room; rows apart.

    Each limit's violation is shared by those who have room, in proportion to it: nobody moves further than what was broken.
    Checked in tests/unit/allocation/optimum/extremes/test_nest.py.
    """
    x = np.clip(x, problem.lower, problem.upper)
    least, most = problem.lower, tighten(problem)
    if problem.groups is not None and len(problem.groups.floor):
        member, inside = problem.groups.member, (problem.groups.member >= 0)[:, None]
        held = sum_groups(problem, x)
        kept = np.clip(held, problem.groups.floor, problem.groups.cap)
        ends = np.where((kept > held)[member], np.maximum(most, x), problem.lower)
        x = np.where(inside, _approach(x, ends, _share(kept - held, sum_groups(problem, ends - x))[member]), x)
        spare = problem.groups.floor - sum_groups(problem, x)
        least = np.where(inside, _approach(x, least, _share(spare, sum_groups(problem, least - x))[member]), least)
    over = np.minimum(problem.supply - x.sum(axis=0), 0.0)
    return _approach(x, least, _share(over, (least - x).sum(axis=0)))


def _share(wanted: Array, room: Array) -> Array:
    """The part of the room that is wanted, 0 to 1; 0 where there is none on that side."""
    is_there: NDArray[np.bool_] = (room != 0) & (wanted * room > 0)
    part: Array = np.where(is_there, np.minimum(wanted / np.where(is_there, room, 1.0), 1.0), 0.0)
    return part


def _approach(x: Array, ends: Array, part: Array) -> Array:
    """So much of the way from x to the ends."""
    moved: Array = np.where(part > 0, x + part * np.where(part > 0, ends - x, 0.0), x)
    return moved
