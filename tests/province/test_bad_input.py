"""Bad input, tried the way a user meets it: a clear error or finding, and nothing is lost."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store.run_folder import make_run_folder, whole_runs
from junxian.terms import NotPermitted, Period


@pytest.fixture
def province(sichuan, tmp_path):
    folder = tmp_path / "sichuan"
    shutil.copytree(sichuan, folder, ignore=shutil.ignore_patterns("runs"))
    return folder


def command(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refile(province: Path, file: str) -> None:
    """Enter a changed file in filings.csv as filed, so that only the fault itself is found."""
    import hashlib

    path = province / "figures" / "filings.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        if row["file"] == file:
            row["sha256"] = hashlib.sha256((province / "figures" / file).read_bytes()).hexdigest()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)


YEARBOOK = "yearbook/2020/nbs.1.csv"


def findings(province: Path, rule: str) -> pl.DataFrame:
    return runs.check(province).findings.filter(pl.col("rule") == rule)


def test_a_missing_file_is_a_finding_and_a_missing_declaration_an_error(province):
    (province / "figures" / YEARBOOK).unlink()
    (row,) = findings(province, "missing_file").to_dicts()
    assert row["severity"] == "hold"
    assert row["file"].endswith(YEARBOOK)
    (province / "areas.csv").unlink()
    result = command("check", province)
    assert result.exit_code == 2
    assert "areas.csv: the file does not exist" in result.stderr


def test_a_header_that_is_nobodys_is_named_with_its_cell_and_the_nearest(province):
    edit(province / "figures" / YEARBOOK, "gdp_10k_cny", "gdp_10k_cnyy")
    refile(province, YEARBOOK)
    (row,) = findings(province, "unknown_header").to_dicts()
    assert "gdp_10k_cnyy" in row["message_en"]
    assert row["cell"] == "E1"
    assert "gdp_10k_cny" in row["expected"]


def test_text_in_a_number_column_holds_that_cell_and_keeps_what_was_filed(province):
    edit(province / "figures" / YEARBOOK, ",8779497,", ",约八百万,")
    refile(province, YEARBOOK)
    (row,) = findings(province, "not_a_number").to_dicts()
    assert (row["ref_area"], row["found"], row["severity"]) == ("510114", "约八百万", "hold")
    run = runs.run(province)
    kept = run.returns.observations.filter((pl.col("ref_area") == "510114") & (pl.col("item") == "gdp"))
    assert kept.select("raw", "obs_value").rows() == [("约八百万", None)]


def test_a_code_that_does_not_exist_is_a_finding_with_the_nearest(province):
    edit(province / "figures" / YEARBOOK, "510114,", "510194,")
    refile(province, YEARBOOK)
    (row,) = findings(province, "unknown_area").to_dicts()
    assert row["found"].startswith("510194")
    assert row["expected"].startswith("5101")


def test_a_period_that_does_not_exist_is_an_error_on_use_and_a_finding_in_figures(province):
    result = command("run", province, "--period", "2020-13")
    assert result.exit_code == 2
    assert "is no period" in result.stderr
    shutil.move(province / "figures/yearbook/2020", province / "figures/yearbook/2020年")
    assert findings(province, "unknown_period").height == 1


def test_a_negative_weight_is_an_error_that_names_it(province):
    weights = province / "schemes/county/2020/weights.csv"
    lines = weights.read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(lines) if line.startswith("E01,"))
    cells = lines[row].split(",")
    lines[row] = ",".join([*cells[:2], "-" + cells[2], *cells[3:]])
    weights.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = command("check", province)
    assert result.exit_code == 2
    assert "E01 in class" in result.stderr
    assert "negative weight" in result.stderr


def test_a_division_by_zero_is_undefined_and_never_infinite(province):
    edit(province / "figures/census/2020/census.1.csv", "510114,新都区,1558466", "510114,新都区,0")
    refile(province, "census/2020/census.1.csv")
    table = runs.run(province).indicators.table
    broken = table.filter(
        (pl.col("ref_area") == "510114") & (pl.col("indicator") == "E02") & (pl.col("time_period") == "2020")
    )
    assert broken["value"].to_list() == [None]
    assert broken["status"][0] in ("undefined", "missing", "withheld")
    assert table["value"].is_infinite().sum() == 0


def test_an_absurd_workbook_is_refused_before_it_is_parsed(province):
    bomb = province / "figures/yearbook/2020/nbs.2.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (600 << 20))
    (row,) = findings(province, "oversized_file").to_dicts()
    assert row["severity"] == "hold"
    assert row["file"].endswith("nbs.2.xlsx")


def test_text_that_looks_like_a_formula_never_becomes_one(province):
    edit(province / "figures" / YEARBOOK, ",8779497,", ",=1+1,")
    refile(province, YEARBOOK)
    run = runs.run(province)
    book = openpyxl.load_workbook(run.folder / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)


def test_a_run_that_is_killed_leaves_nothing_that_looks_whole(province):
    script = (
        "import os, signal, sys, pathlib, junxian.runs as runs\n"
        "runs.write_xlsx = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "runs.run(pathlib.Path(sys.argv[1]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(province)], capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert whole_runs(province) == []
    assert [p.name.startswith(".partial-") for p in (province / "runs").iterdir()] == [True]
    assert command("explain", province, "510114").exit_code == 2
    run = runs.run(province)
    assert [p.name for p in (province / "runs").iterdir()] == [run.record.run]


def test_a_folder_that_cannot_be_written_is_an_error_in_words(tmp_path):
    (tmp_path / "runs").write_text("a file where the folder should be")
    with pytest.raises(NotPermitted, match="cannot be written"), make_run_folder(tmp_path, Period(2020)):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without write permission")
def test_somebody_without_write_permission_is_told_what_to_do(tmp_path):
    tmp_path.chmod(0o555)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            with make_run_folder(tmp_path, Period(2020)):
                os._exit(3)
        except NotPermitted as error:
            os._exit(0 if "write permission" in str(error) else 4)
        except BaseException:
            os._exit(5)
    _, status = os.waitpid(child, 0)
    tmp_path.chmod(0o755)
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_folder_that_is_no_province_is_an_error_in_words(tmp_path):
    result = command("run", tmp_path)
    assert result.exit_code == 2
    assert "is no province folder" in result.stderr
    assert "Traceback" not in result.stderr
