"""Adjusted Mazziotta-Pareto index: as the Mazziotta-Pareto index, but comparable over time through fixed goalposts."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.mazziotta_pareto import Penalty, average_penalised
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

LOW, HIGH = 70.0, 130.0  # the index at the goalposts; 100 at the reference between them


def set_goalposts(values: Array, reference: Array) -> tuple[Array, Array]:
    """Goalposts (low, high), each (children,): the reference less and plus half of the range over all areas and periods.

    values  (..., areas, children) of all periods that are compared, NaN for missing; reference  (children,): what scores
    100, for instance the mean of the areas in the base year
    """
    table = np.asarray(values, dtype=float).reshape(-1, np.shape(values)[-1])
    half = (np.nanmax(table, axis=0) - np.nanmin(table, axis=0)) / 2
    return np.asarray(reference) - half, np.asarray(reference) + half


def aggregate_adjusted_mazziotta_pareto(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    goalposts: tuple[Array, Array] | None = None,
    penalty: Penalty = "downward",
    more_is_better: Mask | None = None,
) -> Array:
    """M ∓ S²/M of children brought to 70 … 130 between goalposts (100 at the reference), not clipped.

    values  (areas, children) of one period, NaN for missing; weights  (children,) or (areas, children), equal when not
    given, each area's own over the children that it knows
    goalposts  (low, high), numbers or (children,), the same for all periods (`set_goalposts`); not given: values as they
    stand, as for scores of a scheme that are normalised between frozen bounds already
    penalty  downward or upward, honoured (versions of Compind's `ci_ampi` ignore it)
    Returns (areas,), more is better with the downward penalty; NaN without a value. A better value does not always raise
    the index. MethodError where goalposts are no range or a mean is not positive.
    Source: Mazziotta & Pareto (2016), Social Indicators Research 127, 983-1003.
    Checked in tests/published/test_aggregate.py.
    """
    table = np.atleast_2d(np.asarray(values, dtype=float))
    if goalposts is not None:
        table = _bring_between(table, goalposts, more_is_better, names)
    elif more_is_better is not None:
        raise MethodError(names.where("adjusted Mazziotta-Pareto"), "a direction needs goalposts.", "Give goalposts.")
    population = read_population(table, weights, names)
    return population.fill(average_penalised(population.values, population.weights, population.names, penalty=penalty))


def _bring_between(table: Array, goalposts: tuple[Array, Array], more_is_better: Mask | None, names: Names) -> Array:
    low, high = (np.broadcast_to(np.asarray(end, dtype=float), table.shape[1:]) for end in goalposts)
    if (wrong := np.flatnonzero(~(low < high))).size:
        child = names.child(int(wrong[0]))
        raise MethodError(names.where("adjusted Mazziotta-Pareto"), f"goalposts of {child} are no range.")
    place = (table - low) / (high - low)
    better = np.broadcast_to(True if more_is_better is None else more_is_better, table.shape[1:])
    return LOW + (HIGH - LOW) * np.where(better, place, 1.0 - place)
