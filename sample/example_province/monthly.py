"""Twenty-four months of above-scale industry, cumulative from January; December equals the year."""

import numpy as np

from example_province.counties import COUNTIES
from example_province.panel import Figures, round_item

MONTHS = [f"{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)]
SEASON = np.array([0.070, 0.062, 0.084, 0.081, 0.083, 0.087, 0.082, 0.084, 0.087, 0.086, 0.092, 0.102])


def draw_months(panel: dict[tuple[str, str], Figures], seed: int) -> dict[tuple[str, str], Figures]:
    """Cumulative figures by (county, month)."""
    months: dict[tuple[str, str], Figures] = {}
    for index, county in enumerate(COUNTIES):
        rng = np.random.default_rng(np.random.SeedSequence((seed, 1000 + index)))
        power = rng.uniform(0.045, 0.065)  # 万千瓦时 per 万元 of revenue
        for year in ("2022", "2023"):
            for month, figures in _draw_year(panel[county.code, year], power, rng).items():
                months[county.code, f"{year}-{month:02}"] = figures
    return months


def _draw_year(annual: Figures, power: float, rng: np.random.Generator) -> dict[int, Figures]:
    weights = SEASON * np.exp(rng.normal(0, 0.02, 12))
    done = np.cumsum(weights) / weights.sum()
    return {month: _cumulate(annual, power, done[month - 1], month, rng) for month in range(1, 13)}


def _cumulate(annual: Figures, power: float, done: float, month: int, rng: np.random.Generator) -> Figures:
    revenue = annual["industry_revenue"] * done
    figures = {
        "industry_revenue_ytd": revenue,
        "leading_revenue_ytd": annual["leading_revenue"] * done,
        "industry_power_ytd": revenue * power,
        "industry_va_growth_ytd": annual["industry_va_growth"] + rng.normal(0, 1.2) * (12 - month) / 12,
    }
    return {key: round_item(key, value) for key, value in figures.items()}
