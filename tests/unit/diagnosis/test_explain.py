import polars as pl
import pytest

from junxian.diagnosis import diagnose
from junxian.diagnosis.explain import explain_gap
from junxian.terms.errors import MethodError

from .conftest import POINTS, assess_wide, make_scheme


def score_of(scorecard, area):
    return scorecard.table.row(by_predicate=pl.col("ref_area") == area, named=True)["score"]


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
def test_two_areas_of_a_class_differ_by_values_only(drawn, aggregate):
    _, scheme, scorecard = drawn(aggregate=aggregate)
    found = explain_gap(scorecard, scheme, "001", "004")
    assert set(found["effect"]) == {"value"}
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "004"), abs=1e-9)
    assert found["error"].null_count() == found.height


def test_two_areas_of_two_classes_also_differ_by_bounds_and_weights(drawn):
    _, scheme, scorecard = drawn()
    found = explain_gap(scorecard, scheme, "001", "010")
    assert set(found["effect"]) == {"value", "bounds", "weights"}
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "010"), abs=1e-9)


def test_the_same_figures_in_two_classes_differ_by_bounds_and_weights_alone(drawn):
    wide, scheme, _ = drawn()
    same = wide.with_columns(
        pl.when(pl.col("ref_area") == "010").then(pl.col(c).filter(pl.col("ref_area") == "001").first()).otherwise(pl.col(c)).alias(c)
        for c in ("e1", "e2", "r1", "r2")
    )  # fmt: skip
    scorecard = assess_wide(same, scheme)
    found = explain_gap(scorecard, scheme, "001", "010")
    assert found.filter(pl.col("effect") == "value")["points"].abs().max() == 0
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "010"), abs=1e-9)


def test_an_area_against_an_earlier_year_of_another_edition(drawn):
    wide, scheme, scorecard = drawn()
    earlier_scheme = make_scheme(points=POINTS | {"e1": ("economy", "20", "20"), "e2": ("economy", "40", "10")})
    earlier = assess_wide(wide.with_columns(pl.col("e1") * 0.9, pl.col("r2") + 3), earlier_scheme)
    found = explain_gap(scorecard, scheme, "002", earlier, reference_scheme=earlier_scheme)
    gap = score_of(scorecard, "002") - score_of(earlier, "002")
    assert found["points"].sum() == pytest.approx(gap, abs=1e-9)
    by_effect = dict(found.group_by("effect").agg(pl.col("points").sum()).iter_rows())
    # e1 × 0.9 and r2 + 3 for all move values and bounds alike: they cancel, and only the weights moved the score
    assert by_effect["value"] + by_effect["bounds"] == pytest.approx(0, abs=1e-9)
    assert by_effect["weights"] == pytest.approx(gap, abs=1e-9)


def test_an_indicator_that_only_one_edition_has_is_an_effect_of_filing_it(drawn):
    wide, scheme, scorecard = drawn()
    points = {node: p for node, p in POINTS.items() if node != "r2"} | {"r1": ("risk", "40", "70")}
    earlier_scheme = make_scheme(points=points)
    earlier = assess_wide(wide.drop("r2").with_columns(r2=pl.lit(None, dtype=pl.Float64)), earlier_scheme)
    found = explain_gap(scorecard, scheme, "003", earlier, reference_scheme=earlier_scheme)
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "003") - score_of(earlier, "003"), abs=1e-9)
    assert "filed" in found.filter(pl.col("indicator") == "r2")["effect"]


def test_the_method_is_an_effect_where_the_edition_aggregates_otherwise(drawn):
    wide, scheme, scorecard = drawn()
    geometric = make_scheme(aggregate="geometric")
    earlier = assess_wide(wide, geometric)
    found = explain_gap(scorecard, scheme, "003", earlier, reference_scheme=geometric)
    method = found.row(by_predicate=pl.col("effect") == "method", named=True)
    assert method["points"] == pytest.approx(score_of(scorecard, "003") - score_of(earlier, "003"))
    assert method["points"] > 0


def test_what_one_area_has_not_filed_is_named(drawn):
    wide, scheme, _ = drawn()
    holed = wide.with_columns(pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col("r2")).alias("r2"))
    scorecard = assess_wide(holed, scheme)
    found = explain_gap(scorecard, scheme, "002", "003")
    assert found.filter(pl.col("indicator") == "r2")["effect"].to_list() == ["value", "filed"]
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "002") - score_of(scorecard, "003"), abs=1e-9)


@pytest.mark.parametrize("missing", [0, 3])
def test_at_arithmetic_nodes_the_gap_to_the_class_is_that_of_the_run(drawn, missing):
    _, scheme, scorecard = drawn(missing=missing)
    kept = diagnose(scorecard, scheme).gaps.filter(pl.col("ref_area") == "003").select("indicator", "gap_points")
    found = explain_gap(scorecard, scheme, "003").filter(pl.col("effect") == "value")
    joined = kept.drop_nulls().join(found, on="indicator", validate="1:1")
    assert joined.height >= 3
    assert (joined["gap_points"] - joined["points"]).abs().max() < 1e-9


def test_where_scores_move_in_steps_value_and_bounds_stay_together(drawn):
    _, scheme, scorecard = drawn(normalise={"method": "percentile_rank", "base": 0, "span": 100})
    found = explain_gap(scorecard, scheme, "001", "010")
    assert set(found["effect"]) == {"value_and_bounds", "weights"}
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "010"), abs=1e-9)


def test_z_scores_are_told_apart_by_value_and_scale(drawn):
    _, scheme, scorecard = drawn(normalise={"method": "z_score"})
    found = explain_gap(scorecard, scheme, "001", "010")
    assert set(found["effect"]) == {"value", "bounds", "weights"}
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "010"), abs=1e-9)


def test_an_area_without_a_rank_has_nothing_to_explain(drawn):
    wide, scheme, _ = drawn()
    bare = wide.with_columns(
        pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col(c)).alias(c) for c in ("e1", "r1")
    )
    with pytest.raises(MethodError, match="is not ranked"):
        explain_gap(assess_wide(bare, scheme), scheme, "002")


def test_an_unknown_area_is_answered_with_the_nearest(drawn):
    _, scheme, scorecard = drawn()
    with pytest.raises(MethodError, match="'0011': is not assessed"):
        explain_gap(scorecard, scheme, "0011")


def test_the_scheme_of_another_scorecard_is_refused(drawn):
    _, _, scorecard = drawn()
    with pytest.raises(MethodError, match="Hand in the scheme"):
        explain_gap(scorecard, make_scheme(aggregate="geometric"), "001", "002")


@pytest.mark.parametrize("aggregate", ["harmonic", "mean_min", "adjusted_mazziotta_pareto"])
def test_any_aggregation_of_an_areas_own_scores_is_split_exactly(drawn, aggregate):
    _, scheme, scorecard = drawn(aggregate=aggregate)
    gaps = diagnose(scorecard, scheme).gaps
    sums = gaps.group_by("ref_area").agg(pl.col("gap_points").sum(), pl.col("total_gap").first())
    assert (sums["gap_points"] - sums["total_gap"]).abs().max() < 1e-9
    found = explain_gap(scorecard, scheme, "001", "010")
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "010"), abs=1e-9)


@pytest.mark.parametrize("aggregate", ["topsis", "copeland", "mazziotta_pareto"])
def test_where_a_node_compares_areas_what_is_owed_to_the_place_is_told_apart(drawn, aggregate):
    _, scheme, scorecard = drawn(aggregate=aggregate, decimals=6)
    found = explain_gap(scorecard, scheme, "001", "004")
    assert found["points"].sum() == pytest.approx(score_of(scorecard, "001") - score_of(scorecard, "004"), abs=1e-9)
    assert set(found["effect"]) <= {"value", "others"}
    assert diagnose(scorecard, scheme).gaps["gap_points"].null_count() == 56


def test_a_copy_of_an_area_owes_nothing_to_its_values(drawn):
    wide, scheme, _ = drawn(aggregate="topsis")
    same = wide.with_columns(
        pl.when(pl.col("ref_area") == "004").then(pl.col(c).filter(pl.col("ref_area") == "001").first()).otherwise(pl.col(c)).alias(c)
        for c in ("e1", "e2", "r1", "r2")
    )  # fmt: skip
    found = explain_gap(assess_wide(same, scheme), scheme, "001", "004")
    assert found["points"].abs().max() < 1e-12


def test_the_class_median_in_an_areas_place(drawn):
    _, scheme, scorecard = drawn(aggregate="topsis")
    found = explain_gap(scorecard, scheme, "001")
    assert set(found["effect"]) == {"value"}
    assert found["points"].abs().sum() > 0


def test_editions_of_other_indicators_are_not_compared_where_a_node_compares_areas(drawn):
    wide, larger, earlier = drawn(aggregate="topsis")
    points = {node: p for node, p in POINTS.items() if node != "r2"} | {"r1": ("risk", "40", "70")}
    scheme = make_scheme(points=points)
    with pytest.raises(MethodError, match="editions hold different indicators"):
        explain_gap(assess_wide(wide, scheme), scheme, "003", earlier, reference_scheme=larger)


def test_a_treated_indicator_is_still_told_apart_where_its_scale_is_a_line(drawn):
    wide, _, _ = drawn(count=30)
    outlier = wide.with_columns(pl.when(pl.col("ref_area") == "003").then(500.0).otherwise(pl.col("e1")).alias("e1"))
    scheme = make_scheme(treat={"method": "winsorise"}, normalise={"method": "min_max"})
    scorecard = assess_wide(outlier, scheme)
    assert scorecard.treated["ref_area"].to_list() == ["003"]
    for area in ("001", "003"):
        found = explain_gap(scorecard, scheme, area, "020")
        assert "value_and_bounds" not in found["effect"]
        gap = score_of(scorecard, area) - score_of(scorecard, "020")
        assert found["points"].sum() == pytest.approx(gap, abs=1e-9)
