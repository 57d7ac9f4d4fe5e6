"""False discovery control: of many tests some look odd by chance alone; how many, and which to ask about."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.declared.quality_setting import QualitySetting
from junxian.quality.suspicion import Suspicion
from junxian.quality.trials import TRIAL_SCHEMA

Array = NDArray[np.float64]
Method = Literal["BH", "BY", "Holm"]

TEST_SCHEMA: dict[str, Any] = TRIAL_SCHEMA | {
    "q_family": pl.Float64,  # adjusted p among the tests of the kind in the period
    "q_value": pl.Float64,  # adjusted p among the tests that the setting counts together
    "flagged": pl.Boolean,
    "state": pl.String,  # flagged | passed | cannot_be_tested
}
DISCOVERY_SCHEMA: dict[str, Any] = {
    "time_period": pl.String,
    "family": pl.String,  # a kind, or "" for all tests of the period
    "tests": pl.Int64,
    "cannot_be_tested": pl.Int64,
    "rejected": pl.Int64,  # tests whose adjusted p is within the rate
    "flagged": pl.Int64,  # those of them whose deviation is large enough to ask about
    "threshold": pl.Float64,  # the largest p-value rejected; null where none is
    "rate": pl.Float64,
    "method": pl.String,
    "expected_false": pl.Float64,  # false alarms to be expected among the rejected, at most
}


def adjust_p_values(p: Array, method: Method = "BH", tests: int | None = None) -> Array:
    """Adjust p-values for the number of tests; those within a rate r are rejected at that rate.

    p      (tests,) p-values; NaN is no test and stays NaN
    tests  how many tests were made, where only the smallest p-values are given; their number by default
    BH (Benjamini, Hochberg 1995): min over j ≥ i of n·p_j/j, the false discovery rate of independent or positively
    dependent tests; BY (Benjamini, Yekutieli 2001): the same times Σ 1/j, under any dependence; Holm (1979): the chance
    of any false alarm at all. Checked against R's p.adjust in tests/published/test_quality_truth.py.
    """
    values = np.asarray(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    count = max(tests or 0, len(known))
    order = known[np.argsort(values[known], kind="stable")]
    ranks = np.arange(1, len(order) + 1)
    adjusted = np.full(values.shape, np.nan)
    if method == "Holm":
        stepped = np.maximum.accumulate((count - ranks + 1) * values[order])
    else:
        factor = count * (np.sum(1 / np.arange(1, count + 1)) if method == "BY" else 1.0)
        stepped = np.minimum.accumulate((factor * values[order] / ranks)[::-1])[::-1]
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


@dataclass(frozen=True)
class Discoveries:
    """`tests` (TEST_SCHEMA, one row per test) and `families` (DISCOVERY_SCHEMA, per period and kind, and all together)."""

    tests: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TEST_SCHEMA))
    families: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DISCOVERY_SCHEMA))


def control_discovery(trials: pl.DataFrame, setting: QualitySetting, unseen: pl.DataFrame | None = None) -> Discoveries:
    """Say which trials are to be asked about so that of all alarms no more than the declared share are false, on average.

    trials  TRIAL_SCHEMA; rows without a p-value cannot be tested and are listed as such
    unseen  kind, time_period, count of tests whose p-values are not among the trials (larger than those that are)
    The tests of a period are counted together, or each kind by itself (`setting.across`). Flagged is a trial that is
    rejected and also odd: chance does not explain it, and it is large enough to matter. Order of rows is kept.
    Checked in tests/unit/quality/test_discovery.py and, for the rate itself, by simulation there.
    """
    if trials.is_empty():
        return Discoveries()
    together = ["time_period"] if setting.across == "period" else ["kind", "time_period"]
    tested = _adjust(trials, ["kind", "time_period"], setting, unseen, "q_family")
    tested = _adjust(tested, together, setting, unseen, "q_value")
    rejected = pl.col("q_value").fill_null(1.0) <= setting.false_discovery
    state = pl.when(pl.col("p_value").is_null()).then(pl.lit("cannot_be_tested"))
    tested = tested.with_columns((rejected & pl.col("odd")).alias("flagged"), rejected.alias("rejected")).with_columns(
        state.when(pl.col("flagged")).then(pl.lit("flagged")).otherwise(pl.lit("passed")).alias("state")
    )
    families = pl.concat([_count(tested, setting, unseen, by) for by in (["kind"], [])]).sort("time_period", "family")
    return Discoveries(tested.select(*TEST_SCHEMA), families)


def _adjust(
    trials: pl.DataFrame, by: list[str], setting: QualitySetting, unseen: pl.DataFrame | None, name: str
) -> pl.DataFrame:
    adjusted = np.full(trials.height, np.nan)
    p = trials["p_value"].fill_null(np.nan).to_numpy()
    more = _sum_unseen(unseen, by)
    for key, places in trials.with_row_index("_at").group_by(by, maintain_order=True).agg("_at").select(
        pl.struct(by), "_at"
    ).rows():  # fmt: skip
        own = p[places]
        tests = int(np.sum(~np.isnan(own))) + more.get(tuple(key.values()), 0)
        adjusted[places] = adjust_p_values(own, setting.method, tests)
    return trials.with_columns(pl.Series(name, adjusted).fill_nan(None))


def _sum_unseen(unseen: pl.DataFrame | None, by: list[str]) -> dict[tuple[str, ...], int]:
    if unseen is None or unseen.is_empty():
        return {}
    return {tuple(keys): count for *keys, count in unseen.group_by(by).agg(pl.col("count").sum()).rows()}


def _count(tested: pl.DataFrame, setting: QualitySetting, unseen: pl.DataFrame | None, by: list[str]) -> pl.DataFrame:
    made = pl.col("p_value").is_not_null()
    counted = tested.group_by(["time_period", *by]).agg(
        made.sum().cast(pl.Int64).alias("tests"),
        (~made).sum().cast(pl.Int64).alias("cannot_be_tested"),
        pl.col("rejected").sum().cast(pl.Int64),
        pl.col("flagged").sum().cast(pl.Int64),
        pl.col("p_value").filter("rejected").max().alias("threshold"),
    )
    family = pl.col("kind") if by else pl.lit("")
    named = counted.with_columns(
        family.alias("family"), pl.lit(setting.false_discovery).alias("rate"), pl.lit(setting.method).alias("method"),
        (pl.col("rejected") * setting.false_discovery).alias("expected_false"),
    )  # fmt: skip
    more = _sum_unseen(unseen, [*by, "time_period"])
    added = [more.get((f, t) if by else (t,), 0) for f, t in named.select("family", "time_period").rows()]
    return named.with_columns(pl.col("tests") + pl.Series(added, dtype=pl.Int64)).select(*DISCOVERY_SCHEMA)


def list_trials(suspicions: list[Suspicion]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The trials behind suspicions that carry a p-value, in their order, and how many tests they were picked from.

    The tests that a rule made without a suspicion have larger p-values; they count, though their values are not known.
    """
    rows = [
        {"rule": s.rule.code, "kind": s.kind, "ref_area": s.area, "time_period": s.period, "item": " ".join(s.items),
         "n": s.tested, "statistic": s.weight, "p_value": s.p_value, "odd": True, "reason_zh": "", "reason_en": ""}
        for s in suspicions
    ]  # fmt: skip
    trials = pl.DataFrame(rows, schema=TRIAL_SCHEMA, orient="row")
    picked = trials.group_by("rule", "kind", "time_period").agg(pl.col("n").max(), pl.len().cast(pl.Int64).alias("own"))
    hidden = pl.max_horizontal(pl.col("n") - pl.col("own"), 0).alias("count")
    return trials, picked.select("kind", "time_period", hidden)
