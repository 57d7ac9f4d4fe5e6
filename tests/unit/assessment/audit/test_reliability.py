import numpy as np
import pytest

from junxian.assessment.audit import measure_nodes, measure_reliability, read_classes

RNG = np.random.default_rng(2)
VALUES = RNG.normal(size=(30, 1)) + RNG.normal(size=(30, 5)) * [0.5, 1, 1, 2, 3]


def _alpha(values):
    k = values.shape[1]
    return k / (k - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))


def test_alpha_by_the_variance_of_the_sum_and_without_each_item():
    found = measure_reliability(VALUES)
    assert found.alpha == pytest.approx(_alpha(VALUES), rel=1e-12)
    for column in range(5):
        rest = np.delete(VALUES, column, axis=1)
        assert found.alpha_if_deleted[column] == pytest.approx(_alpha(rest), rel=1e-12)
        expected = np.corrcoef(VALUES[:, column], rest.sum(axis=1))[0, 1]
        assert found.correlation_with_rest[column] == pytest.approx(expected, rel=1e-12)


def test_standardised_alpha_is_free_of_units():
    scaled = VALUES * [1, 10, 100, 0.01, 5] + 7
    assert measure_reliability(scaled, standardise=True).alpha == pytest.approx(
        _alpha(VALUES / VALUES.std(axis=0)), rel=1e-10
    )


def test_covariances_are_taken_pair_by_pair_where_something_is_missing():
    values = VALUES[:, :2].copy()
    values[:3, 0], values[5, 1] = np.nan, np.nan
    both = ~np.isnan(values).any(axis=1)
    covariance = np.cov(values[both].T)[0, 1]
    total = np.nanvar(values, axis=0, ddof=1).sum()
    assert measure_reliability(values).alpha == pytest.approx(2 * 2 * covariance / (total + 2 * covariance), rel=1e-12)


def test_parallel_items_are_wholly_reliable_and_one_item_or_constants_have_no_alpha():
    assert measure_reliability(np.tile(VALUES[:, :1], 3)).alpha == pytest.approx(1.0)
    assert np.isnan(measure_reliability(VALUES[:, :1]).alpha)
    constant = measure_reliability(np.ones((5, 3)))
    assert np.isnan(constant.alpha)
    assert np.isnan(constant.correlation_with_rest).all()
    assert np.isnan(measure_reliability(np.ones((5, 3)), standardise=True).alpha)


def test_every_node_has_a_row_and_its_parts_and_the_root_one_over_all_indicators(score, scheme):
    rows = [(f"{i:02}", "K", *RNG.normal(size=4)) for i in range(9)]
    (own,) = read_classes(score(rows), scheme())
    found = measure_nodes(own)
    whole = found.filter(part="")
    assert whole.select("node", "parts").rows() == [("economy", 2), ("risk", 2), ("total", 2), ("*", 4)]
    assert found.filter(node="*", part="")["alpha"][0] == pytest.approx(_alpha(own.normalised), rel=1e-10)
    assert found.filter(node="economy").filter(part="e1")["alpha"].to_list() == [None]
    assert found.height == 4 + 2 + 2 + 2 + 4
