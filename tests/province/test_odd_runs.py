"""Runs that meet a damaged run, another run or a full disk: nothing is lost, nothing looks whole that is not."""

import errno
import json
import os
import shutil
import subprocess
import sys

import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store import open_run
from junxian.terms import NotPermitted


@pytest.fixture(scope="module")
def finished(sichuan, tmp_path_factory):
    """A copy of the sample with one finished run."""
    folder = tmp_path_factory.mktemp("odd runs") / "sichuan"
    shutil.copytree(sichuan, folder, ignore=shutil.ignore_patterns("runs"))
    scheme = folder / "schemes/county/2020/scheme.toml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("replicates = 1000", "replicates = 20"), encoding="utf-8"
    )
    runs.run(folder)
    return folder


@pytest.fixture
def province(finished, tmp_path):
    shutil.copytree(finished, tmp_path / "p")
    return tmp_path / "p"


def command(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("市中区", "may be any of 511002 市中区, 511102 市中区. Give the code"),
        ("成都市", "is a city; only counties, zones and parks have a page. Name one of 510104 锦江区"),
        ("nbs", "is a department"),
        ("双硫区", "Did you mean '双流区'"),
        ("x" * 5000, "is not known to this province"),
    ],
)
def test_an_area_that_has_no_page_is_told_from_one_that_is_not_known(finished, area, words):
    result = command("explain", finished, area)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr) < 800


@pytest.mark.parametrize("area", [" 双流区 ", "５１０１１６", "shuangliu district"])
def test_an_area_is_found_however_it_is_written(finished, area):
    assert "510116" in command("explain", finished, area).stdout


def test_a_run_is_found_from_within_its_folder(finished, monkeypatch):
    monkeypatch.chdir(finished / "runs" / "2020.1")
    assert open_run(runs.Path()).record.run == "2020.1"


@pytest.mark.parametrize("content", [None, b"junk"])
def test_a_table_that_is_gone_or_damaged_is_told(province, content):
    table = province / "runs/2020.1/tables/scorecard.table.parquet"
    table.unlink() if content is None else table.write_bytes(content)
    result = command("explain", province, "510116")
    assert result.exit_code == 2
    assert "scorecard.table.parquet: is not there or damaged. Run the province again" in result.stderr
    comparison = runs.rerun(province)
    assert comparison.verdict == "different"
    assert [(d.table, d.kept) for d in comparison.differences] == [("scorecard.table", "not there or not readable")]


def test_a_table_that_was_changed_since_differs_in_its_cells(province):
    path = province / "runs/2020.1/tables/scorecard.table.parquet"
    table = pl.read_parquet(path)
    changed = pl.when(pl.col("ref_area") == "510116").then(99.0).otherwise("total").alias("total")
    table.with_columns(changed).write_parquet(path)
    comparison = runs.rerun(province)
    assert comparison.verdict == "different"
    assert [(d.row, d.column, d.kept) for d in comparison.differences] == [("510116", "total", "99.0")]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"run": "2020.1"}', "as_of", "period"], ids=str)
def test_a_damaged_record_is_told(province, content):
    record = province / "runs/2020.1/record.json"
    if isinstance(content, str):
        content = json.dumps(json.loads(record.read_text(encoding="utf-8")) | {content: "someday"}).encode()
    record.write_bytes(content)
    with pytest.raises(NotPermitted, match=r"record\.json cannot be read"):
        open_run(province)


def test_strange_names_among_the_runs_disturb_nobody(province):
    for name in ("2020.7", "2020.x", ".partial-2020.3.notapid", "my run"):
        (province / "runs" / name).mkdir()
    (province / "runs" / "2020.8").write_text("a file")
    assert open_run(province).record.run == "2020.1"
    assert runs.run(province).record.run == "2020.9"


def test_runs_of_one_folder_at_once_are_all_kept(province):
    script = "import pathlib, sys, junxian.runs as runs; print(runs.run(pathlib.Path(sys.argv[1])).record.run)"
    at_once = [
        subprocess.Popen([sys.executable, "-c", script, str(province)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=120)[0].strip() for process in at_once)
    assert said == ["2020.2", "2020.3"]
    for name in said:
        assert open_run(province / "runs" / name).record.run == name


@pytest.mark.parametrize("step", ["write_html", "write_docx"])
def test_a_full_disk_is_told_and_leaves_nothing(province, monkeypatch, step):
    def fill_up(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(runs, step, fill_up)
    result = command("run", province)
    assert result.exit_code == 2
    assert "the run cannot be written (No space left on device). Make room, and run again." in result.stderr
    assert [path.name for path in (province / "runs").iterdir()] == ["2020.1"]


def test_a_disk_that_is_full_before_the_tables_are_written_is_told(province, monkeypatch):
    def fill_up(*_, **__):
        raise pl.exceptions.ComputeError("underlying IO error: No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fill_up)
    result = command("run", province)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert [path.name for path in (province / "runs").iterdir()] == ["2020.1"]


def test_a_plan_that_was_not_computed_is_no_quota_of_zero(province):
    declared = province / "allocations/land/2020.toml"
    text = declared.read_text(encoding="utf-8").replace(
        "supply = { amount = 10000 }", 'supply = { item = "fiscal_revenue" }'
    )
    declared.write_text(text.replace('unit = "标准单位"', 'unit = "万元"'), encoding="utf-8")
    assert "Allocation of construction land not computed" in command("run", province, "-l", "en").stdout
