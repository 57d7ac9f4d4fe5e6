"""Directional benefit of the doubt: how far an area could rise in a declared direction before it meets the best."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def aggregate_directional(values: Array, direction: Array, names: Names = UNNAMED) -> Array:
    """1 / (1 + β), β the largest step for which x + β · direction is still a mix of areas, their shares at most 1.

    values  (areas, children) not negative, more is better; direction  (children,) not negative, in the children's units:
    what matters twice as much is given twice the step; direction = x itself would give the benefit of the doubt
    Returns (areas,) from 0 to 1 (1: nothing better is there), more is better; NaN for an area that lacks a child, which
    is not part of the mix either. One linear programme an area, by HiGHS: 2 ms each.
    MethodError for negative values and for a direction without a positive term.
    Source: Fusco (2015), Empirical Economics 49, 621-640. Checked in tests/published/test_aggregate.py (Compind).
    """
    from scipy.optimize import linprog

    table = np.atleast_2d(np.asarray(values, dtype=float))
    way = np.asarray(direction, dtype=float)
    if not ((way >= 0).all() and (way > 0).any()):
        raise MethodError(names.where("directional benefit of the doubt"), "the direction has no positive term.")
    whole = np.flatnonzero(~np.isnan(table).any(axis=1))
    own = table[whole]
    refuse_cells(own < 0, own, names, "directional benefit of the doubt", "are negative", "Normalise to 0 or more.")
    shares = np.append(np.ones(len(own)), 0.0)
    limits = np.column_stack([-own.T, way])
    scores = np.full(len(table), np.nan)
    for place, row in zip(whole, own, strict=True):
        answer = linprog(
            np.append(np.zeros(len(own)), -1.0), A_ub=np.vstack([limits, shares]), b_ub=np.append(-row, 1.0)
        )
        scores[place] = 1.0 / (1.0 - answer.fun)
    return scores
