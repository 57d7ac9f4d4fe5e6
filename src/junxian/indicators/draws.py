"""Indicators drawn again and again with the data errors that the forms declare for their items."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from junxian.declared.province import Province
from junxian.indicators.cubes import Grid, compute_indicators
from junxian.indicators.formulas import Formulas, make_formulas
from junxian.indicators.kernels import Array
from junxian.indicators.table import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

CHUNK = 64  # replicates computed together; the result does not depend on it
STREAM = 0  # of SeedSequence((seed, replicate)); the assessment's own draws take another


def draw(
    table: IndicatorTable,
    province: Province,
    period: Period,
    areas: Sequence[str],
    indicators: Sequence[str],
    replicates: int,
    seed: int,
) -> Array:
    """Draw indicators with data error: an array (replicates, areas, indicators), NaN where a value is missing.

    Every item is multiplied by 1 + e·N(0, 1), e its declared `data_error`, independently by area, item and period;
    items without a declared error stay as filed. Every replicate has a stream of its own from SeedSequence((seed,
    replicate)), drawn for the areas in the order of their codes, so neither chunks nor the order of areas matter.
    MethodError for an indicator that is not declared. Checked in tests/unit/indicators/test_draws.py.
    """
    formulas = _narrow(make_formulas(province.indicators, province.items), list(indicators))
    order = np.argsort(np.array(areas, dtype=object), kind="stable")
    leaves = sorted({leaf for code in indicators for leaf in formulas.leaves[code]})
    grid = Grid(tuple(areas[i] for i in order), _periods(period, max((back for _, back in leaves), default=0)))
    filed = np.stack([_values(table, key, grid, back) for key, back in leaves])
    errors = np.array([province.items[key][1].data_error for key, _ in leaves])
    drawn = np.empty((replicates, len(areas), len(indicators)))
    for start in range(0, replicates, CHUNK):
        chunk = range(start, min(start + CHUNK, replicates))
        items = _disturb(filed, errors, chunk, seed)
        planes = {key: _stack(leaves, items, key, len(grid.periods)) for key, _ in leaves}
        computed = compute_indicators(formulas, planes, grid)
        for column, code in enumerate(indicators):
            drawn[start : chunk.stop, order, column] = computed[code][0]
    return drawn


def _narrow(formulas: Formulas, codes: list[str]) -> Formulas:
    for code in codes:
        if code not in formulas.indicators:
            raise MethodError(f"indicator {code!r}", "is declared nowhere.", suggest(code, formulas.indicators))
    kept = formulas.needed_for(codes)
    return replace(formulas, indicators={code: formulas.indicators[code] for code in kept})


def _periods(period: Period, years: int) -> tuple[Period, ...]:
    return tuple(Period(period.year - back, period.number, period.frequency) for back in range(years + 1))


def _values(table: IndicatorTable, key: str, grid: Grid, back: int) -> Array:
    own = (pl.col("item") == key) & (pl.col("time_period") == str(grid.periods[back]))
    found = table.items.filter(own).select("ref_area", "value")
    wanted = pl.DataFrame({"ref_area": grid.areas}, schema={"ref_area": pl.String})
    joined = wanted.join(found, on="ref_area", how="left", validate="1:1", maintain_order="left")
    return joined["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _disturb(filed: Array, errors: Array, chunk: range, seed: int) -> Array:
    """Item values (replicates, leaves, areas) with their errors."""
    uncertain = np.flatnonzero(errors > 0)
    noise = np.empty((len(chunk), len(uncertain), filed.shape[1]))
    for row, replicate in enumerate(chunk):
        stream = np.random.SeedSequence((seed, replicate), spawn_key=(STREAM,))
        np.random.default_rng(stream).standard_normal(out=noise[row])
    items = np.broadcast_to(filed, (len(chunk), *filed.shape)).copy()
    items[:, uncertain] *= 1 + errors[uncertain, None] * noise
    return items


def _stack(leaves: list[tuple[str, int]], items: Array, key: str, periods: int) -> Array:
    """The planes of one item, (periods + 1, replicates, areas): NaN where it is not read that far back."""
    planes = np.full((periods + 1, items.shape[0], items.shape[2]), np.nan)
    for column, (leaf, back) in enumerate(leaves):
        if leaf == key:
            planes[back] = items[:, column]
    return planes
