"""What an audit of a scheme found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.assessment.audit.fairness import Fairness
from junxian.assessment.audit.years import Years
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name

SUMMARY_SCHEMA: dict[str, Any] = {
    "class": pl.String, "areas": pl.Int64, "ranked": pl.Int64, "tied": pl.Int64,
    "indicators": pl.Int64,  # with weight
    "alpha": pl.Float64,  # over all indicators
    "interval": pl.Float64,  # mean width of rank intervals as a share of the class; null without replicates
    "spearman": pl.Float64,  # of ranks between years, mean; null with one year
    "strongest": pl.String, "power": pl.Float64,  # the indicator that makes most of the spread, and how much
    "pivot": pl.String, "mean_shift": pl.Float64,  # the indicator whose removal shifts ranks most, and by how much
}  # fmt: skip


@dataclass(frozen=True)
class SchemeAudit:
    """What an audit found, by class, since weights are: frames of the schemas of their modules.

    `period` audited, `periods` followed; `summary` (SUMMARY_SCHEMA); `correlations`, `reliability`, `importance`,
    `power`, `removal`; `fairness` between classes; `years`; `lists`; `findings` (FINDING_SCHEMA). `names` of codes.
    """

    scheme: Scheme
    period: str
    periods: tuple[str, ...]
    summary: pl.DataFrame
    correlations: pl.DataFrame
    reliability: pl.DataFrame
    importance: pl.DataFrame
    power: pl.DataFrame
    removal: pl.DataFrame
    fairness: Fairness
    years: Years
    lists: pl.DataFrame
    findings: pl.DataFrame
    names: Mapping[str, Name]
