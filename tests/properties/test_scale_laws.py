"""Laws of normalisation and of weights that hold for any figures.

Not claimed, because not true: that a fraction of the maximum survives a shift of origin; that entropy or Gini weights
do; that a better value never moves somebody else's score where the figures themselves set the scale.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from junxian.assessment.normalise import METHODS, normalise
from junxian.assessment.weigh import METHODS as WEIGH_METHODS
from junxian.assessment.weigh import weigh, weigh_for_balance, weigh_for_information, weigh_pairwise
from junxian.terms import MethodError

QUICK = settings(max_examples=30, deadline=None)
BETWEEN = {"min_max", "distance_to_maximum", "percentile_rank", "efficacy", "goalposts"}  # scores have a range
FROM_DATA = [name for name in WEIGH_METHODS if name != "declared"]
FREE_OF_UNITS = ["equal", "entropy", "critic", "gini", "principal_components"]
FREE_OF_ORIGIN = ["equal", "critic", "standard_deviation", "principal_components"]


@st.composite
def tables(draw, least=1, columns=3):
    """Areas with indicators between `least` and 60, none constant, some figures missing."""
    count = draw(st.integers(5, 9))
    figures = st.lists(st.integers(least, 60).map(float), min_size=count, max_size=count)
    table = np.array([draw(figures) for _ in range(columns)]).T
    missing = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, columns - 1)), max_size=3))
    for place in missing:
        table[place] = np.nan
    spread = np.nanpercentile(table, 95, axis=0) - np.nanpercentile(table, 5, axis=0)
    assume((spread > 0).all())
    return table


@st.composite
def complete_tables(draw, columns=3):
    """The same with nothing missing, and indicators that are no copies of each other and have components of their own."""
    count = draw(st.integers(columns + 3, columns + 7))
    figures = st.lists(st.integers(1, 60).map(float), min_size=count, max_size=count)
    table = np.array([draw(figures) for _ in range(columns)]).T
    assume((table.std(axis=0) > 0).all())
    eigenvalues = np.linalg.eigvalsh(np.corrcoef(table, rowvar=False))
    assume(eigenvalues[0] > 1e-3)
    assume(np.diff(eigenvalues).min() > 1e-3)  # components of equal size have no directions of their own
    assume(np.abs(eigenvalues - 1).min() > 1e-6)
    return table


directions = st.lists(st.booleans(), min_size=3, max_size=3).map(np.array)


def _options(method, table, better, factor=1.0, shift=0.0):
    """What a method needs, in the units of the table: goalposts, a target, a reference area."""
    ends = np.full(3, -1.0) * factor + shift, np.full(3, 70.0) * factor + shift
    best = np.where(better, np.nanmax(table, axis=0), np.nanmin(table, axis=0))
    declared = {
        "goalposts": {"bounds": ends},
        "scaled": {"bounds": ends},
        "distance_to_target": {"target": best},
        "distance_to_reference": {"area": 0},
    }
    return declared.get(method, {})


def _normalise(method, table, better, **scale):
    return normalise(method, table, more_is_better=better, **_options(method, table, better, **scale))


def _raise_a_leader(table, better):
    """The first area the best of all in everything, so that it can be a reference."""
    table = table.copy()
    table[0] = np.where(better, 61.0, 0.5)
    return table


@pytest.mark.parametrize("method", METHODS)
@QUICK
@given(table=tables(), better=directions, factor=st.sampled_from([1e-4, 0.3, 7.0, 1e6]))
def test_a_change_of_units_changes_no_score(method, table, better, factor):
    table = _raise_a_leader(table, better)
    first = _normalise(method, table, better)
    second = _normalise(method, table * factor, better, factor=factor)
    np.testing.assert_allclose(first, second, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "fraction_of_maximum"])
@QUICK
@given(table=tables(), better=directions, shift=st.sampled_from([-500.0, -3.0, 40.0, 1000.0]))
def test_a_change_of_origin_changes_no_score_but_a_fraction_of_the_maximum(method, table, better, shift):
    table = _raise_a_leader(table, better)
    first = _normalise(method, table, better)
    second = _normalise(method, table + shift, better, shift=shift)
    np.testing.assert_allclose(first, second, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("method", METHODS)
@QUICK
@given(table=tables(), better=directions)
def test_a_better_value_has_no_lower_score_and_equal_values_have_equal_ones(method, table, better):
    table = _raise_a_leader(table, better)
    scores = _normalise(method, table, better)
    for column in range(3):
        known = ~np.isnan(table[:, column])
        assert (np.isnan(scores[:, column]) == ~known).all()
        order = np.argsort(table[known, column] * (1 if better[column] else -1))
        assert (np.diff(scores[known, column][order]) >= -1e-9).all()
        for value in np.unique(table[known, column]):
            assert np.ptp(scores[table[:, column] == value, column]) == 0


@pytest.mark.parametrize("method", METHODS)
@QUICK
@given(table=tables(), better=directions)
def test_the_best_has_the_top_of_the_range_and_nobody_is_beyond_it(method, table, better):
    table = _raise_a_leader(table, better)
    scores = _normalise(method, table, better)
    if method in BETWEEN or method in ("distance_to_target", "distance_to_reference", "fraction_of_maximum"):
        low, top = {"efficacy": (60, 100)}.get(method, (0, METHODS[method].function.__kwdefaults__["span"]))
        assert np.nanmin(scores) >= low - 1e-9
        assert np.nanmax(scores) <= top + 1e-9
    if method not in ("goalposts", "scaled"):
        assert (scores[0] >= np.nanmax(scores, axis=0) - 1e-9).all()
    if method == "z_score":
        np.testing.assert_allclose(np.nanmean(scores, axis=0), 0, atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
@QUICK
@given(table=tables(), better=directions, order=st.randoms())
def test_the_order_of_areas_and_of_indicators_is_irrelevant(method, table, better, order):
    table = _raise_a_leader(table, better)
    rows, columns = list(range(1, len(table))), list(range(3))
    order.shuffle(rows)
    order.shuffle(columns)
    rows = [0, *rows]
    first = _normalise(method, table, better)[rows][:, columns]
    second = _normalise(method, table[rows][:, columns], better[columns])
    np.testing.assert_allclose(first, second, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("method", [name for name, own in METHODS.items() if not own.by_rank and own.takes_reference])
@QUICK
@given(table=tables(), better=directions)
def test_values_as_their_own_reference_change_nothing(method, table, better):
    table = _raise_a_leader(table, better)
    options = _options(method, table, better)
    first, second = (normalise(method, table, own, more_is_better=better, **options) for own in (None, table))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("method", [name for name, own in METHODS.items() if own.takes_reference])
@QUICK
@given(table=tables(), better=directions, row=st.integers(1, 4))
def test_against_a_reference_nobody_changes_anybody_elses_score(method, table, better, row):
    table = _raise_a_leader(table, better)
    options = _options(method, table, better)
    changed = table.copy()
    changed[row] = 30.0
    first, second = (normalise(method, own, table, more_is_better=better, **options) for own in (table, changed))
    others = np.arange(len(table)) != row
    np.testing.assert_array_equal(first[others], second[others])


@pytest.mark.parametrize("method", FROM_DATA)
@QUICK
@given(table=complete_tables())
def test_weights_sum_to_one_and_none_is_negative(method, table):
    weights = weigh(method, table)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert (weights >= 0).all()


@pytest.mark.parametrize("method", [name for name in FROM_DATA if name != "principal_components"])
@QUICK
@given(table=tables(least=0))
def test_weights_of_incomplete_figures_sum_to_one_and_none_is_negative(method, table):
    try:
        weights = weigh(method, table)
    except MethodError:  # two indicators that share too few areas, or agree wholly, have no CRITIC weights
        assume(method != "critic")
        raise
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert (weights >= 0).all()


@pytest.mark.parametrize("method", FROM_DATA)
@QUICK
@given(table=complete_tables(), order=st.randoms())
def test_weights_go_with_their_indicators_and_not_with_the_order_of_areas(method, table, order):
    rows, columns = list(range(len(table))), list(range(3))
    order.shuffle(rows)
    order.shuffle(columns)
    np.testing.assert_allclose(weigh(method, table)[columns], weigh(method, table[rows][:, columns]), atol=1e-7)


@pytest.mark.parametrize("method", FREE_OF_UNITS)
@QUICK
@given(table=complete_tables(), factor=st.sampled_from([1e-3, 0.5, 12.0, 1e4]))
def test_weights_that_are_free_of_units(method, table, factor):
    np.testing.assert_allclose(weigh(method, table), weigh(method, table * np.array([1, factor, 1])), atol=1e-7)


@pytest.mark.parametrize("method", FREE_OF_ORIGIN)
@QUICK
@given(table=complete_tables(), shift=st.sampled_from([-80.0, 5.0, 300.0]))
def test_weights_that_are_free_of_the_origin(method, table, shift):
    np.testing.assert_allclose(weigh(method, table), weigh(method, table + np.array([0, shift, 0])), atol=1e-7)


@QUICK
@given(table=complete_tables(columns=4), low=st.sampled_from([0.0, 0.1, 0.2]), high=st.sampled_from([0.3, 0.6, 1.0]))
def test_optimised_weights_stay_within_their_bounds_and_are_no_worse_than_equal_ones(table, low, high):
    bounds = (low, high)
    balanced, told = weigh_for_balance(table, bounds=bounds), weigh_for_information(table, bounds=bounds)
    least = weigh_for_information(table, aim="least", bounds=bounds)
    for found in (balanced, told, least):
        assert found.weights.sum() == pytest.approx(1, abs=1e-9)
        assert found.weights.min() >= low
        assert found.weights.max() <= high
    equal = np.array([np.corrcoef(column, table.mean(axis=1))[0, 1] for column in table.T])
    assert told.objective >= (equal**2).sum() - 1e-9
    assert least.objective >= (equal**2).min() - 1e-9
    if equal.sum() > 1e-3:
        assert balanced.objective <= ((equal / equal.sum() - 0.25) ** 2).sum() + 1e-9


@QUICK
@given(
    judged=st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1 / 2, 1, 2, 3, 5, 9]), min_size=6, max_size=6),
    order=st.randoms(),
)
def test_pairwise_weights_sum_to_one_go_with_their_indicators_and_consistency_is_measured_from_zero(judged, order):
    table = np.full((4, 4), np.nan)
    table[np.triu_indices(4, 1)] = judged
    found = weigh_pairwise(table)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert found.consistency_ratio >= 0
    assert found.is_consistent == (found.consistency_ratio <= 0.1)
    places = list(range(4))
    order.shuffle(places)
    whole = np.where(np.isnan(table), 1 / table.T, table)
    np.fill_diagonal(whole, 1)
    turned = weigh_pairwise(whole[np.ix_(places, places)])
    np.testing.assert_allclose(turned.weights, found.weights[places], rtol=1e-8)
