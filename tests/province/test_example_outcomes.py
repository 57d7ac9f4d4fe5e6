"""What the invented province is made to show: a veto, a gate, a split, a renamed county, lines in every state."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from junxian.declared import read_province
from junxian.runs import compute
from junxian.store import Steps

FOLDER = Path(__file__).resolve().parents[2] / "sample/example-province"
RED_FARMLAND, DEBT_ORANGE, UNTRIED = "990181", "990221", "990226"


@pytest.fixture(scope="module")
def province():
    return read_province(FOLDER)


@pytest.fixture(scope="module")
def results(province):
    return compute(province, province.period, province.date, Steps())


def states(results, area: str) -> dict[str, str]:
    rows = results.lines.table.filter(ref_area=area, time_period="2023")
    return dict(rows.select("line", "state").iter_rows())


def test_each_class_but_the_vetoed_one_awards_its_first(results):
    ranked = results.scorecard.table.filter(status="ranked")
    awarded = dict(ranked.filter("award").select("class", "rank").iter_rows())
    assert awarded == {"U": 1, "K": 2, "A": 1, "E": 1}


def test_the_county_with_red_farmland_keeps_its_rank_and_loses_the_award(results):
    row = results.scorecard.table.row(by_predicate=pl.col("ref_area") == RED_FARMLAND, named=True)
    assert (row["rank"], row["award"], row["vetoed_by"]) == (1, False, "farmland")
    assert states(results, RED_FARMLAND)["farmland"] == "red"


def test_the_gated_county_gets_its_basic_share_of_land_and_nothing_else(results):
    row = results.plans["land/2023"].table.row(by_predicate=pl.col("ref_area") == RED_FARMLAND, named=True)
    assert (row["gate"], row["efficiency"], row["bound"]) == (0.0, 0.0, "gate")
    assert row["quota"] == round(row["basic"])


def test_quotas_and_the_reserve_sum_to_the_supply(results):
    for plan in results.plans.values():
        totals = plan.totals.row(0, named=True)
        assert Decimal(str(plan.table["quota"].sum())) == Decimal(str(totals["allotted"]))
        assert totals["reserve"] + totals["allotted"] + totals["returned"] == totals["supply"]
        assert plan.conflicts.is_empty()


def test_nobody_gets_more_than_it_applied_for(results):
    for plan in results.plans.values():
        assert plan.table.filter(pl.col("quota") > pl.col("applied")).is_empty()


def test_lines_stand_in_every_state(results):
    table = results.lines.table.filter(time_period="2023")
    assert set(table["state"]) == {"green", "yellow", "orange", "red", "unknown"}
    assert states(results, DEBT_ORANGE)["debt"] == "orange"
    assert (
        results.lines.table.filter(time_period="2023", ref_area="990203", line="ecology")["state"].item() == "unknown"
    )


def test_the_part_of_a_split_county_without_enough_figures_is_not_ranked(results):
    row = results.scorecard.table.row(by_predicate=pl.col("ref_area") == UNTRIED, named=True)
    assert (row["status"], row["rank"], row["coverage"]) == ("unranked", None, pytest.approx(0.772))


def test_progress_is_awarded_by_gain_of_score_and_not_to_those_without_figures_of_last_year(results):
    given = results.scorecard.awards.filter(pl.col("given") & (pl.col("kind") == "progress"))
    assert dict(given.select("class", "ref_area").iter_rows()) == {"U": "990203", "A": "990222", "E": "990223"}
    progress = results.scorecard.progress.filter(pl.col("ref_area").is_in(given["ref_area"].to_list()))
    assert (progress["gain"] > 0).all()
    unknown = results.scorecard.progress.filter(pl.col("ref_area").is_in(["990204", UNTRIED]))
    assert unknown["gain"].null_count() == 2
    assert results.scorecard.award_notes.select("award", "class").rows() == [("progress", "K")]


def test_the_place_of_the_vetoed_county_passes_on_with_its_money_and_land(results):
    awards = results.scorecard.awards.filter((pl.col("class") == "K") & (pl.col("award") == "advanced"))
    assert awards.select("ref_area", "given", "money", "land", "vetoed_by", "passed_from").rows() == [
        (RED_FARMLAND, False, None, None, "farmland", ""),
        ("990121", True, 5000.0, 100.0, "", RED_FARMLAND),
    ]


def test_award_land_is_listed_apart_and_comes_out_of_the_reserve(results):
    plan = results.plans["land/2023"]
    assert plan.awards["amount"].sum() == plan.totals["awarded"].item() == 4 * 100 + 3 * 50
    assert RED_FARMLAND not in plan.awards["ref_area"]
    assert results.plans["energy/2023"].awards.is_empty()


def test_income_per_head_is_scored_by_level_and_change(results):
    own = results.scorecard.indicators.filter((pl.col("parent") == "E02@both") & (pl.col("ref_area") == "990102"))
    assert own.select("indicator", "part", "weight").rows() == [
        ("E02", "level", pytest.approx(1.6)), ("E02@growth", "change", pytest.approx(2.4)),
    ]  # fmt: skip
    node = results.scorecard.nodes.row(
        by_predicate=(pl.col("node") == "E02@both") & (pl.col("ref_area") == "990102"), named=True
    )
    level, change = own["normalised"].to_list()
    assert node["score"] == pytest.approx(0.4 * level + 0.6 * change)


def test_every_report_of_progress_finds_its_task(results):
    assert results.tasks.unmatched.is_empty()
    assert set(results.tasks.table["light"]) == {"green", "blue", "yellow", "red", "done"}


def test_a_held_return_becomes_a_task_of_its_filer(results):
    held = set(results.quality.verdicts.filter(verdict="held").select("form", "filer").iter_rows())
    issued = set(results.tasks.table.filter(source="held_return").select("subject", "responsible").iter_rows())
    assert held == issued
