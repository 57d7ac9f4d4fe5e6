"""Places and vetoes: the first of each class, unless a red line bars them; then the place passes to the next."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Mask
from junxian.declared.schemes import Scheme


def find_vetoes(vetoes: pl.DataFrame | None, scheme: Scheme, areas: Sequence[str]) -> list[str]:
    """For each area the red lines that bar it from awards, joined by a space; "" for none.

    vetoes  ref_area, line; only lines that the scheme names count
    """
    found: dict[str, set[str]] = {}
    for area, line in [] if vetoes is None else vetoes.select("ref_area", "line").iter_rows():
        if line in scheme.veto:
            found.setdefault(area, set()).add(line)
    return [" ".join(sorted(found.get(area, ()))) for area in areas]


def give_awards(ranks: NDArray[np.int64], vetoed_by: Sequence[str], awards: int) -> Mask:
    """Who of one class is awarded: the first `awards` of those that are ranked and not vetoed.

    ranks  competition ranks, 0 for unranked. Areas that share the last awarded place are all awarded.
    Source: practice §1.7: a veto cancels the award and the place passes on, it is no zero score.
    """
    may = (ranks > 0) & (np.array(vetoed_by, dtype=object) == "")
    before = np.searchsorted(np.sort(ranks[may]), ranks, side="left")
    awarded: Mask = may & (before < awards)
    return awarded


def find_due(ranks: NDArray[np.int64], awards: int) -> Mask:
    """Who would be awarded if no red line barred anybody."""
    return give_awards(ranks, [""] * len(ranks), awards)


def pass_on(ranks: NDArray[np.int64], due: Mask, given: Mask) -> dict[int, int]:
    """From which barred area each place came: awarded position → barred position, in the order of ranks.

    An area that is awarded without being due took the place of one that was due and barred; where more move up than
    were barred, because they share a rank, the further ones stand for the last barred.
    """
    order = np.argsort(ranks, kind="stable")
    barred = [int(i) for i in order if due[i] and not given[i]]
    moved = [int(i) for i in order if given[i] and not due[i]]
    return {place: barred[min(k, len(barred) - 1)] for k, place in enumerate(moved)}
