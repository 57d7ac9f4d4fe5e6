"""Programmes in a whole run: published, reproduced from the stored tables alone, explained, and computed again alike."""

import json
import shutil

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store import open_run

KEY = "coordinated/2023"


@pytest.fixture(scope="module")
def finished(example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("programme") / "example"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs"))
    return runs.run(folder)


def command(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_every_amount_follows_from_the_five_numbers_that_the_run_keeps(finished):
    plan = open_run(finished.folder).programmes[KEY]
    table = plan.amounts
    net = table["price"] + table["surcharge"] - table["subsidy"]
    upper = table["upper"].fill_null(float("inf")).to_numpy()
    made = np.clip((table["base"] * table["weight"] / net).to_numpy(), table["lower"].to_numpy(), upper)
    assert made == pytest.approx(table["amount"].to_numpy(), rel=1e-9)
    assert set(table["bound"]) == {"none", "lower", "upper", "fixed"}
    assert abs(plan.certificate["relative_gap"][0]) <= 1e-9


def test_the_shared_capacity_binds_and_its_price_makes_the_surcharge(finished):
    plan = finished.programmes[KEY]
    (air,) = plan.limits.filter(name_zh="大气环境容量").to_dicts()
    assert air["held"] == pytest.approx(air["at_most"], rel=1e-9)
    energy = plan.factors.filter(factor="energy").row(0, named=True)
    (own,) = plan.amounts.filter(factor="energy", ref_area="990222").to_dicts()
    assert own["surcharge"] == pytest.approx(air["price"] * 0.0008 * (energy["supply"] - energy["reserve"]), rel=1e-9)


def test_what_is_given_keeps_to_supply_application_and_whole_units(finished):
    plan = finished.programmes[KEY]
    assert (
        plan.factors["reserve"] + plan.factors["allotted"] + plan.factors["returned"] == plan.factors["supply"]
    ).all()
    assert (plan.amounts["quota"] <= plan.amounts["applied"]).all()
    assert (plan.amounts["quota"] % 1 == 0).all()


def test_summary_and_explanation_speak_of_the_programme(finished):
    told = command("explain", finished.folder, "990222", "--language", "zh")
    assert "土地与用能统筹配置·新增用能" in told.stdout
    assert "共用约束附加" in told.stdout
    summary = command("run", finished.folder.parents[1], "--language", "en").stdout
    assert "Land and energy coordinated: Construction land 7,920 mu" in summary


def test_a_run_computed_again_is_identical(finished):
    assert "identical" in command("rerun", finished.folder).stdout


def test_one_programme_again_gives_the_quotas_of_the_run(finished):
    told = command("allocate", finished.folder.parents[1], "--plan", KEY, "--draws", "0", "--json")
    again = pl.DataFrame(json.loads(told.stdout)["amounts"])
    assert again["quota"].to_list() == finished.programmes[KEY].amounts["quota"].to_list()


def test_limits_that_conflict_leave_the_run_whole_and_are_told(finished, tmp_path):
    folder = tmp_path / "example"
    shutil.copytree(finished.folder.parents[1], folder, ignore=shutil.ignore_patterns("runs"))
    declared = folder / f"allocations/{KEY}.toml"
    declared.write_text(declared.read_text("utf-8").replace("at_most = 364", "at_most = 100"), encoding="utf-8")
    told = command("run", folder, "--language", "en")
    assert told.exit_code == 0
    assert "not published, limits conflict" in told.stdout
    (run,) = [open_run(path) for path in (folder / "runs").iterdir()]
    assert run.programmes[KEY].amounts["quota"].null_count() == 32
    assert run.programmes[KEY].conflicts.filter(kind="relaxation")["en"].str.contains("Air quality capacity").any()
