import numpy as np
import pytest
from scipy.stats import chi2

from junxian.assessment.weigh import measure_adequacy
from junxian.terms import MethodError

DRAWN = np.random.default_rng(11).normal(size=(40, 5))
TABLE = DRAWN + 0.8 * DRAWN[:, [0]]


def _partial(table, one, other):
    """Correlation of what regression on the others leaves of two indicators."""
    others = np.delete(table - table.mean(axis=0), [one, other], axis=1)
    left = [
        c - others @ np.linalg.lstsq(others, c, rcond=None)[0] for c in (table - table.mean(axis=0)).T[[one, other]]
    ]
    return np.corrcoef(left)[0, 1]


def test_kmo_sets_correlations_against_those_that_regression_leaves():
    simple, partial = np.corrcoef(TABLE, rowvar=False) ** 2, np.zeros((5, 5))
    for one in range(5):
        for other in range(5):
            if one != other:
                partial[one, other] = _partial(TABLE, one, other) ** 2
    np.fill_diagonal(simple, 0)
    found = measure_adequacy(TABLE)
    assert found.kmo == pytest.approx(simple.sum() / (simple.sum() + partial.sum()), rel=1e-10)
    np.testing.assert_allclose(found.kmo_each, simple.sum(axis=0) / (simple + partial).sum(axis=0), rtol=1e-10)


def test_kmo_of_two_indicators_is_a_half():
    assert measure_adequacy(TABLE[:, :2]).kmo == pytest.approx(0.5)


def test_bartletts_statistic_and_its_probability():
    found = measure_adequacy(TABLE)
    determinant = np.linalg.det(np.corrcoef(TABLE, rowvar=False))
    assert found.statistic == pytest.approx(-(39 - 15 / 6) * np.log(determinant), rel=1e-10)
    assert found.degrees == 10
    assert found.probability == pytest.approx(chi2.sf(found.statistic, 10), rel=1e-8)


def test_unrelated_indicators_are_not_told_apart_from_spheres_in_most_draws():
    draws = [measure_adequacy(np.random.default_rng(seed).normal(size=(60, 4))).probability for seed in range(200)]
    assert 0.02 < np.mean(np.array(draws) < 0.05) < 0.10


def test_where_an_indicator_follows_from_others_nothing_is_measured():
    found = measure_adequacy(np.column_stack([TABLE, TABLE[:, 0] + TABLE[:, 1]]))
    assert np.isnan([found.kmo, found.statistic, found.probability, *found.kmo_each]).all()


def test_a_constant_is_refused():
    with pytest.raises(MethodError, match=r"column 1 .*constant"):
        measure_adequacy(np.column_stack([TABLE[:, 0], np.ones(40)]))
