"""`junxian assess` answers without writing anything: a ranking, an audit, a comparison."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from junxian.cli import app

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "example-province"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("assess") / "province"
    shutil.copytree(SAMPLE, place, ignore=shutil.ignore_patterns("runs"))
    return place


def ask(*words):
    return CliRunner().invoke(app, ["assess", *map(str, words)])


def test_a_folder_alone_is_ranked(folder):
    told = ask(folder, "-l", "zh", "--class", "K")
    assert told.exit_code == 0, told.output
    assert told.output.startswith("K 重点开发区县")
    assert "名次区间" in told.output
    assert not (folder / "runs").exists()


def test_the_ranking_for_machines_holds_every_area(folder):
    rows = json.loads(ask("rank", folder, "--json").output)
    assert len(rows) == 16
    assert {"rank", "rank_low", "rank_high", "total"} <= set(rows[0])


def test_an_audit_is_written_to_a_file(folder, tmp_path):
    told = ask("audit", folder, "-l", "en", "-o", tmp_path / "audit.md")
    assert told.exit_code == 0, told.output
    assert "## Indicators that pay too cheaply" in (tmp_path / "audit.md").read_text(encoding="utf-8")


def test_a_list_that_names_no_county_is_refused(folder, tmp_path):
    (tmp_path / "winners.csv").write_text("桃花岛县\n", encoding="utf-8")
    told = ask("audit", folder, "--list", tmp_path / "winners.csv")
    assert told.exit_code == 2
    assert "'桃花岛县' is no county" in told.output


def test_an_unknown_edition_is_refused_by_name(folder):
    told = ask(folder, "--scheme", "county/2032")
    assert told.exit_code == 2
    assert "county/2023" in told.output


def test_two_results_are_compared(folder):
    told = ask("compare", f"{folder}@county/2023", f"{folder}@county/2023", "-l", "en")
    assert told.exit_code == 0, told.output
    assert "rank correlation 1.000" in told.output
