"""Draws the true figures of every county and year: correlated in size, different by class, smooth over time."""

import numpy as np

from example_province.counties import COUNTIES, YEARS, County, typical

Figures = dict[str, float]
Generator = np.random.Generator
GROWTH_OF_YEAR = {2021: 0.6, 2022: -0.6, 2023: 0.0}  # points added to the growth typical of a class
PRICES = {2021: (1.010, 1.032, 1.014), 2022: (1.021, 1.041, 1.022), 2023: (1.024, 1.033, 1.031)}  # 2020 = 1, by sector
DECIMALS = {
    "gdp_growth": 1, "industry_va_growth": 1, "fixed_investment_growth": 1, "revenue_growth": 1,
    "urban_income_growth": 1, "rural_income_growth": 1, "pm25": 1, "forest_cover": 2, "energy_intensity_cut": 2,
    "quality_score": 1, "bonus_points": 1, "deduction_points": 1, "industry_va_growth_ytd": 1,
}  # fmt: skip


def draw_panel(seed: int) -> dict[tuple[str, int], Figures]:
    """True figures by (county, year), in the units of the forms."""
    panel: dict[tuple[str, int], Figures] = {}
    for index, county in enumerate(COUNTIES):
        rng = np.random.default_rng(np.random.SeedSequence((seed, index)))
        for year, figures in draw_county(county, rng).items():
            panel[county.code, year] = figures
    return panel


def draw_county(county: County, rng: Generator) -> dict[int, Figures]:
    """All items of one county for every year."""
    years: dict[int, Figures] = {year: {} for year in YEARS}
    for draw in (
        draw_people, draw_accounts, draw_economy, draw_budget, draw_incomes, draw_parks, draw_services, draw_nature,
        draw_land, draw_review,
    ):  # fmt: skip
        draw(county, years, rng)
    return {year: {key: round_item(key, value) for key, value in f.items()} for year, f in years.items()}


def round_item(key: str, value: float) -> float:
    """Round to the decimals in which an item is filed."""
    return round(float(value), DECIMALS.get(key, 0))


def near(rng: Generator, value: float, spread: float) -> float:
    """A value near another: lognormal, with a relative spread."""
    return float(value * np.exp(rng.normal(0, spread)))


def draw_people(county: County, years: dict[int, Figures], rng: Generator) -> None:
    drift = typical(county, "drift") + rng.normal(0, 0.0015)
    share = typical(county, "urban_share") + rng.normal(0, 0.012)
    residents = float(county.residents)
    for f in years.values():
        before, residents = residents, residents * (1 + drift + rng.normal(0, 0.0008))
        share += max(0.002, rng.normal(0.009 if county.kind != "U" else 0.004, 0.0015))
        f["urban_residents"] = round(residents * share)
        f["rural_residents"] = round(residents) - f["urban_residents"]
        f["residents"] = round(residents)
        f["inflow"] = max(0, round(residents - before))
        f["settlement_task"] = round(residents * 0.006, -1)
        f["settled"] = f["settlement_task"] * rng.uniform(0.93, 1.11)


def draw_accounts(county: County, years: dict[int, Figures], rng: Generator) -> None:
    gdp = near(rng, typical(county, "gdp_per_head"), 0.05) * county.residents / 10_000
    shares = np.array([near(rng, typical(county, "primary"), 0.05), near(rng, typical(county, "secondary"), 0.03), 0.0])
    shares[2] = 1 - shares.sum()
    constant, own = gdp * shares, rng.normal(0, 0.45)
    for year, f in years.items():
        base = typical(county, "growth") + own + GROWTH_OF_YEAR[year]
        boost = county.traits.get("industry_growth", 0.0)
        growth = np.array([rng.normal(4.0, 0.4), base + boost + rng.normal(0.3, 0.7), base + rng.normal(0.1, 0.6)])
        before, constant = constant.sum(), constant * (1 + growth / 100)
        current = [round(near(rng, v * p, 0.002)) for v, p in zip(constant, PRICES[year], strict=True)]
        f.update({f"value_added.{k + 1}": value for k, value in enumerate(current)})
        f["gdp"] = sum(current)
        f["gdp_constant"] = constant.sum()
        f["value_added_constant.1"], f["value_added_constant.3"] = constant[0], constant[2]
        f["gdp_growth"] = 100 * (constant.sum() / before - 1)
        f["industry_va_growth"] = growth[1] + rng.normal(0.6, 0.6)
        f["industry_va"] = current[1] * 0.78
        f["private_va"] = f["gdp"] * (typical(county, "private") + 0.003 * (year - 2021) + rng.normal(0, 0.003))


def draw_economy(county: County, years: dict[int, Figures], rng: Generator) -> None:
    gdp = years[YEARS[0]]["gdp"] / 1.08
    investment = near(rng, typical(county, "investment"), 0.07) * gdp
    private, retail = investment * rng.uniform(0.47, 0.58), near(rng, 0.42, 0.05) * gdp
    rd, leading = near(rng, typical(county, "rd"), 0.15), near(rng, typical(county, "leading"), 0.05)
    collective = near(rng, typical(county, "collective"), 0.2)
    for year, f in years.items():
        rate = rng.normal(7.0, 3.6) + GROWTH_OF_YEAR[year] / 2
        investment *= 1 + rate / 100
        private *= 1 + (rate + rng.normal(-0.6, 2.2)) / 100
        retail *= 1 + (rng.normal(8.6, 1.2) + 2 * GROWTH_OF_YEAR[year]) / 100
        collective *= 1 + rng.normal(9, 2.2) / 100
        f["fixed_investment"], f["fixed_investment_growth"] = investment, rate
        f["private_investment"], f["retail_sales"], f["collective_income"] = private, retail, collective
        f["rd_expenditure"] = f["gdp"] * rd * (1 + 0.04 * (year - 2021))
        f["industry_revenue"] = near(rng, f["industry_va"] / 0.26, 0.02)
        f["leading_revenue"] = f["industry_revenue"] * (leading + 0.008 * (year - 2021) + rng.normal(0, 0.006))


def draw_budget(county: County, years: dict[int, Figures], rng: Generator) -> None:
    revenue = near(rng, typical(county, "revenue"), 0.06) * years[YEARS[0]]["gdp"] / 1.08
    tax, need = typical(county, "tax") + rng.normal(0, 0.03), near(rng, typical(county, "spending"), 0.05)
    livelihood, debt = rng.uniform(0.655, 0.71), near(rng, typical(county, "debt"), 0.05)
    if "debt" in county.traits:
        debt = county.traits["debt"]
    for year, f in years.items():
        rate = f["gdp_growth"] + county.traits.get("revenue_growth", 0.0) + rng.normal(1.0, 1.2)
        revenue *= 1 + rate / 100
        f["tax_revenue"] = round(revenue * (tax + rng.normal(0, 0.012)))
        f["nontax_revenue"] = round(revenue) - f["tax_revenue"]
        f["revenue"], f["revenue_growth"] = round(revenue), rate
        f["expenditure"] = f["residents"] * need / 10_000 * 1.035 ** (year - 2021)
        parts = {"education": 0.30, "health": 0.19, "security": 0.33, "other": 0.18}
        total = f["expenditure"] * (livelihood + rng.normal(0, 0.006))
        spent = {f"livelihood.{k}": float(round(total * share)) for k, share in parts.items()}
        f.update(spent)
        f["livelihood_expenditure"] = sum(spent.values())
        f["fiscal_capacity"] = near(rng, f["expenditure"] * 1.14, 0.01)
        f["debt_balance"] = f["fiscal_capacity"] * debt * (1 + county.traits.get("debt_drift", 0.012) * (year - 2021))
        f["debt_cut_task"] = f["debt_balance"] * 0.03
        f["debt_cut_done"] = f["debt_cut_task"] * rng.uniform(0.96, 1.12)


def draw_incomes(county: County, years: dict[int, Figures], rng: Generator) -> None:
    urban, rural = near(rng, typical(county, "urban_income"), 0.025), near(rng, typical(county, "rural_income"), 0.03)
    for f in years.values():
        up, down = rng.normal(4.6, 0.45), rng.normal(6.6, 0.5)
        urban, rural = urban * (1 + up / 100), rural * (1 + down / 100)
        f["urban_income"], f["urban_income_growth"] = urban, up
        f["rural_income"], f["rural_income_growth"] = rural, down


def draw_parks(county: County, years: dict[int, Figures], rng: Generator) -> None:
    area, per_mu = near(rng, typical(county, "park_area"), 0.12), near(rng, typical(county, "park_tax"), 0.10)
    for f in years.values():
        area, per_mu = area * rng.uniform(1.005, 1.025), per_mu * rng.uniform(1.0, 1.07)
        land, energy = near(rng, typical(county, "land_last"), 0.10), near(rng, typical(county, "energy_last"), 0.10)
        f["park_area"], f["park_tax"] = area, area * per_mu
        f["stock_cleared"] = area * rng.uniform(0.04, 0.08)
        f["ready_projects"] = near(rng, typical(county, "ready"), 0.15)
        f["energy_need"] = energy * rng.uniform(0.55, 0.85)
        f["land_last"], f["energy_last"] = land, round(energy, -1)
        f["land_new_projects"] = round(rng.choice([0, 0, 0, 40, 60, 110]) * (1 if county.kind != "E" else 0.5))
        f["energy_new_projects"] = float(rng.choice([0, 0, 0, 1_500, 3_000]))
        f["land_applied"] = land * rng.uniform(1.12, 1.55)
        f["energy_applied"] = round(energy * rng.uniform(1.12, 1.5), -1)


def draw_services(county: County, years: dict[int, Figures], rng: Generator) -> None:
    doctors, beds = near(rng, typical(county, "doctors"), 0.06), near(rng, 6.9, 0.05)
    insured = near(rng, 0.56, 0.03)
    for f in years.values():
        doctors, beds, insured = doctors * rng.uniform(1.01, 1.05), beds * rng.uniform(1.0, 1.03), insured * 1.012
        f["jobs_task"] = round(f["residents"] * 0.012, -2)
        f["new_jobs"] = f["jobs_task"] * rng.uniform(0.97, 1.14)
        f["doctors"], f["hospital_beds"] = doctors * f["residents"] / 1000, beds * f["residents"] / 1000
        f["pension_insured"] = insured * f["residents"]


def draw_nature(county: County, years: dict[int, Figures], rng: Generator) -> None:
    days, pm25 = typical(county, "good_days") + rng.normal(0, 3), near(rng, typical(county, "pm25"), 0.05)
    sections, forest = int(rng.integers(4, 10)), near(rng, typical(county, "forest"), 0.06)
    intensity = near(rng, typical(county, "intensity"), 0.06)
    for f in years.values():
        cut = rng.normal(2.9, 0.5)
        intensity *= 1 - cut / 100
        f["monitored_days"] = 365
        f["good_days"] = min(365, days + rng.normal(0, 3))
        f["pm25"], f["forest_cover"] = near(rng, pm25, 0.03), forest
        f["sections"] = sections
        f["sections_good"] = sections - int(rng.choice([0, 0, 1] if county.kind != "E" else [0, 0, 0, 1]))
        f["energy_use"], f["energy_intensity_cut"] = f["gdp_constant"] * intensity, cut
        f["energy_target_met"] = float(cut >= 2.5)


def draw_land(county: County, years: dict[int, Figures], rng: Generator) -> None:
    task = round(near(rng, typical(county, "farmland_task"), 0.12), -2)
    ratio = county.traits.get("farmland", 1.0125 + rng.uniform(0, 0.016))
    drift = county.traits.get("farmland_drift", -0.002)
    ecological = near(rng, typical(county, "ecological"), 0.12)
    spare = rng.uniform(1.0005, 1.004)
    for year, f in years.items():
        f["farmland_task"], f["permanent_farmland_task"] = task, round(task * 0.86, -2)
        f["farmland_stock"] = task * (ratio + drift * (year - 2023))
        f["permanent_farmland"] = f["permanent_farmland_task"] * spare
        f["ecological_area"] = ecological
        f["deaths"] = f["gdp"] / 10_000 * typical(county, "deaths_rate") * rng.uniform(0.85, 1.15)
        f["larger_accidents"] = float("deaths_rate" in county.traits and year == 2023)


def draw_review(county: County, years: dict[int, Figures], rng: Generator) -> None:
    for f in years.values():
        f["quality_score"] = min(99.0, typical(county, "quality") + rng.normal(0, 2.2))
        f["bonus_points"] = float(rng.choice([0, 0, 0, 0.5, 1, 1.5]))
        f["deduction_points"] = float(rng.choice([0, 0, 0, 0, 0.5, 1]))
        f["clearance_approved"] = county.traits.get("approved", 1.0)
        f["clearance_idle"] = county.traits.get("idle", 1.0)
