from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.diagnosis.history import measure_pace
from junxian.diagnosis.targets import Ambition, propose_targets
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

from .conftest import CODES, assess_wide, draw_figures, make_scheme

YEARS = [2016, 2017, 2018, 2019, 2020]
STEPS = {
    "e1": [1.0, 2.0, 3.0, 4.0],
    "e2": [0.1, 0.1, 0.1, 0.1],
    "r1": [-1.0, -1.0, -1.0, -1.0],
    "r2": [-1.0, -1.0, -1.0, -1.0],
}


def long(wide, year):
    return wide.unpivot(CODES, index="ref_area", variable_name="indicator").with_columns(time_period=pl.lit(str(year)))


@pytest.fixture(scope="module")
def panel():
    """Five years to 2020 in which all areas of class K moved alike: e1 by 1 to 4 a year, the others steadily."""
    wide, scheme = draw_figures(16), make_scheme()
    years = [wide.with_columns(pl.col(code) - sum(STEPS[code][k:]) for code in CODES) for k in range(len(YEARS))]
    history = pl.concat([long(frame, year) for frame, year in zip(years, YEARS, strict=True)])
    return wide, scheme, assess_wide(wide, scheme), history


def row_of(frame, code):
    return frame.row(by_predicate=pl.col("indicator") == code, named=True)


def test_the_pace_is_the_quantile_of_the_classs_yearly_changes(panel):
    _, scheme, scorecard, history = panel
    found = propose_targets(history, scorecard, scheme, "001")
    e1 = row_of(found, "e1")
    assert e1["change"] == pytest.approx(np.quantile(np.repeat([1, 2, 3, 4], 8), 0.75))
    assert (e1["own_pace"], e1["own_best"], e1["years"]) == (pytest.approx(2.5), pytest.approx(4), 32)
    assert e1["reached"] == 0.25
    assert e1["feasible"] == "likely"  # it did as much itself
    assert e1["target"] == pytest.approx(e1["value"] + e1["change"])


def test_less_is_better_falls_and_what_only_worsened_is_held(panel):
    _, scheme, scorecard, history = panel
    found = propose_targets(history, scorecard, scheme, "001")
    assert row_of(found, "r2")["change"] == pytest.approx(-1)
    assert row_of(found, "r2")["own_pace"] == pytest.approx(-1)
    assert row_of(found, "r2")["feasible"] == "likely"
    held = row_of(found, "r1")
    assert (held["change"], held["reached"], held["feasible"]) == (0, 0, "unlikely")


@pytest.mark.parametrize(
    ("growth", "feasible", "reached"),
    [(0.5, "likely", 1.0), (2.5, "likely", 0.5), (3.9, "likely", 0.25), (4.5, "unlikely", 0.0)],
)
def test_how_feasible_growth_is_follows_from_how_often_it_was_reached(panel, growth, feasible, reached):
    _, scheme, scorecard, history = panel
    value = row_of(propose_targets(history, scorecard, scheme, "001"), "e1")["value"]
    found = row_of(
        propose_targets(history, scorecard, scheme, "001", ambition=Ambition("growth", growth=growth / value)), "e1"
    )
    assert found["change"] == pytest.approx(growth)
    assert (found["feasible"], found["reached"]) == (feasible, reached)


def test_what_others_did_and_the_area_never_is_a_stretch(panel):
    _, scheme, scorecard, history = panel
    slow = history.with_columns(
        pl.when((pl.col("ref_area") == "001") & (pl.col("indicator") == "e1"))
        .then(pl.col("value").max().over("ref_area", "indicator")).otherwise(pl.col("value")).alias("value")
    )  # fmt: skip
    found = row_of(propose_targets(slow, scorecard, scheme, "001"), "e1")
    assert found["own_best"] == 0
    assert found["feasible"] == "stretch"


def test_one_year_gives_a_target_from_the_cross_section_and_says_that_its_feasibility_is_unknown(panel):
    wide, scheme, scorecard, history = panel
    found = propose_targets(history.filter(pl.col("time_period") == "2020"), scorecard, scheme)
    assert set(found["feasible"]) == {"unknown"}
    assert set(found["basis"]) == {"cross_section"}
    assert found["own_pace"].null_count() == found["reached"].null_count() == found.height
    e1 = row_of(found.filter(pl.col("ref_area") == "001"), "e1")
    top = np.quantile(wide.filter(pl.col("ref_area") < "008")["e1"], 0.75)
    assert e1["change"] == pytest.approx(max(0.0, 0.25 * (top - e1["value"])))
    assert "未知" in found["why_zh"][0]
    assert "not known" in found["why_en"][0]
    assert "没有可比的年度变化" in found["why_zh"][0]
    assert "No yearly changes are known" in found["why_en"][0]


def test_a_rank_asks_only_for_what_its_least_change_moves(panel):
    _, scheme, scorecard, history = panel
    own = scorecard.table.filter((pl.col("class") == "K") & (pl.col("rank") == 4))["ref_area"][0]
    found = propose_targets(history, scorecard, scheme, own, ambition=Ambition("rank", rank=3))
    moved = found.filter(pl.col("change") != 0)
    assert moved.height
    assert set(moved["basis"]) == {"rank"}
    again = dict(moved.select("indicator", "target").iter_rows())
    wide = panel[0].with_columns(
        pl.when(pl.col("ref_area") == own).then(pl.lit(target)).otherwise(pl.col(code)).alias(code)
        for code, target in again.items()
    )
    fixed = make_scheme(bounds=scorecard.bounds.drop("members"), normalise={"bounds": "declared"})
    assert assess_wide(wide, fixed).table.row(by_predicate=pl.col("ref_area") == own, named=True)["rank"] == 3


def test_a_target_stands_among_its_peers(panel):
    wide, scheme, scorecard, history = panel
    found = row_of(propose_targets(history, scorecard, scheme, "001"), "e1")
    others = wide.filter((pl.col("ref_area") < "008") & (pl.col("ref_area") != "001"))["e1"]
    assert found["peer_percentile"] == pytest.approx(100 * (others < found["target"]).mean())


def test_a_share_does_not_pass_the_whole():
    wide, scheme = draw_figures(16), make_scheme()
    shares = wide.with_columns(pl.Series("e1", np.linspace(90, 99.5, 16)))
    scorecard = assess_wide(shares, scheme)
    units = scorecard.indicators.with_columns(
        pl.when(pl.col("indicator") == "e1").then(pl.lit("%")).otherwise("unit").alias("unit")
    )
    history = pl.concat(
        [
            long(shares, 2020),
            long(shares.with_columns(pl.col("e1") - 4), 2019),
            long(shares.with_columns(pl.col("e1") - 8), 2018),
        ]
    )
    found = propose_targets(history, replace(scorecard, indicators=units), scheme).filter(pl.col("indicator") == "e1")
    assert found["change"].max() == pytest.approx(4)
    assert found["target"].max() == 100


def test_sentences_say_from_to_and_what_must_be_true(panel):
    _, scheme, scorecard, history = panel
    names = {"e1": Name(zh="工业增加值", en="Industrial output")}
    row = row_of(propose_targets(history, scorecard, scheme, "001", names=names), "e1")
    assert row["why_zh"].startswith("工业增加值由")
    assert "本类32个县年中有25%达到过这一幅度" in row["why_zh"]
    assert row["why_en"].startswith("Industrial output: from ")
    assert "What must be true" in row["why_en"]


def test_what_was_not_filed_gets_no_target(panel):
    wide, scheme, _, history = panel
    holed = wide.with_columns(pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col("r2")).alias("r2"))
    found = propose_targets(history, assess_wide(holed, scheme), scheme, "002")
    assert found["indicator"].to_list() == ["e1", "e2", "r1"]


def test_an_ambition_without_its_figure_and_a_history_without_a_column_are_refused(panel):
    _, scheme, scorecard, history = panel
    with pytest.raises(MethodError, match="ambition by 'growth'"):
        Ambition("growth")
    with pytest.raises(MethodError, match="no column 'value'"):
        propose_targets(history.drop("value"), scorecard, scheme)
    with pytest.raises(MethodError, match="stands twice"):
        propose_targets(pl.concat([history, history]), scorecard, scheme)


def test_the_pace_of_a_class_is_its_largest_yearly_improvement(panel):
    _, scheme, scorecard, history = panel
    pace = measure_pace(history, scorecard, scheme, "K")
    assert pace == pytest.approx({"e1": 4.0, "e2": 0.1, "r2": 1.0})  # nobody improved r1


def test_a_class_with_few_years_is_measured_by_all_classes(panel):
    _, scheme, scorecard, history = panel
    few = history.filter((pl.col("ref_area") >= "008") | (pl.col("time_period") == "2020"))  # class K has one year
    e1 = row_of(propose_targets(few, scorecard, scheme, "001"), "e1")
    assert (e1["years"], e1["scope"], e1["basis"], e1["own_best"]) == (32, "all_classes", "pace", None)
    assert e1["change"] == pytest.approx(np.quantile(np.repeat([1, 2, 3, 4], 8), 0.75))
    assert "本类年份少，各类合计32个县年中有25%达到过这一幅度" in e1["why_zh"]
    assert "须有各类较好年份的步子" in e1["why_zh"]
    assert "32 area-years of all classes (its own has few)" in e1["why_en"]
    own = row_of(propose_targets(few, scorecard, scheme, "008"), "e1")
    assert (own["years"], own["scope"]) == (32, "class")
