import numpy as np
import pytest
from scipy import stats

from junxian.quality.revisions import find_signed_rank_quantile, find_smallest_p, measure_revision_bias


def test_eight_upward_revisions_have_the_chance_of_eight_coins():
    found = measure_revision_bias(np.array([0.01, 0.02, 0.015, 0.03, 0.01, 0.02, 0.005, 0.012]))
    assert (found.n, found.upward) == (8, 8)
    assert found.p_value == pytest.approx(2 / 256, rel=1e-12) == find_smallest_p(8)
    assert found.low > 0


@pytest.mark.parametrize("n", [6, 7, 12, 40])
def test_the_p_value_is_that_of_the_sign_test(n):
    rng = np.random.default_rng(n)
    revisions = rng.normal(0.3, 1, n)
    expected = stats.binomtest(int(np.sum(revisions > 0)), n).pvalue
    assert measure_revision_bias(revisions).p_value == pytest.approx(expected, rel=1e-12)


def test_size_and_interval_are_those_of_the_signed_rank_test():
    """R: wilcox.test(c(-0.3, 0.4, 1.2, 2.2, 0.7, 1.9, -0.1, 0.9), conf.int = TRUE): the 4th smallest and largest of 36
    Walsh averages (Hollander, Wolfe 1999, 3.2 and 3.3: t(.025, 8) = 33)."""
    x = np.array([-0.3, 0.4, 1.2, 2.2, 0.7, 1.9, -0.1, 0.9])
    i, j = np.triu_indices(8)
    walsh = np.sort((x[i] + x[j]) / 2)
    found = measure_revision_bias(x)
    assert found.size == pytest.approx(np.median(walsh))
    assert (found.low, found.high) == pytest.approx((walsh[3], walsh[-4]))


def test_quantiles_of_the_signed_rank_sum_are_those_of_the_tables():
    """R: qsignrank(.025, 6:12) is 1 3 4 6 9 11 14."""
    assert [find_signed_rank_quantile(0.025, n) for n in range(6, 13)] == [1, 3, 4, 6, 9, 11, 14]


def test_large_samples_use_the_normal_distribution():
    exact = find_signed_rank_quantile(0.025, 60)
    assert find_signed_rank_quantile(0.025, 61) > exact
    assert find_signed_rank_quantile(0.025, 61) - exact < 40


def test_the_interval_holds_the_middle_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    found = [measure_revision_bias(rng.standard_t(3, 8) + 0.5) for _ in range(2000)]
    assert 0.94 <= np.mean([f.low <= 0.5 <= f.high for f in found]) <= 0.975


def test_revisions_of_nothing_are_no_side_but_count_in_the_size():
    found = measure_revision_bias(np.array([0.0, 0.0, 0.0, 0.02, np.nan]))
    assert (found.n, found.upward, found.p_value) == (1, 1, 1.0)
    assert found.size == 0.0


def test_without_revisions_everything_is_unknown():
    found = measure_revision_bias(np.array([np.nan]))
    assert found.n == 0
    assert np.isnan([found.p_value, found.size, found.low, found.high]).all()
