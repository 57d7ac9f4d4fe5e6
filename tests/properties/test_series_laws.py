"""Laws of the tests of series, for any figures: order of areas, unit and common growth change nothing."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.quality.kinds.year_to_date import Sum, keep_rising
from junxian.quality.near_copies import find_near_pairs
from junxian.quality.series import Series
from junxian.quality.series_expected import expect

SEEDS = st.integers(0, 10_000)
AREAS, PERIODS = 24, 9


def draw(seed):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    logs = rng.normal(10, 1, (AREAS, 1)) + np.cumsum(rng.normal(0.05, 0.05, (AREAS, PERIODS)), axis=1)
    figures = np.exp(logs)
    figures[rng.random(figures.shape) < 0.1] = np.nan
    figures[rng.integers(AREAS), rng.integers(PERIODS)] *= 1e4
    return figures


def stand_out(figures):
    rows = np.arange(len(figures))
    e = expect(Series(tuple(map(str, rows)), tuple(map(str, range(PERIODS))), {"x": figures}, ((rows, rows),)), "x")
    return e.stands_out, e.spread


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.floats(1e-6, 1e6))
def test_the_unit_of_an_item_changes_no_deviation(seed, factor):
    figures = draw(seed)
    for here, there in zip(stand_out(figures), stand_out(figures * factor), strict=True):
        assert np.allclose(here, there, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_what_all_areas_go_through_changes_no_deviation(seed):
    """Where every area has every figure: with gaps the median of each step is one of other areas' steps."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    figures = np.nan_to_num(draw(seed), nan=20_000.0)
    common = np.exp(np.cumsum(rng.normal(0, 0.3, PERIODS)))
    for here, there in zip(stand_out(figures), stand_out(figures * common), strict=True):
        assert np.allclose(here, there, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_order_of_areas_changes_nothing(seed):
    figures = draw(seed)
    order = np.random.default_rng(np.random.SeedSequence(seed)).permutation(AREAS)
    for here, there in zip(stand_out(figures), stand_out(figures[order]), strict=True):
        assert np.allclose(here[order], there, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 59), st.integers(0, 59))
def test_a_copy_is_found_wherever_its_areas_stand(seed, one, other):
    vectors = np.random.default_rng(np.random.SeedSequence(seed)).normal(0, 1, (60, 12))
    vectors[one] = vectors[other]
    found = {(p.row, p.other) for p in find_near_pairs(vectors, 1e-6, 20)}
    assert found == ({(min(one, other), max(one, other))} if one != other else set())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_the_sums_that_stay_rise_and_none_could_be_added(values):
    sums = [Sum(str(n), v, 0) for n, v in enumerate(values)]
    kept = keep_rising(sums)
    chosen = [values[n] for n in kept]
    assert chosen == sorted(chosen)
    for n in set(range(len(values))) - set(kept):
        more = [values[k] for k in sorted([*kept, n])]
        assert more != sorted(more)
