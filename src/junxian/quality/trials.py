"""Trials: every test of a rule that has a null distribution, also those that find nothing and those that cannot be made."""

from typing import Any

import polars as pl

from junxian.declared.rules import Rule
from junxian.terms.name import Name

TRIAL_SCHEMA: dict[str, Any] = {
    "rule": pl.String,
    "kind": pl.String,
    "ref_area": pl.String,
    "time_period": pl.String,
    "item": pl.String,
    "n": pl.Int64,  # figures or areas behind the test
    "statistic": pl.Float64,  # what the kind measures: robust z, share, excess
    "p_value": pl.Float64,  # null where the test cannot be made
    "odd": pl.Boolean,  # whether the deviation is also large enough to be worth a question
    "reason_zh": pl.String,  # why the test cannot be made, else ""
    "reason_en": pl.String,
}

CANNOT = Name(zh="无法检验：", en="cannot be tested: ")


def make_trials(rule: Rule, rows: list[dict[str, Any]], own: dict[str, Any] | None = None) -> pl.DataFrame:
    """A frame of trials of one rule: TRIAL_SCHEMA and the kind's own columns; a row without a p-value needs a reason."""
    blank: dict[str, Any] = {"n": 0, "statistic": None, "p_value": None, "odd": False, "reason_zh": "", "reason_en": ""}
    named = {"rule": rule.code, "kind": rule.kind}
    return pl.DataFrame([blank | row | named for row in rows], schema=TRIAL_SCHEMA | (own or {}), orient="row")


def cannot_test(area: str, period: str, item: str, reason: Name, n: int = 0) -> dict[str, Any]:
    """The row of a test that cannot be made (无法检验) for want of data."""
    return {
        "ref_area": area, "time_period": period, "item": item, "n": n,
        "reason_zh": CANNOT.zh + reason.zh, "reason_en": CANNOT.en + reason.text("en"),
    }  # fmt: skip
