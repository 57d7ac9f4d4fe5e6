"""Ready projects that still cannot be chosen: a gate is closed to one, or it alone asks for more than a limit holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from junxian.allocation.projects.gates import Closed
from junxian.allocation.projects.problem import Limits, Mask, Whole
from junxian.declared.project_choices import ProjectChoices
from junxian.declared.project_list import ProjectList
from junxian.terms.name import Name


@dataclass(frozen=True)
class Barred:
    """Why one project cannot be chosen: `text` of a gate, or the `limit` (its place) below the `amount` that it asks."""

    reason: Literal["gated", "too large"]
    text: Name | None = None
    limit: int = -1
    amount: float = 0.0


def find_gated(choices: ProjectChoices, listed: ProjectList, closed: Closed, kept: Mask) -> dict[int, Barred]:
    """Projects that ask for a factor which is closed to their county, but for those kept, by place."""
    if not closed:
        return {}
    county = listed.table["county"].to_list()
    return {
        int(k): Barred("gated", closed[factor.code, county[k]])
        for factor in reversed(choices.factor)  # where several are closed the first is told
        for k in np.flatnonzero((listed.table[factor.code] > 0).to_numpy() & ~kept)
        if (factor.code, county[k]) in closed
    }


def find_too_large(limits: Limits, kept: Mask) -> dict[int, Barred]:
    """Projects that alone ask for more than the cap of a limit, but for those kept, by place."""
    entries = limits.matrix.tocoo()
    over = entries.data > limits.high[entries.row] * (1 + 1e-9) + 1e-12
    over &= ~kept[entries.col]
    return {
        int(entries.col[k]): Barred("too large", limit=int(entries.row[k]), amount=float(entries.data[k]))
        for k in np.flatnonzero(over)[::-1]  # where several are too small the first is told
    }


def close_promises(must: Mask, needs: Whole) -> Mask:
    """What is promised and whatever that needs."""
    kept = must.copy()
    while True:
        more = kept.copy()
        np.logical_or.at(more, needs[:, 1], kept[needs[:, 0]])
        if (more == kept).all():
            return kept
        kept = more


def mark(places: Iterable[int], size: int) -> Mask:
    """Places as a mask."""
    return np.isin(np.arange(size), list(places))
