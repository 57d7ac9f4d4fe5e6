"""Benford's law, only where it can say something: microdata over several powers of ten, and enough of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.quality.digits.leading import Position, read_leading_digits

Array = NDArray[np.float64]
LEAST_SPREAD = 0.5  # of log10: below it digits depart from Benford for no other reason
# Mean absolute deviations beyond which Nigrini (2012) speaks of nonconformity. They ignore n: figures that follow the law
# exactly pass them by chance in 67 % of samples of 183 (first digit). So they are asked of the excess over E[MAD].
CUT_OFF: dict[Position, float] = {"first": 0.015, "second": 0.012, "first_two": 0.0022}
# Figures from which data that follow the law exceed the cut-off in at most 5 % of samples (measured).
MINIMUM: dict[Position, int] = {"first": 562, "second": 801, "first_two": 1703}


@dataclass(frozen=True)
class Conformity:
    """How leading digits lie to Benford's law. `digits` 1–9, 0–9 or 10–99; counts and expected shares by digit."""

    position: Position
    digits: NDArray[np.int64]
    counts: NDArray[np.int64]
    expected: Array
    spread: float  # standard deviation of log10 |value|

    @property
    def n(self) -> int:
        """Figures that have the digit."""
        return int(self.counts.sum())

    @property
    def shares(self) -> Array:
        """Share of each digit; NaN where there is no figure."""
        return self.counts / self.n if self.n else np.full(len(self.counts), np.nan)

    @property
    def mad(self) -> float:
        """Mean absolute deviation of the shares."""
        return float(np.mean(np.abs(self.shares - self.expected)))

    @property
    def excess_mad(self) -> float:
        """MAD beyond what chance alone gives at this n (Barney, Schulzke 2016)."""
        return self.mad - expect_mad(self.n, self.expected)

    @property
    def chi2(self) -> float:
        """Pearson's n·Σ(f − p)²/p, one degree of freedom fewer than digits."""
        return float(self.n * np.sum(np.square(self.shares - self.expected) / self.expected))

    @property
    def p_value(self) -> float:
        """Of chi2, for independent figures."""
        from scipy.special import chdtrc  # loads slowly; only tests of chance need it

        return float(chdtrc(len(self.digits) - 1, self.chi2))

    @property
    def is_testable(self) -> bool:
        """Whether there are figures enough, and spread enough, for the law to be expected."""
        return self.n >= MINIMUM[self.position] and self.spread >= LEAST_SPREAD

    @property
    def is_odd(self) -> bool:
        """Whether the deviation beyond chance is above the cut-off."""
        return self.excess_mad > CUT_OFF[self.position]


def list_benford_shares(position: Position) -> tuple[NDArray[np.int64], Array]:
    """Digits and their shares under Benford's law: log10(1 + 1/d), for the second digit summed over the first."""
    if position == "first":
        digits = np.arange(1, 10)
        return digits, np.log10(1 + 1 / digits)
    pairs = np.arange(10, 100)
    shares = np.log10(1 + 1 / pairs)
    return (pairs, shares) if position == "first_two" else (np.arange(10), shares.reshape(9, 10).sum(axis=0))


def expect_mad(n: int, shares: Array) -> float:
    """The mean absolute deviation that chance alone gives: mean of √(2p(1 − p)/(πn)); NaN without figures."""
    return float(np.mean(np.sqrt(2 * shares * (1 - shares) / (np.pi * n)))) if n else float("nan")


def measure_conformity(values: pl.Series, position: Position = "first") -> Conformity:
    """Compare the leading digits of figures with Benford's law.

    values  numbers, or text as filed; zero, missing and unreadable figures are left out, signs do not matter
    Whether the result means anything is `is_testable`; an odd result is a reason to ask, never proof: prices, thresholds
    and assigned numbers do not follow the law. Source: Benford (1938); Nigrini (2012). Checked against R's
    benford.analysis to 1e-9 in tests/published/test_quality_truth.py.
    """
    digits, expected = list_benford_shares(position)
    found = read_leading_digits(values, position).drop_nulls().to_numpy()
    counts = np.bincount(found, minlength=int(digits[-1]) + 1)[int(digits[0]) :]
    return Conformity(position, digits.astype(np.int64), counts.astype(np.int64), expected, _spread(values))


def _spread(values: pl.Series) -> float:
    text = values.str.replace_all(r"[,，\s]", "") if values.dtype == pl.String else values
    size = text.cast(pl.Float64, strict=False).abs()
    logs = size.filter(size.is_finite() & (size > 0)).log10().drop_nulls()
    return float(logs.std() or 0.0) if logs.len() > 1 else 0.0  # type: ignore[arg-type]
