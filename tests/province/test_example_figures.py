"""What the invented province drew is what is read from its files, however they are written, and what indicators come to."""

import csv
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from junxian.declared.province import Province
from junxian.declared.province_folder import read_province
from junxian.indicators import IndicatorTable, derive
from junxian.reported import Returns, latest, read_returns
from junxian.terms import Period

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
FOLDER = SAMPLE / "example-province"
RELATIVE = 1e-9
ZERO_MEANS_MISSING = ("990224", "2023", "rd_expenditure")


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, str, str], float]:
    """True figures by (area of the period, period, item)."""
    sys.path.insert(0, str(SAMPLE))
    try:
        from example_province.areas_over_time import figures_in
        from example_province.panel import draw_panel
        from make_example_province import SEED
    finally:
        sys.path.remove(str(SAMPLE))
    panel = {(code, str(year)): figures for (code, year), figures in draw_panel(SEED).items()}
    return {
        (code, year, key): value
        for year in ("2021", "2022", "2023")
        for code, figures in figures_in(panel, year).items()
        for key, value in figures.items()
    }


@pytest.fixture(scope="module")
def province() -> Province:
    return read_province(FOLDER)


@pytest.fixture(scope="module")
def returns(province) -> Returns:
    return read_returns(province, as_of=province.date, up_to=province.period)


@pytest.fixture(scope="module")
def observed(returns) -> pl.DataFrame:
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    return latest(returns.observations).with_columns(key.alias("key"))


@pytest.fixture(scope="module")
def faulty() -> set[tuple[str, str, str]]:
    with (FOLDER / "planted_faults.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {(area, r["period"], item) for r in rows for area in r["ref_area"].split() for item in r["item"].split()}


@pytest.fixture(scope="module")
def derived(observed, province) -> IndicatorTable:
    held = pl.DataFrame(schema={"ref_area": pl.String, "time_period": pl.String, "item": pl.String, "rule": pl.String})
    return derive(observed.drop_nulls("obs_value"), province, [Period.parse("2023")], held)


def test_every_figure_is_read_as_it_was_drawn(observed, truth, faulty):
    present = {"990182": "990124"}
    annual = observed.filter(pl.col("time_period").str.len_chars() == 4)
    wrong, seen = [], 0
    for area, period, key, value in annual.select("ref_area", "time_period", "key", "obs_value").iter_rows():
        true = truth.get((area, period, key), truth.get((present.get(area, ""), period, key)))
        if true is None or (area, period, key) in faulty or (area, period, key) == ZERO_MEANS_MISSING:
            continue
        seen += 1
        if value is None or abs(value - true) > RELATIVE * max(1, abs(true)):
            wrong.append((area, period, key, value, true))
    assert wrong == []
    assert seen > 3_500


def test_a_zero_that_means_missing_is_missing(observed):
    area, period, item = ZERO_MEANS_MISSING
    row = observed.filter(pl.col("ref_area") == area, pl.col("time_period") == period, pl.col("key") == item)
    assert row.select("obs_value", "raw", "obs_status").rows() == [(None, "0", "O")]


def test_the_renamed_county_has_one_unbroken_series(observed):
    gdp = observed.filter(pl.col("ref_area") == "990182", pl.col("key") == "gdp")
    assert sorted(gdp["time_period"]) == ["2021", "2022", "2023"]
    assert observed.filter(pl.col("ref_area") == "990124").is_empty()


def test_the_split_county_keeps_its_own_code_before_the_split(observed):
    gdp = observed.filter(pl.col("ref_area").is_in(["990204", "990225", "990226"]), pl.col("key") == "gdp")
    periods = {area: sorted(rows["time_period"]) for (area,), rows in gdp.group_by("ref_area")}
    assert periods == {"990225": ["2021", "2022"], "990204": ["2023"], "990226": ["2023"]}


def test_a_revision_replaces_the_first_filing_only_after_its_day(province):
    def expenditure(as_of: date) -> float:
        rows = latest(read_returns(province, as_of=as_of, up_to=province.period).observations)
        return rows.filter(item="expenditure", ref_area="990222", time_period="2023")["obs_value"].item()

    first, final = expenditure(date(2024, 3, 31)), expenditure(date(2024, 4, 2))
    assert first == pytest.approx(final * 1.004, rel=1e-6)


def test_indicators_equal_the_scripts_own_formulas(derived, truth, faulty):
    from importlib import import_module

    sys.path.insert(0, str(SAMPLE))
    try:
        formulas = import_module("example_province.bounds").FORMULAS
    finally:
        sys.path.remove(str(SAMPLE))
    found = {(a, i): v for a, i, v in derived.table.select("ref_area", "indicator", "value").iter_rows()}
    now: dict[str, dict[str, float]] = {}
    before: dict[str, dict[str, float]] = {}
    for (area, year, key), value in truth.items():
        {"2023": now, "2022": before}.get(year, {}).setdefault(area, {})[key] = value
    before["990182"] = before.pop("990182", None) or before.pop("990124")
    spoiled = {area for area, _, _ in faulty} | {ZERO_MEANS_MISSING[0]}
    areas = sorted(set(now) & set(before) - spoiled)
    assert len(areas) >= 4
    for area in areas:
        for code, formula in formulas.items():
            assert found[area, code] == pytest.approx(formula(now[area], before[area]), rel=1e-9), (area, code)


def test_areas_without_a_year_before_have_no_growth(derived):
    rows = derived.table.filter(pl.col("ref_area").is_in(["990204", "990226"]), pl.col("indicator") == "E07")
    assert rows["value"].to_list() == [None, None]
    assert rows["status"].to_list() == ["missing", "missing"]
