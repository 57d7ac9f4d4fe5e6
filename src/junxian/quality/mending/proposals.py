"""Proposals: what a figure might be instead, why, and how sure that is. The filed value stands beside it and stays."""

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from junxian.terms.name import Name

Deed = Literal["localise", "deduce", "impute", "reconcile", "benchmark"]
DEEDS: tuple[Deed, ...] = ("localise", "deduce", "impute", "reconcile", "benchmark")
STATUSES = {
    "I": "imputed",
    "E": "estimated",
    "U": "low reliability",
}  # of SDMX CL_OBS_STATUS; a filed figure has its own

PROPOSAL_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "time_period": pl.String,
    "item": pl.String,  # item key
    "filed": pl.Float64,  # as it stands in force, null where missing
    "proposed": pl.Float64,  # in the item's unit, with its declared decimals
    "low": pl.Float64,  # of what is likely, or of what the rules leave; null where nothing limits it
    "high": pl.Float64,
    "method": pl.String,  # deed and way
    "why_zh": pl.String,
    "why_en": pl.String,
    "obs_status": pl.String,  # SDMX CL_OBS_STATUS: I imputed, E estimated, U low reliability (other answers fit as well)
}
REFUSAL_SCHEMA: dict[str, Any] = {
    "deed": pl.String, "ref_area": pl.String, "time_period": pl.String, "item": pl.String, "why_zh": pl.String,
    "why_en": pl.String,
}  # fmt: skip
LEFT_OUT_SCHEMA: dict[str, Any] = {"rule": pl.String, "why_zh": pl.String, "why_en": pl.String}
SOLUTION_SCHEMA: dict[str, Any] = {
    "time_period": pl.String,
    "record": pl.Int64,  # cells that rules link, numbered within the period
    "solution": pl.Int64,  # from 1; all of a record weigh the same
    "ref_area": pl.String,
    "item": pl.String,
    "weight": pl.Float64,  # of the whole solution
    "all_listed": pl.Boolean,  # whether there is no further solution of this weight
}


@dataclass(frozen=True)
class Proposal:
    """One row of PROPOSAL_SCHEMA."""

    area: str
    period: str
    item: str
    filed: float | None
    proposed: float
    low: float | None
    high: float | None
    method: str
    why: Name
    status: str

    @property
    def cell(self) -> tuple[str, str, str]:
        """Area, period, item key."""
        return self.area, self.period, self.item

    @property
    def row(self) -> tuple[Any, ...]:
        """In the order of PROPOSAL_SCHEMA."""
        ends = self.filed, self.proposed, self.low, self.high
        return (self.area, self.period, self.item, *ends, self.method, self.why.zh, self.why.text("en"), self.status)


@dataclass(frozen=True)
class Refusal:
    """What was asked and cannot be done: no figure is better than an invented one."""

    deed: Deed
    area: str
    period: str
    item: str
    why: Name

    @property
    def row(self) -> tuple[Any, ...]:
        """In the order of REFUSAL_SCHEMA."""
        return (self.deed, self.area, self.period, self.item, self.why.zh, self.why.text("en"))
