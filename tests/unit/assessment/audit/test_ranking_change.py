import numpy as np
import polars as pl
import pytest
from scipy import stats

from junxian.assessment.audit import compare_many, compare_rankings
from junxian.assessment.audit.ranking_change import AGREEMENT_SCHEMA, SHIFT_SCHEMA
from junxian.terms.errors import MethodError

BEFORE = pl.DataFrame({
    "ref_area": ["1", "2", "3", "4", "5", "6"], "rank": [1, 2, 3, 4, 5, None], "score": [90.0, 80.0, 70.0, 60.0, 50.0, None],
})  # fmt: skip
AFTER = pl.DataFrame({
    "ref_area": ["2", "1", "3", "4", "6", "7"], "rank": [1, 2, 3, 4, 5, None], "score": [95.0, 81.0, 80.0, 40.0, 30.0, None],
})  # fmt: skip


def test_rises_gains_and_who_came_and_went():
    found = compare_rankings(BEFORE, AFTER).areas
    assert dict(found.schema) == SHIFT_SCHEMA
    assert found.select("ref_area", "rise", "gain", "state").rows() == [
        ("1", -1, -9.0, "both"), ("2", 1, 15.0, "both"), ("3", 0, 10.0, "both"), ("4", 0, -20.0, "both"),
        ("5", None, None, "left"), ("6", None, None, "entered"),
    ]  # fmt: skip


def test_agreement_over_those_ranked_in_both():
    row = compare_rankings(BEFORE, AFTER, ("2019", "2020")).agreement.row(0, named=True)
    assert list(row) == list(AGREEMENT_SCHEMA)
    assert (row["before"], row["after"], row["compared"], row["entered"], row["left"]) == ("2019", "2020", 4, 1, 1)
    assert row["spearman"] == pytest.approx(stats.spearmanr([1, 2, 3, 4], [2, 1, 3, 4]).statistic)
    assert row["kendall"] == pytest.approx(stats.kendalltau([1, 2, 3, 4], [2, 1, 3, 4]).statistic)
    assert row["pearson"] == pytest.approx(stats.pearsonr([90, 80, 70, 60], [81, 95, 80, 40]).statistic)
    assert (row["mean_shift"], row["mean_shift_share"], row["greatest_shift"], row["kept_top"]) == (0.5, 0.125, 1, 0.0)


def test_mobility_is_one_where_ranks_are_drawn_by_lot():
    rng = np.random.default_rng(8)
    areas = [str(i) for i in range(200)]
    before, after = (
        pl.DataFrame({"ref_area": areas, "rank": rng.permutation(200) + 1, "score": rng.normal(size=200)}) for _ in "ab"
    )
    assert compare_rankings(before, after).agreement["mobility"][0] == pytest.approx(1.0, abs=0.12)
    assert compare_rankings(before, before).agreement["mobility"][0] == 0.0


def test_classes_are_compared_apart_and_who_changed_its_class_is_told():
    before = BEFORE.with_columns(pl.Series("class", ["K", "K", "K", "A", "A", "A"]))
    after = AFTER.with_columns(pl.Series("class", ["K", "A", "K", "A", "A", "A"]))
    found = compare_rankings(before, after)
    assert found.areas.filter(ref_area="1").select("class", "rise", "state").row(0) == ("A", None, "moved")
    assert found.agreement.select("class", "compared", "moved").rows() == [("A", 1, 1), ("K", 2, 0)]
    assert found.agreement["spearman"].to_list() == [None, 1.0]


def test_the_same_ranking_agrees_wholly():
    row = compare_rankings(BEFORE, BEFORE).agreement.row(0, named=True)
    assert (row["spearman"], row["mean_shift"], row["kept_top"]) == (pytest.approx(1.0), 0.0, 1.0)


def test_many_rankings_are_compared_in_pairs_or_each_with_the_next():
    three = {"a": BEFORE, "b": AFTER, "c": BEFORE}
    assert compare_many(three).select("before", "after").rows() == [("a", "b"), ("a", "c"), ("b", "c")]
    assert compare_many(three, consecutive=True).select("before", "after").rows() == [("a", "b"), ("b", "c")]
    assert compare_many({"a": BEFORE}).is_empty()


def test_nobody_in_common_and_an_area_that_stands_twice():
    row = compare_rankings(BEFORE.filter(ref_area="5"), AFTER.filter(ref_area="2")).agreement.row(0, named=True)
    assert (row["compared"], row["spearman"], row["mean_shift"]) == (0, None, None)
    with pytest.raises(MethodError, match="stands twice"):
        compare_rankings(pl.concat([BEFORE, BEFORE]), AFTER)
