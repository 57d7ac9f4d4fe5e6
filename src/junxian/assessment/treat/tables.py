"""Tables of a treatment: what was done to every indicator and why, and every winsorised point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.treat.columns import Applied, Steps
from junxian.assessment.treat.moments import needs_treatment
from junxian.assessment.treat.plan import Plan, Rule
from junxian.assessment.treat.wording import (
    NO_SHAPE,
    NOT_TREATED,
    explain_called,
    explain_outcome,
    explain_passed,
    explain_transformed,
    explain_winsorised,
    join,
)
from junxian.terms.name import Name

DETAILS_SCHEMA: dict[str, Any] = {
    "indicator": pl.String,
    "skewness": pl.Float64,  # null where it cannot be measured
    "kurtosis": pl.Float64,
    "first": pl.String,  # null where not called for
    "points": pl.Int64,  # winsorised by the first method, also where the second replaced it
    "skewness_1": pl.Float64,
    "kurtosis_1": pl.Float64,
    "second": pl.String,
    "skewness_2": pl.Float64,
    "kurtosis_2": pl.Float64,
    "power": pl.Float64,  # of box_cox
    "method": pl.String,  # what stands: none, one of METHODS, or first+second where combined
    "passed": pl.Boolean,  # null where it cannot be tested
    "why_zh": pl.String,
    "why_en": pl.String,
}
POINTS_SCHEMA: dict[str, Any] = {
    "place": pl.Int64,  # of the area
    "indicator": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "side": pl.String,  # high | low
}


@dataclass(frozen=True)
class Outcome:
    """One indicator after one method."""

    method: str
    skewness: float
    kurtosis: float
    defined: bool
    points: int
    tied: bool
    power: float

    @property
    def changes(self) -> bool:
        """Whether it changed any value."""
        return self.defined and (self.points > 0 or self.method != "winsorise")


def tabulate_details(steps: Steps, plan: Plan) -> pl.DataFrame:
    """What was done to every indicator and why: a frame of DETAILS_SCHEMA, in the order of the plan."""
    outcomes: list[list[Outcome]] = [[] for _ in plan.codes]
    for places, done, name in ((steps.first, steps.one, "method"), (steps.second, steps.two, "then")):
        for at, place in enumerate(places.tolist()):
            outcomes[place].append(_read(done, at, getattr(plan.rules[place], name)))
    rows = [
        _detail(code, rule, skew, kurt, own, plan.combine)
        for code, rule, skew, kurt, own in zip(
            plan.codes, plan.rules, steps.skewness.tolist(), steps.kurtosis.tolist(), outcomes, strict=True
        )
    ]
    return pl.DataFrame(rows, schema=DETAILS_SCHEMA, orient="row").with_columns(pl.col(pl.Float64).fill_nan(None))


def tabulate_points(values: Array, steps: Steps, plan: Plan) -> pl.DataFrame:
    """Every winsorised point that stands in the result: a frame of POINTS_SCHEMA, by indicator and area.

    values  (areas, indicators) before
    """
    replaced = set() if plan.combine else set(steps.second[steps.two.defined].tolist())
    rows = []
    for places, done in ((steps.first, steps.one), (steps.second, steps.two)):
        for at, column in enumerate(places.tolist()):
            if done is steps.two or column not in replaced:
                rows += _points(values[:, column], done, at, column, plan.codes[column])
    rows.sort(key=lambda row: row[:2])
    return pl.DataFrame([row[1:] for row in rows], schema=POINTS_SCHEMA, orient="row")


def _points(given: Array, done: Applied, at: int, column: int, code: str) -> list[tuple[Any, ...]]:
    return [
        (column, place, code, given[place], done.rows[at, place], side)
        for side, changed in (("high", done.high[at]), ("low", done.low[at]))
        for place in np.flatnonzero(changed).tolist()
    ]


def _read(done: Applied, at: int, method: str) -> Outcome:
    points = int((done.high[at] | done.low[at]).sum())
    return Outcome(
        method, float(done.skewness[at]), float(done.kurtosis[at]), bool(done.defined[at]), points,
        bool(done.tied[at]), float(done.power[at]),
    )  # fmt: skip


def _detail(code: str, rule: Rule, skew: float, kurt: float, own: list[Outcome], combine: bool) -> tuple[Any, ...]:
    one, two = (*own, None, None)[:2]
    standing = own if combine or two is None or not two.defined else own[1:]
    methods = [outcome.method for outcome in standing if outcome.changes]
    last = standing[-1] if standing else None
    passed = _judge(last.skewness, last.kurtosis, rule) if last else _judge(skew, kurt, rule)
    why = join(_explain(rule, skew, kurt, own, passed))
    powers = [outcome.power for outcome in own if not np.isnan(outcome.power)]
    return (
        code, skew, kurt, *_cells(one, one.points if one else 0), *_cells(two), powers[-1] if powers else None,
        "+".join(methods) or "none", passed, why.zh, why.en,
    )  # fmt: skip


def _cells(outcome: Outcome | None, *points: int) -> tuple[Any, ...]:
    if outcome is None:
        return (None, *points, None, None)
    return (outcome.method, *points, outcome.skewness, outcome.kurtosis)


def _judge(skew: float, kurt: float, rule: Rule) -> bool | None:
    if np.isnan(skew):
        return None
    return not needs_treatment(np.array(skew), np.array(kurt), rule.skewness, rule.kurtosis)


def _explain(rule: Rule, skew: float, kurt: float, own: list[Outcome], passed: bool | None) -> list[Name]:
    if rule.method == "none":
        return [NOT_TREATED]
    if np.isnan(skew) or np.isnan(kurt):
        return [NO_SHAPE]
    if not own:
        return [explain_passed(skew, kurt, rule)]
    called = explain_called(skew, kurt, rule, not _judge(skew, kurt, rule))
    return [called, *(_explain_one(rule, outcome) for outcome in own), explain_outcome(bool(passed))]


def _explain_one(rule: Rule, outcome: Outcome) -> Name:
    if outcome.method == "winsorise":
        return explain_winsorised(outcome.points, outcome.tied, outcome.skewness, outcome.kurtosis, rule)
    return explain_transformed(outcome.method, outcome.defined, outcome.skewness, outcome.kurtosis)
