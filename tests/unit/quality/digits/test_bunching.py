import numpy as np
import pytest

from junxian.quality.digits.bunching import measure_bunching
from junxian.terms.errors import MethodError


def draw(n, seed, lifted=0.0, spread=1.2):
    """Rounded gaps; a share of those just below the target is lifted above it."""
    rng = np.random.default_rng(seed)
    gaps = rng.normal(0.3, spread, n)
    moved = (gaps < 0) & (gaps > -0.3) & (rng.random(n) < lifted)
    gaps[moved] = rng.uniform(0, 0.2, moved.sum())
    return np.round(gaps, 1)


@pytest.mark.parametrize("n", [300, 3000])
def test_smooth_figures_are_called_no_more_often_than_the_p_value_says(n):
    p = np.array([measure_bunching(draw(n, seed), 0.1, replicates=400).p_value for seed in range(200)])
    assert np.mean(p <= 0.05) < 0.09
    assert np.mean(p <= 0.1) < 0.16


def test_a_curve_of_the_counts_themselves_calls_smooth_figures_bunched():
    """Least squares of the counts (Chetty and others) does not fit a bell: kept to compare, not for judging."""
    p = np.array([
        measure_bunching(draw(3000, seed), 0.1, replicates=200, smooth="polynomial").p_value for seed in range(100)
    ])  # fmt: skip
    assert np.mean(p <= 0.05) > 0.1


def test_lifted_figures_are_found_with_their_number():
    found = measure_bunching(draw(3000, 1, lifted=0.5), 0.1)
    assert found.p_value < 0.01
    assert found.excess == pytest.approx(110, abs=4 * found.standard_error)
    assert found.share > found.expected_share
    assert found.ratio == pytest.approx(found.excess / found.counterfactual[found.above].mean())


def test_the_excess_is_what_was_added_to_a_smooth_density():
    left = np.arange(-20, 20)
    smooth = np.rint(500 * np.exp(-0.5 * ((left - 3) / 12) ** 2)).astype(int)
    gaps = np.repeat(left * 0.1, smooth)
    more = np.concatenate([gaps, np.zeros(200)])
    assert measure_bunching(gaps, 0.1).excess == pytest.approx(0, abs=8)
    assert measure_bunching(more, 0.1).excess == pytest.approx(200, abs=8)


def test_a_polynomial_of_the_counts_is_exact_where_they_are_one():
    left = np.arange(-20, 20)
    counts = (100 + 2 * left + 0.0 * left).astype(int)
    gaps = np.concatenate([np.repeat(left * 0.1, counts), np.zeros(60)])
    found = measure_bunching(gaps, 0.1, smooth="polynomial", degree=2)
    assert found.excess == pytest.approx(60, abs=1e-6)
    assert found.standard_error == pytest.approx(0, abs=1e-6)


def test_heaping_at_round_figures_is_taken_off():
    rng = np.random.default_rng(3)
    gaps = np.round(rng.normal(0.3, 1.2, 4000), 1)
    gaps = np.where(rng.random(4000) < 0.2, np.round(gaps), gaps)  # a fifth rounded to whole points
    heaps = np.isclose((np.arange(-20, 20) * 0.1) % 1, 0, atol=1e-9) | np.isclose(
        (np.arange(-20, 20) * 0.1) % 1, 1, atol=1e-9
    )
    assert measure_bunching(gaps, 0.1).p_value < 0.05
    assert measure_bunching(gaps, 0.1, heaps=heaps).p_value > 0.05


def test_the_same_seed_gives_the_same_p_value():
    gaps = draw(500, 4)
    assert measure_bunching(gaps, 0.1, seed=7).p_value == measure_bunching(gaps, 0.1, seed=7).p_value


@pytest.mark.parametrize("gaps", [np.array([]), np.array([np.nan]), np.zeros(50), np.full(10, 99.0)])
def test_figures_only_in_the_window_or_nowhere_are_refused(gaps):
    with pytest.raises(MethodError, match="too few figures"):
        measure_bunching(gaps, 0.1)


def test_a_degree_too_high_for_the_bins_is_refused():
    with pytest.raises(MethodError):
        measure_bunching(draw(500, 1), 0.1, reach=4, degree=8)
