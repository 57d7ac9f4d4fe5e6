import polars as pl
import pytest

from junxian.assessment import assess
from junxian.declared.schemes import Scheme
from junxian.diagnosis import diagnose
from junxian.indicators import IndicatorTable
from junxian.terms import Period

NAME = {"zh": "考核"}
WIDE = pl.DataFrame({
    "ref_area": ["1", "2", "3", "4", "5", "6"], "x": [0.0, 1.0, 2.0, 3.0, 4.0, 9.0], "y": [8.0, 6.0, 4.0, 2.0, 0.0, None],
    "z": [5.0, 5.0, 1.0, 1.0, 1.0, 1.0],
})  # fmt: skip


@pytest.fixture
def diagnosis():
    weights = pl.DataFrame(
        [("total", "", "100"), ("x", "total", "50"), ("y", "total", "40"), ("z", "total", "10")],
        schema=["node", "parent", "K"], orient="row",
    )  # fmt: skip
    scheme = Scheme.model_validate({
        "code": "s", "edition": "1", "name": NAME, "why": NAME, "classification": "c/1",
        "class": [{"code": "K", "name": NAME}], "node": [{"code": "total", "name": NAME}],
        "weights": weights.with_columns(pl.col("K").cast(pl.Decimal(18, 6))), "robustness": {"replicates": 0},
        "normalise": {"method": "min_max", "base": 0, "span": 100},
    })  # fmt: skip
    table = IndicatorTable.from_wide(WIDE, Period(2020))
    classes = pl.DataFrame({"area": WIDE["ref_area"], "class": ["K"] * WIDE.height})
    scorecard = assess(table, scheme, classes, Period(2020), seed=1)
    return scorecard, diagnose(scorecard, scheme)


def test_the_reference_is_the_median_of_the_ranked_members(diagnosis):
    _, found = diagnosis
    row = found.gaps.row(by_predicate=(pl.col("ref_area") == "1") & (pl.col("indicator") == "x"), named=True)
    assert (row["value"], row["reference_value"], row["reference"]) == (0.0, 2.0, 50.0)
    assert row["gap_points"] == pytest.approx(-25.0)


def test_parts_sum_to_the_score_less_that_of_the_median_profile(diagnosis):
    scorecard, found = diagnosis
    sums = found.gaps.group_by("ref_area").agg(pl.col("gap_points").sum(), pl.col("total_gap").first()).sort("ref_area")
    assert (sums["gap_points"] - sums["total_gap"]).abs().max() < 1e-9
    reference = 0.5 * 50 + 0.4 * 50 + 0.1 * 0
    ranked = scorecard.table.filter(pl.col("rank").is_not_null()).sort("ref_area")
    assert (ranked["score"] - reference - sums["total_gap"]).abs().max() < 1e-9


def test_an_unranked_area_has_no_rows(diagnosis):
    scorecard, found = diagnosis
    assert scorecard.table.filter(pl.col("status") == "unranked")["ref_area"].to_list() == ["6"]
    assert "6" not in found.gaps["ref_area"]


def test_strengths_are_the_greatest_parts_above_the_median_and_weaknesses_those_below(diagnosis):
    _, found = diagnosis
    own = found.strengths.filter(pl.col("ref_area") == "1")
    assert own.select("kind", "order", "indicator", "percentile").rows() == [
        ("strength", 1, "y", 100.0), ("strength", 2, "z", 87.5), ("weakness", 1, "x", 0.0),
    ]  # fmt: skip


def test_an_area_at_the_median_has_neither(diagnosis):
    _, found = diagnosis
    assert found.strengths.filter(pl.col("ref_area") == "3").is_empty()
