"""Laws of imputation and treatment that hold for any figures."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.assessment.impute import impute, list_imputed
from junxian.assessment.treat import METHODS, Rule, plan_treatment, treat_columns, winsorise

FAST = settings(max_examples=60, deadline=None)
cell = st.one_of(st.integers(-20, 20).map(float), st.integers(-3000, 3000).map(float), st.just(np.nan))


@st.composite
def tables(draw):
    """Small tables with ties, gaps and far values."""
    areas, indicators = draw(st.integers(1, 14)), draw(st.integers(1, 4))
    cells = draw(st.lists(cell, min_size=areas * indicators, max_size=areas * indicators))
    return np.array(cells).reshape(areas, indicators)


def _treat(values, method, at_most=3):
    codes = [str(place) for place in range(values.shape[1])]
    return treat_columns(values, plan_treatment(codes, Rule(method, at_most=at_most))).values


@FAST
@given(tables(), st.integers(0, 4), st.booleans())
def test_never_more_points_than_the_limit(values, at_most, force):
    found = winsorise(values, at_most, force=force)
    assert found.points.max() <= at_most
    changed = ~((found.values == values) | (np.isnan(found.values) & np.isnan(values)))
    np.testing.assert_array_equal(changed, found.high | found.low)


@FAST
@given(tables(), st.sampled_from(METHODS))
def test_treatment_never_turns_the_order_of_areas_round(values, method):
    found = _treat(values, method)
    for before, after in zip(values.T, found.T, strict=True):
        known = ~np.isnan(before)
        np.testing.assert_array_equal(np.isnan(after), ~known)
        ordered = after[known][np.argsort(before[known], kind="stable")]
        assert np.all(np.diff(ordered) >= 0)


@FAST
@given(tables(), st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_the_order_of_areas_is_irrelevant_to_treatment(values, method, random):
    order = random.sample(range(len(values)), len(values))
    np.testing.assert_allclose(_treat(values[order], method), _treat(values, method)[order], rtol=1e-6, atol=1e-9)


@FAST
@given(tables(), st.sampled_from([1e-4, 1e4]))
def test_a_change_of_units_changes_no_winsorised_point(values, scale):
    np.testing.assert_array_equal(winsorise(values * scale).high, winsorise(values).high)
    np.testing.assert_array_equal(winsorise(-values).low, winsorise(values).high)


@FAST
@given(tables(), st.sampled_from(["mean", "median", "row_mean", "class_mean"]))
def test_imputation_fills_between_the_known_and_changes_nothing_else(values, method):
    options = {"class_mean": {"groups": [str(place % 2) for place in range(len(values))]}}.get(method, {})
    filled = impute(values, method, **options)
    imputed = list_imputed(values, filled)
    low, high = (reduce(values, axis=1 if method == "row_mean" else 0) for reduce in (np.fmin.reduce, np.fmax.reduce))
    low, high = (np.broadcast_to(end[:, None] if method == "row_mean" else end, values.shape) for end in (low, high))
    assert np.all(filled[imputed] >= low[imputed] - 1e-9)
    assert np.all(filled[imputed] <= high[imputed] + 1e-9)


@FAST
@given(st.lists(cell, min_size=1, max_size=9), st.sampled_from(["interpolate", "carry_forward"]))
def test_a_series_is_filled_within_its_range_and_never_before_it_starts(series, method):
    values = np.array(series)
    filled = impute(values, method)
    imputed = list_imputed(values, filled)
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        assert np.isnan(filled).all()
        return
    assert not imputed[: known[0]].any()
    assert np.all((filled[imputed] >= np.nanmin(values) - 1e-9) & (filled[imputed] <= np.nanmax(values) + 1e-9))
    last = known[-1] if method == "interpolate" else len(values) - 1
    assert not np.isnan(filled[known[0] : last + 1]).any()
