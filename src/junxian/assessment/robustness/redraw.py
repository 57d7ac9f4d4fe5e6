"""Replicates whose figures are drawn anew: many tables at once where the steps allow it, else one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.cases import Case
from junxian.assessment.robustness.design import STREAM, Design
from junxian.assessment.robustness.factors import Noise
from junxian.assessment.robustness.lines import Group, bring_to_scale, find_lines, group_columns
from junxian.assessment.robustness.model import Model, is_fast
from junxian.assessment.robustness.normalisation import Normalisation
from junxian.assessment.robustness.score_replicates import Alike, ManyScores, group_by_filed, score_replicates
from junxian.assessment.tree import Tree
from junxian.engine import open_streams

CHUNK_NUMBERS = 131_072  # drawn figures worked on at once: few enough for the cache; no result depends on it


def find_data_noise(design: Design) -> int | None:
    """The column of the factor that disturbs the figures, if there is one."""
    columns = [i for i, factor in enumerate(design.factors) if isinstance(factor, Noise) and factor.step == "data"]
    return columns[0] if columns else None


@dataclass(frozen=True)
class Redraw:
    """The figures of a case, drawn anew with the errors of the design's factor at `column`."""

    case: Case
    design: Design
    column: int

    @cached_property
    def filed(self) -> Array:
        """Figures as they are (indicators, areas)."""
        return np.ascontiguousarray(self.case.model.values.T)

    @cached_property
    def error(self) -> Array:
        """Standard deviation of every figure (indicators, areas)."""
        factor = self.design.factors[self.column]
        assert isinstance(factor, Noise)
        spread = np.broadcast_to(np.asarray(factor.spread, dtype=np.float64), self.case.model.values.shape)
        return self.filed * spread.T

    @cached_property
    def known(self) -> Mask:
        """Whether there is a figure (indicators, areas)."""
        return ~np.isnan(self.filed)

    @cached_property
    def alike(self) -> list[Alike]:
        """Areas that miss the same indicators."""
        return list(group_by_filed(self.filed, self.case.left_out))

    @cached_property
    def groups(self) -> list[Group]:
        """Indicators whose lines are found together."""
        assert isinstance(self.case.model.normalise, Normalisation)
        return group_columns(self.known, self.case.model.more_is_better, self.case.model.normalise)

    def split(self, count: int) -> Iterator[Places]:
        """Places of so many rows in portions that caches hold."""
        size = max(1, CHUNK_NUMBERS // max(1, self.filed.size))
        yield from (np.arange(start, min(start + size, count)) for start in range(0, count, size))

    def open_streams(self, rows: Places) -> Iterator[np.random.Generator]:
        """The stream of every row's draw, from SeedSequence((seed, its number)), whatever else is drawn."""
        numbers = self.design.places[rows, self.column].astype(np.intp).tolist()
        return open_streams(self.design.seed, numbers, STREAM + 1 + self.column)

    def draw(self, streams: Iterator[np.random.Generator], count: int) -> Array:
        """Figures (count, indicators, areas) of the next streams: value · (1 + spread · N(0, 1))."""
        drawn = np.empty((count, *self.filed.shape))
        for own in drawn:
            next(streams).standard_normal(out=own)
            own *= self.error
            own += self.filed
        return drawn

    def take_model(self, row: int) -> Model:
        """The model on the figures of one row's draw."""
        drawn = self.draw(self.open_streams(np.array([row])), 1)[0]
        return replace(self.case.model, values=np.ascontiguousarray(drawn.T))

    @property
    def can_score_together(self) -> bool:
        """Whether tables of many draws can be made at once: straight lines up a tree of means, nothing between."""
        model = self.case.model
        is_plain = model.impute is None and model.treat is None and is_fast(self.case.way)
        return is_plain and isinstance(model.normalise, Normalisation) and model.normalise.is_linear

    def score(self, streams: Iterator[np.random.Generator], points: Array) -> ManyScores:
        """Scores on the figures of the next streams; undefined also where an indicator with figures is constant."""
        way = self.case.model.normalise
        assert isinstance(way, Normalisation)
        assert isinstance(self.case.way, Tree)
        drawn = self.draw(streams, len(points))
        lines = find_lines(drawn, self.groups, self.case.model.more_is_better, way)
        scores = bring_to_scale(drawn, lines, way, is_clipped=way.method == "efficacy")
        found = score_replicates(scores, points, self.case.way, alike=self.alike)
        is_constant = (~lines.is_defined & self.known.any(axis=1)).any(axis=1)
        return ManyScores(found.scores, found.undefined | is_constant)
