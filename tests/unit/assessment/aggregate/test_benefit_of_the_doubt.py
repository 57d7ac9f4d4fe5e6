import numpy as np
import pytest
from scipy.optimize import linprog

from junxian.assessment.aggregate import (
    aggregate_benefit_of_the_doubt,
    aggregate_directional,
    aggregate_order_m,
    find_best_weights,
)
from junxian.assessment.aggregate.cells import Names
from junxian.assessment.aggregate.many_programmes import maximise_many
from junxian.terms import MethodError

NAN = np.nan


def _solve(values, place, low, high, bounds_on):
    """The same programme, stated afresh and solved by HiGHS."""
    own = values[place]
    known = np.flatnonzero(~np.isnan(own))
    rows, own = np.nan_to_num(values[:, known]), own[known]
    worth = own if bounds_on == "contribution" else np.ones(len(known))
    unit = np.eye(len(known)) * worth
    bounds = np.vstack([low * worth - unit, unit - high * worth])
    limits = np.append(np.ones(len(rows)), np.zeros(len(bounds)))
    return -linprog(-own, A_ub=np.vstack([rows, bounds]), b_ub=limits).fun


@pytest.mark.parametrize(("low", "high", "bounds_on"), [
    (0, 1, "contribution"), (0.05, 1, "contribution"), (0.1, 0.45, "contribution"), (0, 0.4, "contribution"),
    (0.1, 1, "weight"), (0.1, 0.4, "weight"),
])  # fmt: skip
@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_a_general_solver(seed, low, high, bounds_on):
    stream = np.random.default_rng(seed)
    values = np.round(stream.random((40, 5)) * 100, stream.integers(0, 3)) + 1
    values[stream.random(values.shape) < 0.05] = NAN
    found = aggregate_benefit_of_the_doubt(values, low=low, high=high, bounds_on=bounds_on)
    np.testing.assert_allclose(found, [_solve(values, i, low, high, bounds_on) for i in range(40)], rtol=1e-9)


def test_many_areas_keep_every_bound_at_their_best_weights():
    values = np.random.default_rng(5).lognormal(3, 0.7, (600, 8))
    found = find_best_weights(values, low=0.05, high=0.3)
    assert (values @ found.weights.T).max() <= 1 + 1e-9
    assert found.contributions.min() >= 0.05 - 1e-9
    assert found.contributions.max() <= 0.3 + 1e-9
    np.testing.assert_allclose((values * found.weights).sum(axis=1), found.scores, rtol=1e-9)
    np.testing.assert_allclose(found.contributions.sum(axis=1), 1, rtol=1e-9)


def test_the_best_in_any_child_scores_1_and_the_others_their_distance_to_a_mix():
    found = aggregate_benefit_of_the_doubt(np.array([[10.0, 2], [4, 8], [5, 5], [3, 3]]))
    assert found[[0, 1]] == pytest.approx([1, 1])
    assert found[2] == pytest.approx(5 / 6)  # (6, 6) is the mix of a third of the first and two thirds of the second
    assert found[3] == pytest.approx(found[2] * 0.6)


def test_areas_that_tie_in_everything_all_score_1():
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(np.full((5, 3), 7.0), low=0.1, high=0.6), 1)
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(np.array([[3.0]])), 1)


def test_missing_children_have_no_weight_and_rows_without_values_no_score():
    found = find_best_weights(np.array([[10.0, 2], [4, NAN], [NAN, NAN], [5, 8]]))
    np.testing.assert_allclose(found.scores, [1, 0.4, NAN, 1])
    assert found.weights[1, 1] == pytest.approx(0)
    assert np.isnan(found.weights[2]).all()


def test_a_zero_has_no_least_contribution():
    values = np.array([[0.0, 10], [5, 5], [0, 0]])
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(values), [1, 1, 0])
    bound = find_best_weights(values, low=0.05)
    np.testing.assert_allclose(bound.scores[[0, 2]], 0)
    assert np.isnan(bound.weights[0]).all()
    assert bound.scores[1] == pytest.approx(_solve(values, 1, 0.05, 1, "contribution"))


def test_a_child_that_is_0_leaves_the_whole_to_the_others_if_they_may_make_it_up():
    values = np.array([[0.0, 0, 9, 9], [0, 5, 5, 5], [9, 9, 9, 1]])
    found = aggregate_benefit_of_the_doubt(values, high=0.4)
    np.testing.assert_allclose(found, [0, *(_solve(values, i, 0, 0.4, "contribution") for i in (1, 2))], atol=1e-12)


def test_least_weights_of_children_of_very_different_size_are_those_of_plain_scores_of_mixed_children():
    """Weights of at least `low` are mixes of low · Σ x + (1 − m · low) · x, which HiGHS misses: it drops small terms."""
    stream = np.random.default_rng(3)
    for _ in range(5):
        values = stream.random((40, 6)) * 10.0 ** stream.integers(-6, 7, 6)
        mixed = 0.1 * values.sum(axis=1, keepdims=True) + (1 - 6 * 0.1) * values
        found = aggregate_benefit_of_the_doubt(values, low=0.1, bounds_on="weight")
        np.testing.assert_allclose(found, aggregate_benefit_of_the_doubt(mixed), rtol=1e-9)


def test_what_the_joint_solution_leaves_open_is_solved_by_itself(monkeypatch):
    values = np.random.default_rng(4).random((12, 4)) + 0.5
    joint = aggregate_benefit_of_the_doubt(values, low=0.1)
    module = "junxian.assessment.aggregate.benefit_of_the_doubt.maximise_many"
    monkeypatch.setattr(module, lambda c, rows, cones: (np.zeros(c.shape), np.zeros(len(c), dtype=bool)))
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(values, low=0.1), joint, rtol=1e-9)


def test_nearly_all_programmes_end_with_a_proof():
    for seed in range(5):
        rows = np.random.default_rng(seed).integers(0, 4, (60, 6)).astype(float) + (seed > 2)
        best, is_best = maximise_many(rows / rows.max(axis=0), rows / rows.max(axis=0), np.zeros((60, 0, 6)))
        assert is_best.all()
        assert (rows / rows.max(axis=0) @ best.T).max() <= 1 + 1e-9


def test_a_child_without_weight_is_left_out():
    values = np.array([[10.0, 2], [4, 8]])
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(values, np.array([1.0, 0])), [1, 0.4])


def test_bounds_that_no_shares_can_keep_are_refused_by_area():
    names = Names("E", ["a", "b"], ["e1", "e2", "e3"])
    values = np.array([[1.0, 2, 3], [3, NAN, 1]])
    with pytest.raises(MethodError, match=r"no shares of the 2 children that b has lie between 0 and 0\.4"):
        aggregate_benefit_of_the_doubt(values, names=names, high=0.4)
    for wrong in ({"low": -0.1}, {"low": 0.5}, {"low": 0.3, "high": 0.2}):
        with pytest.raises(MethodError, match="Widen the bounds"):
            aggregate_benefit_of_the_doubt(values, names=names, **wrong)
    with pytest.raises(MethodError, match="neither contribution nor weight"):
        aggregate_benefit_of_the_doubt(values, bounds_on="share")


@pytest.mark.parametrize("aggregate", [aggregate_benefit_of_the_doubt, aggregate_order_m])
def test_negative_values_are_refused_by_cell(aggregate):
    with pytest.raises(MethodError, match=r"1 scores are negative \(b e2 = -3\)"):
        aggregate(np.array([[1.0, 2], [3, -3]]), names=Names("E", ["a", "b"], ["e1", "e2"]))


def test_a_child_that_is_0_everywhere_is_refused():
    with pytest.raises(MethodError, match="column 1 is 0 for every area"):
        aggregate_benefit_of_the_doubt(np.array([[1.0, 0], [2, 0]]))


def test_the_direction_of_an_area_itself_is_its_benefit_of_the_doubt():
    values = np.random.default_rng(2).random((20, 3)) + 0.1
    plain = aggregate_benefit_of_the_doubt(values)
    own = [aggregate_directional(values, row)[place] for place, row in enumerate(values)]
    np.testing.assert_allclose(own, plain, rtol=1e-9)


def test_a_direction_must_lead_somewhere_and_missing_values_have_no_score():
    with pytest.raises(MethodError, match="no positive term"):
        aggregate_directional(np.ones((2, 2)), [0, 0])
    np.testing.assert_allclose(aggregate_directional(np.array([[2.0, 2], [1, NAN], [1, 1]]), [1, 1]), [1, NAN, 0.5])


def test_order_m_is_the_exact_mean_over_all_draws():
    values = np.array([[4.0, 1], [2, 2], [1, 4], [1, 1]])
    every = np.stack(np.meshgrid(range(4), range(4), range(4))).reshape(3, -1)
    expected = [1 / (values[every] / row).min(axis=2).max(axis=0).mean() for row in values]
    np.testing.assert_allclose(aggregate_order_m(values, m=3), expected, rtol=1e-12)


def test_order_m_of_very_many_is_the_distance_to_an_area_that_exceeds_it_in_everything():
    values = np.array([[4.0, 4], [2, 2], [1, 4], [0, 0], [NAN, 2]])
    np.testing.assert_allclose(aggregate_order_m(values, m=1e6), [1, 0.5, 1, 0, 0.5])
    with pytest.raises(MethodError, match="cannot be drawn"):
        aggregate_order_m(values, m=0)
