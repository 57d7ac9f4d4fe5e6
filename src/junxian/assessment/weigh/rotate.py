"""Rotation of factors to a simple structure."""

import numpy as np

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

TURNS = 2000


def rotate_varimax(loadings: Array, *, is_normalised: bool = True) -> Array:
    """Rotate loadings (indicators, factors) so that the squares in each column vary most (varimax).

    is_normalised  rows are brought to length 1 for the rotation (Kaiser normalisation)
    Returns the rotated loadings; what the factors explain of an indicator together does not change. Columns stand
    as rotated, unsorted, signs as they come.
    MethodError where the rotation does not settle.
    Source: Kaiser (1958); OECD/JRC Handbook (2008), Table 17. Checked in tests/published/test_weigh.py and
    tests/unit/assessment/weigh/test_principal_components.py.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if is_normalised else np.ones((len(loadings), 1))
    rows = loadings / np.where(length > 0, length, 1.0)
    turn, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(TURNS):
        turned = rows @ turn
        slope = rows.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        left, sizes, right = np.linalg.svd(slope)
        turn, before, reached = left @ right, reached, float(sizes.sum())
        if reached <= before * (1 + 1e-14):
            return loadings @ turn
    raise MethodError("varimax", f"the rotation has not settled after {TURNS} turns.", "Take fewer components.")
