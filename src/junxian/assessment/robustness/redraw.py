"""Replicates whose figures are drawn anew: many tables at once where the steps allow it, else one after the other."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.cases import Case
from junxian.assessment.robustness.design import STREAM, Design
from junxian.assessment.robustness.factors import Noise
from junxian.assessment.robustness.lines import find_lines
from junxian.assessment.robustness.model import Model, is_fast
from junxian.assessment.robustness.normalisation import Normalisation
from junxian.assessment.robustness.score_replicates import ManyScores, score_replicates
from junxian.assessment.tree import Tree
from junxian.engine import open_streams

CHUNK_NUMBERS = 131_072  # drawn figures worked on at once: few enough for the cache; no result depends on it


def find_data_noise(design: Design) -> int | None:
    """The column of the factor that disturbs the figures, if there is one."""
    columns = [i for i, factor in enumerate(design.factors) if isinstance(factor, Noise) and factor.step == "data"]
    return columns[0] if columns else None


def draw_figures(design: Design, column: int, model: Model, rows: Places) -> Array:
    """Figures (rows, indicators, areas) with data error: value · (1 + spread · N(0, 1)).

    The errors of a draw come from SeedSequence((seed, its number)), whatever else is drawn.
    """
    factor = design.factors[column]
    assert isinstance(factor, Noise)
    filed = np.ascontiguousarray(model.values.T)
    scale = filed * np.broadcast_to(np.asarray(factor.spread, dtype=np.float64), model.values.shape).T
    drawn = np.empty((len(rows), *filed.shape))
    numbers = design.places[rows, column].astype(np.intp).tolist()
    for own, stream in zip(drawn, open_streams(design.seed, numbers, STREAM + 1 + column), strict=True):
        stream.standard_normal(out=own)
    drawn *= scale
    drawn += filed
    return drawn


def can_redraw_together(case: Case) -> bool:
    """Whether tables of many draws can be made at once: straight lines up a tree of means, nothing between."""
    model = case.model
    is_plain = model.impute is None and model.treat is None and is_fast(case.way)
    return is_plain and isinstance(model.normalise, Normalisation) and model.normalise.is_linear


def split_rows(rows: Places, model: Model) -> Iterator[Places]:
    """Rows in portions that caches hold."""
    size = max(1, CHUNK_NUMBERS // max(1, model.values.size))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def score_drawn(case: Case, drawn: Array, points: Array) -> ManyScores:
    """Scores of drawn figures, which are written over; undefined also where an indicator is constant in a draw."""
    way, more_is_better = case.model.normalise, case.model.more_is_better
    assert isinstance(way, Normalisation)
    assert isinstance(case.way, Tree)
    known = ~np.isnan(case.model.values.T)
    lines = find_lines(drawn, known, more_is_better, way)
    found = score_replicates(bring_to_scale(drawn, lines.origin, lines.slope, way), points, case.way, case.left_out)
    return ManyScores(found.scores, found.undefined | _misses_a_line(lines.is_defined, known))


def bring_to_scale(values: Array, origin: Array, slope: Array, way: Normalisation) -> Array:
    """Scores of values (replicates, indicators, areas) on their lines (replicates, indicators); written over the values."""
    base, span = way.scale
    values -= origin[:, :, None]
    values *= slope[:, :, None]
    if way.is_clipped:
        np.clip(values, 0.0, 1.0, out=values)
    values *= span
    values += base
    return values


def _misses_a_line(is_defined: Mask, known: Mask) -> Mask:
    """Replicates in which an indicator that has figures has no line."""
    return np.asarray((~is_defined & known.any(axis=1)).any(axis=1))


def take_draw(model: Model, drawn: Array) -> Model:
    """The model on the figures of one draw (indicators, areas)."""
    return replace(model, values=np.ascontiguousarray(drawn.T))
