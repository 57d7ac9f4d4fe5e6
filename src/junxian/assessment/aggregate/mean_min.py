"""Mean-min function: the mean, drawn towards the least child as far as the penalty says."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def aggregate_mean_min(
    values: Array, weights: Array, names: Names = UNNAMED, *, penalty: float = 1.0, complementarity: float = 1.0
) -> Array:
    """M − α · (√((M − least)² + β²) − β) over the last axis, M the weighted mean, α the penalty, β complementarity.

    values  (..., children), any scale, more is better; weights  (..., children) summing to 1, 0 for a missing child
    penalty  α from 0 (arithmetic mean) to 1; complementarity  β ≥ 0 in points of the score: 0 takes α of the whole gap
    to the least child away, a large one hardly any
    Returns (...), between the least child and the mean; NaN where no weight is positive. The values are taken as they
    are normalised: Compind's `ci_mean_min` standardises down the rows and is no peer.
    MethodError for α outside 0 to 1 or β below 0. Source: Casadio Tarabusi & Guarini (2013), Social Indicators Research
    112, 19-45. Checked in tests/unit/assessment/aggregate/test_penalties.py.
    """
    if not (0 <= penalty <= 1 and complementarity >= 0):
        raise MethodError(
            names.where("mean-min"),
            f"penalty {penalty:g} and complementarity {complementarity:g}.",
            "The penalty lies between 0 and 1, complementarity is not negative.",
        )
    used = weights > 0
    known = used.any(axis=-1)
    mean = np.where(used, values * weights, 0.0).sum(axis=-1)
    least = np.where(known, np.where(used, values, np.inf).min(axis=-1), mean)
    loss = np.sqrt((mean - least) ** 2 + complementarity**2) - complementarity
    return np.where(known, mean - penalty * loss, np.nan)
