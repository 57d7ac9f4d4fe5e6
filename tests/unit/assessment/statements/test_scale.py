import numpy as np
import pytest

from junxian.assessment.statements import align_scales, state_ranks
from junxian.terms.errors import MethodError

RNG = np.random.default_rng(11)
PLACES = np.array([40.0, 60.0, 80.0])


@pytest.fixture
def mixed():
    """A narrow scale in every other replicate; the order never changes."""
    scores = PLACES + RNG.uniform(-3, 3, size=(200, 3))
    scores[::2] = 10 + scores[::2] / 20
    return scores, np.arange(200) % 2 ^ 1


def test_scales_spread_alike_afterwards_and_ranks_stay(mixed):
    scores, scales = mixed
    aligned = align_scales(scores, scales)
    np.testing.assert_array_equal(aligned[1::2], scores[1::2])
    spread = aligned.std(axis=1)
    assert spread[::2].mean() == pytest.approx(spread[1::2].mean())
    np.testing.assert_array_equal(np.argsort(aligned, axis=1), np.argsort(scores, axis=1))


def test_a_change_of_scale_does_not_pass_for_noise(mixed):
    scores, scales = mixed
    areas = ["a", "b", "c"]
    blurred = state_ranks(scores, areas, published=PLACES / 20).table
    narrow = (scales == 0).astype(int)  # the published scores lie on the narrow scale
    clear = state_ranks(scores, areas, published=PLACES / 20, scales=narrow).table
    assert blurred["group"].max() == 1
    assert clear["group"].to_list() == [1, 2, 3]
    assert clear["simultaneous_low"].to_list() == clear["simultaneous_high"].to_list() == [1, 2, 3]


def test_one_scale_changes_nothing_and_one_without_spread_stays():
    scores = RNG.normal(size=(6, 4))
    np.testing.assert_array_equal(align_scales(scores, np.zeros(6, dtype=int)), scores)
    scores[3] = 5.0
    np.testing.assert_array_equal(align_scales(scores, np.array([0, 0, 0, 7, 0, 0])), scores)


@pytest.mark.parametrize("scales", [np.ones(6, dtype=int), np.zeros(5, dtype=int)])
def test_scales_that_do_not_fit_or_lack_the_published_one_are_refused(scales):
    with pytest.raises(MethodError, match="scale of the published scores"):
        align_scales(RNG.normal(size=(6, 4)), scales)
