import numpy as np
import pytest

from junxian.assessment.normalise import (
    normalise_distance_to_maximum,
    normalise_distance_to_reference,
    normalise_distance_to_target,
)
from junxian.terms import MethodError

VALUES = np.array([2.0, 10.0, np.nan, 4.0])


def test_distance_to_the_maximum_is_one_at_the_best_and_none_at_the_worst():
    np.testing.assert_allclose(normalise_distance_to_maximum(VALUES), [0, 1, np.nan, 0.25])
    np.testing.assert_allclose(normalise_distance_to_maximum(VALUES, more_is_better=False), [1, 0, np.nan, 0.75])


def test_who_is_better_than_the_best_of_a_reference_is_not_cut():
    np.testing.assert_allclose(normalise_distance_to_maximum(np.array([12.0]), VALUES), [1.25])


def test_the_reference_area_has_one_and_who_is_better_has_more():
    np.testing.assert_allclose(normalise_distance_to_reference(VALUES, area=3), [0, 4, np.nan, 1])
    np.testing.assert_allclose(normalise_distance_to_reference(VALUES, area=3, is_capped=True), [0, 1, np.nan, 1])
    down = normalise_distance_to_reference(VALUES, area=3, more_is_better=False)
    np.testing.assert_allclose(down, [8 / 6, 0, np.nan, 1])


def test_the_reference_area_may_stand_in_the_reference():
    np.testing.assert_allclose(normalise_distance_to_reference(np.array([6.0]), VALUES, area=1), [0.5])


@pytest.mark.parametrize(("area", "what"), [
    (2, "the reference area has no value"), (0, "not better than the worst"), (4, "there is no row 4"),
    (-1, "there is no row -1"),
])  # fmt: skip
def test_an_area_that_is_no_reference_is_refused(area, what):
    with pytest.raises(MethodError, match=what):
        normalise_distance_to_reference(VALUES, area=area)


def test_the_target_has_one_on_the_scale_asked_for():
    np.testing.assert_allclose(normalise_distance_to_target(VALUES, target=6.0), [0, 2, np.nan, 0.5])
    found = normalise_distance_to_target(VALUES, target=6.0, is_capped=True, base=60, span=40)
    np.testing.assert_allclose(found, [60, 100, np.nan, 80])


def test_every_column_may_have_a_target_and_a_direction_of_its_own():
    table = np.column_stack([VALUES, VALUES])
    found = normalise_distance_to_target(table, target=np.array([6.0, 6.0]), more_is_better=np.array([True, False]))
    np.testing.assert_allclose(found, np.column_stack([[0, 2, np.nan, 0.5], [2, 0, np.nan, 1.5]]))


@pytest.mark.parametrize(("target", "more_is_better", "what"), [
    (2.0, True, "not better than the worst"), (1.0, True, "not better than the worst"),
    (11.0, False, "not better than the worst"), (np.nan, True, "missing or infinite"),
])  # fmt: skip
def test_a_target_that_nobody_is_short_of_is_refused(target, more_is_better, what):
    with pytest.raises(MethodError, match=what):
        normalise_distance_to_target(VALUES, target=target, more_is_better=more_is_better)


def test_a_column_without_any_value_stays_without():
    table = np.column_stack([VALUES, np.full(4, np.nan)])
    for found in (
        normalise_distance_to_maximum(table),
        normalise_distance_to_reference(table, area=1),
        normalise_distance_to_target(table, target=6.0),
    ):
        assert np.isnan(found[:, 1]).all()
        assert not np.isnan(found[[0, 1, 3], 0]).any()


def test_a_constant_is_refused_by_the_place_of_its_column():
    table = np.column_stack([VALUES, np.full(4, 5.0)])
    for normalise in (
        normalise_distance_to_maximum,
        lambda x: normalise_distance_to_reference(x, area=1),
        lambda x: normalise_distance_to_target(x, target=np.array([6.0, 5.0])),
    ):
        with pytest.raises(MethodError, match=r"column 1 .*goalposts"):
            normalise(table)
