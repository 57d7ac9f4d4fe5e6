"""Treatment of outliers, indicator by indicator, with tables of what was changed and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.treat.columns import treat_columns
from junxian.assessment.treat.moments import KURTOSIS, SKEWNESS
from junxian.assessment.treat.plan import Rule, plan_treatment
from junxian.assessment.treat.tables import tabulate_details, tabulate_points


@dataclass(frozen=True)
class Treatment:
    """`values` (areas, indicators); `details`, a row per indicator; `points`, a row per winsorised point that stands.

    Columns are those of DETAILS_SCHEMA and POINTS_SCHEMA in `tables`.
    """

    values: Array
    details: pl.DataFrame
    points: pl.DataFrame


def treat_indicators(
    values: Array,
    codes: Sequence[str],
    *,
    method: str = "winsorise",
    then: str | None = None,
    at_most: int | None = 5,
    force: bool = False,
    skewness: float = SKEWNESS,
    kurtosis: float = KURTOSIS,
    factor: float = 1.0,
    power: float | None = None,
    ties: str = "keep_within_limit",
    combine: bool = False,
    individually: Mapping[str, Mapping[str, Any]] | None = None,
) -> Treatment:
    """Treat each indicator by up to two methods, the second where the test still fails after the first.

    values  (areas, indicators), any unit; codes  one per indicator
    method, then  of METHODS; `then` is by default log_ct after winsorise and nothing after another; it works on the
    original unless `combine`
    at_most  points winsorised, None for no limit; force  also where the test passes, at_most being then the number;
    ties  as in winsorise
    skewness, kurtosis  thresholds of the test, which fails where both are reached; factor, power  of log_gii and box_cox
    individually  by code, the fields that differ: method, then, at_most, force, skewness, kurtosis, factor, power
    Missing values stay missing. What cannot be tested, or a method that is not defined for the values, changes nothing.
    A treated indicator keeps its order but, after another method than winsorise, not its unit: bounds must be set on
    treated values. Nothing is raised over figures; MethodError for an unknown code, field, method or way with ties.
    Source: OECD/JRC Handbook (2008), step 5; COINr's Treat, which ignores `force` where the test passes. Checked in
    tests/published/test_asem_data.py and tests/unit/assessment/treat/test_treat.py.
    """
    rule = Rule(method, then, at_most, force, skewness, kurtosis, factor, power)
    plan = plan_treatment(codes, rule, ties=ties, combine=combine, individually=individually)
    steps = treat_columns(values, plan)
    return Treatment(steps.values, tabulate_details(steps, plan), tabulate_points(np.asarray(values), steps, plan))
