"""A whole run, tried through the commands and through Python as a new user tries it."""

import json
import shutil
import sys
from decimal import Decimal

import polars as pl
import pytest
from typer.testing import CliRunner

import junxian
from junxian import runs
from junxian.cli import app
from junxian.store import open_run


@pytest.fixture(scope="module")
def finished(sichuan, tmp_path_factory):
    """A run of the sample on a copy."""
    folder = tmp_path_factory.mktemp("province") / "sichuan"
    shutil.copytree(sichuan, folder, ignore=shutil.ignore_patterns("runs"))
    return runs.run(folder)


def command(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_run_leaves_its_documents_tables_and_record(finished):
    names = {path.name for path in finished.folder.iterdir()}
    assert names == {"bulletin.html", "bulletin.xlsx", "bulletin.docx", "findings.xlsx", "record.json", "tables"}
    assert set(finished.record.tables) == {path.stem for path in (finished.folder / "tables").iterdir()}
    assert all(len(entry["sha256"]) == 64 for entry in finished.record.tables.values())


def test_the_shifted_row_is_found_withheld_and_charged_to_the_publisher(finished):
    (row,) = finished.quality.findings.filter(pl.col("severity") == "hold").to_dicts()
    assert (row["ref_area"], row["charged_to"], row["filer"]) == ("511524", "nbs", "nbs")
    assert set(row["withholds"]) == {
        "fiscal_expenditure", "household_savings", "loans", "industrial_firms", "secondary_students", "primary_pupils",
    }  # fmt: skip
    assert "住户储蓄" in row["message_zh"]
    assert "左移1列" in row["message_zh"]
    assert finished.quality.findings.height <= 11


def test_the_shift_is_never_applied(finished):
    kept = finished.returns.observations.filter(
        (pl.col("ref_area") == "511524") & (pl.col("item") == "household_savings")
    )
    assert kept.select("raw", "obs_value", "cell").rows() == [("369079", 369079.0, "H66")]
    used = finished.indicators.items.filter((pl.col("ref_area") == "511524") & (pl.col("item") == "household_savings"))
    assert used["value"].drop_nulls().is_empty()


def test_a_county_with_too_little_is_unranked_and_the_reason_names_what_is_lacking(finished):
    (row,) = finished.scorecard.table.filter(pl.col("status") == "unranked").to_dicts()
    assert (row["ref_area"], row["rank"], row["coverage"]) == ("511524", None, pytest.approx(0.70))
    assert "财政自给率" in row["why_zh"]


def test_every_rank_lies_in_its_interval_and_classes_are_ranked_apart(finished):
    ranked = finished.scorecard.table.filter(pl.col("rank").is_not_null())
    assert ranked.filter(pl.col("rank_low") > pl.col("rank_high")).height == 0
    for (_,), members in ranked.group_by("class"):
        assert sorted(members["rank"].to_list())[0] == 1
        assert members["rank"].max() <= members.height


def test_quotas_are_whole_and_sum_to_the_pools(finished):
    plan = finished.plans["land/2020"]
    assert (plan.table["quota"] % 1 == 0).all()
    assert sum(Decimal(str(q)) for q in plan.table["quota"]) == 8000


def test_all_five_lines_are_shown_as_not_filed(finished):
    assert finished.lines.table["state"].unique().to_list() == ["unknown"]
    assert finished.lines.table["line"].n_unique() == 5


def test_a_rerun_is_identical_and_a_changed_figure_is_named(finished, tmp_path):
    assert runs.rerun(finished.folder).verdict == "identical"
    folder = tmp_path / "changed"
    shutil.copytree(finished.folder.parents[1], folder)
    path = folder / "figures/yearbook/2020/nbs.1.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",8779497,", ",8779498,"), encoding="utf-8")
    comparison = runs.rerun(folder)
    assert comparison.verdict == "different"
    assert comparison.changed_inputs == ("figures/yearbook/2020/nbs.1.csv",)
    assert any(d.table.startswith("quality.") for d in comparison.differences)


def test_what_was_stored_is_what_was_computed(finished):
    again = open_run(finished.folder.parents[1])
    assert again.scorecard.table.equals(finished.scorecard.table)
    assert again.query('SELECT count(*) FROM "scorecard.table"') == [(140,)]


def test_the_same_inputs_give_the_same_bytes_of_the_bulletin(finished):
    second = runs.run(finished.folder.parents[1])
    one, two = ((run.folder / "bulletin.html").read_text(encoding="utf-8") for run in (finished, second))
    assert one.replace(finished.record.run, "RUN") == two.replace(second.record.run, "RUN")


def test_the_commands_speak_both_languages_and_to_machines(finished):
    province = finished.folder.parents[1]
    text = command("explain", finished.folder, "长宁县", "-l", "zh")
    assert text.exit_code == 0
    assert "国家统计局" in text.stdout
    assert "nbs.1.csv" in text.stdout
    english = command("explain", province, "Changning County", "-l", "en")
    assert english.exit_code == 0, english.stderr
    assert "National Bureau of Statistics" in english.stdout
    page = json.loads(command("explain", province, "511524", "--json").stdout)
    assert page
    assert json.loads(command("rerun", province, "--json").stdout)["verdict"] == "identical"
    assert json.loads(command("check", province, "--json").stdout)[0]["severity"] == "hold"


def test_exit_codes_tell_what_happened(finished):
    province = finished.folder.parents[1]
    assert command("check", province).exit_code == 1
    assert command("run", province, "--strict").exit_code == 1
    assert command("run", province, "--as-of", "yesterday").exit_code == 2
    assert command("explain", province, "乌有县").exit_code == 2
    assert "explain" in command("--help").stdout


def test_an_unknown_area_is_told_its_nearest(finished):
    result = command("explain", finished.folder, "长宁线")
    assert "长宁县" in result.stderr


def test_init_makes_a_province_that_checks(tmp_path):
    made = command("init", tmp_path / "mine", "--from", "example-province", "--without-figures")
    assert made.exit_code == 0, made.stderr
    assert not list((tmp_path / "mine" / "figures").glob("*/"))
    again = command("init", tmp_path / "mine", "--from", "sichuan")
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
    assert "'sichuan'" in command("init", tmp_path / "other", "--from", "sichuam").stderr


def test_a_notebook_gets_frames(finished):
    province = junxian.open(finished.folder.parents[1])
    assert province.latest().scorecard.table.to_pandas().shape[0] == 140
    assert province.check().findings.height == finished.quality.findings.height


def test_importing_the_package_imports_no_heavy_library():
    import subprocess

    script = "import sys, junxian; print([m for m in ('polars', 'numpy', 'duckdb', 'pydantic') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )
