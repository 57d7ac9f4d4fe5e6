"""Normalisation as a scheme declares it: every class on its own scale, every indicator by its own method."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Array, Places
from junxian.assessment.normalise import METHODS, normalise
from junxian.assessment.setting import Setting
from junxian.declared.schemes import Normalise
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class Scale:
    """The scale of one class: its bounds, or the figures of the areas that set them."""

    setting: Setting
    bounds: Bounds
    place: int

    @property
    def pool(self) -> Places:
        """Rows of the areas that set the scale."""
        return self.bounds.pools[self.place]

    def where(self, column: int) -> str:
        """An indicator in this class, for errors."""
        scheme, code = self.setting.scheme, self.setting.tree.indicators[column]
        return f"schemes/{scheme.key}: indicator {code!r} in class {scheme.classes[self.place]}"


@dataclass(frozen=True)
class Way:
    """Indicators that are normalised together: a method, its reference area if it takes one, places of the columns."""

    method: str
    reference: str
    columns: Places


def normalise_panel(setting: Setting, bounds: Bounds) -> Array:
    """Normalise every area within its own class (areas, indicators); missing stays missing.

    Areas that are not comparable are normalised for information only. Indicators without weight in a class, or without
    any value there, are missing. MethodError where a method is not defined for the figures of comparable areas; it names
    indicator and class. Checked in tests/unit/assessment/test_normalised.py.
    """
    normalised = np.full(setting.panel.values.shape, np.nan)
    for place in range(len(setting.scheme.classes)):
        rows = setting.panel.members(place)
        normalised[rows] = normalise_rows(setting, rows, place, bounds)
    return normalised


def normalise_rows(setting: Setting, rows: Places, place: int, bounds: Bounds) -> Array:
    """Normalise rows on the scale of the class at `place`; they need not be its members."""
    scale, scores = Scale(setting, bounds, place), np.full((len(rows), setting.panel.values.shape[1]), np.nan)
    for way in _find_ways(scale):
        scores[:, way.columns] = _normalise_way(scale, rows, way)
    return scores


def _find_ways(scale: Scale) -> list[Way]:
    known = scale.setting.weighed[scale.place] & ~np.isnan(scale.bounds.low[scale.place])
    found: dict[tuple[str, str], list[int]] = {}
    for column in np.flatnonzero(known).tolist():
        own = scale.setting.scheme.normalise.of(scale.setting.tree.indicators[column])
        reference = own.reference if own.method == "distance_to_reference" else ""
        found.setdefault((own.method or "", reference), []).append(column)
    return [Way(method, reference, np.array(columns)) for (method, reference), columns in found.items()]


def _normalise_way(scale: Scale, rows: Places, way: Way) -> Array:
    counts = scale.setting.comparable[rows]
    scores = np.full((len(rows), len(way.columns)), np.nan)
    for wanted, is_judged in ((np.flatnonzero(counts), True), (np.flatnonzero(~counts), False)):
        try:
            scores[wanted] = _call(scale, rows[wanted], way) if wanted.size else scores[wanted]
        except MethodError as error:
            if is_judged:
                raise _name_column(scale, rows[wanted], way, error) from error
    return scores


def _name_column(scale: Scale, rows: Places, way: Way, error: MethodError) -> MethodError:
    """The error of the first indicator that the method refuses, under its name and class."""
    for column in way.columns.tolist():
        try:
            _call(scale, rows, Way(way.method, way.reference, np.array([column])))
        except MethodError as own:
            return MethodError(scale.where(column), f"{way.method}: {own.what}", own.remedy)
    return error


def _call(scale: Scale, rows: Places, way: Way) -> Array:
    panel, options = scale.setting.panel, dict(_find_options(scale, way))
    values, others = (panel.values[np.ix_(part, way.columns)] for part in (rows, scale.pool))
    if way.method == "distance_to_reference":
        others = np.concatenate([panel.values[_find_area(scale, way)][None, way.columns], others])
        options["area"] = 0
    scores = normalise(way.method, values, others, **options)
    if METHODS[way.method].by_rank and scale.pool.size:
        among = normalise(way.method, others, **options)  # who sets the scale is not ranked against itself
        own = dict(zip(scale.pool.tolist(), among, strict=True))
        scores = np.array([own.get(row, score) for row, score in zip(rows.tolist(), scores, strict=True)])
    return scores


def _find_area(scale: Scale, way: Way) -> int:
    areas = scale.setting.panel.areas
    if way.reference not in areas:
        raise MethodError(
            "distance_to_reference", f"reference {way.reference!r} is no assessed area.", suggest(way.reference, areas)
        )
    return areas.index(way.reference)


def _find_options(scale: Scale, way: Way) -> Iterator[tuple[str, Any]]:
    declared, accepts = scale.setting.scheme.normalise, METHODS[way.method].accepts
    yield "more_is_better", scale.setting.panel.more_is_better[way.columns]
    if "base" in accepts:
        yield from (("base", declared.base), ("span", declared.span))
    if "mean" in accepts:
        yield from zip(("mean", "deviation"), find_z_scale(declared), strict=True)
    if "bounds" in accepts:
        yield "bounds", tuple(end[scale.place, way.columns] for end in (scale.bounds.low, scale.bounds.high))
    if "is_capped" in accepts:
        yield "is_capped", declared.is_capped
    if "target" in accepts:
        targets = [declared.of(scale.setting.tree.indicators[column]).target for column in way.columns]
        yield "target", np.array([np.nan if target is None else target for target in targets])


def find_z_scale(normalise: Normalise) -> tuple[float, float]:
    """Mean and standard deviation of z-scores: the middle of the scale, and a quarter of its span."""
    return normalise.base + normalise.span / 2, normalise.span / 4
