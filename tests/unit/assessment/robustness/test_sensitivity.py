import itertools

import numpy as np
import pytest

from junxian.assessment.robustness import (
    Levels,
    Noise,
    Range,
    enumerate_design,
    enumerate_sensitivity,
    estimate_sensitivity,
    measure_rank_shift,
    sample_random,
    sample_saltelli,
)
from junxian.terms import MethodError

RNG = np.random.default_rng(4)
THREE = [
    Levels("cap", "treatment", {str(n): None for n in range(3)}),
    Levels("scale", "normalisation", {"a": len, "b": len}),
    Levels("set", "weights", {str(n): {} for n in range(4)}, chances=[0.1, 0.2, 0.3, 0.4]),
]  # fmt: skip
NUMBERS = [Range(f"x{n}", "weights", 0, 1, parts=("a",)) for n in range(3)]


def _loop_twice(design, target):
    """Indices by their definition: conditional variances level by level."""
    shares = [factor.shares for factor in design.factors]
    value = {tuple(place): own for place, own in zip(design.places.astype(int).tolist(), target, strict=True)}
    chance = {place: np.prod([share[i] for share, i in zip(shares, place, strict=True)]) for place in value}
    mean = sum(chance[p] * value[p] for p in value)
    variance = sum(chance[p] * (value[p] - mean) ** 2 for p in value)
    first, total = [], []
    for axis, share in enumerate(shares):
        conditional = [sum(chance[p] / share[i] * value[p] for p in value if p[axis] == i) for i in range(len(share))]
        first.append(sum(s * (c - mean) ** 2 for s, c in zip(share, conditional, strict=True)) / variance)
        within = 0.0
        for rest in itertools.product(*(range(len(s)) for place, s in enumerate(shares) if place != axis)):
            line = [(*rest[:axis], i, *rest[axis:]) for i in range(len(share))]
            centre = sum(s * value[p] for s, p in zip(share, line, strict=True))
            weight = sum(chance[p] for p in line)
            within += weight * sum(s * (value[p] - centre) ** 2 for s, p in zip(share, line, strict=True))
        total.append(within / variance)
    return np.array(first), np.array(total)


def test_exact_indices_are_those_of_a_double_loop_with_uneven_chances():
    design, target = enumerate_design(THREE), RNG.normal(5, 2, 24)
    found = enumerate_sensitivity(design, target)
    first, total = _loop_twice(design, target)
    np.testing.assert_allclose(found.first, first, rtol=1e-12)
    np.testing.assert_allclose(found.total, total, rtol=1e-12)
    assert (found.first <= found.total).all()
    assert found.first.sum() <= 1 <= found.total.sum()


def test_factors_that_only_add_have_equal_indices_that_sum_to_one():
    design = enumerate_design(THREE)
    target = design.places @ [1.0, 5.0, -2.0]
    found = enumerate_sensitivity(design, target)
    np.testing.assert_allclose(found.first, found.total, rtol=1e-12)
    assert found.first.sum() == pytest.approx(1)


def test_two_factors_that_work_only_together_have_no_index_of_their_own():
    design = enumerate_design([THREE[1], Levels("way", "aggregation", {"a": "arithmetic", "b": "geometric"})])
    found = enumerate_sensitivity(design, np.array([1.0, -1.0, -1.0, 1.0]))
    np.testing.assert_allclose(found.first, 0, atol=1e-15)
    np.testing.assert_allclose(found.total, 1)


def test_every_target_has_its_own_indices_and_one_that_does_not_vary_has_none():
    design = enumerate_design(THREE)
    targets = np.column_stack([design.places[:, 0], design.places[:, 1], np.full(24, 7.1), design.places[:, 2] ** 2])
    found = enumerate_sensitivity(design, targets)
    np.testing.assert_allclose(found.first[:, [0, 1, 3]], np.eye(3), atol=1e-15)
    assert np.isnan(found.first[:, 2]).all()
    assert np.isnan(found.total[:, 2]).all()
    table = found.tabulate(["a", "b", "c", "d"])
    assert table.height == 12
    assert table.row(0)[:2] == ("a", "cap")
    assert table["first"][2:4].to_list() == pytest.approx([0, 0])


def test_estimates_come_near_exact_indices():
    design = sample_saltelli(THREE, 4096, seed=3)
    full = enumerate_design(THREE)
    value = dict(zip(map(tuple, full.places.tolist()), RNG.normal(5, 2, 24), strict=True))
    exact = enumerate_sensitivity(full, np.array(list(value.values())))
    found = estimate_sensitivity(
        design, np.array([value[tuple(row)] for row in design.places.tolist()]), bootstraps=200
    )
    np.testing.assert_allclose(found.first, exact.first, atol=0.03)
    np.testing.assert_allclose(found.total, exact.total, atol=0.03)
    assert (found.first_low < found.first).all()
    assert (found.first < found.first_high).all()
    assert (found.total_low < found.total).all()
    assert (found.total < found.total_high).all()


def test_a_constant_added_to_the_target_changes_no_index_and_no_interval():
    design = sample_saltelli(NUMBERS, 64, seed=3)
    target = design.places[:, 0] + design.places[:, 1] * design.places[:, 2]
    here, there = (estimate_sensitivity(design, target + more, seed=1) for more in (0.0, 1e4))
    for name in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
        np.testing.assert_allclose(getattr(here, name), getattr(there, name), rtol=1e-6, atol=1e-9)


def test_resamples_have_a_variance_of_their_own():
    design = sample_saltelli(NUMBERS[:1], 32, seed=5)
    found = estimate_sensitivity(design, design.places[:, 0], bootstraps=500)
    assert found.first[0] == pytest.approx(1)
    np.testing.assert_allclose([found.first_low[0], found.first_high[0]], 1)  # a fixed variance would spread them


def test_targets_are_estimated_together_as_alone():
    design = sample_saltelli(NUMBERS, 16, seed=5)
    targets = RNG.normal(size=(len(design), 70))
    together, alone = estimate_sensitivity(design, targets), estimate_sensitivity(design, targets[:, 66])
    np.testing.assert_allclose(together.total_high[:, 66], alone.total_high, rtol=1e-12)
    assert together.first.shape == (3, 70)


def test_without_resamples_there_is_no_interval():
    design = sample_saltelli(NUMBERS, 16, seed=5)
    found = estimate_sensitivity(design, design.places[:, 0], bootstraps=0)
    assert np.isnan(found.first_low).all()
    assert found.total[0] > 0.5


def test_incomplete_designs_and_targets_are_refused():
    saltelli, full, sample = sample_saltelli(NUMBERS, 16, 5), enumerate_design(THREE), sample_random(NUMBERS, 80, 5)
    target = RNG.normal(size=80)
    target[3] = np.nan
    for call, why in (
        (lambda: estimate_sensitivity(saltelli, target), "1 replicates have no target, the first is 3"),
        (lambda: estimate_sensitivity(sample, np.ones(80)), "none of Saltelli's"),
        (lambda: estimate_sensitivity(saltelli, np.ones(7)), "7 values for 80"),
        (lambda: enumerate_sensitivity(saltelli, np.ones(80)), "not the full one"),
        (lambda: enumerate_sensitivity(full, np.full(24, np.nan)), "24 replicates have no target"),
    ):
        with pytest.raises(MethodError, match=why):
            call()


def test_the_shift_of_ranks_counts_areas_ranked_in_both():
    ranks = np.array([[1, 2, 3], [3, 2, 1], [2, 0, 1], [0, 0, 0]], dtype=np.int32)
    found = measure_rank_shift(ranks, np.array([1, 2, 3]))
    np.testing.assert_array_equal(found, [0, 4 / 3, 1.5, np.nan])


def test_noise_is_one_factor_among_others():
    factors = [NUMBERS[0], Noise("all weights", "weights", 0.25)]
    assert estimate_sensitivity(sample_saltelli(factors, 16, 1), RNG.normal(size=64)).factors == ("x0", "all weights")
