"""Methods that compare areas do so within a class: in a province of two, every answer is that of each class alone."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from junxian.assessment import assess
from junxian.assessment.aggregate import METHODS
from junxian.assessment.audit import audit_scheme, read_classes, remove_parts
from junxian.assessment.audit.removal import rescore_without
from junxian.assessment.tree import grow_tree
from junxian.diagnosis import (
    audit_gaming,
    diagnose,
    explain_gap,
    find_least_change,
    measure_marginal_points,
    propose_targets,
    reassess_values,
)
from junxian.diagnosis.decompose import decompose_gap
from junxian.diagnosis.profiles import Profile, explain_profiles
from junxian.terms.errors import MethodError

from .conftest import PERIOD, POINTS, classify, draw_figures, make_scheme, tabulate

IN_PAIRS = ("copeland", "outranking", "kemeny", "promethee")
COMPARING = [name for name, method in METHODS.items() if method.needs_population]


def compare_at(method, node):
    """A scheme in which one node compares areas and the others are weighted means."""
    name = {"zh": "县域考核", "en": "Assessment"}
    ways = [(code, method if code == node else "arithmetic") for code in ("total", "economy", "risk")]
    return make_scheme(
        node=[{"code": code, "name": name, "parent": POINTS[code][0], "aggregate": way} for code, way in ways]
    )


@pytest.fixture(
    scope="module", params=[(method, node) for method in COMPARING for node in ("total", "economy")], ids="-".join
)
def province(request):
    """Figures, scheme, the scorecard of both classes, and that of each class alone."""
    wide, scheme = draw_figures(), compare_at(*request.param)
    classes = classify(wide)
    alone = {
        code: assess(tabulate(wide), scheme, classes.filter(pl.col("class") == code), PERIOD, seed=1)
        for code in scheme.classes
    }
    return wide, scheme, assess(tabulate(wide), scheme, classes, PERIOD, seed=1), alone


def check_alike(together, alone):
    """Rows of both classes are those of each class alone, up to the last digits."""
    frames = pl.concat(alone)
    keys = [c for c, kind in together.schema.items() if kind == pl.String]
    assert together.height == frames.height
    assert_frame_equal(together.sort(keys), frames.sort(keys), check_exact=False, abs_tol=1e-9)


def test_scores_and_diagnosis_are_those_of_each_class_alone(province):
    _, scheme, card, alone = province
    kept = ("ref_area", "class", "score", "total", "rank", "of")
    check_alike(card.table.select(kept), [own.table.select(kept) for own in alone.values()])
    check_alike(diagnose(card, scheme).gaps, [diagnose(own, scheme).gaps for own in alone.values()])
    check_alike(diagnose(card, scheme).moves, [diagnose(own, scheme).moves for own in alone.values()])
    check_alike(measure_marginal_points(card, scheme), [measure_marginal_points(own, scheme) for own in alone.values()])
    check_alike(audit_gaming(card, scheme).table, [audit_gaming(own, scheme).table for own in alone.values()])


def test_the_audit_is_that_of_each_class_alone(province):
    _, scheme, card, alone = province
    found, own = audit_scheme(card, scheme), [audit_scheme(one, scheme) for one in alone.values()]
    for frame in ("removal", "importance", "power", "correlations"):
        check_alike(getattr(found, frame), [getattr(one, frame) for one in own])


def test_a_removal_ranks_as_assessing_again_without_the_part_does(province):
    wide, scheme, card, _ = province

    def rescore(changed):
        return assess(tabulate(wide), changed, classify(wide), PERIOD, seed=1)

    again = {own.code: own.rank for own in read_classes(rescore_without(scheme, "e2", rescore), scheme)}
    for own in read_classes(card, scheme):
        removed = remove_parts(own, scheme.decimals)
        np.testing.assert_array_equal(removed.ranks[removed.parts.index("e2")], again[own.code])


def test_what_one_area_alone_would_gain_is_not_told_where_every_move_shifts_the_others(province):
    _, scheme, card, _ = province
    found = diagnose(card, scheme)
    assert found.gaps["gap_points"].null_count() == found.gaps.height
    assert set(found.moves["answer"]) == {"unknown"}
    assert measure_marginal_points(card, scheme)["points_per_unit"].null_count() == card.indicators.height
    with pytest.raises(MethodError, match="compares areas"):
        find_least_change(card, scheme, "001", 1)


def test_a_gap_adds_up_within_a_class(province):
    _, scheme, card, _ = province
    score = dict(card.table.select("ref_area", "score").iter_rows())
    found = explain_gap(card, scheme, "001", "004")
    assert found["points"].sum() == pytest.approx(score["001"] - score["004"], abs=1e-9)


def test_a_gap_between_classes_adds_up_or_is_refused_where_pairs_need_one_set_of_weights(province):
    _, scheme, card, _ = province
    score = dict(card.table.select("ref_area", "score").iter_rows())
    if any(node.aggregate in IN_PAIRS for node in scheme.node):
        with pytest.raises(MethodError, match=r"area '001': cannot be compared .*proportions.*one class"):
            explain_gap(card, scheme, "001", "010")
    else:
        found = explain_gap(card, scheme, "001", "010")
        assert found["points"].sum() == pytest.approx(score["001"] - score["010"], abs=1e-9)


def test_other_values_are_placed_by_assessing_again(province):
    wide, scheme, card, _ = province
    found = reassess_values(card, scheme, "001", {"e1": 75.0}, tabulate(wide), classify(wide), PERIOD)
    moved = wide.with_columns(pl.when(pl.col("ref_area") == "001").then(75.0).otherwise("e1").alias("e1"))
    again = assess(tabulate(moved), scheme, classify(wide), PERIOD, seed=1)
    row = again.table.row(by_predicate=pl.col("ref_area") == "001", named=True)
    assert (found.fixed_rank, found.new_rank, found.new_total) == (None, row["rank"], row["total"])


def test_targets_are_those_of_each_class_alone(province):
    wide, scheme, card, alone = province
    rows = wide.unpivot(index="ref_area", variable_name="indicator", value_name="value")
    history = rows.with_columns(pl.lit("2020").alias("time_period"))
    found = propose_targets(history, card, scheme)
    check_alike(found, [propose_targets(history, own, scheme) for own in alone.values()])
    assert found.height == card.indicators.height


def test_parts_of_a_gap_are_refused_where_the_areas_compared_with_are_not_given():
    tree = grow_tree({"e": "total", "r": "total", "total": ""}, "topsis")
    sides = (Profile(np.array(values), np.array([50.0, 50.0]), tree) for values in ([80.0, 60.0], [70.0, 70.0]))
    with pytest.raises(MethodError, match=r"node 'total'.*compares areas"):
        explain_profiles(*sides)


@pytest.mark.parametrize("method", ["topsis", "harmonic"])
def test_parts_by_logarithmic_means_are_refused_for_other_means(method):
    tree = grow_tree({"e": "total", "r": "total", "total": ""}, method)
    scores, shares = np.array([[80.0, 60.0], [70.0, 65.0]]), np.tile([0.5, 0.5, 1.0], (2, 1))
    with pytest.raises(MethodError, match=method):
        decompose_gap(scores, np.full((2, 2), 66.0), shares, tree)
