"""The invented province is made by a seeded script; what is committed is what the script makes."""

import csv
import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from junxian.declared.changes import list_scored
from junxian.declared.province import Province
from junxian.declared.province_folder import read_province
from junxian.declared.rules import Rule

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "sample/example-province"
SCRIPT = ROOT / "sample/make_example_province.py"
DIMENSIONS = ("economy", "urban_rural", "livelihood", "ecology", "risk")


@pytest.fixture(scope="module")
def province() -> Province:
    return read_province(FOLDER)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "province"
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True, capture_output=True)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (p for p in folder.rglob("*") if p.is_file() and "runs" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_script_makes_exactly_the_committed_folder(made):
    committed, again = files_of(FOLDER), files_of(made)
    assert set(committed) == set(again)
    assert [name for name in sorted(committed) if committed[name] != again[name]] == []


def test_the_folder_stays_small():
    assert sum(len(content) for content in files_of(FOLDER).values()) < 1_500_000


def test_every_filing_has_the_hash_of_its_file():
    for row in rows_of("figures/filings.csv"):
        content = (FOLDER / "figures" / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"], row["file"]


def test_every_file_of_figures_is_registered():
    registered = {row["file"] for row in rows_of("figures/filings.csv")}
    present = {p.relative_to(FOLDER / "figures").as_posix() for p in (FOLDER / "figures").glob("*/*/*")}
    assert present == registered


def test_two_cities_and_sixteen_counties_stand_in_four_classes(province):
    today = date(2023, 12, 31)
    counties = province.areas.at_level("county", today)
    classes = province.classifications["main-function/2023"]
    assert len(province.areas.at_level("city", today)) == 2
    assert sorted(classes["area"]) == sorted(counties)
    assert dict(classes["class"].value_counts().iter_rows()) == {"U": 4, "K": 4, "A": 4, "E": 4}


def test_every_area_code_is_no_real_one_and_the_label_says_sample(province):
    codes = [c for c in province.areas.codes if province.areas.level(c) != "department"]
    assert all(code.startswith("99") and len(code) == 6 for code in codes)
    assert province.label is not None
    assert (province.label.zh, province.label.en) == ("示例数据", "Sample data")


def test_the_recoded_county_has_one_present_code_and_the_split_one_none(province):
    assert province.areas.present_code("990124", date(2023, 12, 31)) == "990182"
    assert province.areas.present_code("990225", date(2023, 12, 31)) is None


def test_weights_are_those_of_the_default_table(province):
    weights = province.schemes["county/2023"].weights
    totals = weights.filter(pl.col("node").is_in(DIMENSIONS)).select("U", "K", "A", "E").cast(pl.Int64).rows()
    assert totals == [(50, 52, 42, 25), (10, 12, 19, 15), (15, 12, 12, 14), (13, 12, 12, 32), (12, 12, 15, 14)]
    assert len(province.schemes["county/2023"].indicators) == 29


def test_bounds_were_frozen_for_every_class_and_indicator(province):
    scheme = province.schemes["county/2023"]
    assert scheme.bounds is not None
    pairs = set(scheme.bounds.select("class", "indicator").rows())
    assert pairs == {(c, i) for c in scheme.classes for i in list_scored(scheme)}


TOO_FEW_HERE = {"level_shift", "smoothing"}  # three years of sixteen counties give neither history nor peers


def test_rules_cover_every_kind(province):
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Rule)[0])}
    assert {rule.kind for rule in province.rules.values()} == kinds - TOO_FEW_HERE


def test_every_declared_text_is_in_both_languages(province):
    named = [
        *province.forms.values(),
        *province.indicators.values(),
        *province.rules.values(),
        *province.lines.values(),
    ]
    items = [item for form in province.forms.values() for item in form.item]
    assert [n.code for n in [*named, *items] if not (n.name.zh and n.name.en)] == []


def test_twelve_faults_of_twelve_kinds_are_listed_with_file_and_cell():
    planted = rows_of("planted_faults.csv")
    assert len(planted) == 12
    assert len({row["kind"] for row in planted}) == 12
    assert all((FOLDER / row["file"]).exists() and row["cell"] for row in planted)


def test_figures_span_three_years_and_twenty_four_months():
    periods = {(row["form"], row["period"]) for row in rows_of("figures/filings.csv")}
    assert {p for f, p in periods if f == "budget"} == {"2021", "2022", "2023"}
    assert len({p for f, p in periods if f == "industry_monthly"}) == 24
