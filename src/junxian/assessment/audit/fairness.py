"""Fairness between classes: how far scores hang on the class, and on whom awards fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.scorecard import make_frame

CLASS_SCHEMA: dict[str, Any] = {
    "class": pl.String, "areas": pl.Int64, "ranked": pl.Int64,
    "mean": pl.Float64, "spread": pl.Float64,  # of totals; sample standard deviation
    "least": pl.Float64, "lower_quartile": pl.Float64, "median": pl.Float64, "upper_quartile": pl.Float64,
    "greatest": pl.Float64,
    "awarded": pl.Int64, "award_share": pl.Float64,  # of the ranked
    "top_tenth": pl.Int64,  # members among the first tenth of all ranked areas, by total
    "top_tenth_expected": pl.Float64,  # if the class made no difference
}  # fmt: skip


@dataclass(frozen=True)
class Fairness:
    """`classes` (CLASS_SCHEMA); `eta_squared`: share of the variance of totals that lies between classes.

    `p_value` of the F test that all classes have one mean; both NaN where they cannot be had.
    """

    classes: pl.DataFrame
    eta_squared: float
    p_value: float


def measure_fairness(table: pl.DataFrame, classes: Sequence[str] | None = None) -> Fairness:
    """Distribution of totals by class and what the class explains of them.

    table  a scorecard's: ref_area, class, total, rank, award; classes  their order, by default that of the codes
    Within classes of their own bounds, means should lie near each other; where they do not, a common ranking, a common
    price per point or awards across classes favour a class, not an effort. Ties at the end of the first tenth are
    all counted. Checked in tests/unit/assessment/audit/test_fairness.py.
    """
    codes = list(classes) if classes is not None else table["class"].unique().sort().to_list()
    ranked = table.filter(pl.col("rank").is_not_null())
    totals = ranked["total"].to_numpy()
    tenth = max(1, round(len(totals) / 10))
    least = np.sort(totals)[-tenth] if len(totals) else np.inf
    rows = [_measure_class(table.filter(pl.col("class") == code), code, float(least), len(totals)) for code in codes]
    columns = {name: [row[name] for row in rows] for name in CLASS_SCHEMA}
    groups = [ranked.filter(pl.col("class") == code)["total"].to_numpy() for code in codes]
    return Fairness(make_frame(columns, CLASS_SCHEMA), *explain_by_class(groups))


def explain_by_class(groups: Sequence[Array]) -> tuple[float, float]:
    """η² = between-group over total sum of squares, and the p-value of the F test; NaN where nothing varies."""
    from scipy.special import fdtrc

    known = [group for group in groups if group.size]
    every = np.concatenate([*known, np.empty(0)])
    within = len(every) - len(known)
    total = ((every - every.mean()) ** 2).sum() if every.size else 0.0
    if len(known) < 2 or not total > 1e-18 * (every**2).sum():
        return float("nan"), float("nan")
    between = sum(len(group) * (group.mean() - every.mean()) ** 2 for group in known)
    eta = float(min(1.0, between / total))
    if within < 1 or eta >= 1:
        return eta, float("nan") if within < 1 else 0.0
    ratio = (eta / (len(known) - 1)) / ((1 - eta) / within)
    return eta, float(fdtrc(len(known) - 1, within, ratio))


def _measure_class(table: pl.DataFrame, code: str, least: float, ranked_in_all: int) -> dict[str, Any]:
    ranked = table.filter(pl.col("rank").is_not_null())
    totals, awarded = ranked["total"], int(ranked["award"].sum())
    row = dict.fromkeys(CLASS_SCHEMA) | {
        "class": code,
        "areas": table.height,
        "ranked": ranked.height,
        "awarded": awarded,
    }
    if ranked.is_empty():
        return row | {"top_tenth": 0, "top_tenth_expected": 0.0}
    ends = np.percentile(totals.to_numpy(), [0, 25, 50, 75, 100])
    names = ("least", "lower_quartile", "median", "upper_quartile", "greatest")
    tenth = max(1, round(ranked_in_all / 10))
    return row | dict(zip(names, ends.tolist(), strict=True)) | {
        "mean": totals.mean(), "spread": totals.std(), "award_share": awarded / ranked.height,
        "top_tenth": int((totals >= least).sum()), "top_tenth_expected": tenth * ranked.height / ranked_in_all,
    }  # fmt: skip
