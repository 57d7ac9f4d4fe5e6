import numpy as np
import pytest

from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import measure_coverage, multiply_down, spread_weights
from junxian.terms import MethodError

TREE = grow_tree({"e1": "E", "e2": "E", "r1": "R", "E": "total", "R": "total", "total": ""})
POINTS = np.array([40.0, 20.0, 40.0, 60.0, 40.0, 100.0])


def _weights(*filed):
    return multiply_down(spread_weights(POINTS, np.array(filed), TREE), TREE)[..., :3] * 100


def test_parts_are_indicators_then_nodes_with_the_root_last():
    assert TREE.parts == ("e1", "e2", "r1", "E", "R", "total")


def test_whole_weights_are_the_declared_points():
    np.testing.assert_allclose(_weights(True, True, True), [40, 20, 40])


def test_a_missing_indicator_leaves_its_points_to_its_node():
    np.testing.assert_allclose(_weights(True, False, True), [60, 0, 40])


def test_a_missing_node_leaves_its_points_to_its_siblings_in_proportion():
    np.testing.assert_allclose(_weights(True, True, False), [200 / 3, 100 / 3, 0])


def test_nothing_filed_has_no_weight_at_all():
    np.testing.assert_array_equal(spread_weights(POINTS, np.zeros(3, dtype=bool), TREE), np.zeros(6))


def test_coverage_is_the_filed_share_of_the_points_and_exact_at_the_limit():
    points = np.array([0.1, 0.7, 0.2, 0.8, 0.2, 1.0])
    assert measure_coverage(points, np.array([True, True, False]), TREE) == 0.8


@pytest.mark.parametrize(("parent", "what"), [
    ({"a": "N", "N": "", "M": ""}, "exactly one part without a parent"),
    ({"a": "X", "N": ""}, "parent 'X' is unknown"),
    ({"a": "b", "b": "a", "N": ""}, "hangs below itself"),
])  # fmt: skip
def test_what_is_no_tree_is_refused(parent, what):
    with pytest.raises(MethodError, match=what):
        grow_tree(parent)
