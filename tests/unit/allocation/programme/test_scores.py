"""Scores by rank: the last scores `least`, the first 1, ties share, a missing value stands in the middle."""

import numpy as np
import pytest

from junxian.allocation.programme.scores import rank_values, score_areas

from .conftest import change_table, declare


def test_scores_run_from_least_to_one_by_rank(source):
    scores = score_areas(declare().weight, source)
    assert scores.scores["efficiency"] == pytest.approx([1.0, 0.68, 0.52, 0.84, 0.36, 0.2])
    assert scores.scores["need"][5] == 1.0
    assert scores.weigh()[0] == pytest.approx(1.0 * 0.2**0.5 * scores.scores["momentum"][0] ** 0.5)


def test_ties_share_their_mean_rank():
    assert rank_values(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_a_value_that_is_not_filed_scores_in_the_middle_and_is_told():
    scores = score_areas(declare().weight, change_table(output=[9, 7, 3, 8, None, 1]))
    assert scores.scores["efficiency"][4] == pytest.approx(0.6)
    assert "output" in scores.notes["e"][0].text("en")
    assert scores.notes["a"] == ()


def test_less_can_be_better():
    weight = declare(weight={"efficiency": {"keys": [{"of": "gap", "weight": 1, "less_is_better": True}]}}).weight
    scores = score_areas(weight, change_table())
    assert scores.scores["efficiency"][0] == 1.0
    assert scores.scores["efficiency"][5] == pytest.approx(0.2)
    assert list(scores.scores) == ["efficiency"]
