"""What a choice of projects gives: projects with the reason of each, limits, certificate, conflicts."""

from dataclasses import dataclass
from typing import Any

import polars as pl

PROJECT_SCHEMA: dict[str, Any] = {
    "code": pl.String, "name": pl.String, "county": pl.String, "status": pl.String, "picked": pl.Boolean, "benefit": pl.Float64,
    "reason": pl.String, "priced_cost": pl.Float64, "merit": pl.Float64, "enough": pl.Float64, "zh": pl.String, "en": pl.String,
}  # fmt: skip
LIMIT_SCHEMA: dict[str, Any] = {
    "kind": pl.String, "name": pl.String, "measure": pl.String, "low": pl.Float64, "high": pl.Float64, "taken": pl.Float64,
    "price": pl.Float64, "binds": pl.Boolean, "zh": pl.String, "en": pl.String,
}  # fmt: skip
CERTIFICATE_SCHEMA: dict[str, Any] = {
    "status": pl.String, "picked": pl.Int64, "candidates": pl.Int64, "benefit": pl.Float64, "bound": pl.Float64,
    "relative_gap": pl.Float64, "linear_bound": pl.Float64, "proved_by": pl.String, "found_by": pl.String,
    "repeatable": pl.Boolean, "zh": pl.String, "en": pl.String,
}  # fmt: skip
CONFLICT_SCHEMA: dict[str, Any] = {"part": pl.String, "end": pl.String, "amount": pl.Float64, "zh": pl.String, "en": pl.String}  # fmt: skip


@dataclass(frozen=True)
class ProjectPlan:
    """`projects` in the order of the list, with every ask; `limits`; `certificate` (one row); `conflicts` where limits conflict.

    `merit`, `enough`, `priced_cost` and `price` are null where there are no prices; `low` and `high` where there is no such end.
    Where nothing could be chosen only what excludes a project is a reason.
    """

    projects: pl.DataFrame
    limits: pl.DataFrame
    certificate: pl.DataFrame
    conflicts: pl.DataFrame
