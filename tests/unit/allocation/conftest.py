"""A small factor drawn by hand: areas, figures by key, and a plan over them."""

from types import SimpleNamespace

import polars as pl
import pytest

from junxian.declared.allocations import Allocation, Key, Supply
from junxian.terms import Name, Period

UNITS = {"people": "人", "output": "万元", "asked": "亩", "last": "公顷", "new": "亩", "supply": "公顷"}


@pytest.fixture
def period():
    return Period(2023)


@pytest.fixture
def make_plan():
    def make(**more):
        declared = {
            "code": "land", "edition": "2023", "factor": "land", "name": Name(zh="用地", en="Land"), "unit": "亩",
            "classification": "class/1", "supply": Supply(amount=1000), "reserve": 0.2, "basic": 0.2,
            "need": (Key(of="people", weight=1),), "efficiency": (Key(of="output", weight=1),),
        } | more  # fmt: skip
        return Allocation(**declared)

    return make


@pytest.fixture
def make_province():
    def make(areas, **more):
        table = pl.DataFrame({"area": list(areas), "class": ["K"] * len(areas)})
        named = {key: ("form", SimpleNamespace(name=Name(zh=f"项{key}", en=f"item {key}"))) for key in UNITS}
        return SimpleNamespace(
            code="99", classifications={"class/1": table, **more.pop("classifications", {})}, indicators={}, items=named,
            lines={}, **more,
        )  # fmt: skip

    return make


@pytest.fixture
def make_indicators():
    """Figures by key: {area: value}; a value of None stands as a row without a value."""

    def make(**figures):
        def quantity(key, period):
            values = figures.get(key, {})
            rows = [{"ref_area": a, "value": v, "unit": UNITS.get(key, "1")} for a, v in values.items()]
            return pl.DataFrame(rows, schema={"ref_area": pl.String, "value": pl.Float64, "unit": pl.String})

        return SimpleNamespace(quantity=quantity)

    return make


@pytest.fixture
def by_area():
    return lambda plan: {row["ref_area"]: row for row in plan.table.iter_rows(named=True)}
