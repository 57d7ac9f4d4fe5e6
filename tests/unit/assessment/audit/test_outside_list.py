import numpy as np
import polars as pl
import pytest
from scipy import stats

from junxian.assessment.audit import OutsideList, compare_with_list
from junxian.assessment.audit.outside_list import LIST_SCHEMA, compare_lists
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

TABLE = pl.DataFrame({"ref_area": [f"{i:02}" for i in range(1, 13)], "rank": [1, 2, 3, 4, 4, 6, 7, 8, 9, 10, 11, None]})
CLASSES = pl.DataFrame({
    "ref_area": ["1", "2", "3", "4", "5", "6", "7"], "class": ["K"] * 4 + ["A"] * 3, "rank": [1, 2, 3, 4, 1, 2, 3],
})  # fmt: skip


def test_the_share_of_pairs_led_agrees_with_the_mann_whitney_statistic():
    listed = ["01", "03", "05", "09"]
    found = compare_with_list(TABLE, listed, permutations=4999)
    ranked = TABLE.filter(pl.col("rank").is_not_null())
    named = ranked["ref_area"].is_in(listed).to_numpy()
    test = stats.mannwhitneyu(
        -ranked["rank"].to_numpy()[named], -ranked["rank"].to_numpy()[~named], alternative="greater"
    )
    assert found.auc == pytest.approx(test.statistic / (4 * 7))
    assert found.p == pytest.approx(stats.permutation_test(
        (-ranked["rank"].to_numpy()[named], -ranked["rank"].to_numpy()[~named]),
        lambda a, b: stats.mannwhitneyu(a, b).statistic, alternative="greater", n_resamples=np.inf,
    ).pvalue, abs=0.03)  # fmt: skip
    assert (found.listed, found.found, found.compared, found.not_found) == (4, 4, 11, ())


def test_a_list_of_the_first_is_led_by_nobody_and_hits_all():
    found = compare_with_list(TABLE, ["01", "02", "03"], permutations=1999)
    assert (found.auc, found.hit_rate, found.hit_rate_expected) == (1.0, 1.0, pytest.approx(3 / 11))
    assert found.p == pytest.approx(1 / 165, abs=0.006)


def test_places_that_are_shared_count_in_part():
    assert compare_with_list(TABLE, ["01", "02", "03", "04"]).hit_rate == pytest.approx(3.5 / 4)


def test_ranks_of_different_classes_are_never_compared():
    found = compare_with_list(CLASSES, ["1", "6"])
    assert found.auc == pytest.approx((3 + 1) / (3 + 2))
    assert (found.hit_rate, found.hit_rate_expected) == (0.5, pytest.approx((1 / 4 + 1 / 3) / 2))


def test_who_is_not_ranked_is_named_and_the_rest_compared():
    found = compare_with_list(TABLE, ["99", "12", "01"])
    assert (found.listed, found.found, found.not_found) == (3, 1, ("99", "12"))
    assert found.auc == 1.0
    nobody = compare_with_list(TABLE, ["99"])
    assert np.isnan([nobody.auc, nobody.p, nobody.hit_rate]).all()


def test_an_order_is_correlated_with_ranks():
    order = ["02", "01", "07", "04", "09"]
    found = compare_with_list(TABLE, order, is_ordered=True, permutations=4999)
    expected = stats.spearmanr([2, 1, 7, 4, 9], range(5))
    assert found.spearman == pytest.approx(expected.statistic)
    assert 0.01 < found.p < 0.2
    assert np.isnan(found.auc)
    assert compare_with_list(CLASSES, ["1", "5", "2", "6", "3"], is_ordered=True).spearman == pytest.approx(1.0)
    assert compare_with_list(CLASSES, ["5", "1"], is_ordered=True).found == 2
    assert np.isnan(compare_with_list(CLASSES, ["5", "1"], is_ordered=True).spearman)


def test_p_values_of_lots_are_spread_evenly():
    rng = np.random.default_rng(7)
    table = pl.DataFrame({"ref_area": [str(i) for i in range(30)], "rank": np.arange(1, 31)})
    p = [
        compare_with_list(table, [str(i) for i in rng.choice(30, 6, replace=False)], permutations=199, seed=s).p
        for s in range(200)
    ]
    assert stats.kstest(p, "uniform").pvalue > 0.001


def test_the_same_seed_gives_the_same_p():
    listed = ["01", "05"]
    assert compare_with_list(TABLE, listed, seed=3) == compare_with_list(TABLE, listed, seed=3)


def test_several_lists_in_one_table():
    lists = {
        "a": OutsideList(Name(zh="百强", en="Top 100"), ("01", "99")),
        "b": OutsideList(Name(zh="专家"), ("01", "02", "03"), is_ordered=True),
    }
    found = compare_lists(TABLE, lists)
    assert dict(found.schema) == LIST_SCHEMA
    assert found.select("list", "name_en", "kind", "not_found", "spearman").rows() == [
        ("a", "Top 100", "named", "99", None), ("b", "专家", "ordered", "", pytest.approx(1.0)),
    ]  # fmt: skip
    assert compare_lists(TABLE, {}).is_empty()


@pytest.mark.parametrize("listed", [[], ["01", "01"]])
def test_an_empty_list_and_one_that_names_an_area_twice_are_refused(listed):
    with pytest.raises(MethodError, match="is empty or names an area twice"):
        compare_with_list(TABLE, listed)
