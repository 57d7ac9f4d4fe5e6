import numpy as np
import pytest

from junxian.assessment.statements import differences, find_rank_sets
from junxian.terms.errors import MethodError

MEANS = np.array([0.0, 0.0, 0.4, 0.8, 0.8, 1.6, 2.0, 4.0])


def _noise(rng, size, areas=8):
    """Correlated, with unlike deviations."""
    mix = np.random.default_rng(0).normal(size=(areas, areas)) / 2 + np.eye(areas)
    return rng.normal(size=(size, areas)) @ mix * np.linspace(0.3, 0.9, areas)


def _true_ranks(means):
    return 1 + (means[None, :] > means[:, None]).sum(axis=1), len(means) - (means[None, :] < means[:, None]).sum(axis=1)


def _hold(sets, means):
    best, worst = _true_ranks(means)
    every = (sets.simultaneous_low <= best) & (worst <= sets.simultaneous_high)
    return every.all(), (sets.low <= best) & (worst <= sets.high)


@pytest.mark.parametrize(("critical", "trials"), [("replicates", 400), ("normal", 120)])
def test_sets_hold_the_true_ranks_as_often_as_they_say(critical, trials):
    rng, confidence = np.random.default_rng(20240710), 0.9
    held = []
    for trial in range(trials):
        estimate = MEANS + _noise(rng, 1)[0]
        found = find_rank_sets(
            estimate + _noise(rng, 300), estimate, confidence=confidence, critical=critical, seed=trial
        )
        held.append(_hold(found, MEANS))
    error = np.sqrt(confidence * (1 - confidence) / trials)
    assert np.mean([every for every, _ in held]) >= confidence - 2.5 * error
    assert np.mean([own for _, own in held], axis=0).min() >= confidence - 2.5 * error


def test_where_all_are_equal_the_simultaneous_sets_miss_as_often_as_they_may():
    rng, trials = np.random.default_rng(7), 500
    estimates = _noise(rng, trials)
    held = [_hold(find_rank_sets(e + _noise(rng, 500), e, confidence=0.8), np.zeros(8))[0] for e in estimates]
    assert abs(np.mean(held) - 0.8) < 3 * np.sqrt(0.8 * 0.2 / trials)


def test_setting_aside_what_is_rejected_tells_more_apart():
    noise = np.random.default_rng(1).normal(size=(2000, 6))
    noise /= (noise[:, 0] - noise[:, 1]).std(ddof=1)
    still_asked = np.tril(np.ones((6, 6), dtype=bool), -1).T  # does the lesser lead the greater?
    still_asked[1, 0] = True
    largest = np.where(still_asked, _studentised(noise), -np.inf).max(axis=(1, 2))
    one_step = np.quantile(np.abs(_studentised(noise)).max(axis=(1, 2)), 0.95)
    two_steps = np.quantile(largest, 0.95)
    assert two_steps < one_step - 0.1
    gap = (one_step + two_steps) / 2
    found = find_rank_sets(noise, np.array([0.0, gap, 30.0, 60.0, 90.0, 120.0]), confidence=0.95)
    assert found.leads[1, 0]


def _studentised(scores):
    noise = scores - scores.mean(axis=0)
    gaps = noise[:, :, None] - noise[:, None, :]
    deviation = gaps.std(axis=0, ddof=1)
    return np.divide(gaps, deviation, out=np.zeros_like(gaps), where=deviation > 0)


@pytest.mark.parametrize(("gap", "apart"), [(1.45, False), (1.85, True)])
def test_two_areas_are_told_apart_beyond_the_quantile_of_the_normal_law(gap, apart):
    noise = np.random.default_rng(5).normal(size=(400, 2))
    noise /= (noise[:, 0] - noise[:, 1]).std(ddof=1)
    found = find_rank_sets(noise, np.array([gap, 0.0]), confidence=0.9, critical="normal")  # 1.645
    assert found.leads[0, 1] == apart
    np.testing.assert_array_equal(found.simultaneous_high, [1, 2] if apart else [2, 2])


def test_tiny_noise_gives_the_ranks_and_huge_noise_gives_all():
    rng, means = np.random.default_rng(2), np.arange(12.0)
    tiny = find_rank_sets(means + 1e-6 * rng.normal(size=(200, 12)))
    np.testing.assert_array_equal(tiny.simultaneous_low, np.arange(12, 0, -1))
    np.testing.assert_array_equal(tiny.simultaneous_high, np.arange(12, 0, -1))
    huge = find_rank_sets(1e6 * rng.normal(size=(200, 12)), means)
    assert (huge.low == 1).all()
    assert (huge.simultaneous_high == 12).all()


def test_sets_grow_with_confidence_and_noise_and_marginal_ones_lie_within_simultaneous_ones():
    rng, means = np.random.default_rng(4), np.linspace(0, 6, 15)
    noise = _noise(rng, 500, 15)
    before = None
    for confidence, size in ((0.5, 1.0), (0.8, 1.0), (0.95, 1.0), (0.95, 1.5), (0.95, 4.0)):
        found = find_rank_sets(means + size * noise, means, confidence=confidence)
        assert (found.simultaneous_low <= found.low).all()
        assert (found.high <= found.simultaneous_high).all()
        if before is not None:
            assert (found.low <= before.low).all()
            assert (before.simultaneous_high <= found.simultaneous_high).all()
        before = found


def test_sets_hold_the_published_rank_even_where_the_replicates_lie_elsewhere():
    rng = np.random.default_rng(6)
    published = rng.normal(size=9)
    found = find_rank_sets(rng.normal(size=(100, 9)) * 0.1 + 5 * rng.normal(size=9), published)
    rank = (published[None, :] > published[:, None]).sum(axis=1) + 1
    assert (found.low <= rank).all()
    assert (rank <= found.high).all()


def test_a_shift_that_all_share_tells_nothing_apart_or_together():
    rng, means = np.random.default_rng(8), np.array([1.0, 2.0, 3.0])
    scores = means + 0.3 * rng.normal(size=(300, 3))
    shifted = find_rank_sets(scores + 100 * rng.normal(size=(300, 1)), means)
    np.testing.assert_array_equal(shifted.leads, find_rank_sets(scores, means).leads)


def test_order_and_unit_of_the_scores_do_not_matter():
    scores, order = MEANS + _noise(np.random.default_rng(12), 200), np.array([3, 0, 7, 5, 1, 6, 2, 4])
    found = find_rank_sets(scores)
    scaled = find_rank_sets(1000 * scores - 7)
    turned = find_rank_sets(scores[:, order])
    for name, values in vars(found).items():
        np.testing.assert_array_equal(getattr(scaled, name), values, err_msg=name)
        expected = values[np.ix_(order, order)] if name == "leads" else values[order]
        np.testing.assert_array_equal(getattr(turned, name), expected, err_msg=name)


def test_equal_series_are_never_told_apart_and_a_lead_that_never_varies_always():
    rng = np.random.default_rng(9)
    own = 50 + 3 * rng.normal(size=(100, 1))
    found = find_rank_sets(np.hstack([own, own, own - 1.0]))
    np.testing.assert_array_equal(found.simultaneous_low, [1, 1, 3])
    np.testing.assert_array_equal(found.simultaneous_high, [2, 2, 3])
    still = find_rank_sets(np.tile([3.0, 1.0, 2.0, 2.0], (10, 1)))
    np.testing.assert_array_equal(still.low, [1, 4, 2, 2])
    np.testing.assert_array_equal(still.high, [1, 4, 3, 3])


def test_compiled_loops_and_arrays_give_the_same_sets(monkeypatch):
    scores = np.linspace(0, 5, 11) + _noise(np.random.default_rng(10), 150, 11)
    arrays = find_rank_sets(scores)
    monkeypatch.setattr(differences, "NUMPY_NUMBERS", 0)
    loops = find_rank_sets(scores)
    for name, found in vars(arrays).items():
        np.testing.assert_array_equal(found, getattr(loops, name), err_msg=name)


def test_missing_scores_a_single_replicate_and_a_confidence_of_one_are_refused():
    scores = np.ones((3, 2))
    with pytest.raises(MethodError, match="1 of 3 replicates lack a score"):
        find_rank_sets(np.where(np.eye(3, 2, k=1) > 0, np.nan, scores))
    with pytest.raises(MethodError, match="shape"):
        find_rank_sets(scores[:1])
    with pytest.raises(MethodError, match="confidence 1"):
        find_rank_sets(scores, confidence=1)
