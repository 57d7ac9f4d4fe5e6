import numpy as np
import pytest

from junxian.assessment import aggregate_tree
from junxian.assessment.tree import grow_tree
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
