"""Rotation of factors to a simple structure."""

from itertools import combinations

import numpy as np

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

SWEEPS = 1000
SETTLED = 1e-10  # radians


def rotate_varimax(loadings: Array, *, is_normalised: bool = True) -> Array:
    """Rotate loadings (indicators, factors) so that the squares in each column vary most (varimax).

    is_normalised  rows are brought to length 1 for the rotation (Kaiser normalisation)
    Returns the rotated loadings; what the factors explain of an indicator together does not change. Columns stand
    as rotated, unsorted, signs as they come. Two factors at a time are turned by the angle that is best for them, until
    no plane gains: no turn lowers the criterion.
    MethodError where the rotation does not settle.
    Source: Kaiser (1958); OECD/JRC Handbook (2008), Table 17. Checked in tests/published/test_weigh.py and
    tests/unit/assessment/weigh/test_principal_components.py.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if is_normalised else np.ones((len(loadings), 1))
    scale = np.where(length > 0, length, 1.0)
    rows = loadings / scale
    for _ in range(SWEEPS):
        turns = [_turn_plane(rows, one, other) for one, other in combinations(range(rows.shape[1]), 2)]
        if max(map(abs, turns), default=0.0) <= SETTLED:
            return rows * scale
    raise MethodError("varimax", f"the rotation has not settled after {SWEEPS} sweeps.", "Take fewer components.")


def _turn_plane(rows: Array, one: int, other: int) -> float:
    """Turn two columns by their best angle, in place, and return it; a plane in which no angle is better is left."""
    x, y = rows[:, one].copy(), rows[:, other].copy()
    apart, across = x**2 - y**2, 2 * x * y
    sine = 2 * (apart @ across) - 2 * apart.sum() * across.sum() / len(rows)
    cosine = apart @ apart - across @ across - (apart.sum() ** 2 - across.sum() ** 2) / len(rows)
    if np.hypot(sine, cosine) <= 1e-14 * len(rows):
        return 0.0
    angle = float(np.arctan2(sine, cosine)) / 4
    rows[:, one] = x * np.cos(angle) + y * np.sin(angle)
    rows[:, other] = y * np.cos(angle) - x * np.sin(angle)
    return angle
