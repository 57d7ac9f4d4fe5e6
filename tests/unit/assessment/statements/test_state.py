import numpy as np
import polars as pl
import pytest

from junxian.assessment.statements import PAIR_SCHEMA, STATEMENT_SCHEMA, share_first, state_ranks
from junxian.assessment.statements.state import _list_pairs
from junxian.terms.errors import MethodError

AREAS = ["03", "01", "02", "04"]


@pytest.fixture
def scores():
    noise = np.random.default_rng(1).normal(size=(500, 4))
    return np.array([70.0, 90.0, 71.0, 50.0]) + noise * [2.0, 1.0, 2.0, 1.0]


def test_the_table_stands_in_the_published_order_with_its_columns(scores):
    found = state_ranks(scores, AREAS)
    assert dict(found.table.schema) == STATEMENT_SCHEMA
    assert found.table["ref_area"].to_list() == ["01", "02", "03", "04"]
    assert found.table["rank"].to_list() == [1, 2, 3, 4]
    assert found.table["group"].to_list() == [1, 2, 2, 3]
    assert found.table.filter(ref_area="03").select("set_low", "set_high", "rank_low", "rank_high").row(0) == (
        2,
        3,
        2,
        3,
    )


def test_pairs_name_the_area_that_stands_above_first(scores):
    found = state_ranks(scores, AREAS)
    assert dict(found.pairs.schema) == PAIR_SCHEMA
    assert found.pairs.height == 6
    pair = found.pairs.row(by_predicate=(pl.col("area") == "02") & (pl.col("other") == "03"), named=True)
    assert pair["probability"] == (scores[:, 2] > scores[:, 0]).mean()
    assert not pair["told_apart"]
    assert found.pairs.filter(area="01")["told_apart"].all()


def test_only_near_pairs_are_kept_where_asked(scores):
    near = state_ranks(scores, AREAS, within=1).pairs
    assert near.select("area", "other").rows() == [("01", "02"), ("02", "03"), ("03", "04")]


def test_the_distribution_of_every_area_sums_to_one(scores):
    shares = state_ranks(scores, AREAS).distribution.group_by("ref_area").agg(pl.col("share").sum())
    np.testing.assert_allclose(shares["share"].to_numpy(), 1.0)


def test_published_scores_give_the_rank_and_ties_are_decided_on_rounded_ones(scores):
    found = state_ranks(scores, AREAS, published=np.array([70.004, 90.0, 70.0, 50.0]), decimals=2).table
    assert found["rank"].to_list() == [1, 2, 2, 4]
    assert found["ref_area"].to_list() == ["01", "02", "03", "04"]
    assert found["score"].to_list() == [90.0, 70.0, 70.0, 50.0]


def test_ranks_at_hand_are_taken_as_they_are(scores):
    ranks = np.tile([3, 1, 2, 4], (500, 1))
    found = state_ranks(scores, AREAS, ranks=ranks).table
    assert found["rank_low"].to_list() == found["rank_high"].to_list() == [1, 2, 3, 4]
    assert found["probability_of_first"].to_list() == [1.0, 0.0, 0.0, 0.0]


def test_a_shared_first_place_counts_in_parts():
    np.testing.assert_allclose(share_first(np.array([[1, 1, 3], [2, 1, 3], [1, 1, 1]])), [5 / 18, 11 / 18, 1 / 9])


def test_one_area_alone_is_first():
    found = state_ranks(np.array([[1.0], [2.0]]), ["01"])
    assert found.table.select("rank", "set_low", "set_high", "group", "probability_of_first").row(0) == (
        1,
        1,
        1,
        1,
        1.0,
    )
    assert found.pairs.is_empty()


@pytest.mark.parametrize("wrong", [
    {"areas": AREAS[:3]}, {"published": np.ones(3)}, {"ranks": np.ones((2, 4), dtype=int)},
    {"published": np.array([1.0, 2.0, 3.0, np.nan])},
])  # fmt: skip
def test_arrays_that_do_not_fit_are_refused(scores, wrong):
    with pytest.raises(MethodError, match=r"rank statements: "):
        state_ranks(scores, **({"areas": AREAS} | wrong))


def test_without_a_test_there_are_intervals_and_pairs_and_no_groups(scores):
    found, whole = state_ranks(scores, AREAS, tested=False), state_ranks(scores, AREAS)
    assert found.table["group"].null_count() == found.table["set_low"].null_count() == 4
    assert found.pairs["told_apart"].null_count() == 6
    kept = ["ref_area", "rank", "rank_low", "rank_high", "probability_of_first"]
    assert found.table.select(kept).equals(whole.table.select(kept))
    assert found.pairs["probability"].equals(whole.pairs["probability"])


def test_pairs_within_a_distance_count_ties_as_near():
    ranks = np.array([1, 2, 2, 4, 5])
    found = list(zip(*(places.tolist() for places in _list_pairs(ranks, 1)), strict=True))
    assert found == [(0, 1), (0, 2), (1, 2), (3, 4)]
