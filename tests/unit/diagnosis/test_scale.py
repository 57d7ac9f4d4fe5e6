import numpy as np

from junxian.assessment import normalise_efficacy, normalise_min_max, normalise_rank, normalise_z_score
from junxian.diagnosis.scale import read_scale

X = np.array([1.0, 2.0, 4.0, 7.0, 9.0, 30.0, np.nan])
NONE = np.array([np.nan])


def read(scores, low=NONE, high=NONE, ends=(60.0, 100.0), values=X, bends=None):
    return read_scale(values[:, None], scores[:, None], np.atleast_1d(low), np.atleast_1d(high), ends, bends)


def test_between_bounds_the_line_is_theirs_in_either_direction():
    for better in (True, False):
        scores = normalise_efficacy(X, bounds=(2.0, 9.0), more_is_better=better)
        scale = read(scores, 2.0, 9.0)
        assert np.sign(scale.slope[0]) == (1 if better else -1)
        assert (scale.floor[0], scale.ceiling[0]) == (60, 100)
        np.testing.assert_allclose(scale.apply(X[:, None])[:, 0], scores)
        inner = scores[1:5]
        np.testing.assert_allclose(scale.invert(inner[:, None])[:, 0], X[1:5])


def test_without_bounds_the_line_goes_through_the_scores():
    scale = read(normalise_z_score(X))
    np.testing.assert_allclose(scale.apply(np.array([[100.0]])), normalise_z_score(np.array([100.0]), X)[None])
    assert scale.ceiling[0] == np.inf


def test_scores_that_several_values_share_at_an_end_are_its_floor_or_ceiling():
    scores = normalise_min_max(X, bounds=(1.0, 8.0))
    scale = read(scores)
    np.testing.assert_allclose([scale.ceiling[0], scale.slope[0]], [100, 100 / 7])
    np.testing.assert_allclose(scale.apply(X[:, None])[:, 0], scores)


def test_scores_off_every_line_leave_the_scale_unknown():
    assert not read(normalise_rank(X)).known[0]
    assert not read(np.log(X)).known[0]
    assert not read(normalise_efficacy(np.log(X), bounds=(0.0, 3.0)), 0.0, 3.0).known[0]


def test_a_direction_that_cannot_be_told_leaves_the_scale_unknown():
    middle = np.array([5.0])
    assert not read(np.array([80.0]), 4.0, 6.0, values=middle).known[0]
    assert read(np.array([100.0]), 4.0, 6.0, values=np.array([7.0])).slope[0] > 0


def test_where_a_treatment_may_bend_three_different_scores_must_lie_on_the_line():
    values, bends = np.array([5.0, 6.0]), np.array([True])
    scores = normalise_efficacy(values, bounds=(4.0, 9.0))
    assert read(scores, 4.0, 9.0, values=values).known[0]
    assert not read(scores, 4.0, 9.0, values=values, bends=bends).known[0]
    assert read(normalise_efficacy(X, bounds=(0.0, 9.5)), 0.0, 9.5, bends=bends).known[0]


def test_nothing_filed_leaves_the_scale_unknown():
    assert not read(np.full(7, np.nan), 1.0, 2.0).known[0]
