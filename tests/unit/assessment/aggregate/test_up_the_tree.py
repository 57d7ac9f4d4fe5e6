import numpy as np
import pytest

from junxian.assessment import aggregate_tree
from junxian.assessment.aggregate import METHODS, aggregate_vikor, aggregate_wroclaw, needs_population
from junxian.assessment.tree import grow_tree, tree_of
from junxian.assessment.weigh import spread_weights
from junxian.terms import MethodError

PARENT = {"e1": "E", "e2": "E", "r1": "R", "E": "total", "R": "total", "total": ""}
POINTS = np.array([50.0, 25.0, 25.0, 75.0, 25.0, 100.0])


def _aggregate(tree, *scores):
    table = np.array(scores, dtype=float)
    return aggregate_tree(table, spread_weights(POINTS, ~np.isnan(table), tree), tree, ["a", "b"])


def test_each_node_is_aggregated_in_its_own_way():
    tree = grow_tree(PARENT, {"E": "geometric", "R": "arithmetic", "total": "arithmetic"})
    nodes = _aggregate(tree, [8, 64, 20])
    np.testing.assert_allclose(nodes, [[16, 20, 17]])


def test_a_node_without_figures_has_no_score():
    nodes = _aggregate(grow_tree(PARENT), [80, 60, np.nan])
    np.testing.assert_allclose(nodes[0, 0], 80 * 2 / 3 + 60 / 3)
    assert np.isnan(nodes[0, 1])
    np.testing.assert_allclose(nodes[0, 2], nodes[0, 0])


def test_a_geometric_mean_of_what_is_not_positive_names_the_cells_and_the_remedy():
    with pytest.raises(MethodError, match=r"2 scores are not positive \(a e2 = 0, b e1 = -3\)") as error:
        _aggregate(grow_tree(PARENT, "geometric"), [1, 0, 3], [-3, 1, 1])
    assert "Normalise to a base above zero" in error.value.remedy


TABLE = [[80, 60, 70], [60, 90, 75], [70, 70, 60], [90, 60, np.nan]]


def _ways(tree, scores, **keywords):
    table = np.array(scores, dtype=float)
    return aggregate_tree(table, spread_weights(POINTS, ~np.isnan(table), tree), tree, list("abcdef"), **keywords)


def test_a_node_takes_its_parameters_and_its_siblings_another_method():
    tree = grow_tree(PARENT, {"E": "generalised", "R": "copeland", "total": "arithmetic"}, {"E": {"power": 2}})
    nodes = _ways(tree, TABLE)
    np.testing.assert_allclose(nodes[0, 0], np.sqrt((80**2 * 2 + 60**2) / 3))
    np.testing.assert_array_equal(nodes[:, 1], [0, 2, -2, np.nan])


def test_every_method_runs_in_a_tree_and_gives_each_area_a_score():
    given = {"promethee": {"preference": "linear", "strict": 20.0}, "generalised": {"power": 0.5}}
    for name in METHODS:
        tree = grow_tree(PARENT, {"E": name, "R": "arithmetic", "total": "arithmetic"}, {"E": given.get(name, {})})
        assert np.isfinite(_ways(tree, TABLE)[:, 0]).all(), name


@pytest.mark.parametrize("name", METHODS)
def test_an_area_that_is_better_in_everything_scores_highest_by_every_method(name):
    scores = _ways(grow_tree(PARENT, {"E": name}), [[60, 70, 1], [90, 95, 1], [75, 62, 1], [80, 80, 1]])[:, 0]
    assert scores.argmax() == 1
    assert (np.delete(scores, 1) < scores[1]).all()


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.needs_population])
def test_areas_of_other_groups_and_areas_without_weights_change_nothing(name):
    tree = grow_tree(PARENT, {"E": name})
    alone = _ways(tree, TABLE[:3])[:, 0]
    table = np.array([*TABLE[:3], [99, 1, 50], [1, 99, 50], [40, 45, 50]], dtype=float)
    grouped = _ways(tree, table, groups=np.array([0, 0, 0, 1, 1, 1]))[:, 0]
    np.testing.assert_array_equal(grouped[:3], alone)
    shares = spread_weights(POINTS, np.arange(6)[:, None] < np.array([3, 3, 3]), tree)
    without = aggregate_tree(table, shares, tree)[:, 0]
    np.testing.assert_array_equal(without, [*alone, np.nan, np.nan, np.nan])


@pytest.mark.parametrize("name", METHODS)
def test_axes_before_the_areas_are_worked_off_one_by_one(name):
    tree = grow_tree(PARENT, {"E": name})
    tables = np.array([TABLE, TABLE[::-1], [[61, 62, 63]] * 3 + [[64, 60, 1]]], dtype=float)
    shares = spread_weights(POINTS, ~np.isnan(tables), tree)
    whole = aggregate_tree(tables, shares, tree)
    for table, share, nodes in zip(tables, shares, whole, strict=True):
        np.testing.assert_array_equal(nodes, aggregate_tree(table, share, tree))


def test_the_last_bits_of_a_score_win_no_comparison():
    tree = grow_tree(PARENT, {"E": "copeland"})
    nodes = _ways(tree, [[0.1 + 0.2, 5, 1], [0.3, 5, 1]])
    np.testing.assert_array_equal(nodes[:, 0], [0, 0])


def test_less_is_better_methods_are_turned_in_a_tree():
    values = np.array([[60, 70, 1], [90, 95, 1], [75, 62, 1]], dtype=float)
    weights = np.array([2, 1]) / 3
    for name, function in (("vikor", aggregate_vikor), ("wroclaw", aggregate_wroclaw)):
        nodes = _ways(grow_tree(PARENT, {"E": name}), values)
        np.testing.assert_allclose(nodes[:, 0], 1 - function(values[:, :2], weights), rtol=1e-12)


def test_scores_on_a_scale_of_their_own_are_brought_to_that_of_their_siblings():
    table = [[60, 60, 1], [80, 70, 1], [70, 80, 1], [90, 90, 1]]
    for name in ("copeland", "outranking", "kemeny", "topsis", "vikor", "promethee"):
        tree = grow_tree(PARENT, {"E": name}, {"E": {"base": 60, "span": 40}})
        scores = _ways(tree, table)[:, 0]
        np.testing.assert_allclose(scores[[0, 3]], [60, 100], err_msg=name)
        assert ((scores[1:3] > 60) & (scores[1:3] < 100)).all()
    percent = _ways(grow_tree(PARENT, {"E": "copeland"}, {"E": {"base": 0}}), table)[:, 0]
    np.testing.assert_allclose(percent, [0, 200 / 3, 100 / 3, 100])
    alone = _ways(grow_tree(PARENT, {"E": "copeland"}, {"E": {"base": 60, "span": 40}}), table[:1])
    np.testing.assert_allclose(alone[:, 0], 80)


@pytest.mark.parametrize(("aggregate", "parameters", "message"), [
    ("copland", {}, "'copland' is no aggregation. Did you mean 'copeland'"),
    ("generalised", {"pover": 2}, "has no parameter 'pover'. Did you mean 'power'"),
    ("generalised", {"power": "half"}, "wants a number"),
    ("topsis", {"normalisation": 1.0}, "wants a word"),
    ("geometric", {"base": 60.0}, "has no parameter 'base'"),
])  # fmt: skip
def test_wrong_declarations_name_the_node_and_what_is_permitted(aggregate, parameters, message):
    tree = grow_tree(PARENT, {"E": aggregate}, {"E": parameters})
    with pytest.raises(MethodError, match="node 'E'") as error:
        _ways(tree, TABLE)
    assert message in str(error.value)


def test_a_tree_knows_whether_a_row_can_be_aggregated_alone():
    assert not needs_population(grow_tree(PARENT, "geometric"))
    assert needs_population(grow_tree(PARENT, {"E": "topsis"}))
    assert needs_population(grow_tree(PARENT).with_aggregate("vikor", v=0.3))


def test_a_scheme_hands_the_parameters_of_its_nodes_to_the_tree(scheme):
    name = {"zh": "考核", "en": "Assessment"}
    nodes = [
        {"code": "total", "name": name}, {"code": "risk", "name": name, "parent": "total"},
        {"code": "economy", "name": name, "parent": "total", "aggregate": "generalised", "parameters": {"power": 0.5}},
    ]  # fmt: skip
    tree = tree_of(scheme(node=nodes))
    assert tree.parameters == {"economy": {"power": 0.5}}
    assert tree.aggregate["economy"] == "generalised"


@pytest.mark.parametrize("name", METHODS)
def test_a_class_without_any_figures_has_no_scores_by_any_method(name):
    nodes = _ways(grow_tree(PARENT, {"E": name}), np.full((3, 3), np.nan))
    assert np.isnan(nodes).all()
