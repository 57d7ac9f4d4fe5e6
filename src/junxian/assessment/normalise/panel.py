"""Normalisation of panels: one scale for all periods, one for each, or that of a base period."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.methods import normalise
from junxian.terms.errors import MethodError


def normalise_panel(
    method: str,
    values: ArrayLike,
    *,
    scale: Literal["all", "each"] | int = "all",
    more_is_better: ArrayLike = True,
    **options: Any,
) -> Array:
    """Normalise a panel (areas, periods, indicators) by a method of METHODS.

    scale  "all": all periods together set one scale, so that scores compare over time; "each": every period its own;
    a number: the period at that place (the base year) sets the scale of all, frozen when later periods arrive
    options  as the method's; with "all", distance_to_reference has no area of one period and is refused
    Returns (areas, periods, indicators). Missing stays missing.
    MethodError as the method's, or where the values are no panel or the scale is not known.
    Source: OECD/JRC Handbook (2008), 5.2 to 5.4 (over countries and time; reference year); COINr's purses with
    `global`. Checked in tests/unit/assessment/normalise/test_panel.py.
    """
    panel = np.asarray(values, dtype=np.float64)
    _check_panel(method, panel, scale)
    given = {"more_is_better": more_is_better, **options}
    if scale == "each":
        return normalise(method, panel, **given)
    if scale == "all":
        return normalise(method, panel.reshape(-1, panel.shape[2]), **given).reshape(panel.shape)
    base = panel[:, [scale]]
    scores = normalise(method, panel, base, **given)
    scores[:, [scale]] = normalise(method, base, **given)
    return scores


def _check_panel(method: str, panel: Array, scale: str | int) -> None:
    where = f"{method} of a panel"
    if panel.ndim != 3:
        raise MethodError(where, f"the values have {panel.ndim} dimensions.", "Give areas, periods, indicators.")
    if isinstance(scale, str) and scale not in ("all", "each"):
        raise MethodError(where, f"scale {scale!r} is not known.", "Give 'all', 'each' or the place of a period.")
    if not isinstance(scale, str) and not 0 <= scale < panel.shape[1]:
        raise MethodError(where, f"there is no period at place {scale}.", f"There are {panel.shape[1]}, from 0.")
    if scale == "all" and method == "distance_to_reference":
        raise MethodError(
            where, "a reference area has a value in every period.", "Give the place of the period that counts."
        )
