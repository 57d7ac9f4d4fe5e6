import numpy as np
import pytest

from junxian.assessment.weigh import find_principal_components, rotate_varimax, weigh_principal_components
from junxian.terms import MethodError

DRAWN = np.random.default_rng(2).normal(size=(60, 6))
COMMON = np.column_stack([DRAWN[:, [0]]] * 3 + [DRAWN[:, [1]]] * 3)
TABLE = DRAWN + 1.5 * COMMON


def test_loadings_are_correlations_with_the_components():
    found = find_principal_components(TABLE, components=2, is_rotated=False)
    standard = (TABLE - TABLE.mean(axis=0)) / TABLE.std(axis=0, ddof=1)
    scores = standard @ found.directions[:, :2]
    expected = np.corrcoef(np.column_stack([TABLE, scores]), rowvar=False)[:6, 6:]
    np.testing.assert_allclose(found.loadings, expected, rtol=1e-10)
    np.testing.assert_allclose(scores.var(axis=0, ddof=1), found.eigenvalues[:2], rtol=1e-10)
    assert found.eigenvalues.sum() == pytest.approx(6)


@pytest.mark.parametrize("turned", [[], [0], [0, 1, 2], range(6)])
def test_the_first_component_runs_with_the_mean_of_the_indicators(turned):
    sign = np.where(np.isin(np.arange(6), list(turned)), -1.0, 1.0)
    table = TABLE * sign
    found = find_principal_components(table, components=1)
    standard = (table - table.mean(axis=0)) / table.std(axis=0, ddof=1)
    assert np.corrcoef(standard @ found.directions[:, 0], standard.mean(axis=1))[0, 1] > 0


def test_one_component_weighs_by_squared_loadings():
    found = find_principal_components(TABLE, components=1)
    np.testing.assert_allclose(found.weights, found.directions[:, 0] ** 2, rtol=1e-12)


def test_components_with_an_eigenvalue_above_one_are_retained():
    found = find_principal_components(TABLE)
    assert found.loadings.shape == (6, int((found.eigenvalues > 1).sum())) == (6, 2)
    assert found.areas == 60


def test_rotation_gives_each_indicator_its_factor_and_changes_nothing_they_explain_together():
    plain, turned = (find_principal_components(TABLE, is_rotated=r).loadings for r in (False, True))
    np.testing.assert_allclose((plain**2).sum(axis=1), (turned**2).sum(axis=1), rtol=1e-10)
    counted = np.argmax(turned**2, axis=1)
    assert set(counted[:3]) != set(counted[3:])
    assert len(set(counted[:3])) == len(set(counted[3:])) == 1
    assert (np.diff((turned**2).sum(axis=0)) <= 0).all()


@pytest.mark.parametrize("is_normalised", [True, False])
def test_varimax_of_two_factors_is_the_best_turn_in_their_plane(is_normalised):
    loadings = find_principal_components(TABLE, components=2, is_rotated=False).loadings
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if is_normalised else 1.0

    def simplicity(angle):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return ((loadings @ turn / length) ** 2).var(axis=0).sum()

    best = max(simplicity(angle) for angle in np.linspace(0, np.pi / 2, 20_001))
    found = ((rotate_varimax(loadings, is_normalised=is_normalised) / length) ** 2).var(axis=0).sum()
    assert found == pytest.approx(best, rel=1e-6)
    assert found >= best - 1e-12


def test_an_indicator_that_runs_against_its_component_is_reported():
    found = find_principal_components(TABLE * [1, 1, -1, 1, 1, 1])
    assert found.opposed.tolist() == [False, False, True, False, False, False]
    np.testing.assert_allclose(found.weights, weigh_principal_components(TABLE), rtol=1e-9)


def test_two_indicators_share_the_weight_evenly_even_where_they_conflict():
    pair = np.column_stack([TABLE[:, 0], -TABLE[:, 1]])
    np.testing.assert_allclose(weigh_principal_components(pair), [0.5, 0.5])


def test_there_may_be_fewer_areas_than_indicators():
    found = find_principal_components(TABLE[:4])
    assert found.weights.sum() == pytest.approx(1)
    assert np.isnan(found.adequacy.kmo)


def test_uncorrelated_indicators_have_no_components():
    table = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    with pytest.raises(MethodError, match="uncorrelated"):
        weigh_principal_components(table)


@pytest.mark.parametrize("components", [0, 7])
def test_no_more_components_than_indicators(components):
    with pytest.raises(MethodError, match=f"{components} cannot be retained"):
        find_principal_components(TABLE, components=components)
