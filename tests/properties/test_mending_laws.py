"""Laws that mending keeps for any figures."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from junxian.quality.mending import (
    Edit,
    Panel,
    adjust,
    benchmark,
    gather_edits,
    impute_with_interval,
    localise_record,
    rake_table,
)
from junxian.terms.errors import MethodError

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=40, deadline=None)


def draw_record(rng):
    """A few rules that a whole-numbered record keeps, and the record with some cells spoilt."""
    cells = int(rng.integers(2, 7))
    sound = rng.integers(0, 50, cells).astype(float)
    edits = []
    for n in range(rng.integers(1, 5)):
        chosen = rng.choice(cells, int(rng.integers(1, cells + 1)), replace=False)
        signs = rng.choice([-2.0, -1.0, 1.0, 1.0], len(chosen))
        total = float(signs @ sound[chosen])
        low, high = [(total, total), (total, np.inf), (-np.inf, total), (total - 3, total + 3)][rng.integers(0, 4)]
        edits.append(
            Edit(f"r{n}", {str(c): s for c, s in zip(chosen.tolist(), signs.tolist(), strict=True)}, low, high)
        )
    filed = sound.copy()
    for cell in rng.choice(cells, int(rng.integers(0, cells + 1)), replace=False):
        filed[cell] += rng.choice([-40.0, 7.0, 1000.0])
    return filed, gather_edits(edits, [str(c) for c in range(cells)])


def is_feasible(filed, edits, cells):
    free = list(cells)
    stays = [c for c in range(len(filed)) if c not in cells]
    stands = edits.matrix[:, stays] @ filed[stays]
    low, high = edits.low - stands, edits.high - stands
    if not free:
        return bool((low <= 1e-9).all() and (high >= -1e-9).all())
    above, below = np.isfinite(high), np.isfinite(low)
    matrix = np.vstack([edits.matrix[above][:, free], -edits.matrix[below][:, free]])
    limits = np.concatenate([high[above], -low[below]]) + 1e-7
    return linprog(np.zeros(len(free)), A_ub=matrix, b_ub=limits, bounds=[(None, None)] * len(free)).status == 0


@FEW
@given(SEEDS)
def test_no_lighter_choice_of_cells_lets_the_rules_hold(seed):
    rng = np.random.default_rng(seed)
    filed, edits = draw_record(rng)
    weights = rng.integers(1, 5, len(filed)) / 4
    located = localise_record(filed, edits, weights, most=1000)
    sets = [frozenset(c) for k in range(len(filed) + 1) for c in combinations(range(len(filed)), k)]
    fit = {s: sum(weights[list(s)]) for s in sets if is_feasible(filed, edits, s)}
    least = min(fit.values())
    assert located.weight == pytest.approx(least)
    assert located.all_found
    minimal = {frozenset(map(str, s)) for s, w in fit.items() if w <= least + 1e-9}
    assert {frozenset(s) for s in located.solutions} == minimal


@FEW
@given(SEEDS)
def test_the_values_keep_every_rule_lie_in_their_range_and_stay_where_not_located(seed):
    filed, edits = draw_record(np.random.default_rng(seed))
    located = localise_record(filed, edits)
    assert edits.measure_excess(located.values, 1e-9).max(initial=0) <= 1e-9
    for place, cell in enumerate(edits.cells):
        if cell in located.cells:
            assert located.low[place] - 1e-6 <= located.values[place] <= located.high[place] + 1e-6
        else:
            assert located.values[place] == filed[place]


@FEW
@given(SEEDS, st.sampled_from([1e-4, 1e3, 1e8]))
def test_a_change_of_unit_changes_no_located_weight(seed, factor):
    filed, edits = draw_record(np.random.default_rng(seed))
    scaled = [Edit(c, dict(zip(edits.cells, row.tolist(), strict=True)), low * factor, high * factor)
              for c, row, low, high in zip(edits.codes, edits.matrix, edits.low, edits.high, strict=True)]  # fmt: skip
    assert (
        localise_record(filed * factor, gather_edits(scaled, edits.cells)).weight
        == localise_record(filed, edits).weight
    )


@FEW
@given(SEEDS, st.integers(2, 8), st.integers(2, 8))
def test_a_raked_table_has_its_margins_and_is_the_seed_times_two_factors(seed, rows, columns):
    rng = np.random.default_rng(seed)
    table, truth = (rng.lognormal(0, 2, (rows, columns)) for _ in range(2))
    raked = rake_table(table, truth.sum(axis=1), truth.sum(axis=0))
    np.testing.assert_allclose(raked.table.sum(axis=1), truth.sum(axis=1), rtol=1e-10)
    np.testing.assert_allclose(raked.table.sum(axis=0), truth.sum(axis=0), rtol=1e-10)
    np.testing.assert_allclose(raked.table, table * np.multiply.outer(*raked.factors), rtol=1e-9)
    again = rake_table(raked.table, truth.sum(axis=1), truth.sum(axis=0))
    np.testing.assert_allclose(again.table, raked.table, rtol=1e-10)


@FEW
@given(SEEDS)
def test_adjusted_figures_keep_the_rules_and_adjusting_again_moves_nothing(seed):
    rng = np.random.default_rng(seed)
    cells, rules = int(rng.integers(2, 12)), int(rng.integers(1, 5))
    matrix = rng.integers(-1, 2, (rules, cells)).astype(float)
    inside = rng.uniform(1, 9, cells)
    sums = matrix @ inside
    bounds = (np.zeros(cells), np.full(cells, 12.0))
    values, spread = inside + rng.normal(0, 4, cells), rng.uniform(0.1, 3, cells)
    found = adjust(values, spread, matrix, (sums, sums + rng.integers(0, 2, rules)), bounds)
    assert found.proof < 1e-8
    assert (matrix @ found.values >= sums - 1e-6).all()
    again = adjust(found.values, spread, matrix, (sums - 1e-6, sums + 1 + 1e-6), bounds)
    np.testing.assert_allclose(again.values, found.values, atol=1e-5)


@FEW
@given(SEEDS)
def test_a_change_of_unit_scales_adjusted_figures(seed):
    rng = np.random.default_rng(seed)
    values, spread = rng.uniform(1, 9, 5), rng.uniform(0.1, 3, 5)
    matrix, zero = np.array([[1.0, 1, 1, 1, -1]]), np.zeros(1)
    bounds = (np.zeros(5), np.full(5, np.inf))
    small = adjust(values, spread, matrix, (zero, zero), bounds).values
    large = adjust(values * 1e6, spread * 1e6, matrix, (zero, zero), bounds).values
    np.testing.assert_allclose(large, small * 1e6, rtol=1e-9, atol=1e-3)


@FEW
@given(SEEDS, st.integers(2, 6), st.sampled_from([4, 12]), st.sampled_from([1, 2]), st.integers(0, 5))
def test_benchmarked_years_come_to_their_totals_in_any_unit(seed, years, per_year, order, beyond):
    rng = np.random.default_rng(seed)
    series = rng.lognormal(3, 0.3, years * per_year + beyond)
    totals = series[: years * per_year].reshape(years, per_year).sum(axis=1) * rng.lognormal(0, 0.1, years)
    found = benchmark(series, totals, per_year, order=order)
    sums = found.values[: years * per_year].reshape(years, per_year).sum(axis=1)
    np.testing.assert_allclose(sums, totals, rtol=1e-10)
    in_other_units = benchmark(series * 1e4, totals * 100, per_year, order=order)
    np.testing.assert_allclose(in_other_units.values, found.values * 100, rtol=1e-6, atol=1e-6)


@FEW
@given(SEEDS)
def test_imputation_touches_no_filed_figure_and_scales_with_the_unit(seed):
    rng = np.random.default_rng(seed)
    values = np.exp(rng.normal(5, 1, (40, 1)) + np.cumsum(0.1 * rng.normal(size=(40, 4)), axis=1))
    values[rng.random(values.shape) < 0.1] = np.nan
    here, there = impute_with_interval(Panel(values)), impute_with_interval(Panel(values * 1000))
    assert np.isnan(here.values[np.isfinite(values)]).all()
    np.testing.assert_allclose(there.values, here.values * 1000, rtol=1e-9)
    told = np.isfinite(here.values)
    assert (here.low[told] <= here.values[told]).all()
    assert (here.values[told] <= here.high[told]).all()


@FEW
@given(SEEDS)
def test_margins_of_another_total_are_always_refused(seed):
    rng = np.random.default_rng(seed)
    table = rng.lognormal(0, 1, (3, 4))
    with pytest.raises(MethodError, match="a difference of"):
        rake_table(table, table.sum(axis=1), table.sum(axis=0) * 1.001)
