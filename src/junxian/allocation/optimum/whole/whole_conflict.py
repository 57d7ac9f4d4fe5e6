"""Where no whole plan keeps all limits: a smallest set of limits that conflict in whole units."""

import numpy as np
from scipy.sparse import csr_array

from junxian.allocation.optimum.limits.conflict import Chosen, find_conflict, reduce_limits
from junxian.allocation.optimum.limits.list_limits import Limit, LimitRows, list_limits
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.whole.search_whole import count_problem, is_impossible
from junxian.allocation.optimum.whole.whole_limits import WholeLimits
from junxian.terms.errors import AllocationError

FEW = 400  # limits beyond which no integer programme is asked for each


class WholeConflict(AllocationError):  # noqa: N818
    """No whole plan: `limits` cannot hold together in whole units, any one less could; empty where that is not known."""

    def __init__(self, limits: tuple[Limit, ...], what: str) -> None:
        self.limits = limits
        super().__init__(_tell(limits), what, "Widen one of the limits or choose a smaller unit.")


def find_whole_conflict(problem: Problem, unit: Array, limits: WholeLimits) -> tuple[Limit, ...]:
    """A smallest set of limits that conflict in whole units, amounts rounded to these; empty where none is known.

    Supply, groups and limits of areas are nested, so that a linear programme over whole limits tells all. Only where rows
    matter does it take integer programmes, one for each limit tried; with more than 400 limits they are not asked.
    """
    counted = count_problem(problem, unit, limits)
    found = find_conflict(counted).limits
    rows = list_limits(counted)
    if not found and len(rows.limits) <= FEW:
        every = np.arange(len(rows.limits))
        if _do_conflict(rows, every):
            found = tuple(rows.limits[k] for k in reduce_limits(rows.limits, every, lambda k: _do_conflict(rows, k)))
    return tuple(_restore(limit, unit) for limit in found)


def _do_conflict(rows: LimitRows, chosen: Chosen) -> bool:
    return bool(chosen.size) and is_impossible(
        LimitRows((), csr_array(rows.matrix[chosen]), rows.end[chosen], rows.size[chosen])
    )


def _restore(limit: Limit, unit: Array) -> Limit:
    amount = limit.amount if limit.factor is None else float(limit.amount * unit[limit.factor])
    return Limit(limit.kind, amount, limit.area, limit.factor, limit.group, limit.row)


def _tell(limits: tuple[Limit, ...]) -> str:
    said = []
    for limit in limits:
        places = {"area": limit.area, "group": limit.group, "factor": limit.factor, "row": limit.row}
        place = ", ".join(f"{name} {number}" for name, number in places.items() if number is not None)
        said.append(f"{limit.kind} of {place} ({limit.amount:g})")
    return "; ".join(said) or "rows"
