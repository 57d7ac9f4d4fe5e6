import numpy as np
import pytest

from junxian.assessment.normalise import normalise_efficacy
from junxian.terms import MethodError

VALUES = np.array([1.0, 2.0, 3.0, np.nan, 5.0])


def test_efficacy_is_60_at_the_5th_percentile_and_100_at_the_95th():
    found = normalise_efficacy(np.arange(101.0))
    np.testing.assert_allclose(found[[0, 5, 50, 95, 100]], [60, 60, 80, 100, 100])


def test_the_variant_in_force_gives_20_to_the_least_and_100_to_the_greatest():
    found = normalise_efficacy(np.array([3.0, 5.0, np.nan, 11.0]), percentiles=(0, 100), base=20, span=80)
    np.testing.assert_allclose(found, [20, 40, np.nan, 100])


def test_a_direction_turned_round_mirrors_the_scale():
    up, down = normalise_efficacy(VALUES), normalise_efficacy(VALUES, more_is_better=False)
    np.testing.assert_allclose(up + down, np.where(np.isnan(VALUES), np.nan, 160.0))
    uneven = normalise_efficacy(VALUES, percentiles=(10, 80)) + normalise_efficacy(
        -VALUES, percentiles=(10, 80), more_is_better=False
    )
    np.testing.assert_allclose(uneven / 2, normalise_efficacy(VALUES, percentiles=(10, 80)))


@pytest.mark.parametrize("percentiles", [(5, 95), (10, 80)])
def test_columns_with_and_without_gaps_and_of_both_directions_stand_side_by_side(percentiles):
    table = np.column_stack([VALUES, VALUES, np.arange(5.0) ** 2, np.full(5, np.nan)])
    better = np.array([True, False, False, True])
    found = normalise_efficacy(table, percentiles=percentiles, more_is_better=better)
    for column in range(3):
        alone = normalise_efficacy(table[:, column], percentiles=percentiles, more_is_better=better[column])
        np.testing.assert_allclose(found[:, column], alone, rtol=1e-14)
    assert np.isnan(found[:, 3]).all()


def test_a_constant_is_refused_with_the_remedy():
    with pytest.raises(MethodError, match=r"constant.*declared goalposts"):
        normalise_efficacy(np.full(4, 0.1))


@pytest.mark.parametrize("percentiles", [(95, 5), (5, 5), (-1, 50), (5, 101)])
def test_percentiles_that_are_no_range_are_refused(percentiles):
    with pytest.raises(MethodError, match="no range within 0 to 100"):
        normalise_efficacy(VALUES, percentiles=percentiles)
