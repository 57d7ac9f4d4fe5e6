"""What a programme gives: amounts with the five numbers that make them, prices, groups, rows, certificate, conflicts."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

AMOUNT_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "factor": pl.String,
    "unit": pl.String,
    "base": pl.Float64,  # what the area would get if all were alike
    "efficiency": pl.Float64,  # scores in (0, 1]; null where the programme declares none
    "need": pl.Float64,
    "momentum": pl.Float64,
    "multiplier": pl.Float64,  # performance × clearance × gate
    "adjustment": pl.Float64,  # of the weight by complements or the worst case; 1 without
    "weight": pl.Float64,  # efficiency^a · need^b · momentum^c · multiplier · adjustment
    "price": pl.Float64,  # of the factor, the same for all; amount = base · (weight / (price + surcharge − subsidy))^(1/α)
    "surcharge": pl.Float64,
    "subsidy": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,  # null without limit
    "lower_by": pl.String,  # basic | at_least | collar | applied | gate | at_most | row | next_year
    "upper_by": pl.String,
    "bound": pl.String,  # none | lower | upper | fixed
    "amount": pl.Float64,  # before whole units
    "quota": pl.Float64,  # whole units; null where no plan was certified
    "applied": pl.Float64,
    "last": pl.Float64,
    "change": pl.Float64,
    "why_zh": pl.String,
    "why_en": pl.String,
}
FACTOR_SCHEMA: dict[str, Any] = {
    "factor": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "unit": pl.String,
    "supply": pl.Float64,
    "reserve": pl.Float64,
    "allotted": pl.Float64,  # Σ quota
    "returned": pl.Float64,  # supply − reserve − allotted
    "price": pl.Float64,  # as published: of a weight of 1
    "shadow_price": pl.Float64,  # gain of the objective by one more unit
    "gini_base": pl.Float64,  # Gini coefficient of quota / base
    "least_share": pl.Float64,  # least quota / base
    "below_last": pl.Int64,
}
LIMIT_SCHEMA: dict[str, Any] = {
    "kind": pl.String,  # group | row
    "name_zh": pl.String,
    "name_en": pl.String,
    "factor": pl.String,  # of a group; "" for a row
    "at_least": pl.Float64,
    "at_most": pl.Float64,
    "held": pl.Float64,
    "price": pl.Float64,  # group: > 0 a floor's subsidy, < 0 a cap's surcharge; row: > 0 a cap's surcharge, < 0 a floor's subsidy; 0 where it does not bind
}
CERTIFICATE_SCHEMA: dict[str, Any] = {
    "alpha": pl.Float64,  # inf for max-min
    "primal": pl.Float64,
    "dual": pl.Float64,
    "gap": pl.Float64,
    "relative_gap": pl.Float64,
    "residual": pl.Float64,  # the greatest violation of any limit, relative to it
    "rise": pl.Float64,  # max-min: by which share of its supply an amount could rise without lowering one that stands no higher; else null
    "rounding_loss": pl.Float64,  # bound − value of the whole units, relative
    "solver": pl.String,
    "judged_by": pl.String,  # "" where nobody was asked
    "judged_difference": pl.Float64,
}
CONFLICT_SCHEMA: dict[str, Any] = {
    "kind": pl.String,  # gap | conflict | relaxation | rounding
    "limit": pl.String,
    "area": pl.String,
    "zh": pl.String,
    "en": pl.String,
    "amount": pl.Float64,
}

CURVE_SCHEMA: dict[str, Any] = {
    "alpha": pl.Float64,
    "factor": pl.String,
    "efficiency": pl.Float64,  # Σ weight · amount, of that at α = 0
    "price_of_fairness": pl.Float64,  # 1 − efficiency
    "gini": pl.Float64,  # of amount / base
    "least_share": pl.Float64,  # least amount / base
    "below_last": pl.Int64,
}
AGAINST_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "factor": pl.String,
    "plan": pl.Float64,  # whole units, or the amount where there are none
    "last": pl.Float64,  # last year's quota
    "equal": pl.Float64,  # the same for every area
    "base": pl.Float64,  # in proportion to the base
    "formula": pl.Float64,  # the plan by formula of the same factor; null where there is none
}
DRAW_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "factor": pl.String,
    "low": pl.Float64,  # 5 and 95 per cent of the draws
    "median": pl.Float64,
    "high": pl.Float64,
    "at_lower": pl.Float64,  # share of the draws in which the amount stands at its floor
    "at_upper": pl.Float64,
}

WIDER_SCHEMA: dict[str, Any] = {
    "kind": pl.String,  # complement | joint | rolling | regret | value
    "solver": pl.String,
    "relative_gap": pl.Float64,  # of the wider plan; null for years planned one by one, which promise nothing over the years
    "gain": pl.Float64,  # against the plan that does not look so far, in shares of Σ base · weight; null where there is none
    "loss": pl.Float64,  # where all comes as expected: the price of caution
    "gives_way": pl.Int64,  # at how many amounts the pace over the years gives way to a year's own limit
}
YEAR_SCHEMA: dict[str, Any] = {
    "year": pl.Int64,  # this year, then as foreseen
    "ref_area": pl.String,
    "factor": pl.String,
    "unit": pl.String,
    "amount": pl.Float64,  # before whole units
}
HORIZON_SCHEMA: dict[str, Any] = {
    "year": pl.Int64,
    "factor": pl.String,
    "unit": pl.String,
    "supply": pl.Float64,  # reserve taken off
    "carried_in": pl.Float64,
    "allotted": pl.Float64,
    "carried_out": pl.Float64,
    "left": pl.Float64,
}
SCENARIO_SCHEMA: dict[str, Any] = {
    "number": pl.Int64,
    "name_zh": pl.String,
    "name_en": pl.String,
    "odds": pl.Float64,  # in the mixture that is worst for the best plan
    "plan": pl.Float64,  # value of the plan there, or what it loses against the best, in shares of Σ base · weight
    "expected": pl.Float64,  # the same of the plan for what is expected
}


@dataclass(frozen=True)
class ProgrammePlan:
    """`amounts` (AMOUNT_SCHEMA, a row an area and factor), `factors`, `limits`, `certificate` (no row where no plan could be certified), `conflicts`.

    Compared: `curve` over α, `against` other ways of allotting, `draws` of the knobs; empty where there is no plan.
    Looked at more widely, where declared: `wider` (one row), `years` and `horizon`, `scenarios`.
    """

    amounts: pl.DataFrame
    factors: pl.DataFrame
    limits: pl.DataFrame
    certificate: pl.DataFrame
    conflicts: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=CONFLICT_SCHEMA))
    curve: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=CURVE_SCHEMA))
    against: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=AGAINST_SCHEMA))
    draws: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=DRAW_SCHEMA))
    wider: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=WIDER_SCHEMA))
    years: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=YEAR_SCHEMA))
    horizon: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=HORIZON_SCHEMA))
    scenarios: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=SCENARIO_SCHEMA))
