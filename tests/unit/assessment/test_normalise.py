import numpy as np
import pytest

from junxian.assessment import normalise_efficacy, normalise_min_max, normalise_rank, normalise_z_score
from junxian.terms import MethodError

VALUES = np.array([1.0, 2.0, 3.0, np.nan, 5.0])


def test_efficacy_is_60_at_the_5th_percentile_and_100_at_the_95th():
    found = normalise_efficacy(np.arange(101.0))
    np.testing.assert_allclose(found[[0, 5, 50, 95, 100]], [60, 60, 80, 100, 100])


def test_a_direction_turned_round_mirrors_the_scale():
    up, down = normalise_efficacy(VALUES), normalise_efficacy(VALUES, more_is_better=False)
    np.testing.assert_allclose(up + down, np.where(np.isnan(VALUES), np.nan, 160.0))
    uneven = normalise_efficacy(VALUES, percentiles=(10, 80)) + normalise_efficacy(
        -VALUES, percentiles=(10, 80), more_is_better=False
    )
    np.testing.assert_allclose(uneven / 2, normalise_efficacy(VALUES, percentiles=(10, 80)))


def test_declared_bounds_clip_what_lies_beyond():
    np.testing.assert_allclose(normalise_min_max(VALUES, bounds=(2.0, 4.0)), [0, 0, 50, np.nan, 100])


def test_a_reference_sets_the_scale_for_others():
    reference = np.array([0.0, 10.0])
    np.testing.assert_allclose(normalise_min_max(VALUES, reference), [10, 20, 30, np.nan, 50])
    np.testing.assert_allclose(normalise_rank(VALUES, reference), [50, 50, 50, np.nan, 50])


def test_rank_scores_are_the_share_of_others_that_are_worse():
    np.testing.assert_allclose(normalise_rank(np.array([3.0, 1.0, 3.0, 7.0])), [100 / 3, 0, 100 / 3, 100])
    np.testing.assert_allclose(normalise_rank(np.array([3.0, 1.0]), more_is_better=False), [0, 100])


def test_a_constant_is_refused_with_the_remedy():
    for normalise in (normalise_min_max, normalise_efficacy, normalise_z_score):
        with pytest.raises(MethodError, match="constant"):
            normalise(np.full(4, 0.1))


def test_columns_are_normalised_each_on_its_own_scale():
    table = np.column_stack([VALUES, 100 * VALUES])
    for normalise in (normalise_min_max, normalise_efficacy, normalise_z_score, normalise_rank):
        both = normalise(table)
        np.testing.assert_allclose(both[:, 0], both[:, 1], rtol=1e-12)
        np.testing.assert_allclose(both[:, 0], normalise(VALUES), rtol=1e-12)
