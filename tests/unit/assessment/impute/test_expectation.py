"""EM: the factored likelihood of monotone gaps, the likelihood climbed by another way, and what is refused."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import multivariate_normal

from junxian.assessment.impute import fit_normal, impute_by_em
from junxian.terms import MethodError

NAN = np.nan


def draw(seed, areas=60):
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(3, 3))
    return rng.normal(size=(areas, 3)) @ mix + np.array([5.0, -2.0, 100.0])


def test_monotone_gaps_give_the_factored_likelihood():
    """Where the second column is known for fewer areas than the first, the maximum is a regression of one on the other."""
    values = draw(1)[:, :2]
    values[35:, 1] = NAN
    found = fit_normal(values)
    first, known = values[:, 0], values[:35]
    slope = np.cov(known.T, ddof=0)[0, 1] / known[:, 0].var()
    left = known[:, 1] - known[:, 1].mean() - slope * (known[:, 0] - known[:, 0].mean())
    constant = known[:, 1].mean() - slope * known[:, 0].mean()
    assert found.mean == pytest.approx([first.mean(), constant + slope * first.mean()], rel=1e-7)
    assert found.covariance == pytest.approx(
        np.array([[first.var(), slope * first.var()], [slope * first.var(), left.var() + slope**2 * first.var()]]),
        rel=1e-6,
    )
    assert found.values[35:, 1] == pytest.approx(constant + slope * first[35:], rel=1e-7)


def observed(values, mean, covariance):
    total = 0.0
    for row in values:
        known = ~np.isnan(row)
        total += multivariate_normal.logpdf(row[known], mean[known], covariance[np.ix_(known, known)])
    return total


@pytest.mark.parametrize("seed", [2, 3])
def test_no_other_distribution_explains_what_is_known_better(seed):
    values = draw(seed)
    values[np.random.default_rng(seed).uniform(size=values.shape) < 0.2] = NAN
    values = values[~np.isnan(values).all(axis=1)]
    found = fit_normal(values)
    scale = np.nanstd(values, axis=0)

    def unfold(x):
        lower = np.zeros((3, 3))
        lower[np.tril_indices(3)] = x[3:]
        return x[:3] * scale + np.nanmean(values, axis=0), scale[:, None] * (lower @ lower.T) * scale

    start = np.concatenate([np.zeros(3), np.eye(3)[np.tril_indices(3)]])
    other = minimize(lambda x: -observed(values, *unfold(x)), start, method="BFGS")
    best = observed(values, found.mean, found.covariance)
    assert best >= -other.fun - 1e-6
    mean, covariance = unfold(other.x)
    assert found.mean == pytest.approx(mean, abs=1e-3 * scale.max())
    assert found.covariance == pytest.approx(covariance, abs=5e-3 * scale.max() ** 2)


def test_units_and_the_order_of_areas_do_not_matter():
    values = draw(4)
    values[:10, 1], values[5:20, 2] = NAN, NAN
    filled = impute_by_em(values)
    scale = np.array([1e6, 1.0, 1e-6])
    np.testing.assert_allclose(impute_by_em(values * scale) / scale, filled, rtol=1e-7)
    np.testing.assert_allclose(impute_by_em(values[::-1])[::-1], filled, rtol=1e-7)
    np.testing.assert_array_equal(filled[~np.isnan(values)], values[~np.isnan(values)])


def test_a_column_or_an_area_with_nothing_known_stays_missing():
    values = np.column_stack([draw(5), np.full(60, NAN)])
    values[0], values[1:6, 0] = NAN, NAN
    found = fit_normal(values)
    assert np.isnan(found.values[0]).all()
    assert np.isnan(found.values[:, 3]).all()
    assert not np.isnan(found.values[1:, :3]).any()
    assert np.isnan(found.mean[3])


def test_a_constant_stays_one():
    values = np.column_stack([draw(6), np.full(60, 7.0)])
    values[3, 3], values[4, 0] = NAN, NAN
    assert impute_by_em(values)[3, 3] == pytest.approx(7.0)


def test_indicators_that_follow_from_each_other_are_refused():
    values = np.column_stack([draw(7)[:, :2], np.zeros(60), draw(9)[:, 0]])
    values[:, 2] = values[:, 0] + values[:, 1]
    values[0, 3] = NAN
    with pytest.raises(MethodError, match="follows from the others"):
        impute_by_em(values)


def test_values_that_do_not_settle_and_no_rounds_are_refused():
    values = draw(8)
    values[:30, 1], values[20:50, 2] = NAN, NAN
    with pytest.raises(MethodError, match="do not settle in 2 rounds"):
        impute_by_em(values, rounds=2)
    with pytest.raises(MethodError, match="rounds is 0"):
        impute_by_em(values, rounds=0)


@pytest.mark.parametrize("areas", [3, 4])
def test_without_more_areas_than_indicators_a_perfect_fit_is_no_maximum(areas):
    """The known areas lie on one plane, which would be read on far beyond them."""
    values = np.column_stack([draw(10, areas), draw(11, areas)[:, :1]])
    values[0, 0] = NAN
    with pytest.raises(MethodError, match="follows from the others"):
        impute_by_em(values)


def test_a_line_through_two_areas_is_not_read_on():
    with pytest.raises(MethodError, match="follows from the others"):
        impute_by_em(np.array([[1.0, 2.0], [3.0, NAN], [4.0, 7.0]]))


def test_where_nothing_is_known_nothing_is_filled():
    found = fit_normal(np.full((3, 2), NAN))
    assert np.isnan(found.values).all()
    assert np.isnan(found.covariance).all()
