"""The frozen bounds of scoring: 5th and 95th percentile over the counties that had filed the year before, as they are now.

Computed apart from `junxian freeze`, which gives the same to the last digits (tests/province/test_freeze.py).
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from example_province.panel import Figures

CLASSES = ("U", "K", "A", "E")
DECLARED = {"R01": (80.0, 300.0)}  # low debt alone earns nothing: a county that cannot borrow would look best
LEAST_WIDTH = 0.02  # of the level: bounds that coincide are drawn apart by this much


def _value(key: str) -> Callable[[Figures, Figures], float]:
    return lambda now, before: now[key]


def _ratio(above: str, below: str, times: float = 1.0) -> Callable[[Figures, Figures], float]:
    return lambda now, before: times * now[above] / now[below]


def _growth(key: str) -> Callable[[Figures, Figures], float]:
    return lambda now, before: 100 * (now[key] / before[key] - 1)


def _growth_of_ratio(above: str, below: str) -> Callable[[Figures, Figures], float]:
    return lambda now, before: 100 * ((now[above] / now[below]) / (before[above] / before[below]) - 1)


def _urbanisation_change(now: Figures, before: Figures) -> float:
    return 100 * (now["urban_residents"] / now["residents"] - before["urban_residents"] / before["residents"])


FORMULAS: dict[str, Callable[[Figures, Figures], float]] = {
    "E01": _value("gdp_growth"),
    "E02": _ratio("gdp", "residents", 10_000),
    "E02@growth": _growth_of_ratio("gdp", "residents"),
    "E03": _value("revenue_growth"),
    "E04": _ratio("tax_revenue", "revenue", 100),
    "E05": _value("industry_va_growth"),
    "E06": _ratio("leading_revenue", "industry_revenue", 100),
    "E07": _growth("value_added_constant.3"),
    "E08": _growth("value_added_constant.1"),
    "E09": _growth("private_investment"),
    "E10": _ratio("rd_expenditure", "gdp", 100),
    "E11": _ratio("park_tax", "park_area"),
    "E12": _ratio("private_va", "gdp", 100),
    "U01": _urbanisation_change,
    "U02": _ratio("urban_income", "rural_income"),
    "U03": _value("rural_income_growth"),
    "U04": _ratio("settled", "settlement_task", 100),
    "U05": _growth("collective_income"),
    "L01": _ratio("new_jobs", "jobs_task", 100),
    "L02": _ratio("livelihood_expenditure", "expenditure", 100),
    "L03": _ratio("doctors", "residents", 1_000),
    "L04": _value("urban_income_growth"),
    "G01": _ratio("good_days", "monitored_days", 100),
    "G02": _ratio("sections_good", "sections", 100),
    "G03": _value("energy_intensity_cut"),
    "G04": _value("forest_cover"),
    "R01": _ratio("debt_balance", "fiscal_capacity", 100),
    "R02": _ratio("deaths", "gdp", 10_000),
    "R03": _ratio("farmland_stock", "farmland_task", 100),
    "R04": _value("quality_score"),
}


def compute_indicators(now: dict[str, Figures], before: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """Every indicator of every area that has figures of both years: by indicator, by area."""
    areas = [area for area in now if area in before]
    return {code: {a: formula(now[a], before[a]) for a in areas} for code, formula in FORMULAS.items()}


def write_bounds(indicators: dict[str, dict[str, float]], path: Path) -> None:
    """Write bounds.csv, the same bounds for every class."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("class", "indicator", "low", "high"))
        for kind in CLASSES:
            for code, values in indicators.items():
                rows.writerow((kind, code, *(f"{bound:.14g}" for bound in _bounds(code, list(values.values())))))


def _bounds(code: str, values: list[float]) -> tuple[float, float]:
    if code in DECLARED:
        return DECLARED[code]
    low, high = (float(np.percentile(values, p)) for p in (5, 95))
    least = LEAST_WIDTH * abs(high)
    return (high - least, high) if high - low < least / 10 else (low, high)
