"""Weights under the names by which a scheme declares them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.critic import weigh_critic
from junxian.assessment.weigh.declared import weigh_declared
from junxian.assessment.weigh.entropy import weigh_entropy
from junxian.assessment.weigh.equal import weigh_equal
from junxian.assessment.weigh.gini import weigh_gini
from junxian.assessment.weigh.principal_components import weigh_principal_components
from junxian.assessment.weigh.standard_deviation import weigh_standard_deviation
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class WeighMethod:
    """A `function` that gives weights (indicators,), whether of declared points or of scores, and what it accepts."""

    function: Callable[..., Array]
    takes: Literal["points", "scores"] = "scores"
    accepts: tuple[str, ...] = ()


METHODS: Mapping[str, WeighMethod] = MappingProxyType(
    {
        "declared": WeighMethod(weigh_declared, takes="points"),
        "equal": WeighMethod(weigh_equal),
        "entropy": WeighMethod(weigh_entropy),
        "critic": WeighMethod(weigh_critic),
        "standard_deviation": WeighMethod(weigh_standard_deviation),
        "gini": WeighMethod(weigh_gini),
        "principal_components": WeighMethod(weigh_principal_components, accepts=("components", "is_rotated")),
    }
)


def weigh(method: str, scores: ArrayLike, points: ArrayLike | None = None, **options: Any) -> Array:
    """Weights (indicators,) of the children of one node, by a method's declared name; see METHODS.

    scores  (areas, indicators) normalised, more always better; points  (indicators,) as declared, for "declared"
    An only child has the whole weight under any method. Missing scores as the method says.
    MethodError where the method or an option is not known, points are needed, or the method is not defined for the
    scores. Checked in tests/unit/assessment/weigh/test_methods.py.
    """
    if method not in METHODS:
        raise MethodError("weights", f"method {method!r} is not known.", suggest(method, METHODS))
    chosen = METHODS[method]
    for option in options:
        if option not in chosen.accepts:
            raise MethodError(f"{method} weights", f"option {option!r} is not known.", suggest(option, chosen.accepts))
    if chosen.takes == "points":
        if points is None:
            raise MethodError(f"{method} weights", "needs points.", "Declare them.")
        return chosen.function(points, **options)
    if np.shape(scores)[-1:] == (1,):
        return np.ones(1)
    return chosen.function(scores, **options)
