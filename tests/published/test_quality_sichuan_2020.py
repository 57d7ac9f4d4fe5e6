"""China County Statistical Yearbook 2021 (data of 2020), Sichuan: 长宁县's printed row is shifted; the rules find it untold."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.declared import read_province
from junxian.quality import accepted, check_returns
from junxian.quality.filed import gather_filed
from junxian.quality.kinds.shifted_row import check_shifted_row
from junxian.reported import read_returns

CHANGNING = "511524"
WITHHELD = {
    "fiscal_expenditure",
    "household_savings",
    "loans",
    "industrial_firms",
    "secondary_students",
    "primary_pupils",
}
MOST_OTHERS = 10


@pytest.fixture(scope="module")
def province(sichuan):
    return read_province(sichuan)


@pytest.fixture(scope="module")
def returns(province):
    return read_returns(province, province.date, province.period)


@pytest.fixture(scope="module")
def quality(province, returns):
    return check_returns(returns, province, province.period, province.date)


@pytest.fixture(scope="module")
def rule(province):
    [rule] = [rule for rule in province.rules.values() if rule.kind == "shifted_row"]
    return rule


def test_one_finding_says_that_the_row_is_shifted(quality, rule):
    shifted = quality.findings.filter(rule=rule.code)
    assert shifted["ref_area"].to_list() == [CHANGNING]
    assert quality.findings.filter(ref_area=CHANGNING).height == 1
    assert "向左移1列读则相符" in shifted["message_zh"].item()
    assert "“住户储蓄存款余额”列的369,079万元应为一般公共预算支出" in shifted["message_zh"].item()


def test_it_is_charged_to_the_publisher_and_never_applied(quality, rule, returns):
    finding = quality.findings.filter(rule=rule.code).row(0, named=True)
    assert (finding["charged_to"], finding["filer"]) == ("nbs", "nbs")
    savings = returns.observations.filter(ref_area=CHANGNING, item="household_savings")["obs_value"].item()
    assert savings == 369_079


def test_exactly_what_cannot_be_trusted_is_withheld(quality, returns):
    assert set(quality.held.filter(ref_area=CHANGNING)["item"]) == WITHHELD
    kept = set(accepted(returns, quality).filter(pl.col("ref_area") == CHANGNING)["key"])
    assert {"gdp", "fiscal_revenue", "registered_population", "population"} <= kept
    assert not WITHHELD & kept


def test_hardly_anything_else_is_found(quality):
    assert quality.findings.filter(pl.col("ref_area") != CHANGNING).height <= MOST_OTHERS


def test_the_yearbook_is_held_and_the_other_returns_are_accepted(quality):
    verdicts = dict(quality.verdicts.filter(period="2020").select("form", "verdict").rows())
    assert verdicts["yearbook"] == "held"
    assert {verdict for form, verdict in verdicts.items() if form != "yearbook"} == {"accepted"}


@pytest.mark.parametrize("seed", range(12))
def test_a_shift_planted_in_another_row_is_found_beside_it(province, returns, rule, seed):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    filed = gather_filed(returns, province, province.period, province.date)
    codes = filed.select_items(list(rule.columns)).drop_nulls()["ref_area"].to_list()
    area, step = str(rng.choice(codes)), int(rng.choice([-1, 1]))
    moved = shift_row(filed.figures, area, list(rule.columns), step)
    planted = replace(filed, figures=moved)
    found = {s.area: s for s in check_shifted_row(rule, planted)}
    assert set(found) == {CHANGNING, area}
    assert found[area].withholds == rule.columns


def shift_row(figures, area, columns, step):
    """Move every figure of a row one column on; the column left behind is blank."""
    row = figures.filter(pl.col("ref_area") == area, pl.col("key").is_in(columns))
    values = dict(row.select("key", "obs_value").rows())
    moved = {k: values.get(columns[n - step]) if 0 <= n - step < len(columns) else None for n, k in enumerate(columns)}
    value = pl.col("key").replace_strict(moved, default=None, return_dtype=pl.Float64)
    here = (pl.col("ref_area") == area) & pl.col("key").is_in(columns)
    return figures.with_columns(pl.when(here).then(value).otherwise("obs_value").alias("obs_value"))
