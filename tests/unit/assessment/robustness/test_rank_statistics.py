import numpy as np
import pytest

from junxian.assessment.robustness import Levels, measure_intervals, sample_saltelli, summarise_ranks

RNG = np.random.default_rng(2)


def test_order_statistics_are_ranks_that_occurred_and_those_of_the_intervals():
    ranks = RNG.integers(1, 30, (333, 4)).astype(np.int32)
    found, intervals = (
        summarise_ranks(ranks, np.arange(1, 5), list("abcd"), interval=0.8),
        measure_intervals(ranks, 0.8),
    )
    assert found["low"].to_list() == intervals.low.tolist()
    assert found["high"].to_list() == intervals.high.tolist()
    assert found["mean"].to_list() == pytest.approx(ranks.mean(axis=0).tolist())
    assert found["replicates"].to_list() == [333] * 4


def test_an_area_is_summed_up_over_the_replicates_that_rank_it():
    ranks = np.array([[1, 0, 2], [2, 0, 1], [0, 0, 3]], dtype=np.int32)
    found = summarise_ranks(ranks, np.array([1, 0, 2]), ["a", "b", "c"])
    assert found.row(0, named=True) == {
        "area": "a", "nominal": 1, "mean": 1.5, "median": 1.5, "low": 1, "high": 2, "best": 1, "worst": 2, "replicates": 2,
    }  # fmt: skip
    assert found.row(1) == ("b", None, None, None, None, None, None, None, 0)


def test_of_a_saltelli_design_only_the_two_independent_samples_count():
    design = sample_saltelli([Levels("x", "treatment", {"a": None, "b": None})], 4, 1)
    ranks = np.repeat([[1], [9]], [8, 4], axis=0).astype(np.int32)
    assert summarise_ranks(ranks, np.array([1]), ["a"], design).row(0)[-3:] == (1, 1, 8)


def test_counts_of_ranks_sum_to_the_replicates():
    ranks = RNG.integers(1, 6, (50, 5)).astype(np.int32)
    found = measure_intervals(ranks, 0.9)
    for member in range(5):
        expected = np.bincount(ranks[:, member], minlength=6)[1:]
        assert found.counts[member].tolist() == expected.tolist()
