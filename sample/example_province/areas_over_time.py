"""Figures as the areas of each period would have filed them: before the split, before the new code; totals above."""

from example_province.counties import (
    COUNTIES,
    NEW_CODE,
    OLD_CODE,
    PROVINCE,
    RECODED,
    SPLIT_FROM,
    SPLIT_INTO,
    SPLIT_YEAR,
)  # fmt: skip
from example_province.panel import Figures, round_item

AVERAGED = {
    "gdp_growth": "gdp", "industry_va_growth": "industry_va", "fixed_investment_growth": "fixed_investment",
    "revenue_growth": "revenue", "urban_income": "urban_residents", "urban_income_growth": "urban_residents",
    "rural_income": "rural_residents", "rural_income_growth": "rural_residents", "good_days": "residents",
    "monitored_days": "residents", "pm25": "residents", "forest_cover": "ecological_area",
    "energy_intensity_cut": "energy_use", "energy_target_met": "gdp", "quality_score": "gdp", "bonus_points": "gdp",
    "deduction_points": "gdp", "clearance_approved": "gdp", "clearance_idle": "gdp",
    "industry_va_growth_ytd": "industry_revenue_ytd",
}  # fmt: skip


def join_figures(parts: list[Figures]) -> Figures:
    """Figures of several areas taken together: amounts added, rates averaged by what they are rates of."""
    return {key: round_item(key, _join(key, parts)) for key in parts[0]}


def _join(key: str, parts: list[Figures]) -> float:
    if key not in AVERAGED:
        return sum(part[key] for part in parts)
    weight = AVERAGED[key]
    return sum(part[key] * part[weight] for part in parts) / sum(part[weight] for part in parts)


def code_in(code: str, period: str) -> str:
    """The code that an area of today had at the end of a period (`2021`, `2022-06`)."""
    last_month = period if "-" in period else f"{period}-12"
    if code == NEW_CODE and last_month < RECODED:
        return OLD_CODE
    return SPLIT_FROM if code in SPLIT_INTO and int(period[:4]) < SPLIT_YEAR else code


def figures_in(panel: dict[tuple[str, str], Figures], period: str) -> dict[str, Figures]:
    """Figures of every county of a period by its code then, in the order of codes."""
    members: dict[str, list[Figures]] = {}
    for county in COUNTIES:
        members.setdefault(code_in(county.code, period), []).append(panel[county.code, period])
    return {code: join_figures(parts) for code, parts in sorted(members.items())}


def totals_of(figures: dict[str, Figures]) -> dict[str, Figures]:
    """Figures of the province and of its cities."""
    cities = sorted({city_of(code) for code in figures})
    above = {city: join_figures([f for code, f in figures.items() if city_of(code) == city]) for city in cities}
    return {PROVINCE: join_figures(list(figures.values())), **above}


def city_of(code: str) -> str:
    return code[:4] + "00"
