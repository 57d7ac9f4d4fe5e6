"""Returns as each filer would file them without any fault: rows of text, a style of writing, a day of filing."""

import calendar
import csv
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from example_province.areas_over_time import city_of, figures_in, totals_of
from example_province.counties import PROVINCE, YEARS
from example_province.monthly import MONTHS
from example_province.panel import DECIMALS, Figures

SUPPLY = {"land_supply": ("land_last", -2), "energy_supply": ("energy_last", -3)}


@dataclass
class Row:
    """One row of a return: area code and name as filed, cells as text by item key."""

    code: str
    name: str
    cells: dict[str, str]


@dataclass
class Return:
    """One file. `headers` replaces the header of an item; `layout` is plain or, for a workbook, bordered or merged."""

    form: str
    period: str
    filer: str
    filed_at: date
    due: date
    keys: list[str]
    headers: dict[str, str]
    rows: list[Row]
    n: int = 1
    suffix: str = "csv"
    encoding: str = "utf-8"
    layout: str = "plain"
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file's place under figures/."""
        return f"{self.form}/{self.period}/{self.filer}.{self.n}.{self.suffix}"

    def row(self, code: str) -> Row:
        return next(row for row in self.rows if row.code == code)


@dataclass(frozen=True)
class Book:
    """What returns are written from: forms as declared, names of areas, figures by (area, period)."""

    forms: dict[str, dict[str, Any]]
    names: dict[str, str]
    annual: dict[tuple[str, str], Figures]
    monthly: dict[tuple[str, str], Figures]
    seed: int


def read_forms(folder: Path) -> dict[str, dict[str, Any]]:
    """The declared forms by code."""
    paths = sorted((folder / "forms").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


def read_names(folder: Path) -> dict[str, str]:
    """Names of areas by code."""
    with (folder / "areas.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def write_returns(book: Book) -> list[Return]:
    """Every return of every form and period, in order."""
    returns = []
    for code, form in book.forms.items():
        periods = MONTHS if form["frequency"] == "M" else [str(year) for year in YEARS]
        for period in periods:
            returns += _returns_of(book, code, period)
    return returns


def _returns_of(book: Book, code: str, period: str) -> list[Return]:
    form = book.forms[code]
    counties = figures_in(book.monthly if form["frequency"] == "M" else book.annual, period)
    rng = np.random.default_rng(
        np.random.SeedSequence((book.seed, 2000, sorted(book.forms).index(code), int(period.replace("-", ""))))
    )
    if form["filed_by"] == "county":
        return [_return(book, code, period, area, {area: f}, rng) for area, f in counties.items()]
    if form["filed_by"] == "city":
        cities = {city: f for city, f in totals_of(counties).items() if city != PROVINCE}
        groups = {
            city: {city: f} | {c: v for c, v in counties.items() if city_of(c) == city} for city, f in cities.items()
        }
        return [_return(book, code, period, city, rows, rng) for city, rows in groups.items()]
    rows = {PROVINCE: supply_of(counties)} if code == "review" else {}
    if code == "accounts":
        rows = totals_of(counties)
    return [_return(book, code, period, form["filed_by"], rows | counties, rng)]


def supply_of(counties: dict[str, Figures]) -> Figures:
    """The province's row of the ledger: what there is to allot, a little more than last year's quotas and the reserve."""
    return {
        item: round(1.29 * sum(f[last] for f in counties.values()), digits) for item, (last, digits) in SUPPLY.items()
    }


def _return(
    book: Book, code: str, period: str, filer: str, rows: dict[str, Figures], rng: np.random.Generator
) -> Return:
    form = book.forms[code]
    due = end_of(period) + timedelta(days=form["due_days"])
    early = int(rng.integers(1, min(15, form["due_days"] - 2)))
    items = {key_of(item): item["name"]["zh"] for item in form["item"] if "computed" not in item}
    written = [Row(c, book.names[c], {k: as_text(k, f.get(k)) for k in items}) for c, f in rows.items()]
    return Return(code, period, filer, due - timedelta(days=early), due, list(items), items, written)


def key_of(item: dict[str, Any]) -> str:
    """`code` or `code.breakdown`."""
    return f"{item['code']}.{item['breakdown']}" if item.get("breakdown") else str(item["code"])


def as_text(key: str, value: float | None) -> str:
    """A figure as it is typed: with the item's decimals, empty where there is none."""
    return "" if value is None else f"{value:.{DECIMALS.get(key, 0)}f}"


def end_of(period: str) -> date:
    """The last day of `2023` or `2023-05`."""
    year, month = int(period[:4]), int(period[5:7] or 12)
    return date(year, month, calendar.monthrange(year, month)[1])
