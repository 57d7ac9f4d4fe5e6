"""What an allocation gives: quotas with their parts, totals, and the limits that could not all be kept."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

PLAN_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "factor": pl.String,
    "unit": pl.String,
    "need_share": pl.Float64,  # share of the basic pool, multiplier included; sums to 1
    "basic": pl.Float64,  # basic pool × need_share, at most the application; before rounding
    "efficiency_weight": pl.Float64,  # Σ key weight × share, before the multipliers
    "performance": pl.Float64,
    "clearance": pl.Float64,
    "gate": pl.Float64,
    "mu": pl.Float64,  # 1: mu-based results are not yet part of the formula
    "lower": pl.Float64,  # least quota in whole units
    "upper": pl.Float64,  # greatest quota in whole units, null without limit
    "efficiency": pl.Float64,  # amount from the efficiency pool, before rounding
    "quota": pl.Float64,  # whole units; null where the plan could not be computed
    "applied": pl.Float64,  # null: not declared or not filed
    "last": pl.Float64,
    "bound": pl.String,  # none | lower | upper | gate | applied: which limit decides
    "change": pl.Float64,  # quota − last
    "why_zh": pl.String,
    "why_en": pl.String,
}
PART_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "pool": pl.String,  # need | efficiency
    "of": pl.String,  # item key or indicator code
    "value": pl.Float64,  # null where the area has none: then it has no share either
    "share": pl.Float64,  # value / Σ values, null where the value is
    "weight": pl.Float64,  # of the key in its pool; the weights of a pool sum to 1
    "unit": pl.String,
}
TOTAL_SCHEMA: dict[str, Any] = {
    "supply": pl.Float64,
    "reserve": pl.Float64,
    "basic_pool": pl.Float64,
    "efficiency_pool": pl.Float64,
    "allotted": pl.Float64,  # Σ quota
    "returned": pl.Float64,  # supply − reserve − allotted: goes back to the reserve
    "awarded": pl.Float64,  # Σ awards, of the reserve
    "price": pl.Float64,  # λ, amount per unit of multiplied weight; null where the collars had to be scaled
    "moved": pl.Float64,  # from the basic to the efficiency pool, because somebody applied for less
    "gini_before": pl.Float64,
    "gini_after": pl.Float64,
    "gini_of": pl.String,  # last | need: what gini_before is taken of
    "below_last": pl.Int64,  # areas with a quota below last year's; null where no last year is on file
    "fairness_price": pl.Float64,  # share of efficiency-weighted amount given up against allotting all by efficiency
}
CONFLICT_SCHEMA: dict[str, Any] = {
    "limit": pl.String,  # the declaration, as written
    "area": pl.String,  # "" where it concerns the whole plan
    "zh": pl.String,
    "en": pl.String,
    "amount": pl.Float64,  # by how much the limit is missed, in the plan's unit
}
AWARD_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "award": pl.String,  # code of the scheme's award
    "amount": pl.Float64,  # on top of the quota, from the reserve
    "unit": pl.String,
    "why_zh": pl.String,
    "why_en": pl.String,
}


@dataclass(frozen=True)
class Plan:
    """`table` (PLAN_SCHEMA, a row per area), `parts`, `totals` (one row), `conflicts` (empty if every limit holds).

    `awards` (AWARD_SCHEMA) are listed apart: no quota holds them.
    """

    table: pl.DataFrame
    parts: pl.DataFrame
    totals: pl.DataFrame
    conflicts: pl.DataFrame
    awards: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=AWARD_SCHEMA))
