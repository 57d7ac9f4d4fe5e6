"""Replicates that share everything but their weights: one table of scores, one aggregation, one set left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.design import STREAM, Design
from junxian.assessment.robustness.factors import Factor, Levels, Noise, Range
from junxian.assessment.robustness.model import Model, Way, choose_way
from junxian.terms.errors import MethodError

MOST_CODES = 65_536  # choices that are told apart by counting, without sorting
TABLE_STEPS = {"data": "values", "imputation": "impute", "treatment": "treat", "normalisation": "normalise"}


@dataclass(frozen=True)
class Case:
    """`model` with the chosen steps, the `way` of aggregation, what is `left_out`, and the replicates' `rows`.

    `table` numbers the distinct models; cases of one number share their table of scores. `failure` says why the choices
    make no composite indicator, empty where they do.
    """

    model: Model
    table: int
    way: Way
    left_out: Mask
    rows: Places
    failure: str = ""


def split_cases(design: Design, model: Model) -> list[Case]:
    """The cases of a design, in the order of their choices; every row is in one."""
    chosen = [_is_of_case(factor) for factor in design.factors]
    keys, case = _find_distinct(design.places[:, chosen])
    factors = [factor for factor in design.factors if _is_of_case(factor)]
    makes_table = [factor.step in TABLE_STEPS for factor in factors]
    _, table = _find_distinct(keys[:, makes_table])
    order = np.argsort(case.astype(np.uint16) if len(keys) <= MOST_CODES else case, kind="stable")
    ends = np.searchsorted(case[order], np.arange(len(keys) + 1))
    return [
        _make_case(factors, key, model, int(table[place]), order[ends[place] : ends[place + 1]])
        for place, key in enumerate(keys)
    ]


def _is_of_case(factor: Factor) -> bool:
    return factor.step != "weights" and not isinstance(factor, Noise)


def _find_distinct(places: Array) -> tuple[Array, Places]:
    """Distinct rows in order, and which of them each row is; rows without columns are all the same."""
    codes, count = np.zeros(len(places), dtype=np.intp), 1
    for column in places.T:  # one number a row: sorting numbers is much faster than sorting rows
        values, place = _number(column)
        codes, count = codes * values + place, count * values
        if count > MOST_CODES:
            found, codes = np.unique(codes, return_inverse=True)
            count = len(found)
    distinct, codes = _compress(codes, count)
    first = np.empty(distinct, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return places[first], codes


def _number(column: Array) -> tuple[int, Places]:
    """Places as whole numbers below a count: levels as they are, numbers of a range by their order."""
    whole = column.astype(np.intp)
    if (whole == column).all() and whole.min(initial=0) >= 0 and whole.max(initial=0) < MOST_CODES:
        return int(whole.max(initial=0)) + 1, whole
    distinct, place = np.unique(column, return_inverse=True)
    return len(distinct), place


def _compress(codes: Places, count: int) -> tuple[int, Places]:
    """Codes without gaps, in the same order, and how many there are."""
    occurs = np.bincount(codes, minlength=count) > 0
    return int(occurs.sum()), (np.cumsum(occurs) - 1)[codes]


def _make_case(factors: Sequence[Factor], places: Array, model: Model, table: int, rows: Places) -> Case:
    steps: dict[str, Any] = {}
    way: Any = None
    left_out: Mask = np.zeros(len(model.tree.indicators), dtype=bool)
    for factor, place in zip(factors, places, strict=True):
        choice = read_place(factor, place)
        if factor.step in TABLE_STEPS:
            steps[TABLE_STEPS[factor.step]] = choice
        elif factor.step == "aggregation":
            way = choice
        else:
            left_out |= find_left_out(model, choice)
    failure = "every indicator is left out" if left_out.all() else ""
    return Case(replace(model, **steps), table, choose_way(model, way), left_out, rows, failure)


def read_place(factor: Factor, place: float) -> Any:
    """What a factor says at a place: the level, or what is made of the number."""
    if isinstance(factor, Levels):
        return list(factor.levels.values())[int(place)]
    return factor.make(float(place)) if isinstance(factor, Range) and factor.make is not None else float(place)


def find_left_out(model: Model, parts: Sequence[str]) -> Mask:
    """Indicators (indicators,) that are among the parts left out, or lie below one."""
    left_out = np.zeros(len(model.tree.parts), dtype=bool)
    left_out[[model.find_part(part) for part in ((parts,) if isinstance(parts, str) else parts)]] = True
    for node, below in reversed(list(enumerate(model.tree.children, start=len(model.tree.indicators)))):
        left_out[list(below)] |= left_out[node]
    found: Mask = left_out[: len(model.tree.indicators)]
    return found


def draw_points(design: Design, model: Model) -> Array | None:
    """Factors (replicates, parts) by which noise multiplies the points; None where no weight has noise."""
    drawn: Array | None = None
    for column, factor in enumerate(design.factors):
        if isinstance(factor, Noise) and factor.step == "weights":
            numbers = design.places[:, column].astype(np.intp)
            stream = np.random.SeedSequence(design.seed, spawn_key=(STREAM, column))
            own = np.random.default_rng(stream).random((int(numbers.max(initial=-1)) + 1, len(model.tree.parts)))
            own *= 2 * float(factor.spread)
            own += 1 - float(factor.spread)
            if factor.parts:
                kept = [place for place, part in enumerate(model.tree.parts) if part not in factor.parts]
                own[:, kept] = 1.0
            own = own if np.array_equal(numbers, np.arange(len(own))) else own[numbers]
            drawn = own if drawn is None else drawn * own
    return drawn


def find_points(design: Design, model: Model, rows: Places, drawn: Array | None) -> Array:
    """Points (rows, parts) of replicates: the set that each took, times ranges and noise."""
    points: Array = np.broadcast_to(model.points, (len(rows), len(model.points)))
    for column, factor in enumerate(design.factors):
        if isinstance(factor, Levels) and factor.step == "weights":
            sets = np.array([read_points(model, level) for level in factor.levels.values()])
            points = sets[design.places[rows, column].astype(np.intp)]
    for column, factor in enumerate(design.factors):
        if isinstance(factor, Range) and factor.step == "weights":
            points = np.array(points)
            points[:, [model.find_part(part) for part in factor.parts]] *= design.places[rows, column, None]
    if drawn is None:
        return points
    own: Array = drawn[rows]
    own *= points
    return own


def read_points(model: Model, given: Any) -> Array:
    """Points (parts,) of one set: an array, or a mapping in which parts that are not named keep the model's."""
    if not hasattr(given, "items"):
        points = np.asarray(given, dtype=np.float64)
    else:
        points = np.array(model.points, dtype=np.float64)
        for part, own in given.items():
            points[model.find_part(part)] = own
    if points.shape != model.points.shape or not (np.isfinite(points).all() and (points >= 0).all()):
        raise MethodError("set of weights", "does not give every part points from 0 up.", f"Give {len(model.points)}.")
    return points
