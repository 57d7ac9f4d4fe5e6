import numpy as np
import pytest

from junxian.assessment.robustness import Choices, measure_effects

COUNT = 4000
RNG = np.random.default_rng(5)
CHOICES = Choices(RNG.uniform(0.75, 1.25, (COUNT, 1, 3)), RNG.integers(0, 3, COUNT), RNG.integers(0, 2, COUNT))
POINTS = np.array([[60.0, 40.0, 0.0]])


def ranks_of(*scores):
    return np.argsort(np.argsort(-np.column_stack(scores), axis=1), axis=1) + 1


def test_the_share_of_a_choice_is_the_variance_between_its_levels():
    moved = np.column_stack([CHOICES.aggregation + 1, 2 - CHOICES.aggregation])
    found = measure_effects(moved, CHOICES, POINTS)
    np.testing.assert_allclose(found["aggregation"], 1.0, atol=1e-3)
    for other in ("weights", "normalisation", "rest"):
        np.testing.assert_allclose(found[other], 0.0, atol=2e-3)


def test_independent_choices_share_the_variance_as_they_cause_it():
    whole = 10 * (CHOICES.factors[:, 0, 0] - 1) + CHOICES.normalisation + RNG.normal(size=COUNT)
    parts = {"weights": 100 * 0.5**2 / 12, "normalisation": 2 / 3, "rest": 1.0, "aggregation": 0.0}
    found = measure_effects(whole[:, None], CHOICES, POINTS)
    for name, variance in parts.items():
        assert found[name][0] == pytest.approx(variance / sum(parts.values()), abs=0.03)


def test_shares_sum_to_one_and_none_is_negative():
    found = np.array(
        [*measure_effects(RNG.permuted(np.tile(np.arange(1, 6), (COUNT, 1)), axis=1), CHOICES, POINTS).values()]
    )
    np.testing.assert_allclose(found.sum(axis=0), 1.0)
    assert found.min() >= 0
    assert found[-1].min() > 0.98  # ranks by lot: nothing explains them


def test_weights_of_parts_without_points_explain_nothing():
    whole = CHOICES.factors[:, 0, 2][:, None]
    assert measure_effects(whole, CHOICES, POINTS)["weights"][0] < 0.01
    assert measure_effects(whole, CHOICES, np.ones((1, 3)))["weights"][0] == pytest.approx(1.0, abs=1e-3)


def test_a_rank_that_never_moves_has_no_shares_and_what_does_not_vary_is_not_named():
    still = Choices(np.ones((50, 1, 3)), np.zeros(50, dtype=int), np.arange(50) % 2)
    ranks = np.column_stack([np.ones(50, dtype=int), 2 + np.arange(50) % 2])
    found = measure_effects(ranks, still, POINTS)
    assert list(found) == ["aggregation", "rest"]
    assert np.isnan(found["aggregation"][0])
    assert np.isnan(found["rest"][0])
    assert found["aggregation"][1] == pytest.approx(1.0)


def test_hardly_more_replicates_than_weights_say_nothing():
    few = Choices(CHOICES.factors[:3], CHOICES.normalisation[:3], CHOICES.aggregation[:3])
    assert measure_effects(np.array([[1, 2], [2, 1], [1, 2]]), few, POINTS) == {}
