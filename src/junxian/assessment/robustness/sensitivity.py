"""Variance-based sensitivity indices: what share of a target's variance each factor explains, alone and with others."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.design import Design
from junxian.assessment.robustness.factors import Levels
from junxian.terms.errors import MethodError

TARGETS_AT_ONCE = 64  # targets resampled together: what bounds the memory; no result depends on it


@dataclass(frozen=True)
class Sensitivity:
    """Indices (factors,) of one target or (factors, targets): `first` alone, `total` with all interactions, intervals.

    NaN where a target does not vary. Exact indices have no interval: their ends are the indices.
    """

    factors: tuple[str, ...]
    first: Array
    first_low: Array
    first_high: Array
    total: Array
    total_low: Array
    total_high: Array

    def tabulate(self, targets: Sequence[str] = ("",)) -> pl.DataFrame:
        """A row a target and factor; `targets` names them, such as the areas."""
        values = {f.name: getattr(self, f.name).reshape(len(self.factors), -1) for f in fields(self)[1:]}
        count = values["first"].shape[1]
        if len(targets) != count:
            raise MethodError("sensitivity", f"{len(targets)} names for {count} targets.", "Name each.")
        named = {
            "target": np.repeat(np.array(targets, dtype=object), len(self.factors)),
            "factor": list(self.factors) * count,
        }
        return pl.DataFrame({**named, **{name: own.T.ravel() for name, own in values.items()}})


def estimate_sensitivity(
    design: Design, target: Array, *, bootstraps: int = 1000, interval: float = 0.9, seed: int = 0
) -> Sensitivity:
    """Estimate first-order and total indices from a Saltelli design.

    target  (replicates,) or (replicates, targets): a rank shift, the scores or ranks of areas
    bootstraps  resamples of the base points for the intervals, each with its own variance
    First order by Janon et al. (2014), ESAIM: P&S 18, 342-364, which a constant added to the target does not change
    (COINr's estimator is not centred, and does); total by Jansen (1999), Computer Physics Communications 117, 35-43.
    MethodError where the design is none of Saltelli's or a replicate failed: what is left of it would be biased.
    Checked against the analytic indices of the g-function and COINr's total indices in
    tests/published/test_sensitivity.py.
    """
    parts = _split_rows(design, _check_target(design, target))
    base = parts.shape[1]
    ones = np.ones((1, base))
    counts = np.random.default_rng(np.random.SeedSequence(seed)).multinomial(base, np.full(base, 1 / base), bootstraps)
    found = [
        _estimate(parts[:, :, own : own + TARGETS_AT_ONCE], ones, counts.astype(np.float64), interval)
        for own in range(0, parts.shape[2], TARGETS_AT_ONCE)
    ]
    shape = (len(design.factors), *np.shape(target)[1:])
    together = (np.concatenate(one, axis=1).reshape(shape) for one in zip(*found, strict=True))
    return Sensitivity(tuple(factor.name for factor in design.factors), *together)


def _check_target(design: Design, target: Array) -> Array:
    """The target (replicates, targets), complete."""
    given = np.asarray(target, dtype=np.float64)
    given = given[:, None] if given.ndim == 1 else given
    if len(given) != len(design):
        raise MethodError("sensitivity", f"the target has {len(given)} values for {len(design)} replicates.")
    missing = np.flatnonzero(np.isnan(given).any(axis=1))
    if missing.size:
        raise MethodError(
            "sensitivity", f"{len(missing)} replicates have no target, the first is {missing[0]}.",
            "What is left of a design is biased: leave out the choices that fail, or the areas without a score.",
        )  # fmt: skip
    return given


def _split_rows(design: Design, target: Array) -> Array:
    """Centred target of A, B and the mixed rows (factors + 2, base, targets)."""
    if not design.base or len(design) != design.base * (len(design.factors) + 2):
        raise MethodError(
            "sensitivity", "the design is none of Saltelli's.", "Draw it by sample_saltelli, or enumerate."
        )
    parts = target.reshape(len(design.factors) + 2, design.base, -1)
    return parts - parts[:2].mean(axis=(0, 1))  # a constant changes no index, but digits would be lost in squares


def _estimate(parts: Array, ones: Array, counts: Array, interval: float) -> tuple[Array, ...]:
    """Both indices with the ends of their intervals, each (factors, targets)."""
    first, total = (one[0] for one in _find_indices(parts, ones))
    if not len(counts):
        nothing = np.full(first.shape, np.nan)
        return first, nothing, nothing, total, nothing, nothing
    tail = (1 - interval) / 2
    ends = [np.quantile(one, (tail, 1 - tail), axis=0) for one in _find_indices(parts, counts)]
    return first, *ends[0], total, *ends[1]


def _find_indices(parts: Array, counts: Array) -> tuple[Array, Array]:
    """First-order and total indices (resamples, factors, targets), base points taken as often as `counts` says."""
    a, b, mixed = parts[0], parts[1], parts[2:]
    base = counts.shape[1]

    def average(values: Array) -> Array:
        """Mean over the base points, (resamples, …)."""
        flat = values.reshape(base, -1)
        means: Array = (counts @ flat / counts.sum(axis=1, keepdims=True)).reshape(len(counts), *values.shape[1:])
        return means

    mixed = mixed.transpose(1, 0, 2)  # (base, factors, targets)
    mean_squared = average((b[:, None] + mixed) / 2) ** 2
    common = average(b[:, None] * mixed) - mean_squared
    spread = average((b[:, None] ** 2 + mixed**2) / 2) - mean_squared
    variance = (average((a**2 + b**2) / 2) - average((a + b) / 2) ** 2) * (2 * base / (2 * base - 1))
    return _divide(common, spread), _divide(average((a[:, None] - mixed) ** 2) / 2, variance[:, None])


def _divide(part: Array, whole: Array) -> Array:
    """NaN where the whole does not vary, up to what rounding leaves."""
    return np.divide(
        part, whole, out=np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan), where=whole > 1e-18
    )


def enumerate_sensitivity(design: Design, target: Array) -> Sensitivity:
    """Exact first-order and total indices from all combinations of levels, weighted by their chances.

    design  by enumerate_design; target  (replicates,) or (replicates, targets)
    First order: variance of the conditional expectation; total: expectation of the conditional variance, both over the
    variance. So first ≤ total, and first-order indices sum to at most 1. MethodError where a combination failed.
    Source: Sobol (1993); Homma and Saltelli (1996). Checked against a double loop in
    tests/unit/assessment/robustness/test_sensitivity.py.
    """
    if not design.is_full:
        raise MethodError("sensitivity", "the design is not the full one.", "Take enumerate_design.")
    shares = [factor.shares for factor in design.factors if isinstance(factor, Levels)]
    grid = _check_target(design, target).reshape(*map(len, shares), -1)
    grid = grid - _average_first(grid, shares)
    variance = _average_first(grid**2, shares)
    first, total = np.empty((2, len(shares), grid.shape[-1]))
    for axis, own in enumerate(shares):
        others = [share for place, share in enumerate(shares) if place != axis]
        swung = np.moveaxis(grid, axis, -2)  # (other factors…, this one, targets)
        conditional = _average_first(swung, others)
        first[axis] = _divide(own @ conditional**2, variance)
        within = np.einsum("l,...lt->...t", own, (swung - np.einsum("l,...lt->...t", own, swung)[..., None, :]) ** 2)
        total[axis] = _divide(_average_first(within, others), variance)
    total = np.maximum(first, total)  # equal up to the last bits where a factor acts alone
    shape = (len(shares), *np.shape(target)[1:])
    first, total = first.reshape(shape), total.reshape(shape)
    return Sensitivity(tuple(factor.name for factor in design.factors), first, first, first, total, total, total)


def _average_first(grid: Array, shares: Sequence[Array]) -> Array:
    """Expectation over the first axes, by their shares."""
    for share in shares:
        grid = np.tensordot(share, grid, axes=(0, 0))
    return grid
