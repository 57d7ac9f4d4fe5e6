"""A programme and a table drawn by hand: six areas in two cities, two factors."""

import polars as pl
import pytest

from junxian.allocation.programme.source import TableSource
from junxian.declared.declaration import check_declaration
from junxian.declared.programmes import Programme

AREAS = pl.DataFrame({
    "area": ["a", "b", "c", "d", "e", "f"],
    "name": ["甲县", "乙县", "丙县", "丁县", "戊县", "己县"],
    "city": ["x", "x", "x", "y", "y", "y"],
    "class": ["k", "k", "s", "k", "s", "s"],
    "people": [60.0, 50.0, 20.0, 40.0, 20.0, 10.0],
    "output": [9.0, 7.0, 3.0, 8.0, 2.0, 1.0],
    "gap": [1.0, 2.0, 5.0, 2.0, 6.0, 8.0],
    "growth": [5.0, 6.0, 4.0, 9.0, 7.0, 3.0],
    "land_last": [300.0, 260.0, 90.0, 200.0, 80.0, 30.0],
    "land_applied": [500.0, 400.0, 150.0, 190.0, 120.0, 60.0],
    "soot": [0.4, 0.3, 0.2, 0.5, 0.2, 0.1],
})  # fmt: skip


def declare(**changes):
    """The programme with some keys changed; `land` and `energy` change their factors."""
    land = {
        "code": "land", "name": {"zh": "用地", "en": "Land"}, "unit": "亩", "supply": {"amount": 1000}, "reserve": 0.2, "basic": 0.1,
        "base": [{"of": "people", "weight": 1}], "need": [{"of": "gap", "weight": 1}], "collar": {"last": "land_last", "low": 0.5, "high": 2.0},
        "applied": "land_applied",
    }  # fmt: skip
    energy = {
        "code": "energy", "name": {"zh": "用能", "en": "Energy"}, "unit": "吨标准煤", "supply": {"amount": 5000}, "reserve": 0.0, "basic": 0.1,
        "base": [{"of": "people", "weight": 1}], "need": [{"of": "gap", "weight": 1}], "at_most": 3.0,
    }  # fmt: skip
    whole = {
        "code": "both", "edition": "1", "name": {"zh": "统筹", "en": "Both"}, "mode": "welfare", "classification": "class", "alpha": 1.0,
        "weight": {
            "efficiency": {"power": 1.0, "keys": [{"of": "output", "weight": 1}]},
            "need": {"power": 0.5, "keys": [{"of": "gap", "weight": 1}]},
            "momentum": {"power": 0.5, "keys": [{"of": "growth", "weight": 1}]},
        },
        "factor": [land | changes.pop("land", {}), energy | changes.pop("energy", {})],
        "sensitivity": {"replicates": 0},
    }  # fmt: skip
    return check_declaration(whole | changes, Programme, "both.toml")


@pytest.fixture
def source():
    return TableSource(AREAS, {})


def change_table(**columns):
    return TableSource(
        AREAS.with_columns(**{name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()}), {}
    )
