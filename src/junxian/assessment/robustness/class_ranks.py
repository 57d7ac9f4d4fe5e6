"""How sure a rank is: ranks in many replicates over weights, data error, normalisation and aggregation together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.choices import Choices
from junxian.assessment.robustness.products import hold_memory
from junxian.assessment.robustness.rank_replicates import Ranks, rank_replicates
from junxian.assessment.robustness.replicates import ClassToVary, aggregate_replicates, normalise_replicates
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Scheme
from junxian.engine import Executor, InProcess

CHUNK_NUMBERS = 1_048_576  # drawn numbers worked on at once; no result depends on it
Treat = Callable[[Array], Array]


@dataclass(frozen=True)
class ManyRanks:
    """`scores` with points and `ranks` of the ranked members of one class in every replicate (replicates, members)."""

    scores: Array
    ranks: Ranks


def vary_ranks(
    point: Array,
    draws: Array | None,
    classes: Sequence[ClassToVary],
    choices: Choices,
    tree: Tree,
    scheme: Scheme,
    more_is_better: Mask,
    groups: Sequence[Sequence[int]] | None = None,
    treat: Treat | None = None,
    executor: Executor | None = None,
) -> list[ManyRanks]:
    """Scores and ranks of every class's ranked members in every replicate.

    point  (areas, indicators) as filed or imputed; draws  (replicates, areas, indicators) with data error, or None for
    the point values in all replicates; a draw that is not defined is replaced by the point value
    groups  places of the classes that are ranked together; every class by itself when not given
    treat  treats outliers of values (…, areas, indicators), in every draw anew
    executor  works portions of replicates off; neither it nor their size changes a result
    Members are ranked among the same members in every replicate, on totals rounded as those that decide. Sources:
    OECD/JRC Handbook (2008), step 7; practice §1.7. Checked in
    tests/unit/assessment/robustness/test_rank_intervals.py.
    """
    count = len(choices.normalisation)
    together = [(place,) for place in range(len(classes))] if groups is None else groups
    ground = _Ground(point, draws, classes, choices, tree, scheme, more_is_better, together, treat)
    parts = list(_work_off(choices, scheme, point.size))
    found = [
        ManyRanks(np.empty((count, len(own.rows))), np.zeros((count, len(own.rows)), dtype=np.int32)) for own in classes
    ]
    for part, done in zip(parts, (executor or InProcess()).map(ground.rank, parts), strict=True):
        for whole, own in zip(found, done, strict=True):
            whole.scores[part.chosen], whole.ranks[part.chosen] = own.scores, own.ranks
    return found


@dataclass(frozen=True)
class _Part:
    """Replicates that drew the same method and aggregation."""

    method: str
    aggregation: str
    chosen: Places


@dataclass(frozen=True)
class _Ground:
    """What every part of the replicates needs."""

    point: Array
    draws: Array | None
    classes: Sequence[ClassToVary]
    choices: Choices
    tree: Tree
    scheme: Scheme
    more_is_better: Mask
    groups: Sequence[Sequence[int]]
    treat: Treat | None

    def rank(self, part: _Part) -> list[ManyRanks]:
        """Scores and ranks of every class in the replicates of a part."""
        hold_memory()
        values, filed = _take_draws(self.point, self.draws, part.chosen), self.point.T
        if self.treat is not None:
            values, filed = (self.treat(one.swapaxes(-1, -2)).swapaxes(-1, -2) for one in (values, filed))
        totals = [self._score(values, filed, place, part) for place in range(len(self.classes))]
        ranks: dict[int, Ranks] = {}
        for group in self.groups:
            joined = np.concatenate([totals[place] for place in group], axis=1)
            ends = np.cumsum([totals[place].shape[1] for place in group])[:-1]
            ranks |= zip(group, np.split(rank_replicates(joined, self.scheme.decimals), ends, axis=1), strict=True)
        return [ManyRanks(own, ranks[place]) for place, own in enumerate(totals)]

    def _score(self, values: Array, filed: Array, place: int, part: _Part) -> Array:
        own, normalise = self.classes[place], self.scheme.normalise
        scores = normalise_replicates(values, filed, own, part.method, normalise, self.more_is_better)
        return aggregate_replicates(scores, self.choices.factors[part.chosen, place], own, self.tree, part.aggregation)


def _work_off(choices: Choices, scheme: Scheme, numbers: int) -> Iterator[_Part]:
    """Replicates that drew the same method and aggregation, in portions of so many `numbers` each that caches hold."""
    size = max(1, CHUNK_NUMBERS // max(1, numbers))
    for n, method in enumerate(scheme.robustness.normalisations):
        for a, aggregation in enumerate(scheme.robustness.aggregations):
            chosen = np.flatnonzero((choices.normalisation == n) & (choices.aggregation == a))
            yield from (_Part(method, aggregation, chosen[i : i + size]) for i in range(0, len(chosen), size))


def _take_draws(point: Array, draws: Array | None, chosen: Places) -> Array:
    """Values (replicates, indicators, areas), laid out so that areas lie side by side."""
    filed = np.ascontiguousarray(point.T)
    if draws is None:
        return np.broadcast_to(filed, (len(chosen), *filed.shape))
    drawn = draws.transpose(0, 2, 1)[chosen]
    if np.isnan(drawn).any() or np.isnan(filed).any():
        drawn = np.where(np.isnan(drawn) | np.isnan(filed), filed, drawn)
    return np.ascontiguousarray(drawn)
