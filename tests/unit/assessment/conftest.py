"""A small scheme of two nodes and four indicators, and plain frames to assess by it."""

from dataclasses import replace

import polars as pl
import pytest

from junxian.assessment import assess
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms import Period

PERIOD = Period(2020)
POINTS = {
    "total": ("", "100", "100"), "economy": ("total", "60", "30"), "risk": ("total", "40", "70"),
    "e1": ("economy", "40", "20"), "e2": ("economy", "20", "10"), "r1": ("risk", "30", "50"), "r2": ("risk", "10", "20"),
}  # fmt: skip


def make_scheme(**changes):
    name = {"zh": "县域考核", "en": "Assessment"}
    rows = [(node, *points) for node, points in POINTS.items()]
    weights = pl.DataFrame(rows, schema=["node", "parent", "K", "A"], orient="row")
    declared = {
        "code": "county", "edition": "2020", "name": name, "why": name, "classification": "main/2020",
        "class": [{"code": "K", "name": {"zh": "重点开发区县", "en": "Key"}}, {"code": "A", "name": {"zh": "农产品主产区县", "en": "Farm"}}],
        "node": [
            {"code": "total", "name": name}, {"code": "economy", "name": name, "parent": "total"},
            {"code": "risk", "name": name, "parent": "total"},
        ],
        "weights": weights.with_columns(pl.col("K", "A").cast(pl.Decimal(18, 6))),
        "robustness": {"replicates": 0},
    }  # fmt: skip
    return Scheme.model_validate(declared | changes)


@pytest.fixture
def scheme():
    """Make the scheme with some declarations changed."""
    return make_scheme


@pytest.fixture
def score():
    """Assess rows (area, class, e1, e2, r1, r2), r2 less is better; further keywords go to the scheme or to assess."""
    return score_rows


def score_rows(rows, draws=None, vetoes=None, seed=1, **changes):
    frame = pl.DataFrame(rows, schema=["ref_area", "class", "e1", "e2", "r1", "r2"], orient="row")
    table = IndicatorTable.from_wide(frame.drop("class"), PERIOD, less_is_better=["r2"])
    classes = frame.select(pl.col("ref_area").alias("area"), "class")
    return assess(table, make_scheme(**changes), classes, PERIOD, draws=draws, vetoes=vetoes, seed=seed)


@pytest.fixture
def score_years():
    """Assess 2020 with figures of several years: {year: rows as in `score`}; further keywords as there."""
    return score_over_years


def score_over_years(years, vetoes=None, seed=1, **changes):
    columns = ["ref_area", "class", "e1", "e2", "r1", "r2"]
    frames = {year: pl.DataFrame(rows, schema=columns, orient="row") for year, rows in years.items()}
    tables = [
        IndicatorTable.from_wide(frame.drop("class"), Period(year), less_is_better=["r2"])
        for year, frame in frames.items()
    ]
    table = replace(tables[0], table=pl.concat([one.table for one in tables]))
    classes = frames[PERIOD.year].select(pl.col("ref_area").alias("area"), "class")
    return assess(table, make_scheme(**changes), classes, PERIOD, vetoes=vetoes, seed=seed)
