import numpy as np
import pytest

from junxian.assessment import aggregate_tree
from junxian.assessment.robustness import score_replicates
from junxian.assessment.robustness.blocks import collapse_tree, is_of_means
from junxian.assessment.tree import Tree, grow_tree
from junxian.assessment.weigh import spread_weights

RNG = np.random.default_rng(8)
PARENT = {
    "index": "", "left": "index", "right": "index", "l1": "left", "l2": "left", "a": "l1", "b": "l1", "c": "l2", "d": "l2",
    "e": "right", "f": "right", "g": "index",
}  # fmt: skip
MIXED = {"index": "geometric", "left": "arithmetic", "right": "harmonic", "l1": "arithmetic", "l2": "geometric"}
POWER = {node: {"power": 0.5} for node in ("index", "left")}
TREES = {
    "arithmetic": grow_tree(PARENT),
    "geometric": grow_tree(PARENT, "geometric"),
    "harmonic": grow_tree(PARENT, "harmonic"),
    "mixed": grow_tree(PARENT, MIXED),
    "powers": grow_tree(PARENT, {**MIXED, "index": "generalised", "left": "generalised"}, POWER),
}  # fmt: skip


def _table(areas=20):
    return RNG.uniform(1, 100, (7, areas))


def _points(tree, count=40):
    return RNG.uniform(0.5, 3, (count, len(tree.parts)))


def _expect(table, points, tree):
    return np.array([
        aggregate_tree(table.T, spread_weights(own, ~np.isnan(table.T), tree), tree)[:, -1] for own in points
    ])  # fmt: skip


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_scores_are_those_of_each_replicate_alone(tree):
    table, points = _table(), _points(tree)
    found = score_replicates(table, points, tree)
    np.testing.assert_allclose(found.scores, _expect(table, points, tree), rtol=1e-12)
    assert not found.undefined.any()


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_weights_of_what_is_missing_are_spread_in_every_replicate(tree):
    table, points = _table(), _points(tree)
    table[RNG.random(table.shape) < 0.3] = np.nan
    table[:, 3] = np.nan
    points[:5, tree.parts.index("c")] = 0
    points[2, [tree.parts.index(part) for part in ("a", "b")]] = 0
    points[3, tree.parts.index("right")] = 0
    found = score_replicates(table, points, tree)
    np.testing.assert_allclose(found.scores, _expect(table, points, tree), rtol=1e-12)
    assert np.isnan(found.scores[:, 3]).all()


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_table_for_every_replicate_gives_each_its_own(tree):
    points, tables = _points(tree, 6), RNG.uniform(1, 100, (6, 7, 20))
    tables[:, 2, 5:9] = np.nan
    tables[:, :, 11] = np.nan
    found = score_replicates(tables, points, tree).scores
    for own, table, scores in zip(points, tables, found, strict=True):
        np.testing.assert_allclose(scores, _expect(table, own[None], tree)[0], rtol=1e-12)


def test_what_is_left_out_counts_as_missing():
    tree, table = TREES["mixed"], _table()
    points, left_out = _points(tree), np.array([True, True, False, False, True, False, False])
    holed = np.where(left_out[:, None], np.nan, table)
    found = score_replicates(table, points, tree, left_out)
    np.testing.assert_allclose(found.scores, _expect(holed, points, tree), rtol=1e-12)


def test_a_replicate_is_undefined_only_where_a_score_without_a_logarithm_counts():
    tree, table = TREES["geometric"], _table()
    table[4, 7] = -1.0
    points = _points(tree, 3)
    points[1, 4] = 0
    assert score_replicates(table, points, tree).undefined.tolist() == [True, False, True]
    assert not score_replicates(table, points, TREES["arithmetic"]).undefined.any()


def test_a_mean_below_zero_makes_the_geometric_node_above_undefined():
    tree, table = TREES["mixed"], _table()
    table[0, 7], table[1, 7] = -150.0, 1.0
    points = np.ones((2, len(tree.parts)))
    points[1, 0] = 1e-3
    assert score_replicates(table, points, tree).undefined.tolist() == [True, False]


def test_zeros_have_positive_powers_and_no_negative_ones():
    table, shown = _table(), {"power": 0.5}
    table[0, 0] = 0.0
    square = TREES["arithmetic"].with_aggregate("generalised", **shown)
    points = _points(square, 2)
    np.testing.assert_allclose(
        score_replicates(table, points, square).scores, _expect(table, points, square), rtol=1e-12
    )
    assert score_replicates(table, points, TREES["harmonic"]).undefined.all()


def test_nodes_of_one_kind_collapse_into_one_block():
    assert len(collapse_tree(TREES["arithmetic"])) == len(collapse_tree(TREES["geometric"])) == 1
    assert len(collapse_tree(TREES["mixed"])) == 4
    assert collapse_tree(TREES["arithmetic"])[0].indicators == tuple(range(7))


def test_other_methods_than_means_do_not_collapse():
    tree = TREES["arithmetic"]
    assert is_of_means(tree)
    assert not is_of_means(Tree(tree.indicators, tree.nodes, tree.parent, {"index": "copeland"}))
    assert not is_of_means(tree.with_aggregate("generalised", power=np.inf))


def test_without_replicates_there_are_no_scores():
    tree = TREES["arithmetic"]
    assert score_replicates(_table(), np.empty((0, len(tree.parts))), tree).scores.shape == (0, 20)
