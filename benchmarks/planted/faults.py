"""Ten kinds of fault, planted at random in areas of their own; a seed gives the same faults again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planted.panels import ACCOUNTS, Panel

PARTS = ACCOUNTS[1:]
DENSITY = 60 / 2899  # faults per area-year, that of the prototype's runs
KINDS = (
    "unit",
    "decimal",
    "swapped",
    "copied",
    "carried",
    "smoothed",
    "growth",
    "missing",
    "sum",
)  # inflated: power.py


@dataclass(frozen=True)
class Fault:
    """Where a fault lies: areas and periods any of which a finding about it may name, and what was done."""

    kind: str
    variant: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    size: float


def plant(panel: Panel, seed: int) -> tuple[Panel, list[Fault]]:
    """A copy of a panel with faults, each kind as often as every other; no area has two, and none is donor and faulty."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    planted = panel.copy()
    kinds = [k for k in KINDS if k != "growth" or "growth" in panel.values]
    each = max(1, round(DENSITY * len(panel.areas) * len(panel.years) / len(kinds)))
    order = list(rng.permutation(len(panel.areas)))
    faults: list[Fault] = []
    for kind in kinds:
        done = 0
        while done < each and order:
            fault = PLANTERS[kind](planted, int(order.pop()), rng, order)
            if fault is not None:
                faults.append(fault)
                done += 1
    return planted, faults


def _year(panel: Panel, rng: np.random.Generator, first: int = 0) -> int:
    return int(rng.integers(first, len(panel.years)))


def _fault(panel: Panel, kind: str, variant: str, row: int, years: range | list[int], size: float) -> Fault:
    return Fault(kind, variant, (panel.areas[row],), tuple(str(panel.years[n]) for n in years), size)


def _money(panel: Panel) -> list[str]:
    return [k for k in (*ACCOUNTS, "constant") if k in panel.values]


def plant_unit(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """A row, or one cell, in 元, 千元, 千万元 or 亿元 instead of 万元: 10^±3 or 10^±4; every third time two years running."""
    power, year = int(rng.choice([-4, -3, 3, 4])), _year(panel, rng)
    whole = bool(rng.integers(2))
    years = [n for n in (year, year + 1) if n < len(panel.years)] if rng.integers(3) == 0 else [year]
    for key in _money(panel) if whole else [str(rng.choice(ACCOUNTS))]:
        panel.values[key][row, years] = _round(panel.values[key][row, years] * 10.0**power)
    return _fault(panel, "unit", "row" if whole else "cell", row, years, power)


def plant_decimal(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """One cell times or by ten or a hundred."""
    power, year, key = int(rng.choice([-2, -1, 1, 2])), _year(panel, rng), str(rng.choice(ACCOUNTS))
    panel.values[key][row, year] = _round(panel.values[key][row, year] * 10.0**power)
    return _fault(panel, "decimal", f"10^{power}", row, [year], power)


def plant_swapped(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault | None:
    """Two sectors exchanged in one year; sums stay right. The size is how far apart they are, |ln ratio|."""
    a, b = (str(k) for k in rng.choice(PARTS, 2, replace=False))
    year = _year(panel, rng)
    x, y = panel.values[a][row, year], panel.values[b][row, year]
    if x <= 0 or y <= 0 or x == y:
        return None
    panel.values[a][row, year], panel.values[b][row, year] = y, x
    size = abs(float(np.log(x / y)))
    return _fault(panel, "swapped", "20 % apart" if size >= np.log(1.2) else "nearer", row, [year], size)


def plant_copied(panel: Panel, row: int, rng: np.random.Generator, order: list[int]) -> Fault | None:
    """A row as another area of the province filed it; four years of its growth and structure; one sector as another."""
    variant = str(rng.choice(["row", "growth and structure", "item"]))
    year = _year(panel, rng)
    if variant == "item":
        a, b = (str(k) for k in rng.choice(PARTS, 2, replace=False))
        panel.values[a][row, year] = panel.values[b][row, year]
        return _fault(panel, "copied", variant, row, [year], 1)
    donors = [n for n in order if panel.areas[n][:2] == panel.areas[row][:2]]
    if not donors:
        return None
    donor = int(rng.choice(donors))
    order.remove(donor)  # the donor has no fault of its own
    both = (panel.areas[row], panel.areas[donor])
    if variant == "row":
        for key in _money(panel):
            panel.values[key][row, year] = panel.values[key][donor, year]
        return Fault("copied", variant, both, (str(panel.years[year]),), 1)
    start = int(rng.integers(0, len(panel.years) - 4))
    span = list(range(start, start + 5))
    scale = panel.values["gdp"][row, start] / panel.values["gdp"][donor, start]
    for key in _money(panel):
        level = panel.values[key][row, start] / panel.values[key][donor, start] if key == "constant" else scale
        panel.values[key][row, span] = _round(panel.values[key][donor, span] * level)
    _add_parts(panel, row, span)
    return Fault("copied", variant, both, tuple(str(panel.years[n]) for n in span), 4)


def plant_carried(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """The row of the year before once more."""
    year = _year(panel, rng, 1)
    for key in panel.values:
        panel.values[key][row, year] = panel.values[key][row, year - 1]
    return _fault(panel, "carried", "row", row, [year], 1)


def plant_smoothed(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """Six to ten growth rates drawn to their mean, with 0.2 points of noise; the sectors follow the total."""
    length = int(rng.integers(6, min(10, len(panel.years) - 1) + 1))
    start = int(rng.integers(0, len(panel.years) - length))
    span = np.arange(start, start + length + 1)
    total = panel.values["gdp"][row, span]
    path = np.linspace(np.log(total[0]), np.log(total[-1]), length + 1)
    path[1:-1] += rng.normal(0, 0.002, length - 1) / np.sqrt(2)
    factor = np.exp(path) / total
    for key in ACCOUNTS:
        panel.values[key][row, span] = _round(panel.values[key][row, span] * factor)
    _add_parts(panel, row, list(span))
    named = [n for n in range(start, start + length + 3) if n < len(panel.years)]  # a run may be seen to go on a little
    return _fault(panel, "smoothed", f"{length} rates", row, named, length)


def plant_sum(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault | None:
    """The total by half to five per cent more or less than its parts: of an area's sectors, or of a province's areas.

    A province's total only in a year in which all its areas filed: elsewhere no sum can be asked for.
    """
    year, size = _year(panel, rng), float(rng.uniform(0.005, 0.05) * rng.choice([-1, 1]))
    parent = int(panel.parent_of[row])
    full = np.isfinite(panel.values["gdp"][panel.parent_of == parent, year]).all()
    if rng.integers(2) or not full:
        if not np.isfinite([panel.values[k][row, year] for k in ACCOUNTS]).all():
            return None
        panel.values["gdp"][row, year] = _round(panel.values["gdp"][row, year] * (1 + size))
        return _fault(panel, "sum", "parts", row, [year], size)
    panel.totals["gdp"][parent, year] = _round(panel.totals["gdp"][parent, year] * (1 + size))
    return Fault("sum", "areas", (f"{panel.parents[parent]}0000",), (str(panel.years[year]),), size)


def plant_growth(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """Reported growth one to five points above or below what the levels give."""
    year, size = _year(panel, rng, 1), float(np.round(rng.uniform(1, 5) * rng.choice([-1, 1]), 1))
    panel.values["growth"][row, year] = np.round(panel.values["growth"][row, year] + size, 2)
    return _fault(panel, "growth", "rate", row, [year], size)


def plant_missing(panel: Panel, row: int, rng: np.random.Generator, _: list[int]) -> Fault:
    """A row that is not there, or one figure."""
    year, whole = _year(panel, rng), bool(rng.integers(2))
    for key in panel.values if whole else [str(rng.choice(ACCOUNTS))]:
        panel.values[key][row, year] = np.nan
    return _fault(panel, "missing", "row" if whole else "cell", row, [year], 1)


def _round(figures: np.ndarray) -> np.ndarray:
    """Whole units, as filed; small figures keep four decimals so that a slip of unit leaves digits behind."""
    return np.where(np.abs(figures) >= 1000, np.round(figures), np.round(figures, 4))


def _add_parts(panel: Panel, row: int, span: list[int]) -> None:
    panel.values["gdp"][row, span] = sum(panel.values[k][row, span] for k in PARTS)


PLANTERS: dict[str, Callable[[Panel, int, np.random.Generator, list[int]], Fault | None]] = {
    "unit": plant_unit, "decimal": plant_decimal, "swapped": plant_swapped, "copied": plant_copied,
    "carried": plant_carried, "smoothed": plant_smoothed, "sum": plant_sum, "growth": plant_growth, "missing": plant_missing,
}  # fmt: skip
