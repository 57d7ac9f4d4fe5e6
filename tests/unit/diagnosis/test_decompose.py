import numpy as np
import pytest

from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.diagnosis.decompose import average_logarithmic, decompose_gap, find_shares

TREE = grow_tree({"a": "N", "b": "N", "c": "total", "N": "total", "total": ""})
POINTS = np.array([30.0, 20.0, 50.0, 50.0, 100.0])


def test_at_arithmetic_nodes_a_part_is_weight_times_gap():
    shares = spread_weights(POINTS, np.ones((1, 3), dtype=bool), TREE)
    gaps = decompose_gap(np.array([[90.0, 70.0, 80.0]]), np.array([[80.0, 80.0, 70.0]]), shares, TREE)
    np.testing.assert_allclose(gaps, [[3.0, -2.0, 5.0]])


def test_at_a_geometric_root_equal_children_share_the_gap_by_the_logarithm():
    tree = grow_tree({"a": "total", "b": "total", "total": ""}, "geometric")
    shares = np.array([[0.5, 0.5, 1.0]])
    gaps = decompose_gap(np.array([[4.0, 1.0]]), np.array([[1.0, 1.0]]), shares, tree)
    np.testing.assert_allclose(gaps, [[1.0, 0.0]], atol=1e-12)


def test_a_missing_indicator_has_no_part():
    filed = np.array([[True, False, True]])
    shares = spread_weights(POINTS, filed, TREE)
    gaps = decompose_gap(np.array([[90.0, np.nan, 80.0]]), np.array([[80.0, 80.0, 70.0]]), shares, TREE)
    np.testing.assert_allclose(gaps, [[5.0, 0.0, 5.0]])


def test_the_logarithmic_mean_lies_between_and_is_smooth_where_both_are_equal():
    assert average_logarithmic(np.array([2.0]), np.array([1.0]))[0] == pytest.approx(1 / np.log(2))
    near = average_logarithmic(np.array([1.0, 1.0 + 1e-4 * 0.999]), np.array([1.0, 1.0]))
    assert near[0] == 1.0
    assert near[1] == pytest.approx(1e-4 * 0.999 / np.log1p(1e-4 * 0.999), rel=1e-13)


def test_shares_are_found_again_from_the_weights_in_the_whole():
    filed = np.array([[True, True, True], [True, False, True], [True, True, False]])
    shares = spread_weights(POINTS, filed, TREE)
    found = find_shares(multiply_down(shares, TREE)[:, :3] * 100, TREE)
    np.testing.assert_allclose(found, shares)
