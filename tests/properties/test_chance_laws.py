"""Laws of the tests of chance: what a change of unit, of order or of sign may not do."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.quality.digits.conformity import measure_conformity
from junxian.quality.digits.last import judge_heaping
from junxian.quality.digits.leading import read_leading_digits
from junxian.quality.discovery import adjust_p_values
from junxian.quality.revisions import measure_revision_bias
from junxian.quality.robust.match import match_growth

METHODS = st.sampled_from(["BH", "BY", "Holm"])
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@given(SHARES, METHODS, st.integers(0, 60))
@settings(deadline=None)
def test_adjusting_keeps_the_order_and_never_makes_a_p_value_smaller(p, method, more):
    p = np.array(p)
    found = adjust_p_values(p, method, len(p) + more)
    assert (found >= p - 1e-15).all()
    assert (found <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= -1e-15).all()


@given(SHARES, METHODS)
@settings(deadline=None)
def test_more_tests_never_make_a_finding_easier(p, method):
    p = np.array(p)
    assert (adjust_p_values(p, method, 2 * len(p)) >= adjust_p_values(p, method) - 1e-15).all()


@given(st.integers(1, 10**12), st.integers(-9, 9))
@settings(deadline=None)
def test_leading_digits_do_not_depend_on_the_decimal_point(number, power):
    text = f"{number}e{power}"
    plain = pl.Series("v", [str(number), text, f"-{number}"])
    for position in ("first", "second", "first_two"):
        assert read_leading_digits(plain, position).n_unique() == 1


@given(st.integers(0, 1000), st.sampled_from([10.0, 1000.0]))
@settings(deadline=None)
def test_conformity_does_not_depend_on_a_unit_of_a_power_of_ten(seed, factor):
    cents = np.random.default_rng(seed).integers(1, 10**6, 300)
    texts = [pl.Series("v", [f"{c}e{n}" for c in cents]) for n in (-2, int(np.log10(factor)) - 2)]
    assert measure_conformity(texts[0]).mad == measure_conformity(texts[1]).mad


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-3, 3))
@settings(deadline=None)
def test_matching_does_not_depend_on_units_nor_on_growth_common_to_all(seed, scale, shift):
    rng = np.random.default_rng(seed)
    proxies = rng.normal(0.05, 0.05, (30, 2))
    y = 0.02 + proxies @ [0.4, 0.3] + 0.02 * rng.standard_t(4, 30)
    classes = np.zeros(30, dtype=np.int64)
    found, moved = match_growth(y, proxies, classes, 12), match_growth(y + shift, proxies * scale, classes, 12)
    np.testing.assert_allclose(moved.expected - shift, found.expected, atol=2e-6)
    np.testing.assert_allclose(moved.spread, found.spread, rtol=1e-3, atol=1e-6)


@given(st.integers(0, 10_000))
@settings(deadline=None)
def test_matching_does_not_depend_on_the_order_of_areas(seed):
    rng = np.random.default_rng(seed)
    proxies, order = rng.normal(0.05, 0.05, (30, 2)), rng.permutation(30)
    y, classes = 0.02 + proxies @ [0.4, 0.3] + 0.02 * rng.standard_t(4, 30), np.arange(30) % 2
    found, moved = match_growth(y, proxies, classes, 12), match_growth(y[order], proxies[order], classes[order], 12)
    np.testing.assert_allclose(moved.expected, found.expected[order], atol=1e-6)


@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=1, max_size=20))
@settings(deadline=None)
def test_a_bias_turned_round_is_the_same_bias_the_other_way(revisions):
    there, back = measure_revision_bias(np.array(revisions)), measure_revision_bias(-np.array(revisions))
    assert (there.n, there.upward) == (back.n, back.n - back.upward)
    np.testing.assert_allclose([there.size, there.low, there.high], [-back.size, -back.high, -back.low], atol=1e-12)
    np.testing.assert_allclose(there.p_value, back.p_value)
    assert there.low <= there.size <= there.high


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12))
@settings(deadline=None)
def test_p_values_of_heaping_are_shares(groups):
    hits = np.array([min(h, n) for h, n in groups])
    p, base = judge_heaping(hits, np.array([n for _, n in groups]))
    known = p[np.isfinite(p)]
    assert ((known >= 0) & (known <= 1)).all()
    assert ((base[np.isfinite(base)] > 0) & (base[np.isfinite(base)] < 1)).all()
