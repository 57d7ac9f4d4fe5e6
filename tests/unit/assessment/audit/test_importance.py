import numpy as np
import pytest

from junxian.assessment.audit import find_effective_weights, measure_importance, read_classes, weigh_importance
from junxian.assessment.tree import grow_tree

RNG = np.random.default_rng(3)


def test_effective_weights_are_products_of_shares_down_the_tree():
    tree = grow_tree({"a": "n", "b": "n", "c": "m", "n": "root", "m": "root", "root": ""})
    points = dict.fromkeys("abc", 1.0) | {"b": 3.0, "n": 4.0, "m": 12.0, "root": 1.0}
    found = dict(zip(tree.parts, find_effective_weights(np.array([points[p] for p in tree.parts]), tree), strict=True))
    assert found == {"a": 1 / 16, "b": 3 / 16, "c": 3 / 4, "n": 1 / 4, "m": 3 / 4, "root": 1.0}


def test_in_a_sum_of_independent_parts_the_main_effect_is_the_share_of_the_variance():
    x = RNG.normal(size=(4000, 3))
    found = measure_importance(x, x @ [3.0, 2.0, 1.0])
    np.testing.assert_allclose(found.main, np.array([9, 4, 1]) / 14, atol=0.04)
    np.testing.assert_allclose(found.linear, np.array([9, 4, 1]) / 14, atol=0.04)


def test_a_bend_is_seen_that_r_squared_does_not_see():
    x = np.linspace(-1, 1, 120)
    found = measure_importance(np.column_stack([x, RNG.normal(size=120)]), x**2)
    assert found.linear[0] < 1e-12
    assert found.main[0] > 0.97
    assert found.main[1] < 0.2


def test_groups_explain_the_share_between_them():
    group = np.repeat([0.0, 1.0], 30)
    y = group + np.tile([-1.0, 0.0, 1.0], 20)
    between = 0.25 / (0.25 + 2 / 3)
    assert measure_importance(group[:, None], y).main[0] == pytest.approx(between, rel=1e-6)


def test_the_outcome_itself_is_all_and_a_change_of_unit_changes_nothing():
    x = RNG.normal(size=(50, 2))
    y = x @ [1.0, 0.5]
    found, scaled = measure_importance(x, y), measure_importance(1000 * x + 5, 0.01 * y)
    np.testing.assert_allclose(scaled.main, found.main, rtol=1e-9)
    assert measure_importance(y[:, None], y).main[0] == pytest.approx(1.0, abs=1e-6)


def test_constants_and_few_areas_have_no_importance_and_gaps_are_left_out():
    x = np.column_stack([np.ones(20), np.arange(20.0), np.where(np.arange(20) < 16, np.nan, 1.0 * np.arange(20))])
    found = measure_importance(x, np.arange(20.0))
    assert np.isnan(found.main[[0, 2]]).all()
    assert np.isnan(found.linear[[0, 2]]).all()
    assert found.main[1] == pytest.approx(1.0, abs=1e-6)
    assert np.isnan(measure_importance(x[:, 1:2], np.ones(20)).main[0])


def test_an_outlier_far_away_does_not_break_the_smoothing():
    x = np.append(RNG.normal(size=40), 1e6)
    assert 0 <= measure_importance(x[:, None], np.append(RNG.normal(size=40), 3.0)).main[0] <= 1


def test_weights_and_influence_stand_side_by_side_for_every_part(score, scheme):
    rows = [(f"{i:02}", "K", float(i), 0.0 if i % 2 else 1.0, *RNG.normal(size=2)) for i in range(20)]
    (own,) = read_classes(score(rows), scheme())
    found = weigh_importance(own)
    assert found["part"].to_list() == ["e1", "e2", "r1", "r2", "economy", "risk", "total"]
    assert found["effective_weight"].to_list() == pytest.approx([0.4, 0.2, 0.3, 0.1, 0.6, 0.4, 1.0])
    assert found["importance_share"][:4].sum() == pytest.approx(1.0)
    assert found["importance_share"][4:].null_count() == 3
    assert found["ratio"][0] == pytest.approx(found["importance_share"][0] / 0.4)
