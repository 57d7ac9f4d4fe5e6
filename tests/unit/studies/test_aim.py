"""Next year's targets of a province: from all its years, of one area or of all."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.cli.app import app
from junxian.diagnosis.targets import Ambition
from junxian.studies import aim_at_next_year
from junxian.terms import MethodError

from .conftest import SAMPLE


def test_all_filed_years_count_and_every_indicator_that_was_filed_has_a_target(example):
    card = example.assess(example.scheme(), with_intervals=False)
    found = aim_at_next_year(example, example.scheme(), "990103")
    filed = card.indicators.filter((pl.col("ref_area") == "990103") & (pl.col("status") == "used"))
    levels = filed.filter(~pl.col("indicator").str.contains("@"))
    assert set(levels["indicator"]) >= set(found["indicator"])
    assert found.filter(pl.col("indicator") == "E01")["years"].to_list() == [8]  # four members, 2021 to 2023
    assert "unknown" not in found["feasible"].to_list()


def test_where_a_class_has_few_years_those_of_all_classes_count_and_the_sentence_says_so(example):
    found = aim_at_next_year(example, example.scheme())
    wide = found.filter(pl.col("scope") == "all_classes")
    assert wide.height
    assert wide["why_zh"].str.contains("本类年份少，各类合计|可比的年度变化只有").all()
    pooled = found.filter((pl.col("indicator") == "E01") & (pl.col("scope") == "all_classes"))["years"].unique()
    own = found.filter((pl.col("indicator") == "E01") & (pl.col("scope") == "class")).unique("class")
    assert len(pooled) == 1
    assert pooled[0] > own["years"].max() >= 8


def test_one_year_leaves_feasibility_unknown(sichuan):
    found = aim_at_next_year(sichuan, sichuan.scheme(), "510185", Ambition("growth", growth=0.05))
    assert set(found["feasible"]) == {"unknown"}


@pytest.mark.parametrize(("language", "name", "word"), [("zh", "沄东区", "可达到"), ("en", "Yundong", "likely")])
def test_the_command_prints_the_targets_of_an_area(language, name, word):
    done = CliRunner().invoke(app, ["assess", "targets", str(SAMPLE / "example-province"), "990103", "-l", language])
    assert done.exit_code == 0
    first, *rest = done.stdout.splitlines()
    assert name in first
    assert word in first
    assert len(rest) == 27


def test_the_command_writes_all_areas_and_refuses_two_ambitions(tmp_path):
    command = ["assess", "targets", str(SAMPLE / "example-province")]
    done = CliRunner().invoke(app, [*command, "--growth", "5", "-o", str(tmp_path / "t.csv"), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout.splitlines()[-1])
    assert pl.read_csv(tmp_path / "t.csv").height == len(told)
    assert {row["basis"] for row in told} == {"growth"}
    for options in (["--growth", "5", "--rank", "1"], ["-o", str(tmp_path / "t.doc")], ["990999"]):
        assert CliRunner().invoke(app, [*command, *options]).exit_code == 2


def test_an_area_that_is_not_ranked_has_no_targets(sichuan):
    with pytest.raises(MethodError, match="is not ranked"):
        aim_at_next_year(sichuan, sichuan.scheme(), "511524")
