"""Benefit of the doubt: every area is judged with the weights that suit it best, against the best of all."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.aggregate.many_programmes import maximise_many
from junxian.assessment.aggregate.population import Population, read_population
from junxian.assessment.kinds import Array, Mask, Places
from junxian.terms.errors import MethodError

BoundsOn = Literal["contribution", "weight"]


@dataclass(frozen=True)
class BestWeights:
    """`scores` (areas,); `weights` (areas, children) per unit of a child; `contributions` their shares of the score.

    Where the score is 0 no weights are best: NaN. Elsewhere other weights may give the same score.
    """

    scores: Array
    weights: Array
    contributions: Array


def find_best_weights(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    low: float = 0.0,
    high: float = 1.0,
    bounds_on: BoundsOn = "contribution",
) -> BestWeights:
    """The largest Σ w·x of each area, with weights w ≥ 0 that give no area more than 1.

    values  (areas, children) not negative, more is better, NaN for missing; weights  say only which children count
    low, high  shares: of each child's w·x in the area's score (bounds_on contribution), or of each w in the sum of the
    area's weights (bounds_on weight, for children on one scale). A child that an area lacks has no weight in its score
    and no bound; others are compared with it on what it knows.
    Returns scores from 0 to 1 (1 is the best, and at least one area has it when nothing is bound), more is better, NaN
    without a value. A child that is 0 contributes nothing: with a lowest contribution the score is 0, and with a largest
    where the others may not make up the whole.
    MethodError for negative values, a child that is 0 everywhere, and bounds that no shares can keep.
    Source: Cherchye, Moesen, Rogge & Van Puyenbroeck (2007), Social Indicators Research 82, 111-145; OECD/JRC Handbook
    (2008), step 6. Checked in tests/published/test_aggregate.py (Compind).
    """
    population = read_population(values, weights, names)
    known = np.nan_to_num(population.values)
    _check(known, population, low, high, bounds_on)
    unit = _find_units(known, low, high, bounds_on)
    scaled = known / unit
    judged = _find_judged(known > 0, population.known, low, high, bounds_on)
    cones = _bind_shares(scaled[judged], population.known[judged], low, high, bounds_on)
    used = np.full(known.shape, np.nan)
    used[judged] = _maximise(scaled[judged], scaled, cones)
    parts = used * scaled
    scores = np.minimum(np.nan_to_num(parts).sum(axis=1), 1.0)
    shares = np.divide(parts, scores[:, None], out=np.full(parts.shape, np.nan), where=scores[:, None] > 0)
    return BestWeights(population.fill(scores), population.fill_table(used / unit), population.fill_table(shares))


def aggregate_benefit_of_the_doubt(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    low: float = 0.0,
    high: float = 1.0,
    bounds_on: BoundsOn = "contribution",
) -> Array:
    """The scores of `find_best_weights` (areas,), from 0 to 1, more is better."""
    return find_best_weights(values, weights, names, low=low, high=high, bounds_on=bounds_on).scores


def _check(known: Array, population: Population, low: float, high: float, bounds_on: str) -> None:
    names = population.names
    method = "benefit of the doubt"
    remedy = "Normalise to a base of zero or more."
    refuse_cells(known < 0, known, names, method, "are negative", remedy)
    if (wrong := np.flatnonzero(~known.any(axis=0))).size:
        raise MethodError(
            names.where(method), f"{names.child(int(wrong[0]))} is 0 for every area: it has no best.", "Leave it out."
        )
    if bounds_on not in ("contribution", "weight"):
        raise MethodError(names.where(method), f"bounds_on {bounds_on!r} is neither contribution nor weight.")
    number = population.known.sum(axis=1)
    wrong = np.flatnonzero((low < 0) | (low > high) | (number * low > 1 + 1e-12) | (number * high < 1 - 1e-12))
    if wrong.size:
        area, children = names.area(int(wrong[0])), number[wrong[0]]
        raise MethodError(
            names.where(method),
            f"no shares of the {children} children that {area} has lie between {low:g} and {high:g} and sum to 1.",
            "Widen the bounds, or impute what is missing.",
        )


def _find_judged(is_positive: Mask, is_known: Mask, low: float, high: float, bounds_on: str) -> Places:
    """Areas whose score is not 0 from the outset: what is 0 can contribute nothing, whatever its share should be."""
    judged = is_positive.any(axis=1)
    if bounds_on == "contribution":
        judged &= is_positive.sum(axis=1) * high >= 1 - 1e-12
        judged &= (is_positive | ~is_known).all(axis=1) | (low == 0)
    return np.flatnonzero(judged)


def _find_units(known: Array, low: float, high: float, bounds_on: str) -> Array:
    """What children are divided by for computing: their largest, or one number where their weights are compared."""
    top: Array = known.max(axis=0, initial=0.0)
    is_bound = (low > 0 or high < 1) and bounds_on == "weight"
    return np.full_like(top, top.max(initial=0.0)) if is_bound else top


def _bind_shares(scaled: Array, is_known: Mask, low: float, high: float, bounds_on: str) -> Array:
    """Rows (areas, rows, children) that are at most 0 for weights of scaled children whose shares keep the bounds."""
    count, size = scaled.shape
    worth = scaled if bounds_on == "contribution" else is_known.astype(float)
    own = np.eye(size) * worth[:, None, :]
    rows = [np.zeros((count, 0, size))]
    if low > 0:
        rows.append(np.where(is_known[:, :, None], low * worth[:, None, :] - own, 0.0))
    if high < 1:
        rows.append(np.where(is_known[:, :, None], own - high * worth[:, None, :], 0.0))
    if not is_known.all():
        rows.append(np.eye(size) * ~is_known[:, None, :])
    return np.concatenate(rows, axis=1)


def _maximise(objectives: Array, rows: Array, cones: Array) -> Array:
    """Solve all programmes together; what is not proved best goes to HiGHS, one by one."""
    if not objectives.size:
        return objectives
    best, is_best = maximise_many(objectives, rows, cones)
    for place in np.flatnonzero(~is_best):
        best[place] = _ask_highs(objectives[place], rows, cones[place])
    return best


def _ask_highs(objective: Array, rows: Array, cones: Array) -> Array:
    from scipy.optimize import linprog

    limits = np.concatenate([np.ones(len(rows)), np.zeros(len(cones))])
    answer = linprog(-objective, A_ub=np.vstack([rows, cones]), b_ub=limits, method="highs")
    if not answer.success or (rows @ answer.x).max() > 1 + 1e-7:
        raise MethodError(
            "benefit of the doubt",
            "the best weights of an area cannot be computed: children differ too much in size.",
            "Bring children to one scale first.",
        )
    weights: Array = answer.x
    return weights
