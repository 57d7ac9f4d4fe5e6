"""What a plan costs and whom it serves: the price of fairness over α, other ways of allotting, and other knobs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.draw_weights import draw_weights
from junxian.allocation.programme.gini import find_least_share, measure_gini
from junxian.allocation.programme.result import AGAINST_SCHEMA, CURVE_SCHEMA, DRAW_SCHEMA
from junxian.terms.errors import AllocationError, MethodError

MOST_DRAWN = 2.5e8  # amounts of all draws: 2 GB
ALPHAS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, np.inf)


@dataclass(frozen=True)
class Comparison:
    """`curve` (CURVE_SCHEMA), `against` (AGAINST_SCHEMA), `draws` (DRAW_SCHEMA)."""

    curve: pl.DataFrame
    against: pl.DataFrame
    draws: pl.DataFrame


def compare_plan(case: Case, quotas: Array, formula: Mapping[str, Mapping[str, float]], seed: int) -> Comparison:
    """Compare a plan, in whole units `quotas` (areas, factors), with what else could be done with the same supply.

    `formula` holds, by factor and area, what the plan by formula gives. Checked in
    tests/unit/allocation/programme/test_comparison.py.
    """
    return Comparison(draw_curve(case), set_against(case, quotas, formula), draw_knobs(case, seed))


def draw_curve(case: Case) -> pl.DataFrame:
    """Efficiency, evenness and the least served over α; efficiency at α = 0 is 1, and it never rises with α.

    An α whose plan cannot be certified is left out; without α = 0 there is nothing to compare with, and no curve.
    """
    plans = {alpha: x for alpha in ALPHAS if (x := _solve_at(case, alpha)) is not None}
    if 0.0 not in plans:
        return pl.DataFrame(schema=CURVE_SCHEMA)
    rows = []
    for f, factor in enumerate(case.programme.factor):
        base, omega = case.problem.base[:, f], case.omega[:, f]
        best = float(omega @ plans[0.0][:, f])
        last = np.array([np.nan if value is None else value for value in case.bounds[f].last])
        for alpha, plan in plans.items():
            efficiency = float(omega @ plan[:, f]) / best if best else 1.0
            below = int((plan[:, f] < last - 1e-9).sum()) if np.isfinite(last).any() else None
            least = find_least_share(plan[:, f], case.bounds[f].base)
            rows.append((alpha, factor.code, efficiency, 1 - efficiency, measure_gini(plan[:, f], base), least, below))
    return pl.DataFrame(rows, schema=CURVE_SCHEMA, orient="row")


def _solve_at(case: Case, alpha: float) -> Array | None:
    try:
        return solve(replace(case.problem, alpha=alpha)).x
    except AllocationError:
        return None


def set_against(case: Case, quotas: Array, formula: Mapping[str, Mapping[str, float]]) -> pl.DataFrame:
    """The plan beside last year's quotas, equal shares, shares of the base, and the plan by formula."""
    rows = []
    for f, factor in enumerate(case.programme.factor):
        one, own = case.bounds[f], formula.get(factor.code, {})
        equal = float(one.supply or 0.0) / len(case.areas)
        rows += [
            (area, factor.code, float(quotas[i, f]), one.last[i], equal, float(one.base[i]), own.get(area))
            for i, area in enumerate(case.areas)
        ]
    return pl.DataFrame(rows, schema=AGAINST_SCHEMA, orient="row")


def _make_room(case: Case, replicates: int) -> Array:
    """Room for the amounts of every draw, which quantiles ask for; MethodError where that would be more than 2 GB."""
    most = int(MOST_DRAWN / case.problem.base.size)
    if replicates > most:
        raise MethodError(
            f"programme {case.programme.key}", f"{replicates:,} draws of {case.problem.base.size:,} amounts are more than 2 GB.",
            f"Draw at most {most:,} times.",
        )  # fmt: skip
    return np.empty((replicates, *case.problem.shape))


def draw_knobs(case: Case, seed: int) -> pl.DataFrame:
    """Intervals of the amounts when powers and key weights are drawn within ± spread, each by itself and uniformly.

    Draw k has its own stream (seed, k). Without draws, for α = 0 or inf (where single draws jump between limits), and for a plan that looks more widely, no rows.
    """
    sensitivity, alpha, programme = case.programme.sensitivity, case.problem.alpha, case.programme
    if not sensitivity.replicates or not 0 < alpha < np.inf or programme.is_wide:
        return pl.DataFrame(schema=DRAW_SCHEMA)
    from junxian.allocation.optimum.scenarios import Drawn, solve_scenarios  # loads the kernel

    scenarios = (Drawn(weight) for weight in draw_weights(case, sensitivity.replicates, sensitivity.spread, seed))
    drawn = _make_room(case, sensitivity.replicates)
    for number, x in enumerate(solve_scenarios(case.problem, scenarios)):
        drawn[number] = x
    columns = drawn.reshape(len(drawn), -1).T  # one at a time: quantiles copy what they are asked of
    parts = np.array([np.quantile(column, [0.05, 0.5, 0.95]) for column in columns])
    low, median, high = parts.T.reshape(3, *case.problem.shape)
    size = 1e-9 * np.maximum(case.problem.supply, 1e-300)
    at_lower = (drawn <= case.problem.lower + size).mean(axis=0)
    at_upper = (drawn >= case.problem.upper - size).mean(axis=0)
    rows = [
        (area, factor.code, *(float(part[i, f]) for part in (low, median, high, at_lower, at_upper)))
        for f, factor in enumerate(case.programme.factor)
        for i, area in enumerate(case.areas)
    ]
    return pl.DataFrame(rows, schema=DRAW_SCHEMA, orient="row")
