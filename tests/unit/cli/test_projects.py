"""`junxian projects`: a TOML and its list in; the choice, its certificate and its reasons out, without any province."""

import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.cli import app
from junxian.declared import read_province

SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "example-province"


@pytest.fixture
def folder(tmp_path):
    shutil.copy(SAMPLE / "areas.csv", tmp_path)
    shutil.copy(SAMPLE / "area_changes.csv", tmp_path)
    shutil.copytree(SAMPLE / "allocations" / "projects", tmp_path / "allocations" / "projects")
    return tmp_path / "allocations" / "projects"


def _run(*words):
    return CliRunner().invoke(app, ["projects", *map(str, words)])


def _break(folder, old, new):
    path = folder / "2023.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_sample_is_chosen_and_certified(folder):
    result = _run("choose", folder / "2023.toml", "--json")
    assert result.exit_code == 0
    tables = json.loads(result.stdout)
    certificate = tables["certificate"][0]
    assert certificate["status"] == "certified"
    assert certificate["relative_gap"] <= 1e-4
    assert certificate["repeatable"]
    projects = pl.DataFrame(tables["projects"])
    picked = projects.filter("picked")
    assert picked["benefit"].sum() == certificate["benefit"]
    assert picked["land"].sum() <= 2200
    assert projects.filter(pl.col("status") == "under way")["picked"].all()
    assert not projects.filter(pl.col("status") == "not ready")["picked"].any()
    assert picked["code"].is_in(["P055", "P056"]).sum() == 1
    assert projects.select((pl.col("benefit") - pl.col("priced_cost") - pl.col("merit")).abs().max()).item() < 1e-9


def test_words_in_both_languages(folder):
    assert _run("choose", folder / "2023.toml", "-l", "zh").stdout.startswith("已证明：61个候选项目列入21项")
    english = _run("choose", folder / "2023.toml", "-l", "en").stdout
    assert english.startswith("Certified: ")
    assert "Funds of group Agriculture" in english
    assert "Minglan District" in english


def test_tables_are_written_to_a_workbook_and_to_csv(folder, tmp_path):
    assert _run("choose", folder / "2023.toml", "-o", tmp_path / "out.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["projects", "limits", "certificate", "conflicts"]
    assert book["projects"].max_row == 62
    assert _run("choose", folder / "2023.toml", "-o", tmp_path / "out.csv").exit_code == 0
    assert pl.read_csv(tmp_path / "out.csv").height == 61
    wrong = _run("choose", folder / "2023.toml", "-o", tmp_path / "out.ods")
    assert wrong.exit_code == 2
    assert "Write to .xlsx or .csv" in wrong.stderr


def test_limits_that_conflict_are_told_with_what_would_mend_them(folder):
    _break(folder, "at_least = 8", "at_least = 30")
    result = _run("choose", folder / "2023.toml", "-l", "en")
    assert result.exit_code == 1
    assert result.stdout.startswith("The limits conflict")
    assert "These conflict:" in result.stdout
    assert "at least 30" in result.stdout
    assert "would have to" in result.stdout


def test_one_project_is_explained_by_prices_and_by_choosing_again(folder):
    result = _run("explain", folder / "2023.toml", "P059", "-l", "en")
    assert result.exit_code == 0
    assert result.stdout.startswith("P059 霁山精细化工二期: not chosen")
    assert "Chosen again: a benefit from 636 on would get it in" in result.stdout
    assert "under way" in _run("explain", folder / "2023.toml", "P005", "-l", "en").stdout
    unknown = _run("explain", folder / "2023.toml", "P99")
    assert unknown.exit_code == 2
    assert "has no project 'P99'" in unknown.stderr


def test_a_wrong_list_is_told_without_a_traceback(folder):
    path = folder / "projects.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("P002", "P001"), encoding="utf-8")
    result = _run("choose", folder / "2023.toml")
    assert result.exit_code == 2
    assert "projects.csv, line 3: code 'P001' stands in line 2 already" in result.stderr


def test_the_province_reads_its_choice():
    assert list(read_province(SAMPLE).projects) == ["projects/2023"]
