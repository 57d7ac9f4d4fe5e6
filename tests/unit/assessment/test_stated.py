import numpy as np
import polars as pl
import pytest

from junxian.assessment import stated
from junxian.assessment.robustness import Choices
from junxian.assessment.stated import number_scales
from junxian.assessment.statements import PAIR_SCHEMA

RNG = np.random.default_rng(11)
ROWS = [(f"{i:02}", "K" if i < 12 else "A", *RNG.normal(50, 10, 4).round(3)) for i in range(20)]
VARIED = {"robustness": {"replicates": 200}}


def test_every_ranked_area_has_a_statement_and_every_pair_of_a_class_a_row(score):
    found = score(ROWS, **VARIED)
    assert sorted(found.statements["ref_area"]) == [row[0] for row in ROWS]
    assert found.pairs.height == 12 * 11 / 2 + 8 * 7 / 2
    classes = dict(found.table.select("ref_area", "class").iter_rows())
    assert all(classes[a] == classes[b] for a, b in found.pairs.select("area", "other").iter_rows())


def test_groups_follow_the_ranking_and_the_first_of_a_later_group_is_told_apart_from_the_first(score):
    found = score(ROWS, **VARIED)
    joined = found.table.filter(pl.col("class") == "K").sort("rank")
    assert joined["group"].is_sorted()
    heads = joined.group_by("group", maintain_order=True).first()["ref_area"].to_list()
    apart = set(found.pairs.filter(pl.col("told_apart")).select("area", "other").iter_rows())
    assert len(heads) > 1
    assert all((heads[0], later) in apart for later in heads[1:])


def test_first_places_of_a_class_sum_to_one(score):
    found = score(ROWS, **VARIED)
    sums = found.statements.join(found.table, on="ref_area").group_by("class").agg(pl.col("probability_of_first").sum())
    np.testing.assert_allclose(sums["probability_of_first"].to_numpy(), 1.0)


def test_classes_that_are_ranked_together_are_compared_across(score):
    found = score(ROWS, rank_across=["K", "A"], **VARIED)
    assert found.pairs.height == 20 * 19 / 2
    assert found.distribution.equals(found.distribution.sort("ref_area", "rank"))
    assert found.table["rank_high"].max() > 12


def test_of_large_classes_only_neighbours_are_kept_and_nothing_is_tested(score, monkeypatch):
    monkeypatch.setattr(stated, "TESTED", 10)
    monkeypatch.setattr(stated, "PAIRED", 10)
    found = score(ROWS, **VARIED)
    ranks = dict(found.table.filter(pl.col("class") == "K").select("ref_area", "rank").iter_rows())
    large = found.pairs.filter(pl.col("area").is_in(list(ranks)))
    assert all(ranks[b] - ranks[a] == 1 for a, b in large.select("area", "other").iter_rows())
    assert large["told_apart"].null_count() == large.height == 11
    assert found.table.filter(pl.col("group").is_null())["class"].to_list() == ["K"] * 12
    sets = found.statements.filter(pl.col("ref_area").is_in(list(ranks)))
    assert sets["set_low"].null_count() == 12
    assert sets["probability_of_first"].null_count() == 0


def test_without_replicates_nothing_is_stated_and_the_frames_keep_their_columns(score):
    found = score(ROWS)
    assert (found.statements.height, found.pairs.height, found.effects.height) == (0, 0, 0)
    assert dict(found.pairs.schema) == PAIR_SCHEMA
    assert found.table["rank_low"].null_count() == 20


def test_one_replicate_gives_intervals_and_no_test(score):
    found = score(ROWS, robustness={"replicates": 1})
    assert found.table["rank_low"].equals(found.table["rank_high"].alias("rank_low"))
    assert found.table["group"].null_count() == 20


def test_a_scheme_whose_own_method_is_not_among_the_varied_ones_is_stated_too(score):
    found = score(ROWS, normalise={"method": "rank"}, **VARIED)
    joined = found.table.filter(pl.col("class") == "K").sort("rank")
    assert joined["group"].is_sorted()
    assert joined["group"].null_count() == 0


@pytest.mark.parametrize(
    ("changes", "zeros", "known"),
    [
        ({}, [0], True),
        ({"normalise": {"method": "z_score"}}, [4], True),
        ({"normalise": {"method": "borda"}}, [3], False),
    ],
)
def test_scale_0_is_that_of_the_published_scores_or_of_the_first_replicate(scheme, changes, zeros, known):
    choices = Choices(np.ones((6, 1, 1)), np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1]))
    order = np.array([3, 0, 1, 2, 4, 5])
    drawn = Choices(choices.factors, choices.normalisation[order], choices.aggregation[order])
    scales, is_published = number_scales(drawn, scheme(**changes))
    assert (order[scales == 0].tolist(), is_published) == (zeros, known)
    assert len(np.unique(scales)) == 6
