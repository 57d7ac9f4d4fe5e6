"""Laws of aggregation that hold for any figures.

Not claimed, because not true: that a better value never lowers a Mazziotta-Pareto index (it may unbalance the area), a
TOPSIS closeness or, where several orders are best, the mean place in them (Kemeny); that with a least contribution some
area reaches 1; that methods that compare areas keep two areas' order when a third one leaves.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from junxian.assessment.aggregate import (
    METHODS,
    aggregate_benefit_of_the_doubt,
    aggregate_copeland,
    aggregate_kemeny,
    aggregate_mazziotta_pareto,
    aggregate_mean_min,
    aggregate_promethee,
    aggregate_topsis,
    aggregate_vikor,
    aggregate_wroclaw,
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    compare_pairs,
    find_best_weights,
    rank_kemeny,
)
from junxian.assessment.aggregate.cells import UNNAMED

LAWS = settings(max_examples=40, deadline=None)
MEANS = {
    "arithmetic": average_arithmetic, "geometric": average_geometric, "harmonic": average_harmonic,
    "power 3": lambda x, w: average_generalised(x, w, power=3), "power -2.5": lambda x, w: average_generalised(x, w, power=-2.5),
}  # fmt: skip
PAIRED = ["copeland", "outranking", "promethee"]


@st.composite
def tables(draw, low=1, high=60, missing=False):
    """Whole scores (areas, children), many ties, and weights that sum to 1; no child constant."""
    areas, children = draw(st.integers(2, 7)), draw(st.integers(1, 5))
    cell = st.integers(low, high).map(float)
    rows = draw(st.lists(st.lists(cell, min_size=children, max_size=children), min_size=areas, max_size=areas))
    points = np.array(draw(st.lists(st.integers(1, 9), min_size=children, max_size=children)), dtype=float)
    values = np.array(rows)
    assume((np.ptp(values, axis=0) > 0).all())
    if missing:
        gone = np.array(draw(st.lists(st.booleans(), min_size=values.size, max_size=values.size)))
        values[gone.reshape(values.shape) & (np.arange(areas) > 1)[:, None]] = np.nan
    return values, points / points.sum()


def _spread(values, weights):
    known = np.where(np.isnan(values), 0.0, weights)
    total = known.sum(axis=1, keepdims=True)
    return np.divide(known, total, out=np.zeros_like(known), where=total > 0)


def _apply(name, values, weights):
    return METHODS[name].apply(values, _spread(values, weights), UNNAMED, {})


@pytest.mark.parametrize("name", METHODS)
@LAWS
@given(data=st.data(), order=st.randoms())
def test_the_order_of_areas_and_of_children_is_irrelevant(name, data, order):
    values, weights = data.draw(tables(missing=name not in ("mazziotta_pareto", "topsis")))  # they refuse constants
    rows, columns = list(range(values.shape[0])), list(range(values.shape[1]))
    order.shuffle(rows)
    order.shuffle(columns)
    scores = _apply(name, values, weights)
    moved = _apply(name, values[np.ix_(rows, columns)], weights[columns])
    np.testing.assert_allclose(moved, scores[rows], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("mean", MEANS.values(), ids=MEANS)
@LAWS
@given(table=tables(), rise=st.integers(1, 30), data=st.data())
def test_means_rise_with_every_child(mean, table, rise, data):
    values, weights = table
    row, column = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    better = values.copy()
    better[row, column] += rise
    assert mean(better, weights)[row] > mean(values, weights)[row]


@pytest.mark.parametrize("name", PAIRED)
@LAWS
@given(table=tables(missing=True), rise=st.integers(1, 30), data=st.data())
def test_a_better_value_never_lowers_one_s_own_score_in_pairs(name, table, rise, data):
    values, weights = table
    row, column = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    better = values.copy()
    better[row, column] += rise
    assert not _apply(name, better, weights)[row] < _apply(name, values, weights)[row] - 1e-12


@LAWS
@given(table=tables(), factor=st.floats(0.01, 100), shift=st.integers(0, 50))
def test_changes_of_unit_carry_through(table, factor, shift):
    values, weights = table
    for mean in MEANS.values():
        np.testing.assert_allclose(mean(values * factor, weights), mean(values, weights) * factor, rtol=1e-9)
    shifted = values * factor + shift
    np.testing.assert_allclose(
        average_arithmetic(shifted, weights), average_arithmetic(values, weights) * factor + shift, rtol=1e-9
    )
    for unchanged in (aggregate_vikor, aggregate_mazziotta_pareto):
        np.testing.assert_allclose(unchanged(shifted, weights), unchanged(values, weights), rtol=1e-6, atol=1e-9)
    for unchanged in (aggregate_topsis, aggregate_wroclaw):
        np.testing.assert_allclose(
            unchanged(values * factor, weights), unchanged(values, weights), rtol=1e-6, atol=1e-9
        )


@LAWS
@given(table=tables(), data=st.data())
def test_pairs_see_only_the_order_of_values(table, data):
    values, weights = table
    stretched = values**3 + 7
    np.testing.assert_array_equal(aggregate_copeland(stretched, weights), aggregate_copeland(values, weights))
    np.testing.assert_array_equal(aggregate_promethee(stretched, weights), aggregate_promethee(values, weights))


@LAWS
@given(table=tables(missing=True))
def test_the_two_halves_of_the_outranking_matrix_make_a_whole(table):
    values, weights = table
    matrix = compare_pairs(values, weights)
    known = ~np.isnan(matrix) & ~np.eye(len(matrix), dtype=bool)
    np.testing.assert_allclose((matrix + matrix.T)[known], 1, rtol=1e-12)
    assert np.nansum(aggregate_copeland(values, weights)) == 0


@LAWS
@given(table=tables())
def test_the_best_orders_support_no_less_than_the_order_of_copeland(table):
    values, weights = table
    matrix = compare_pairs(values, weights)
    order = np.argsort(-aggregate_copeland(values, weights), kind="stable")
    ranking = rank_kemeny(matrix)
    support = sum(matrix[a, b] for place, a in enumerate(order) for b in order[place + 1 :])
    assert ranking.support >= support - 1e-9
    np.testing.assert_allclose(aggregate_kemeny(values, weights).sum(), len(values) * (len(values) - 1) / 2)


@LAWS
@given(table=tables())
def test_the_arithmetic_mean_is_no_less_than_the_geometric_and_that_no_less_than_the_harmonic(table):
    values, weights = table
    arithmetic, geometric, harmonic = (MEANS[name](values, weights) for name in ("arithmetic", "geometric", "harmonic"))
    assert (arithmetic >= geometric - 1e-9).all()
    assert (geometric >= harmonic - 1e-9).all()
    assert (harmonic >= values.min(axis=1) - 1e-9).all()
    mean_min = aggregate_mean_min(values, np.broadcast_to(weights, values.shape))
    assert ((values.min(axis=1) - 1e-9 <= mean_min) & (mean_min <= arithmetic + 1e-9)).all()


@LAWS
@given(value=st.integers(1, 100).map(float), table=tables())
def test_equal_children_give_their_own_value(value, table):
    _, weights = table
    alike = np.full(weights.shape, value)
    for mean in (*MEANS.values(), aggregate_mean_min):
        assert mean(alike, weights) == pytest.approx(value)
    penalised = aggregate_mazziotta_pareto(alike[None], weights, standardise=False)
    assert penalised == pytest.approx(value)


@LAWS
@given(table=tables(low=0), low=st.sampled_from([0.0, 0.02, 0.1]))
def test_the_benefit_of_the_doubt_reaches_1_exceeds_it_never_and_knows_no_units(table, low):
    values, _ = table
    assume((values > 0).any(axis=0).all())
    plain = find_best_weights(values)
    assert plain.scores.max() == pytest.approx(1)
    assert (plain.scores <= 1).all()
    assert np.nanmax(np.nan_to_num(plain.weights) @ values.T) <= 1 + 1e-9
    bound = aggregate_benefit_of_the_doubt(values, low=low)
    assert (bound <= plain.scores + 1e-9).all()
    units = np.geomspace(0.001, 1000, values.shape[1])
    np.testing.assert_allclose(aggregate_benefit_of_the_doubt(values * units, low=low), bound, rtol=1e-7, atol=1e-9)
    weighed = aggregate_benefit_of_the_doubt(values, low=low, bounds_on="weight")
    assert weighed.max() == pytest.approx(1)


@LAWS
@given(table=tables(), rise=st.integers(1, 30), data=st.data())
def test_a_better_value_never_lowers_one_s_own_benefit_of_the_doubt(table, rise, data):
    values, _ = table
    row, column = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    better = values.copy()
    better[row, column] += rise
    assert aggregate_benefit_of_the_doubt(better)[row] >= aggregate_benefit_of_the_doubt(values)[row] - 1e-9
