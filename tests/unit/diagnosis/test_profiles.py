import numpy as np
import pytest

from junxian.assessment.tree import grow_tree
from junxian.diagnosis.profiles import Profile, explain_profiles
from junxian.terms.errors import MethodError

PARENT = {"a": "N", "b": "N", "c": "total", "N": "total", "total": ""}
TREE = grow_tree(PARENT)
WEIGHTS = np.array([30.0, 20.0, 50.0])


def profile(values, weights=WEIGHTS, tree=TREE, normalise=None):
    return Profile(np.array(values, dtype=float), np.array(weights, dtype=float), tree, normalise)


def test_at_arithmetic_nodes_a_part_is_weight_times_gap():
    effects = explain_profiles(profile([90, 70, 80]), profile([80, 80, 70]))
    np.testing.assert_allclose(effects.points, [[3, 0, 0], [-2, 0, 0], [5, 0, 0]], atol=1e-12)
    assert effects.gap == pytest.approx(6)
    assert effects.exact


def test_two_factors_of_a_product_share_the_gap_as_shapley_says():
    tree = grow_tree({"a": "total", "b": "total", "total": ""}, "geometric")
    effects = explain_profiles(profile([16, 9], [1, 1], tree), profile([4, 1], [1, 1], tree))
    # √(xy): v(∅) 2, v(a) 4, v(b) 6, v(ab) 12
    np.testing.assert_allclose(effects.points[:, 0], [(2 + 6) / 2, (4 + 8) / 2])


def test_a_weight_that_moves_counts_by_what_it_moves_between():
    effects = explain_profiles(
        profile([90, 60], [75, 25], grow_tree({"a": "t", "b": "t", "t": ""})),
        profile([90, 60], [50, 50], grow_tree({"a": "t", "b": "t", "t": ""})),
    )
    assert effects.gap == pytest.approx(7.5)
    assert (effects.points[:, :2] == 0).all()
    # v(∅) 75, v(a) 90·75/125 + 60·50/125 = 78, v(b) 80, v(ab) 82.5
    np.testing.assert_allclose(effects.points[:, 2], [(3 + 2.5) / 2, (5 + 4.5) / 2])


def test_value_and_bounds_of_one_indicator_are_told_apart():
    tree = grow_tree({"a": "t", "t": ""})
    effects = explain_profiles(profile([50], [100], tree, lambda x: 2 * x), profile([40], [100], tree, lambda x: 1 * x))
    # value first 10, bounds first 20: (10 + 20) / 2; bounds first 40, value first 50
    np.testing.assert_allclose(effects.points, [[15, 45, 0]])
    assert effects.gap == 60


def test_what_one_side_has_not_filed_is_an_effect_of_its_weight():
    effects = explain_profiles(profile([90, np.nan, 80]), profile([90, 50, 80]))
    assert effects.gap == pytest.approx((90 - (30 * 90 + 20 * 50) / 50) / 2)
    np.testing.assert_allclose(effects.points, [[0, 0, 0], [0, 0, effects.gap], [0, 0, 0]])


def test_what_neither_has_filed_has_no_part():
    effects = explain_profiles(profile([90, np.nan, 80]), profile([70, np.nan, 80]))
    np.testing.assert_allclose(effects.points, [[10, 0, 0], [0, 0, 0], [0, 0, 0]], atol=1e-12)


def test_a_change_of_the_aggregation_is_a_part_of_its_own():
    ways = {"N": "geometric", "total": "arithmetic"}
    effects = explain_profiles(profile([90, 40, 80], tree=grow_tree(PARENT, ways)), profile([90, 40, 80]))
    assert effects.method == pytest.approx((90**0.6 * 40**0.4 - 70) / 2)
    assert (effects.points == 0).all()


def test_a_nodes_indicators_sum_to_the_part_of_the_node():
    tree = grow_tree(PARENT, {"N": "arithmetic", "total": "geometric"})
    own, other = profile([90, 40, 80], tree=tree), profile([50, 60, 30], tree=tree)
    effects = explain_profiles(own, other)
    above = grow_tree({"N": "t", "c": "t", "t": ""}, "geometric")
    nodes = explain_profiles(profile([70, 80], [1, 1], above), profile([54, 30], [1, 1], above))
    assert effects.points[:2].sum() == pytest.approx(nodes.points[0].sum())
    flat = explain_profiles(own, other, nested=False)
    assert flat.points.sum() == pytest.approx(effects.gap)
    assert not np.allclose(flat.points, effects.points)


def test_many_indicators_under_one_node_are_sampled_and_still_sum_to_the_gap():
    rng, count = np.random.default_rng(1), 24
    tree = grow_tree({**{f"i{k}": "t" for k in range(count)}, "t": ""}, "geometric")
    own, other = (profile(rng.uniform(1, 100, count), rng.uniform(1, 5, count), tree) for _ in range(2))
    own = profile(own.values, other.weights, tree)
    effects = explain_profiles(own, other, pairs=50)
    assert not effects.exact
    assert effects.points.sum() == pytest.approx(effects.gap, abs=1e-9)
    assert (effects.error[:, 0] > 0).all()


def test_profiles_without_a_common_indicator_are_refused():
    with pytest.raises(MethodError, match="no indicator with weight in common"):
        explain_profiles(profile([1, np.nan, np.nan]), profile([np.nan, 1, np.nan]))


def test_profiles_of_other_indicators_are_refused():
    with pytest.raises(MethodError, match="same indicators"):
        explain_profiles(profile([1, 2, 3]), profile([1, 2], [1, 1], grow_tree({"a": "t", "b": "t", "t": ""})))
