"""The tests of chance on the invented province: all are made or say why not, and nothing sound is called."""

import shutil

import polars as pl
import pytest

from junxian.declared.province_folder import read_province
from junxian.quality import Quality, check_returns
from junxian.quality.kinds import MEASURES
from junxian.reported import read_returns


def check(folder) -> Quality:
    province = read_province(folder)
    returns = read_returns(province, as_of=province.date, up_to=province.period)
    return check_returns(returns, province, province.period, province.date)


@pytest.fixture(scope="module")
def quality(example_province) -> Quality:
    return check(example_province)


@pytest.fixture
def copied(example_province, tmp_path):
    folder = tmp_path / "province"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs"))
    return folder


def test_every_test_of_chance_is_made_or_says_why_it_cannot_be(quality):
    assert set(MEASURES) <= set(quality.tests["kind"])
    lost = quality.tests.filter(pl.col("p_value").is_null())
    assert lost["state"].unique().to_list() == ["cannot_be_tested"]
    assert lost["reason_zh"].str.starts_with("无法检验：").all()
    assert lost["reason_en"].str.starts_with("cannot be tested: ").all()


def test_the_number_of_false_alarms_to_be_expected_is_told_for_every_period(quality):
    periods = quality.tests["time_period"].unique().sort().to_list()
    totals = quality.discoveries.filter(family="").sort("time_period")
    assert totals["time_period"].to_list() == periods
    assert (totals["expected_false"] <= 0.1 * totals["tests"]).all()
    assert quality.expected_false() == pytest.approx(totals["expected_false"].sum())


def test_firms_that_the_register_lacks_are_named(copied):
    path = copied / "microdata" / "register.csv"
    register = pl.read_csv(path, infer_schema=False)
    kept = register.filter(~((pl.col("area") == "990121") & (pl.col("unit").str.slice(-1) == "3")))
    kept.write_csv(path)
    [row] = check(copied).findings.filter(rule="above_scale_coverage").to_dicts()
    assert row["ref_area"] == "990121"
    lost = register.join(kept, on="unit", how="anti")["unit"].to_list()
    assert any(unit in row["message_zh"] for unit in lost)


def test_an_amount_that_many_firms_share_is_asked_about(copied):
    path = copied / "microdata" / "tax_records.csv"
    records = pl.read_csv(path, infer_schema=False)
    many = pl.int_range(pl.len()) % 4 == 0
    records.with_columns(pl.when(many).then(pl.lit("9000.0")).otherwise("value").alias("value")).write_csv(path)
    [row] = check(copied).findings.filter(rule="first_digits_of_revenue").to_dicts()
    assert "最突出的是9" in row["message_zh"]


def test_a_stricter_rate_makes_no_more_findings(copied, quality):
    path = copied / "province.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + '\n[quality]\nfalse_discovery = 0.01\nmethod = "BY"\n', encoding="utf-8"
    )
    strict = check(copied)
    assert strict.tests["flagged"].sum() <= quality.tests["flagged"].sum()
    assert strict.discoveries["method"].unique().to_list() == ["BY"]
