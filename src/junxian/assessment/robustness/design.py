"""Designs: which level, number or draw of every factor each replicate takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.factors import Factor, Levels, Noise, Range, check_factors
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

STREAM = 2  # of the seed; 0 and 1 are those of the rank intervals of an assessment


@dataclass(frozen=True)
class Design:
    """What every replicate takes: `places` (replicates, factors).

    A place is the number of a level (from 0), a number within a range, or the number of a draw of noise. `base` is the
    number of base points of a Saltelli design, rows A, B, then A with one column of B for every factor; else 0.
    """

    factors: tuple[Factor, ...]
    places: Array
    seed: int = 0
    base: int = 0
    is_full: bool = False  # every combination of levels once, the last factor running fastest

    def __len__(self) -> int:
        return len(self.places)

    def tabulate(self) -> pl.DataFrame:
        """A row a replicate: its number and, by factor, the level's name, the number, or the number of the draw."""
        columns: dict[str, object] = {"replicate": np.arange(len(self))}
        for factor, places in zip(self.factors, self.places.T, strict=True):
            names = list(factor.levels) if isinstance(factor, Levels) else []
            columns[factor.name] = [names[int(place)] for place in places] if names else places
        return pl.DataFrame(columns)


def place_factors(factors: Sequence[Factor], uniform: Array, seed: int = 0, base: int = 0) -> Design:
    """Lay out a given design of numbers in [0, 1), (replicates, factors).

    Levels take it by their chances, ranges evenly; noise has a draw for every number that differs. MethodError where the
    shape does not fit the factors or a number lies outside. Checked in tests/published/test_sensitivity.py.
    """
    check_factors(factors)
    given = np.asarray(uniform, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] != len(factors):
        raise MethodError("design", f"has the shape {given.shape}.", f"Give (replicates, {len(factors)}).")
    if not ((given >= 0) & (given < 1)).all():
        raise MethodError("design", "holds numbers outside [0, 1).")
    places = [_place(factor, column) for factor, column in zip(factors, given.T, strict=True)]
    return Design(tuple(factors), np.column_stack(places), seed, base)


def _place(factor: Factor, uniform: Array) -> Array:
    if isinstance(factor, Range):
        return factor.low + (factor.high - factor.low) * uniform
    if isinstance(factor, Noise):
        _, first, inverse = np.unique(uniform, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[inverse.ravel()].astype(np.float64)  # numbered by first appearance
    if factor.chances is None:
        return np.floor(uniform * len(factor.levels))
    ends = np.cumsum(factor.shares)[:-1]
    return np.searchsorted(ends, uniform, side="right").astype(np.float64)


def read_design(factors: Sequence[Factor], table: pl.DataFrame, seed: int = 0, base: int = 0) -> Design:
    """Take a design as tabulated: a column a factor, with names of levels, numbers, or numbers of draws.

    MethodError for a column that is not there or a level without a name in its factor. Checked in
    tests/published/test_sensitivity.py.
    """
    check_factors(factors)
    columns = []
    for factor in factors:
        if factor.name not in table.columns:
            raise MethodError("design", f"has no column {factor.name!r}.", suggest(factor.name, table.columns))
        columns.append(_read_column(factor, table[factor.name]))
    return Design(tuple(factors), np.column_stack(columns), seed, base)


def _read_column(factor: Factor, given: pl.Series) -> Array:
    if not isinstance(factor, Levels):
        numbers: Array = given.cast(pl.Float64).to_numpy()
        return numbers
    numbered = {name: float(place) for place, name in enumerate(factor.levels)}
    for name in given.unique().to_list():
        if name not in numbered:
            raise MethodError(f"factor {factor.name!r}", f"has no level {name!r}.", suggest(str(name), numbered))
    return np.array([numbered[name] for name in given.to_list()])


def sample_random(factors: Sequence[Factor], replicates: int, seed: int) -> Design:
    """Draw every factor independently; replicate r is the same however many there are."""
    check_factors(factors)
    design = place_factors(factors, sample_uniform(replicates, len(factors), seed), seed)
    for column, factor in enumerate(factors):
        if isinstance(factor, Noise):
            design.places[:, column] = np.arange(replicates)
    return design


def sample_saltelli(
    factors: Sequence[Factor], base: int, seed: int, sequence: Literal["sobol", "random"] = "sobol"
) -> Design:
    """Draw the design of Saltelli et al. (2010) for sensitivity indices: base · (factors + 2) replicates.

    base  base points, a power of two for a scrambled Sobol sequence; rows A, B, then A with column i of B for factor i
    Source: Saltelli et al. (2010), Computer Physics Communications 181, 259-270, table 2.
    """
    check_factors(factors)
    count = len(factors)
    pairs = _draw_sobol(base, 2 * count, seed) if sequence == "sobol" else sample_uniform(base, 2 * count, seed)
    return place_factors(factors, mix_columns(pairs[:, :count], pairs[:, count:]), seed, base)


def sample_uniform(rows: int, columns: int, seed: int) -> Array:
    """Uniform numbers (rows, columns) of one stream, row by row: a row is the same however many there are."""
    stream = np.random.SeedSequence(seed, spawn_key=(STREAM,))
    return np.random.default_rng(stream).random((rows, columns))


def mix_columns(first: Array, second: Array) -> Array:
    """Stack A, B, and for every column A with that column of B."""
    mixed = [first, second]
    for column in range(first.shape[1]):
        one = first.copy()
        one[:, column] = second[:, column]
        mixed.append(one)
    return np.vstack(mixed)


def _draw_sobol(base: int, columns: int, seed: int) -> Array:
    from scipy.stats import qmc  # heavy, and only here

    if base < 1 or base & (base - 1):
        raise MethodError("Sobol sequence", f"{base} base points are no power of two.", "Take 64, 128, 256, …")
    stream = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAM,)))
    numbers: Array = qmc.Sobol(columns, scramble=True, rng=stream).random(base)
    return numbers


def enumerate_design(factors: Sequence[Factor]) -> Design:
    """Every combination of levels once, the last factor running fastest; MethodError for a factor without levels."""
    check_factors(factors)
    sizes = [_count_levels(factor) for factor in factors]
    grid = np.indices(sizes).reshape(len(sizes), -1).T
    return Design(tuple(factors), grid.astype(np.float64), is_full=True)


def _count_levels(factor: Factor) -> int:
    if not isinstance(factor, Levels):
        raise MethodError(f"factor {factor.name!r}", "has no levels to enumerate.", "Give Levels, or draw a sample.")
    return len(factor.levels)
