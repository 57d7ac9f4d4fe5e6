"""Bunching: more figures just above a target than a smooth density lets expect."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from junxian.terms.errors import MethodError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEWTON, RIDGE = 50, 1e-8


@dataclass(frozen=True)
class Bunching:
    """Counts by bin (`left` edges, distance to the target), the smooth counterfactual, and what stands out of it."""

    left: Array
    counts: Array
    counterfactual: Array
    above: Mask  # the bins at and just above the target
    excess: float  # B = Σ(count − counterfactual) in those bins
    standard_error: float  # of B, by redrawing the residuals of the fit (Chetty and others 2011)
    p_value: float  # one-sided, of B among counts drawn from the counterfactual

    @property
    def ratio(self) -> float:
        """Excess in units of the mean counterfactual count of a bin: b = B / mean."""
        height = float(self.counterfactual[self.above].mean())
        return self.excess / height if height > 0 else float("nan")

    @property
    def share(self) -> float:
        """Share of all counted figures that lie in the bins at and just above the target."""
        return float(self.counts[self.above].sum() / self.counts.sum())

    @property
    def expected_share(self) -> float:
        """The share that the counterfactual gives."""
        return float(self.counterfactual[self.above].sum() / self.counts.sum())


def measure_bunching(
    gaps: Array, width: float, *, bins_above: int = 3, bins_below: int = 2, reach: int = 20, degree: int = 3,
    smooth: Literal["loglinear", "polynomial"] = "loglinear", heaps: Mask | None = None, replicates: int = 2000,
    seed: int = 1,
) -> Bunching:  # fmt: skip
    """Compare the number of figures just above a target with that of a smooth curve through the bins around.

    gaps        (figures,) figure − target, in points; NaN ignored
    width       of a bin, in points; bin k holds k·width ≤ gap < (k + 1)·width
    bins_above  bins from the target up that are looked at; bins_below  bins just below, out of which figures may have been
                lifted; neither takes part in the fit
    reach       bins looked at on either side; degree of the curve: of the logarithm of the counts (Poisson), or of the
                counts themselves (least squares, as in Chetty and others), which many figures show to be a poor density
    heaps       (2·reach,) bins that hold a round figure: what heaping adds outside the window is taken off inside
    The p-value is of B among `replicates` sets of counts drawn from the curve, Poisson, wider where the bins scatter more
    than that, each set fitted anew. MethodError where bins are too few for the degree or nothing lies outside the window.
    Source: Chetty and others (2011); Kleven (2016). Checked in tests/unit/quality/digits/test_bunching.py.
    """
    places = np.floor(np.round(gaps[np.isfinite(gaps)] / width, 6)).astype(np.int64)
    counts = np.bincount(places[(places >= -reach) & (places < reach)] + reach, minlength=2 * reach).astype(np.float64)
    left = np.arange(-reach, reach, dtype=np.float64)
    above = (left >= 0) & (left < bins_above)
    fitted = ~above & ~((left < 0) & (left >= -bins_below))
    design = np.vander((left + 0.5) / reach, degree + 1)
    if heaps is not None and counts[fitted & heaps].sum() and not heaps[fitted].all():
        design = np.hstack([design, heaps[:, None].astype(np.float64)])
    if fitted.sum() <= design.shape[1] + 1 or not counts[fitted].any():
        raise MethodError("bunching", "has too few figures outside the window.", "Widen the reach, lower the degree.")
    fit = _fit_loglinear if smooth == "loglinear" else _fit_polynomial
    curve = fit(counts[None, :], design, fitted)[0]
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    excess = float((counts - curve)[above].sum())
    residual = rng.choice((counts - curve)[fitted], size=(replicates, int(fitted.sum())))
    again = np.broadcast_to(curve, (replicates, len(curve))).copy()
    again[:, fitted] = np.maximum(again[:, fitted] + residual, 0.0)
    error = float(np.std(fit(again, design, fitted, curve)[:, above].sum(axis=1), ddof=1))
    drawn = _draw_counts(curve, _measure_scatter(counts, curve, fitted, design.shape[1]), replicates, rng)
    null = (drawn - fit(drawn, design, fitted, curve))[:, above].sum(axis=1)
    p = (1 + int(np.sum(null >= excess - 1e-9))) / (replicates + 1)
    return Bunching(left * width, counts, curve, above, excess, error, p)


def _fit_polynomial(counts: Array, design: Array, fitted: Mask, start: Array | None = None) -> Array:
    """Least squares of the counts (sets, bins) in the fitted bins, carried on over all."""
    return np.maximum(counts[:, fitted] @ np.linalg.pinv(design[fitted]).T @ design.T, 0.0)


def _fit_loglinear(counts: Array, design: Array, fitted: Mask, start: Array | None = None) -> Array:
    """Poisson likelihood of the counts (sets, bins) in the fitted bins, by Newton steps; carried on over all bins.

    start  a curve near all sets: two steps from there are enough for them
    """
    own, x = counts[:, fitted], design[fitted]
    mean = start[fitted] if start is not None else own.mean(axis=0) + 0.5
    logs = np.broadcast_to(np.log(np.maximum(mean, 1e-3)), own.shape)
    beta = np.zeros((len(own), design.shape[1]))
    for _ in range(NEWTON if start is None else 2):
        rate = np.exp(np.clip(logs, -12.0, 25.0))
        target = logs + (own - rate) / rate
        normal = np.einsum("bi,sb,bj->sij", x, rate, x) + RIDGE * np.eye(x.shape[1])
        beta = np.linalg.solve(normal, np.einsum("bi,sb->si", x, rate * target)[:, :, None])[:, :, 0]
        before, logs = logs, beta @ x.T
        if np.max(np.abs(logs - before)) < 1e-10:
            break
    return np.asarray(np.exp(np.clip(beta @ design.T, -12.0, 25.0)))


def _measure_scatter(counts: Array, curve: Array, fitted: Mask, parameters: int) -> float:
    """How much wider than Poisson the bins outside the window scatter; 1 at least."""
    use = fitted & (curve > 0.5)
    room = int(use.sum()) - parameters
    return max(1.0, float(np.sum(np.square(counts - curve)[use] / curve[use]) / room)) if room > 0 else 1.0


def _draw_counts(curve: Array, scatter: float, replicates: int, rng: np.random.Generator) -> Array:
    mean = np.broadcast_to(np.maximum(curve, 1e-6), (replicates, len(curve)))
    if scatter > 1.0 + 1e-9:
        mean = rng.gamma(mean / (scatter - 1), scatter - 1)
    return rng.poisson(mean).astype(np.float64)
