"""Raking: a table is multiplied by factors until it comes to given margins (RAS, iterative proportional fitting)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from junxian.quality.mending.highs import Array, open_solver, pass_programme, solve
from junxian.terms.errors import MethodError

Margin = tuple[tuple[int, ...], Array]  # axes that stay, in rising order; the sums wanted over all others
CLOSE = 1e-12
CONSISTENT = 1e-9
SETTLED = 1e-15  # relative: a sweep that moves nothing
MOST_SWEEPS = 20_000
PATIENCE = 200  # sweeps after which it is asked whether any table has these margins


@dataclass(frozen=True)
class Raked:
    """A table that comes to its margins.

    table    as the seed, zero where it was zero
    factors  one array per margin; seed · Π factors is the table, which certifies that it is the raked one
    sweeps   over all margins; error  largest distance from a margin, relative to it
    """

    table: Array
    factors: tuple[Array, ...]
    sweeps: int
    error: float


def rake_table(seed: Array, rows: Array, columns: Array, tolerance: float = CONSISTENT) -> Raked:
    """Rake a table (rows, columns) to sums of its rows (rows,) and of its columns (columns,). See `rake`."""
    return rake(seed, [((0,), rows), ((1,), columns)], tolerance)


def rake(seed: Array, margins: Sequence[Margin], tolerance: float = CONSISTENT) -> Raked:
    """Change a table of any number of axes as little as possible (in relative entropy) so that it comes to its margins.

    seed       not negative, nothing missing; a zero is structural and stays zero
    margins    (axes, sums): the sums wanted over all other axes, in the unit of the table
    tolerance  by which margins may differ where they say the same, relative to the larger; they are never scaled
    MethodError, with the amounts, where margins contradict each other, where the zeros leave no table with these
    margins, naming the rows and columns that clash, and where the sweeps do not come to an end. Source: Deming and Stephan 1940;
    Bacharach 1970. Checked in tests/unit/quality/mending/test_rake.py and tests/properties/test_mending_laws.py.
    """
    table = np.array(seed, dtype=float)
    wanted = [_read_margin(table, axes, sums) for axes, sums in margins]
    _expect_filled(table)
    for one, other in combinations(wanted, 2):
        _expect_consistent(one, other, table.ndim, tolerance)
    factors = [np.ones(sums.shape) for _, sums in wanted]
    for sweep in range(1, MOST_SWEEPS + 1):
        before = table.copy()
        for k, (axes, sums) in enumerate(wanted):
            found = _sum_over(table, axes)
            factor = np.divide(sums, found, out=np.zeros_like(sums), where=found > 0)
            table *= _spread(factor, axes, table.ndim)
            factors[k] *= factor
        error = _measure_error(table, wanted)
        settled = sweep == MOST_SWEEPS or np.abs(table - before).max(initial=0.0) <= SETTLED * table.max(initial=0.0)
        if error <= CLOSE or (settled and error <= tolerance):
            return Raked(table, tuple(factors), sweep, error)
        if sweep == PATIENCE:
            _expect_possible(np.asarray(seed, dtype=float), wanted, tolerance)
    raise MethodError("raking", f"still misses a margin by {error:.1e} of it after {MOST_SWEEPS} sweeps: the margins can be met only if cells that are not zero become zero.", "Make these cells zero, or correct the margins.")  # fmt: skip


def _read_margin(table: Array, axes: Sequence[int], sums: Array) -> Margin:
    kept, wanted = tuple(axes), np.array(sums, dtype=float)
    if kept != tuple(sorted(set(kept))) or any(not 0 <= a < table.ndim for a in kept):
        raise MethodError("raking", f"a margin has the axes {kept}.", f"Name axes 0 to {table.ndim - 1}, each once, in rising order.")  # fmt: skip
    if wanted.shape != tuple(table.shape[a] for a in kept):
        raise MethodError("raking", f"the margin of axes {kept} has shape {wanted.shape} and the table {table.shape}.", "Give one sum for each place.")  # fmt: skip
    if not np.isfinite(wanted).all() or (wanted < 0).any():
        raise MethodError("raking", f"the margin of axes {kept} has a sum that is missing or negative.", "Correct it.")
    return kept, wanted


def _expect_filled(table: Array) -> None:
    if not np.isfinite(table).all() or (table < 0).any():
        raise MethodError("raking", "the table has a cell that is missing or negative.", "Impute it first, or adjust by least squares instead.")  # fmt: skip


def _expect_consistent(one: Margin, other: Margin, axes: int, tolerance: float) -> None:
    """Two margins must agree on the axes they share; in a table of two axes, on the total."""
    shared = tuple(a for a in one[0] if a in other[0])
    first, second = (_sum_over(sums, tuple(kept.index(a) for a in shared)) for kept, sums in (one, other))
    off = np.abs(first - second)
    if (off > tolerance * np.maximum(first, second)).any():
        worst = np.unravel_index(np.argmax(off), off.shape) if shared else ()
        place = f" at {tuple(int(p) for p in worst)} of axes {shared}" if shared else ""
        raise MethodError(
            "raking", f"the margin of axes {one[0]} sums to {first[worst]:,.12g} and that of axes {other[0]} to "
            f"{second[worst]:,.12g}{place}, a difference of {off[worst]:,.6g}.",
            "Find out which is right; margins are never scaled silently.",
        )  # fmt: skip


def _expect_possible(seed: Array, wanted: Sequence[Margin], tolerance: float) -> None:
    """That some table with the seed's zeros has these margins (a linear programme of the least that is missed)."""
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    cells = np.flatnonzero(seed > 0)
    places = np.unravel_index(cells, seed.shape)
    blocks, sums, names = [], [], []
    for axes, margin in wanted:
        row = np.ravel_multi_index(tuple(places[a] for a in axes), margin.shape) if axes else np.zeros(len(cells), int)
        blocks.append(csr_array((np.ones(len(cells)), (row, np.arange(len(cells)))), shape=(margin.size, len(cells))))
        sums.append(margin.ravel())
        names += [f"{axes} {tuple(int(i) for i in np.unravel_index(r, margin.shape))}" for r in range(margin.size)]
    target = np.concatenate(sums)
    size = float(target.max(initial=0.0)) or 1.0
    slack = eye_array(len(target))
    solver = open_solver()
    cost = np.r_[np.zeros(len(cells)), np.ones(2 * len(target))]
    pass_programme(solver, cost, (np.zeros(len(cost)), np.full(len(cost), np.inf)), hstack([vstack(blocks), slack, -slack]), (target / size, target / size))  # fmt: skip
    solve(solver)
    missed = solver.getInfo().objective_function_value
    if missed > max(1e-7, tolerance * len(target)):
        clash = [name for name, dual in zip(names, solver.getSolution().row_dual, strict=True) if abs(dual) > 1e-6]
        raise MethodError(
            "raking", f"the zeros of the table leave no table with these margins: {missed * size / len(wanted):,.6g} cannot be placed. "
            f"Clashing (axes, place): {'; '.join(clash[:12])}{' …' if len(clash) > 12 else ''}.",
            "Correct a margin, or give a cell that is not zero.",
        )  # fmt: skip


def _sum_over(table: Array, kept: Sequence[int]) -> Array:
    return np.asarray(table.sum(axis=tuple(a for a in range(table.ndim) if a not in kept)))


def _spread(factor: Array, axes: Sequence[int], ndim: int) -> Array:
    return factor.reshape([factor.shape[axes.index(a)] if a in axes else 1 for a in range(ndim)])


def _measure_error(table: Array, wanted: Sequence[Margin]) -> float:
    """The largest distance from a margin relative to it; infinite where a margin of zero is not met, or has no cell."""
    off = [(np.abs(_sum_over(table, axes) - sums), sums) for axes, sums in wanted]
    return max(float(np.divide(o, s, out=np.where(o > 0, np.inf, 0.0), where=s > 0).max(initial=0.0)) for o, s in off)
