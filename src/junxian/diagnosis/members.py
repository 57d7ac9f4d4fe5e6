"""The ranked members of one class as arrays, read back from a scorecard."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment import Scorecard
from junxian.assessment.aggregate import aggregate_tree, needs_population
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree, tree_of
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.declared.schemes import Scheme
from junxian.diagnosis.decompose import find_shares
from junxian.diagnosis.scale import Scale, read_scale
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

STEPS = ("rank", "percentile_rank", "borda")  # normalisations whose scores move in steps
TOLERANCE = 1e-9  # to which a score must come out of its indicators
BENDING = ("log", "winsorise_else_log", "box_cox")  # treatments that may bend a scale


@dataclass(frozen=True)
class Members:
    """Ranked areas of a class, sorted by code, and the indicators of the scheme's tree.

    `values`, `scores` (normalised), `used` (weight in the whole after spreading, the root at 100) are (areas,
    indicators), NaN for missing and 0 for `used`; `weights` (indicators,) in the whole, where nothing is missing; `low`, `high` (indicators,) the
    bounds; `filed` (areas, indicators) what counts and was not imputed; `score` before points, `added` bonus less
    deduction, `total` as ranked, `rank` (areas,).
    """

    code: str
    areas: tuple[str, ...]
    tree: Tree
    decimals: int
    units: dict[str, str]
    values: Array
    scores: Array
    used: Array
    weights: Array
    low: Array
    high: Array
    ends: tuple[float, float]
    stepped: Mask
    bends: Mask
    filed: Mask
    score: Array
    added: Array
    total: Array
    rank: NDArray[np.int64]

    @cached_property
    def shares(self) -> Array:
        """Each part's share in its parent (areas, parts)."""
        return find_shares(self.used, self.tree)

    @cached_property
    def scale(self) -> Scale:
        """The scale of every indicator, unknown where scores move in steps."""
        seen = np.where(self.stepped, np.nan, self.scores)
        return read_scale(self.values, seen, self.low, self.high, self.ends, self.bends)

    @cached_property
    def adds_up(self) -> bool:
        """Whether the score is the weighted sum of the indicators' scores."""
        return all(self.tree.aggregate.get(node, "arithmetic") == "arithmetic" for node in self.tree.nodes)

    @cached_property
    def stands_alone(self) -> bool:
        """Whether an area's score is made of its own figures alone, once they are normalised."""
        return not needs_population(self.tree)

    @cached_property
    def is_reproduced(self) -> Mask:
        """Whose score comes out of the indicators' scores, weights and tree, each area by itself (areas,)."""
        if not self.stands_alone:
            return np.zeros(len(self.areas), dtype=bool)
        found = aggregate_tree(self.scores, self.shares, self.tree)[:, -1]
        reproduced: Mask = np.abs(found - self.score) <= TOLERANCE * np.maximum(1.0, np.abs(self.score))
        return reproduced

    @cached_property
    def direction(self) -> Array:
        """+1 where more is better, −1 where less is, read back from values and scores; NaN where it cannot be told."""
        pairs = [*zip(self.values.T, self.scores.T, strict=True)]
        together = np.array([_move_together(values, scores) for values, scores in pairs])
        return np.where(self.scale.known, np.sign(self.scale.slope), together)

    @property
    def listed(self) -> Mask:
        """Which indicators the scorecard lists for the class: those that carry weight (indicators,)."""
        return np.array([code in self.units for code in self.tree.indicators], dtype=bool)

    def place(self, area: str) -> int:
        """The row of an area."""
        return self.areas.index(area)


def read_members(scorecard: Scorecard, scheme: Scheme, code: str) -> Members:
    """Read one class; its members without a rank are left out."""
    tree = tree_of(scheme)
    table = scorecard.table.filter((pl.col("class") == code) & pl.col("rank").is_not_null()).sort("ref_area")
    areas = tuple(table["ref_area"])
    rows = scorecard.indicators.filter(pl.col("class") == code)
    own = rows.filter(pl.col("ref_area").is_in(areas))
    places = _find_places(own, areas, tree)
    values, scores, used = (
        _spread_out(own, name, places, len(areas), tree) for name in ("value", "normalised", "used_weight")
    )
    low, high = (_take_first(rows, name, tree) for name in ("low", "high"))
    normalise = scheme.normalise
    return Members(
        code=code, areas=areas, tree=tree, decimals=scheme.decimals,
        units=dict(rows.select("indicator", "unit").unique().iter_rows()),
        values=values, scores=scores, used=np.nan_to_num(used), weights=_read_weights(scorecard, tree, code), low=low, high=high,
        ends=(normalise.base, normalise.base + normalise.span),
        stepped=_where_declared(scheme, tree, "normalise", STEPS), bends=_where_declared(scheme, tree, "treat", BENDING),
        filed=_find_filed(own, places, len(areas), tree) & (np.nan_to_num(used) > 0), score=table["score"].to_numpy().copy(),
        added=(table["bonus"].fill_null(0.0) - table["deduction"].fill_null(0.0)).to_numpy().copy(),
        total=table["total"].to_numpy().copy(), rank=table["rank"].to_numpy().copy(),
    )  # fmt: skip


def _move_together(values: Array, scores: Array) -> float:
    """The sign of the differences of scores where values are put in order; NaN where none differ."""
    known = ~(np.isnan(values) | np.isnan(scores))
    steps = np.diff(scores[known][np.argsort(values[known], kind="stable")])
    return float(np.sign(steps.sum())) if steps.any() else np.nan


def class_of(scorecard: Scorecard, area: str) -> str:
    """The class of a ranked area; MethodError where it is not ranked or not assessed."""
    rows = scorecard.table.filter(pl.col("ref_area") == area)
    if rows.is_empty():
        raise MethodError(f"area {area!r}", "is not assessed.", suggest(area, scorecard.table["ref_area"].to_list()))
    if rows["rank"][0] is None:
        raise MethodError(f"area {area!r}", f"is not ranked, so there is no score to explain. {rows['why_en'][0]}")
    return str(rows["class"][0])


def _where_declared(scheme: Scheme, tree: Tree, step: str, methods: Sequence[str]) -> Mask:
    """Indicators for which a step of the scheme has one of these methods, own declarations before the scheme's."""
    declared: Any = getattr(scheme, step, None)
    if declared is None:
        return np.zeros(len(tree.indicators), dtype=bool)
    own = {one.code: one.method for one in getattr(declared, "indicator", ()) if one.method is not None}
    return np.array([own.get(code, declared.method) in methods for code in tree.indicators], dtype=bool)


def _find_places(rows: pl.DataFrame, areas: tuple[str, ...], tree: Tree) -> tuple[Any, Any]:
    area_places = {area: i for i, area in enumerate(areas)}
    columns = {code: i for i, code in enumerate(tree.indicators)}
    return [area_places[area] for area in rows["ref_area"]], [columns[code] for code in rows["indicator"]]


def _spread_out(rows: pl.DataFrame, column: str, places: tuple[Any, Any], count: int, tree: Tree) -> Array:
    """One column of the scorecard's indicators as an array (areas, indicators), NaN for missing."""
    found = np.full((count, len(tree.indicators)), np.nan)
    found[places] = rows[column].fill_null(np.nan).to_numpy()
    return found


def _read_weights(scorecard: Scorecard, tree: Tree, code: str) -> Array:
    """Weight of every indicator in the whole (indicators,), the root at 100, as the class weighs them."""
    rows = scorecard.weights.filter(pl.col("class") == code).select("part", "used")
    used = dict(rows.iter_rows())
    points = np.array([used.get(part) or 0.0 for part in tree.parts], dtype=float)
    shares = spread_weights(points, np.ones(len(tree.indicators), dtype=bool), tree)
    weights: Array = 100 * multiply_down(shares, tree)[: len(tree.indicators)]
    return weights


def _find_filed(rows: pl.DataFrame, places: tuple[Any, Any], count: int, tree: Tree) -> Mask:
    filed = np.zeros((count, len(tree.indicators)), dtype=bool)
    filed[places] = (rows["status"] == "used").to_numpy()
    return filed


def _take_first(rows: pl.DataFrame, column: str, tree: Tree) -> Array:
    """What a column says of every indicator, the same for the whole class; NaN where it says nothing."""
    said = dict(rows.select("indicator", column).drop_nulls().unique("indicator", keep="first").iter_rows())
    return np.array([said.get(code, np.nan) for code in tree.indicators], dtype=float)
