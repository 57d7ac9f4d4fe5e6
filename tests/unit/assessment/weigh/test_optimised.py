import numpy as np
import pytest

from junxian.assessment.weigh import weigh_for_balance, weigh_for_information
from junxian.terms import MethodError

DRAWN = np.random.default_rng(4).normal(size=(50, 6))
TABLE = (DRAWN[:, :5] + 0.7 * DRAWN[:, [5]]) * [1, 2, 3, 4, 5]
UNEVEN = (DRAWN[:, :5] + 0.7 * DRAWN[:, [0]]) * [1, 2, 3, 4, 5]  # the first goes with all others whatever it weighs


def _correlations(table, weights):
    return np.array([np.corrcoef(column, table @ weights)[0, 1] for column in table.T])


def _walk(weights, low, high, draw):
    """Weights nearby within the bounds."""
    other = np.clip(weights + draw.normal(size=len(weights)) * 10 ** draw.uniform(-6, -1), low, high)
    other = np.clip(other + (1 - other.sum()) * draw.dirichlet(np.ones(len(weights))), low, high)
    return other if abs(other.sum() - 1) < 1e-12 else weights


def test_balance_gives_every_indicator_the_same_correlation_where_that_can_be():
    found = weigh_for_balance(TABLE)
    np.testing.assert_allclose(_correlations(TABLE, found.weights), found.correlations, rtol=1e-9)
    np.testing.assert_allclose(found.correlations, found.correlations.mean(), rtol=1e-6)
    assert found.residual < 1e-6
    assert found.is_converged


def test_balance_gives_the_shares_that_are_asked_for():
    found = weigh_for_balance(TABLE, shares=[11, 10, 10, 10, 10])
    np.testing.assert_allclose(
        found.correlations / found.correlations.sum(), np.array([11, 10, 10, 10, 10]) / 51, rtol=1e-6
    )


@pytest.mark.parametrize(("table", "bounds"), [
    (UNEVEN, (0.0, 1.0)), (TABLE, (0.15, 0.25)), (UNEVEN, (np.full(5, 0.05), np.array([1, 1, 0.1, 1, 1]))),
])  # fmt: skip
def test_where_balance_cannot_be_it_comes_as_near_as_the_bounds_allow_and_says_how_near(table, bounds):
    found, draw = weigh_for_balance(table, bounds=bounds), np.random.default_rng(1)
    low, high = (np.broadcast_to(end, 5) for end in bounds)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert ((found.weights >= low) & (found.weights <= high)).all()
    assert found.residual > 1e-3
    assert found.is_converged
    for _ in range(300):
        other = _correlations(table, _walk(found.weights, low, high, draw))
        if other.sum() > 0:
            assert ((other / other.sum() - 0.2) ** 2).sum() >= found.objective - 1e-9


def test_the_most_information_without_binding_bounds_is_the_first_principal_component():
    found = weigh_for_information(TABLE)
    values, vectors = np.linalg.eigh(np.corrcoef(TABLE, rowvar=False))
    expected = np.abs(vectors[:, -1]) / TABLE.std(axis=0)
    np.testing.assert_allclose(found.weights, expected / expected.sum(), rtol=1e-5)
    assert found.objective == pytest.approx(values[-1], rel=1e-9)
    assert found.is_converged
    assert np.isnan(found.residual)


@pytest.mark.parametrize("aim", ["sum", "least"])
@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.15, 0.25)])
def test_no_weights_nearby_tell_more(aim, bounds):
    found, draw = weigh_for_information(UNEVEN, aim=aim, bounds=bounds), np.random.default_rng(1)
    measure = np.sum if aim == "sum" else np.min
    assert found.objective == pytest.approx(measure(_correlations(UNEVEN, found.weights) ** 2), rel=1e-9)
    assert found.is_converged
    assert 1 <= found.agreeing <= found.starts
    for _ in range(300):
        other = _walk(found.weights, *bounds, draw)
        assert measure(_correlations(UNEVEN, other) ** 2) <= found.objective + 1e-9


def test_the_least_told_indicator_is_told_as_much_as_any_other_where_that_can_be():
    found = weigh_for_information(TABLE, aim="least")
    np.testing.assert_allclose(found.correlations**2, found.objective, rtol=1e-6)


def test_the_certificate_sees_that_a_start_is_no_solution():
    from junxian.assessment.weigh.balance import _ask_for
    from junxian.assessment.weigh.optimise import measure_stationarity, open_space

    space = open_space("test", TABLE, (0.0, 1.0))
    equal = np.full(5, 0.2)
    slope = _ask_for(equal, space)(equal)[1]
    assert measure_stationarity(slope, equal, space) > 1e-3


def test_slopes_agree_with_differences():
    from junxian.assessment.weigh.balance import _ask_for
    from junxian.assessment.weigh.information import _sum_squares
    from junxian.assessment.weigh.optimise import open_space

    space = open_space("test", UNEVEN, (0.0, 1.0))
    at, step = np.array([0.1, 0.3, 0.2, 0.25, 0.15]), 1e-6 * np.eye(5)
    for objective in (_ask_for(np.full(5, 0.2), space), _sum_squares(space)):
        differences = [(objective(at + s)[0] - objective(at - s)[0]) / 2e-6 for s in step]
        np.testing.assert_allclose(objective(at)[1], differences, rtol=1e-6, atol=1e-8)


def test_the_same_seed_gives_the_same_weights():
    first, second = (weigh_for_balance(UNEVEN, seed=3).weights for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_single_indicator_has_all_the_weight():
    assert weigh_for_balance(TABLE[:, :1]).weights.tolist() == [1.0]
    assert weigh_for_information(TABLE[:, :1], aim="least").weights.tolist() == [1.0]


@pytest.mark.parametrize("bounds", [(0.3, 1.0), (0.0, 0.1), (-0.1, 1.0), (0.5, 0.2), (np.nan, 1.0)])
def test_bounds_that_no_weights_meet_are_refused(bounds):
    with pytest.raises(MethodError, match="no 5 weights between"):
        weigh_for_balance(TABLE, bounds=bounds)


def test_other_wishes_that_mean_nothing_are_refused():
    with pytest.raises(MethodError, match="5 positive numbers"):
        weigh_for_balance(TABLE, shares=[1, 1, 1, 1, 0])
    with pytest.raises(MethodError, match=r"aim 'summ' is not known.*Did you mean 'sum'"):
        weigh_for_information(TABLE, aim="summ")
