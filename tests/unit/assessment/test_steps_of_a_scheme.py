"""Screening, imputation, treatment and aggregation as a scheme declares them, seen in the scorecard."""

import numpy as np
import polars as pl
import pytest

from junxian.assessment.aggregate import METHODS as AGGREGATE_METHODS
from junxian.assessment.impute import METHODS as IMPUTE_METHODS
from junxian.assessment.screen import CRITERIA
from junxian.declared.schemes import AGGREGATIONS, ON_OWN_SCALE, Impute, Screen
from junxian.terms import MethodError

NAME = {"zh": "县域考核"}
HUNDRED = {"normalise": {"method": "min_max", "base": 0, "span": 100}}
AMONG = np.random.default_rng(1).normal(size=(14, 4)).round(3) + 10
ROWS = [(f"{i:02}", "KA"[i % 2], *map(float, AMONG[i])) for i in range(14)]


def replace(area, **values):
    """The rows with other figures of one area."""
    names = ("ref_area", "class", "e1", "e2", "r1", "r2")
    return [
        tuple(values.get(name, own) if row[0] == area else own for name, own in zip(names, row, strict=True))
        for row in ROWS
    ]


def row_of(scorecard, area):
    return scorecard.table.row(by_predicate=pl.col("ref_area") == area, named=True)


def indicator_of(scorecard, area, code):
    own = (pl.col("ref_area") == area) & (pl.col("indicator") == code)
    return scorecard.indicators.row(by_predicate=own, named=True)


def node_ways(way, **parameters):
    parents = {"total": "", "economy": "total", "risk": "total"}
    return [
        {"code": code, "name": NAME, "parent": parent, "aggregate": way if code != "total" else "arithmetic", "parameters": parameters if code != "total" else {}}
        for code, parent in parents.items()
    ]  # fmt: skip


def test_a_scheme_can_declare_every_method_there_is():
    assert set(AGGREGATIONS) == set(AGGREGATE_METHODS)
    assert set(Impute.model_fields["method"].annotation.__args__) == set(IMPUTE_METHODS)
    assert set(Screen.model_fields["by"].annotation.__args__) == set(CRITERIA)


def test_areas_are_included_or_excluded_by_declaration_and_told_so(score):
    rows = replace("00", e1=None, e2=None)
    assert row_of(score(rows), "00")["status"] == "unranked"
    scorecard = score(rows, screen={"include": ["00"], "exclude": ["01"]})
    assert row_of(scorecard, "00")["status"] == "ranked"
    assert (row_of(scorecard, "01")["status"], row_of(scorecard, "01")["why_zh"]) == (
        "unranked",
        "按规定不纳入。不参加排位。",
    )


def test_zeros_may_count_as_not_filed(score):
    rows = replace("00", e1=0.0, r1=0.0)
    assert row_of(score(rows), "00")["status"] == "ranked"
    row = row_of(score(rows, screen={"by": "zeros_missing"}), "00")
    assert (row["status"], row["why_en"]) == ("unranked", "Too few figures that are not zero. Not ranked.")


@pytest.mark.parametrize("method", ["mean", "median", "class_mean", "class_median", "row_mean", "iterative", "em"])
def test_an_imputed_figure_is_shown_and_marked_and_coverage_stays_what_was_filed(score, method):
    scorecard = score(replace("02", e2=None), impute={"method": method}, **HUNDRED)
    own = indicator_of(scorecard, "02", "e2")
    assert own["status"] == "imputed"
    assert own["value"] is not None
    assert own["used_weight"] == pytest.approx(20.0)
    assert row_of(scorecard, "02")["coverage"] == 0.8
    assert "插补" in row_of(scorecard, "02")["why_zh"]


def test_regression_takes_declared_predictors(score):
    scorecard = score(replace("02", e2=None), impute={"method": "regression", "predictors": ["e1"]}, **HUNDRED)
    known = np.delete(AMONG, 2, axis=0)
    slope, constant = np.polyfit(known[:, 0], known[:, 1], 1)
    assert indicator_of(scorecard, "02", "e2")["value"] == pytest.approx(constant + slope * AMONG[2, 0])


def test_a_figure_is_carried_forward_as_far_as_the_limit_says(score_years):
    years = {2018: ROWS, 2019: replace("02", e2=None), 2020: replace("02", e2=None)}
    near = score_years(years, impute={"method": "carry_forward"}, **HUNDRED)
    assert indicator_of(near, "02", "e2")["status"] == "missing"
    far = score_years(years, impute={"method": "carry_forward", "limit": 2}, **HUNDRED)
    assert indicator_of(far, "02", "e2")["value"] == ROWS[2][3]
    assert row_of(far, "02")["why_zh"].endswith("沿用以前年份数字。")


def test_a_figure_is_interpolated_between_the_years_around_it(score_years):
    after = [(*row[:3], row[3] + 4, *row[4:]) for row in ROWS]
    years = {2019: ROWS, 2020: replace("02", e2=None), 2021: after}
    own = indicator_of(score_years(years, impute={"method": "interpolate"}, **HUNDRED), "02", "e2")
    assert own["value"] == pytest.approx(ROWS[2][3] + 2)


def test_what_imputation_leaves_missing_is_spread(score_years):
    scorecard = score_years({2020: replace("02", e2=None)}, impute={"method": "carry_forward"}, **HUNDRED)
    assert indicator_of(scorecard, "02", "e2")["used_weight"] == 0.0
    assert row_of(scorecard, "02")["why_zh"] == "缺：e2（未报送）。其权重由其余指标按比例分担。"


def test_an_outlier_is_drawn_in_and_the_scorecard_shows_what_was_changed_and_why(score):
    scorecard = score(replace("04", e1=900.0), treat={"method": "winsorise"}, **HUNDRED)
    own = indicator_of(scorecard, "04", "e1")
    rest = max(row[2] for row in ROWS if row[0] != "04")
    assert (own["value"], own["treated"]) == (900.0, rest)
    assert scorecard.treated.select("ref_area", "indicator", "before", "after").rows() == [("04", "e1", 900.0, rest)]
    detail = scorecard.treatment.row(by_predicate=pl.col("indicator") == "e1", named=True)
    assert (detail["method"], detail["points"], detail["passed"]) == ("winsorise", 1, True)
    assert "1" in detail["why_zh"]
    bound = scorecard.bounds.row(by_predicate=(pl.col("indicator") == "e1") & (pl.col("class") == "K"), named=True)
    assert bound["high"] == rest
    assert indicator_of(scorecard, "04", "e2")["treated"] is None


def test_a_transformed_indicator_is_scored_on_its_new_scale(score):
    own = [{"code": "e1", "method": "log", "force": True}]
    scorecard = score(ROWS, treat={"indicator": own}, **HUNDRED)
    assert indicator_of(scorecard, "04", "e1")["treated"] == pytest.approx(np.log(ROWS[4][2]))
    bound = scorecard.bounds.row(by_predicate=(pl.col("indicator") == "e1") & (pl.col("class") == "K"), named=True)
    assert bound["high"] == pytest.approx(max(np.log(row[2]) for row in ROWS if row[1] == "K"))


def test_an_unranked_area_is_not_treated(score):
    rows = [("99", "K", 900.0, None, None, 1.0), *replace("04", e1=900.0)]
    scorecard = score(rows, treat={"method": "winsorise"}, **HUNDRED)
    assert scorecard.treated["ref_area"].to_list() == ["04"]
    assert indicator_of(scorecard, "99", "e1")["value"] == 900.0


def test_treatment_and_bounds_that_were_set_before_exclude_each_other(scheme):
    with pytest.raises(ValueError, match="take one of the two"):
        scheme(treat={"method": "winsorise"}, normalise={"bounds": "frozen"})


@pytest.mark.parametrize("way", [w for w in AGGREGATIONS if w != "arithmetic"])
def test_every_aggregation_ranks_every_class_by_itself(score, way):
    scale = {"normalise": {"method": "min_max", "base": 1, "span": 99}}
    both = score(ROWS, node=node_ways(way), **scale)
    assert both.table["score"].null_count() == 0
    alone = score([row for row in ROWS if row[1] == "K"], node=node_ways(way), **scale)
    own = both.table.filter(pl.col("class") == "K")
    assert own["score"].to_list() == pytest.approx(alone.table["score"].to_list())
    assert own["rank"].to_list() == alone.table["rank"].to_list()


def test_parameters_of_a_node_are_handed_to_its_method(score):
    scale = {"normalise": {"method": "min_max", "base": 1, "span": 99}}
    one = score(ROWS, node=node_ways("generalised", power=1), **scale)
    plain = score(ROWS, **scale)
    assert one.table["score"].to_list() == pytest.approx(plain.table["score"].to_list())
    with pytest.raises(MethodError, match=r"has no parameter 'pwer'\. Did you mean 'power'"):
        score(ROWS, node=node_ways("generalised", pwer=1), **scale)


def test_a_method_with_a_scale_of_its_own_stands_on_the_scale_of_the_scheme(score):
    assert set(ON_OWN_SCALE) == {name for name, method in AGGREGATE_METHODS.items() if method.ends}
    scorecard = score(ROWS, node=node_ways("copeland"))
    nodes = scorecard.nodes.filter(pl.col("node") != "total")["score"]
    assert nodes.min() >= 60
    assert nodes.max() <= 100
    raw = score(ROWS, node=node_ways("copeland", base=-6, span=12)).nodes.filter(pl.col("node") != "total")
    assert set(raw["score"].to_list()) <= {float(wins) for wins in range(-6, 7)}


def test_a_visitor_has_no_rank_where_areas_are_compared_with_each_other(score):
    classes = [{"code": "K", "name": NAME, "neighbours": ["A"]}, {"code": "A", "name": NAME}]
    assert score(ROWS, **{"class": classes}).table["neighbour_rank"].null_count() == 7
    compared = score(ROWS, **{"class": classes}, node=node_ways("copeland"))
    assert compared.table["neighbour_rank"].null_count() == 14
