"""A small province, declared in Python, and observations as the quality room hands them on."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from junxian.declared.forms import Form
from junxian.declared.indicators import Indicator
from junxian.declared.province import Province
from junxian.terms import Areas, Name, Period
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

OBSERVED = {
    "ref_area": pl.String, "time_period": pl.String, "key": pl.String, "obs_value": pl.Float64, "raw": pl.String,
    "form": pl.String, "filer": pl.String, "vintage": pl.Int32, "file": pl.String, "sheet": pl.String, "cell": pl.String,
}  # fmt: skip
HELD = {"ref_area": pl.String, "time_period": pl.String, "item": pl.String, "rule": pl.String}


@pytest.fixture
def declare():
    """Declare a province of items {key: {unit, …}} and indicators {code: {method, of, unit, …}}."""
    return declare_province


@pytest.fixture
def observe():
    """Make accepted observations of rows (area, period, key, value)."""
    return lambda *rows: pl.DataFrame([_observation(*row) for row in rows], schema=OBSERVED, orient="row")


@pytest.fixture
def hold():
    """Make the frame of held cells of rows (area, period, key)."""
    return lambda *rows: pl.DataFrame([(*row, "rule") for row in rows], schema=HELD, orient="row")


def _observation(area, period, key, value, filer="990000"):
    return (area, period, key, value, f"{value}", "form", filer, 1, f"figures/{period}.csv", "", f"{key}1")


def declare_province(items, indicators, areas=("990101", "990102")):
    item = [
        {"code": k.partition(".")[0], "breakdown": k.partition(".")[2], "name": {"zh": f"项{k}", "en": k}} | own
        for k, own in items.items()
    ]
    form = Form.model_validate({
        "code": "form", "name": {"zh": "报表"}, "kind": "statistical", "frequency": "A", "filed_by": "county",
        "due_days": 30, "item": item,
    })  # fmt: skip
    declared = {
        code: Indicator.model_validate(
            {"code": code, "name": {"zh": f"指标{code}", "en": code}, "concept": {"zh": "定义"}} | i
        )
        for code, i in indicators.items()
    }
    rows = [(code, f"县{code}", code, "county", "990000", "", None, None) for code in areas]
    table = pl.DataFrame(
        [("990000", "省", "P", "province", "", "", None, None), *rows], schema=AREA_SCHEMA, orient="row"
    )
    return Province(
        folder=Path(), code="990000", name=Name(zh="省"), languages=("zh", "en"), period=Period(2020),
        date=date(2021, 6, 1), seed=1, label=None, scheme="", allocations=(), bulletin="", documents={},
        areas=Areas(table, pl.DataFrame(schema=CHANGE_SCHEMA)), classifications={}, forms={"form": form},
        indicators=declared, rules={}, schemes={}, lines={}, plans={}, programmes={}, batches={}, bulletins={},
    )  # fmt: skip
