import polars as pl
import pytest

from junxian.assessment import assess
from junxian.indicators import IndicatorTable
from junxian.terms import MethodError, Period

ROWS = [
    ("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 4.0, 2.0, 7.0), ("03", "K", 30.0, 3.0, 3.0, 5.0),
    ("04", "K", 40.0, 2.0, 4.0, 3.0), ("05", "A", 1.0, 1.0, 9.0, 1.0), ("06", "A", 2.0, 2.0, 8.0, 2.0),
    ("07", "A", 3.0, 3.0, 7.0, 3.0),
]  # fmt: skip
MIN_MAX = {"normalise": {"method": "min_max", "base": 0, "span": 100}}


def _replace(area, **values):
    columns = {"e1": 2, "e2": 3, "r1": 4, "r2": 5}
    changed = []
    for row in ROWS:
        new = list(row)
        for name, value in values.items():
            if row[0] == area:
                new[columns[name]] = value
        changed.append(tuple(new))
    return changed


def _row(scorecard, area):
    return scorecard.table.row(by_predicate=pl.col("ref_area") == area, named=True)


def test_a_score_worked_by_hand(score):
    row = _row(score(ROWS, **MIN_MAX), "02")
    assert row["score"] == pytest.approx(40 / 3 + 20 * 2 / 3 + 30 / 3 + 10 / 3)
    assert row["total"] == 40.0


def test_areas_are_ranked_within_their_class_only(score):
    table = score(ROWS).table
    assert dict(table.select("ref_area", "rank").iter_rows()) == {
        "01": 4, "02": 3, "03": 2, "04": 1, "05": 1, "06": 2, "07": 3,
    }  # fmt: skip
    assert table["of"].to_list() == [4] * 4 + [3] * 3
    assert not table["tied"].any()


def test_points_of_the_indicators_sum_to_the_score(score):
    scorecard = score(_replace("02", e2=None))
    sums = scorecard.indicators.group_by("ref_area").agg(pl.col("points").sum(), pl.col("used_weight").sum())
    joined = scorecard.table.join(sums, on="ref_area", validate="1:1")
    assert (joined["points"] - joined["score"]).abs().max() < 1e-9
    assert (joined["used_weight"] - 100).abs().max() < 1e-9


def test_a_missing_indicator_is_named_and_its_weight_spread(score):
    scorecard = score(_replace("02", e2=None))
    row = _row(scorecard, "02")
    assert (row["status"], row["coverage"]) == ("ranked", 0.8)
    assert row["why_zh"] == "缺：e2（未报送）。其权重由其余指标按比例分担。"
    own = scorecard.indicators.filter(pl.col("ref_area") == "02").with_columns(pl.col("used_weight").round(9))
    assert own.select("indicator", "weight", "used_weight", "status").rows() == [
        ("e1", 40.0, 60.0, "used"), ("e2", 20.0, 0.0, "missing"), ("r1", 30.0, 30.0, "used"), ("r2", 10.0, 10.0, "used"),
    ]  # fmt: skip


def test_below_the_coverage_an_area_is_unranked_with_the_reason(score):
    scorecard = score(_replace("02", r1=None))
    row = _row(scorecard, "02")
    assert (row["status"], row["rank"], row["score"], row["total"]) == ("unranked", None, None, None)
    assert row["why_zh"] == "已有数据的权重占70%，低于80%，不参加排位。缺：r1（未报送）。"
    assert row["why_en"] == "Figures for 70% of the weight, below 80%: not ranked. Lacking: r1 (not filed)."
    assert _row(scorecard, "01")["of"] == 3


def test_an_unranked_area_does_not_set_the_bounds(score):
    bounds = score(_replace("01", r1=None, e1=-999.0)).bounds
    low = bounds.row(by_predicate=(pl.col("class") == "K") & (pl.col("indicator") == "e1"), named=True)
    assert low["members"] == 3
    assert low["low"] == pytest.approx(21.0)


def test_imputation_fills_at_the_class_level_and_coverage_still_counts_what_was_filed(score):
    scorecard = score(_replace("02", e2=None), impute={"method": "class_mean"})
    own = scorecard.indicators.row(
        by_predicate=(pl.col("ref_area") == "02") & (pl.col("indicator") == "e2"), named=True
    )
    assert own["value"] == pytest.approx(10 / 3)
    assert (own["status"], own["used_weight"]) == ("imputed", 20.0)
    assert _row(scorecard, "02")["coverage"] == 0.8
    assert _row(scorecard, "02")["why_zh"].endswith("按本类水平插补。")


def test_a_constant_between_same_year_bounds_is_an_error_that_names_the_remedy(score):
    rows = [row if row[1] == "A" else (*row[:2], 7.0, *row[3:]) for row in ROWS]
    with pytest.raises(MethodError, match="indicator 'e1' in class K: all 4 values lie at 7") as error:
        score(rows)
    assert "Constants only with declared goalposts" in error.value.remedy


def test_a_constant_between_declared_goalposts_has_a_score(score):
    rows = [row if row[1] == "A" else (*row[:2], 7.0, *row[3:]) for row in ROWS]
    bounds = pl.DataFrame(
        [(c, i, 0.0, 50.0) for c in "KA" for i in ("e1", "e2", "r1", "r2")],
        schema=["class", "indicator", "low", "high"], orient="row",
    )  # fmt: skip
    scorecard = score(rows, bounds=bounds, normalise={"bounds": "declared"})
    assert scorecard.indicators.filter(indicator="e1", **{"class": "K"})["normalised"].unique().to_list() == [65.6]
    assert scorecard.bounds["members"].null_count() == scorecard.bounds.height


def test_declared_bounds_that_lack_an_indicator_are_refused(score):
    bounds = pl.DataFrame([("K", "e1", 0.0, 1.0)], schema=["class", "indicator", "low", "high"], orient="row")
    with pytest.raises(MethodError, match="has no bounds"):
        score(ROWS, bounds=bounds, normalise={"bounds": "frozen"})


def test_bounds_may_be_set_together_with_another_class(score):
    classes = [
        {"code": "K", "name": {"zh": "重点"}, "award": False, "bounds_with": ["A"]},
        {"code": "A", "name": {"zh": "农业"}},
    ]
    scorecard = score(ROWS, **{"class": classes}, normalise={"method": "min_max"})
    bound = scorecard.bounds.row(by_predicate=(pl.col("class") == "K") & (pl.col("indicator") == "e1"), named=True)
    assert (bound["low"], bound["high"], bound["members"]) == (1.0, 40.0, 7)
    assert scorecard.bounds.filter(pl.col("class") == "A")["members"].unique().to_list() == [3]


def test_a_class_without_award_is_listed(score):
    classes = [{"code": "K", "name": {"zh": "重点"}, "award": False}, {"code": "A", "name": {"zh": "农业"}}]
    table = score(ROWS, **{"class": classes}, awards_per_class=2).table
    listed = table.filter(pl.col("class") == "K")
    assert listed["status"].unique().to_list() == ["listed"]
    assert listed["rank"].to_list() == [4, 3, 2, 1]
    assert not listed["award"].any()
    assert listed["why_zh"][0] == "本类单位只列位次，不参加评先。"
    assert table.filter(pl.col("class") == "A")["award"].to_list() == [True, True, False]


def test_a_veto_bars_from_the_award_and_the_place_passes_on(score):
    vetoes = pl.DataFrame({"ref_area": ["04", "03"], "line": ["safety", "other"]})
    table = score(ROWS, vetoes=vetoes, veto=["safety"], awards_per_class=1).table
    assert table["award"].to_list() == [False, False, True, False, True, False, False]
    assert table["vetoed_by"].to_list() == ["", "", "", "safety", "", "", ""]
    assert table["rank"].to_list()[3] == 1


def test_areas_that_share_the_last_awarded_place_are_all_awarded(score):
    rows = [*ROWS, ("08", "K", *ROWS[3][2:])]
    table = score(rows, awards_per_class=1).table.filter(pl.col("award") & (pl.col("class") == "K"))
    assert table.select("ref_area", "rank", "tied").rows() == [("04", 1, True), ("08", 1, True)]


def test_the_only_comparable_member_of_a_class_is_not_ranked(score):
    rows = [row for row in ROWS if row[0] not in ("05", "06")]
    row = _row(score(rows), "07")
    assert row["status"] == "unranked"
    assert row["why_zh"] == "农产品主产区县可比单位不足两个，无法确定当年界限，不排位。"


def test_the_neighbouring_class_places_a_visitor_by_its_own_weights_and_bounds(score):
    classes = [{"code": "K", "name": {"zh": "重点"}, "neighbours": ["A"]}, {"code": "A", "name": {"zh": "农业"}}]
    rows = [*ROWS, ("08", "K", 50.0, 9.0, 9.0, 0.0), ("09", "K", 0.0, 0.0, 0.0, 99.0)]
    table = score(rows, **{"class": classes}).table
    best, worst = (_row_of(table, area) for area in ("08", "09"))
    assert (best["neighbour_class"], best["neighbour_rank"], best["neighbour_of"]) == ("A", 1, 4)
    assert worst["neighbour_rank"] == 4
    assert table.filter(pl.col("class") == "A")["neighbour_class"].null_count() == 3


def _row_of(table, area):
    return table.row(by_predicate=pl.col("ref_area") == area, named=True)


def test_a_member_scored_in_its_own_class_as_a_neighbour_keeps_its_rank(score):
    classes = [{"code": c, "name": {"zh": c}, "neighbours": [c]} for c in "KA"]
    table = score(ROWS, **{"class": classes}).table
    assert table["neighbour_rank"].to_list() == table["rank"].to_list()


def test_geometric_nodes_give_lower_scores_and_no_points(score):
    nodes = [
        {"code": code, "name": {"zh": code}, "parent": parent, "aggregate": "geometric"}
        for code, parent in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    arithmetic, geometric = score(ROWS), score(ROWS, node=nodes)
    assert (geometric.table["score"] <= arithmetic.table["score"]).all()
    assert geometric.indicators["points"].null_count() == geometric.indicators.height


@pytest.mark.parametrize("method", ["percentile_rank", "z_score"])
def test_ranks_and_standard_scores_have_no_bounds_to_show(score, method):
    scorecard = score(ROWS, normalise={"method": method})
    assert scorecard.bounds["low"].null_count() == scorecard.bounds.height
    assert scorecard.table.filter(pl.col("class") == "A")["rank"].to_list() == [1, 2, 3]


def test_nodes_stand_in_the_declared_order_with_declared_points(score):
    nodes = score(ROWS).nodes.filter(pl.col("ref_area") == "05")
    assert nodes.select("node", "parent", "points").rows() == [
        ("total", "", 100.0), ("economy", "total", 30.0), ("risk", "total", 70.0),
    ]  # fmt: skip


def test_areas_outside_the_classification_are_left_out_with_the_declared_reason(scheme):
    wide = pl.DataFrame([row[:1] + row[2:] for row in ROWS], schema=["ref_area", "e1", "e2", "r1", "r2"], orient="row")
    table = IndicatorTable.from_wide(wide, Period(2020))
    classes = pl.DataFrame({"area": ["01", "02", "05", "06"], "class": ["K", "K", "A", "A"]})
    left_out = [{"areas": ["03"], "why": {"zh": "新设区"}}, {"why": {"zh": "城市主城区", "en": "Urban core"}}]
    found = assess(table, scheme(left_out=left_out), classes, Period(2020), seed=1).left_out
    assert found.rows() == [
        ("03", "新设区", "新设区"),
        ("04", "城市主城区", "Urban core"),
        ("07", "城市主城区", "Urban core"),
    ]
    with pytest.raises(MethodError, match="area 01 is left out and stands in"):
        assess(table, scheme(left_out=[{"areas": ["01"], "why": {"zh": "x"}}]), classes, Period(2020), seed=1)


def test_an_indicator_that_nobody_defined_is_refused(scheme):
    table = IndicatorTable.from_wide(pl.DataFrame({"ref_area": ["01"], "e1": [1.0]}), Period(2020))
    with pytest.raises(MethodError, match="'e2': is not defined"):
        assess(table, scheme(), pl.DataFrame({"area": ["01"], "class": ["K"]}), Period(2020), seed=1)


def test_a_class_that_the_scheme_does_not_know_is_refused(score):
    with pytest.raises(MethodError, match="class 'Z' is none of the scheme's"):
        score([*ROWS, ("08", "Z", 1.0, 1.0, 1.0, 1.0)])


def test_an_area_without_any_figures_is_told_so_in_short(score):
    table = score([*ROWS, ("99", "K", None, None, None, None)]).table
    row = table.filter(pl.col("ref_area") == "99").row(0, named=True)
    assert row["why_zh"] == "各项指标均无可用数据，不参加排位。"
    assert row["why_en"] == "No figures for any indicator: not ranked."


@pytest.mark.parametrize("changes", [{"screen": {"include": ["99"]}}, {"coverage": 0.0}])
def test_an_area_without_any_figures_is_not_ranked_whatever_is_asked(score, changes):
    table = score([*ROWS, ("99", "K", None, None, None, None)], **changes).table
    row = table.filter(pl.col("ref_area") == "99").row(0, named=True)
    assert (row["status"], row["rank"], row["why_en"]) == (
        "unranked",
        None,
        "No figures for any indicator: not ranked.",
    )
    assert table.filter(pl.col("status") == "ranked")["rank"].null_count() == 0
    filled = score([*ROWS, ("99", "K", None, None, None, None)], impute={"method": "class_mean"}, **changes).table
    assert filled.filter(pl.col("ref_area") == "99")["status"].to_list() == ["ranked"]
