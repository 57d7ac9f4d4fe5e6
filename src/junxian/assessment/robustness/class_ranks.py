"""How sure a rank is: ranks in many replicates over weights, data error, normalisation and aggregation together."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.rank import rank_rounded
from junxian.assessment.robustness.choices import Choices
from junxian.assessment.robustness.replicates import ClassToVary, aggregate_replicates, normalise_replicates
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Scheme

CHUNK_NUMBERS = 1_000_000  # drawn numbers worked on at once; no result depends on it


def vary_ranks(
    point: Array,
    draws: Array | None,
    classes: Sequence[ClassToVary],
    choices: Choices,
    tree: Tree,
    scheme: Scheme,
    more_is_better: Mask,
) -> list[NDArray[np.int64]]:
    """Ranks of every class's ranked members in every replicate: arrays (replicates, members).

    point  (areas, indicators) as filed or imputed; draws  (replicates, areas, indicators) with data error, or None for
    the point values in all replicates; a draw that is not defined is replaced by the point value
    Members are ranked among the same members in every replicate, on totals rounded as those that decide. Sources:
    OECD/JRC Handbook (2008), step 7; practice §1.7. Checked in tests/unit/assessment/robustness/test_rank_intervals.py.
    """
    count = len(choices.normalisation)
    ranks = [np.zeros((count, len(own.rows)), dtype=np.int64) for own in classes]
    for method, aggregation, chosen in _work_off(choices, scheme, point.size):
        values = _take_draws(point, draws, chosen)
        for place, own in enumerate(classes):
            if own.rows.size:
                scores = normalise_replicates(values, point.T, own, method, scheme.normalise, more_is_better)
                totals = aggregate_replicates(scores, choices.factors[chosen, place], own, tree, aggregation)
                ranks[place][chosen] = rank_rounded(totals, scheme.decimals)
    return ranks


def _work_off(choices: Choices, scheme: Scheme, numbers: int) -> Iterator[tuple[str, str, NDArray[np.intp]]]:
    """Replicates that drew the same method and aggregation, in portions of so many `numbers` each that caches hold."""
    size = max(1, CHUNK_NUMBERS // max(1, numbers))
    for n, method in enumerate(scheme.robustness.normalisations):
        for a, aggregation in enumerate(scheme.robustness.aggregations):
            chosen = np.flatnonzero((choices.normalisation == n) & (choices.aggregation == a))
            yield from ((method, aggregation, chosen[i : i + size]) for i in range(0, len(chosen), size))


def _take_draws(point: Array, draws: Array | None, chosen: NDArray[np.intp]) -> Array:
    """Values (replicates, indicators, areas), laid out so that areas lie side by side."""
    filed = np.ascontiguousarray(point.T)
    if draws is None:
        return np.broadcast_to(filed, (len(chosen), *filed.shape))
    drawn = np.ascontiguousarray(draws.transpose(0, 2, 1)[chosen])
    return np.where(np.isnan(drawn) | np.isnan(filed), filed, drawn)
