"""Indicators of derived items lead to the filed cells, and a doubt about one of these widens their error."""

from datetime import date

import polars as pl
import pytest

from junxian.indicators.derive import derive
from junxian.indicators.draws import draw
from junxian.quality import accepted, check_returns
from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA, Returns
from junxian.terms import Period, findings_frame

A = "990101"


@pytest.fixture
def province(declare):
    items = {
        "gdp": {"unit": "亿元"}, "people": {"unit": "万人"},
        "per_head": {"unit": "元/人", "measure": "ratio", "computed": "gdp / people", "data_error": 0.01},
    }  # fmt: skip
    rich = {"unit": "元/人", "method": "value", "of": {"of": "per_head"}}
    whole = {"unit": "亿元", "method": "value", "of": {"of": "gdp"}}
    return declare(items, {"E1": rich, "E2": whole})


@pytest.fixture
def figures(province):
    rows = [
        {"ref_area": A, "time_period": "2020", "freq": "A", "item": item, "breakdown": "", "obs_value": value, "raw": str(value),
         "obs_status": "A", "form": "form", "filer": A, "vintage": 1, "file": "figures/form/2020/a.1.csv", "sheet": "",
         "cell": cell, "unit_measure": unit}
        for item, value, cell, unit in [("gdp", 100.0, "B2", "亿元"), ("people", 20.0, "C2", "万人")]
    ]  # fmt: skip
    observations = pl.DataFrame(rows, schema=OBSERVATION_SCHEMA)
    returns = Returns(observations, pl.DataFrame(schema=FILING_SCHEMA), findings_frame([]))
    quality = check_returns(returns, province, Period(2020), date(2021, 6, 1))
    return derive(accepted(returns, quality), province, [Period(2020)], quality.held)


def test_the_value_is_derived_and_its_lineage_names_the_filed_cells(figures):
    assert figures.quantity("E1", Period(2020)).row(0) == (A, 50000.0, "元/人")
    own = figures.lineage.filter(indicator="E1").select("source", "value", "unit", "raw", "file", "cell")
    assert own.rows() == [
        ("gdp", 100.0, "亿元", "100.0", "figures/form/2020/a.1.csv", "B2"),
        ("people", 20.0, "万人", "20.0", "figures/form/2020/a.1.csv", "C2"),
        ("per_head", 50000.0, "元/人", "= gdp / people", "", ""),
    ]
    assert figures.lineage.filter(indicator="E2")["source"].to_list() == ["gdp"]


def test_a_doubt_about_a_filed_figure_is_one_about_what_is_derived_from_it(figures, province):
    suspects = pl.DataFrame({"ref_area": [A], "time_period": ["2020"], "item": ["people"]})
    sure, doubted = (draw(figures, province, Period(2020), [A], ["E1"], 400, 1, s).std() for s in (None, suspects))
    assert doubted == pytest.approx(sure * province.quality.suspect_error_factor)
