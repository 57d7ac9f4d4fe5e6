"""Last digits: figures that end in 0 or 5 more often than those of like filers."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]


def read_last_digits(values: pl.Series, decimals: int) -> pl.Series:
    """The last digit of figures written with so many decimals: 7.3 with one ends in 3, 7 with one in 0.

    Int64; null where a figure is missing or has more decimals than that (it was converted or computed, not written).
    """
    scaled = values.cast(pl.Float64) * 10.0**decimals
    whole = scaled.round()
    known = (scaled - whole).abs() <= 1e-6 * whole.abs().clip(1.0)
    name = values.name or "value"
    digits = pl.when(pl.col("known") & pl.col("whole").is_finite()).then(pl.col("whole").abs() % 10).cast(pl.Int64)
    return pl.DataFrame({"known": known, "whole": whole}).select(digits.alias(name)).to_series()


def judge_heaping(hits: NDArray[np.int64], n: NDArray[np.int64]) -> tuple[Array, Array]:
    """For groups of figures: p-values of having so many hits by chance, and the shares among the others.

    hits, n  (groups,) figures that end in one of the digits looked for, and figures in all
    One-sided, against the share of all other groups, never against a uniform share: some figures are rounded by nature.
    The reference is beta-binomial: binomial, made wider by how far the others differ among themselves (moments, Kleinman
    1973) and by how few they are. NaN where there are no figures, or no others. Checked in
    tests/unit/quality/digits/test_last.py.
    """
    hits_, n_ = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    others_hit, others = hits_.sum() - hits_, n_.sum() - n_
    base = np.divide(others_hit + 0.5, others + 1, out=np.full(len(n_), np.nan), where=others > 0)
    weight = _weigh_base(hits_, n_, base, others)
    p = [
        _tail(int(h), int(m), b, w) if m > 0 and not np.isnan(b) else float("nan")
        for h, m, b, w in zip(hits_, n_, base, weight, strict=True)
    ]
    return np.array(p, dtype=np.float64), base


def _weigh_base(hits: Array, n: Array, base: Array, others: Array) -> Array:
    """How many figures the base rate is worth: all of the others, fewer where the others differ more than by chance."""
    known = n > 0
    share = np.divide(hits, n, out=np.zeros(len(n)), where=known)
    worth = np.maximum(others, 1.0)
    for i in np.flatnonzero(known & np.isfinite(base)):
        rest = known.copy()
        rest[i] = False
        groups, rate, total = int(rest.sum()), base[i], n[rest].sum()
        room = total - np.square(n[rest]).sum() / total - (groups - 1) if groups > 1 else 0.0
        if room <= 0:
            continue
        scatter = np.sum(n[rest] * np.square(share[rest] - rate)) / (rate * (1 - rate))
        alike = float(np.clip((scatter - (groups - 1)) / room, 0.0, 0.5))  # correlation of figures within a group
        worth[i] = min(worth[i], 1 / alike - 1) if alike > 0 else worth[i]
    return worth


def _tail(hits: int, n: int, base: float, worth: float) -> float:
    """P(X ≥ hits), X beta-binomial of n with mean share `base` and a + b = worth."""
    from scipy.special import betaln, gammaln  # loads slowly; only tests of chance need it

    a, b = base * worth, (1 - base) * worth
    k = np.arange(hits, n + 1) if hits > n * base else np.arange(0, hits)
    logs = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + betaln(k + a, n - k + b) - betaln(a, b)
    mass = float(np.exp(logs).sum())
    return min(mass, 1.0) if hits > n * base else max(1.0 - mass, 0.0)
