"""All normalisations under the names by which they are declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.borda import normalise_borda
from junxian.assessment.normalise.distance_to_maximum import normalise_distance_to_maximum
from junxian.assessment.normalise.distance_to_reference import normalise_distance_to_reference
from junxian.assessment.normalise.distance_to_target import normalise_distance_to_target
from junxian.assessment.normalise.efficacy import normalise_efficacy
from junxian.assessment.normalise.fraction_of_maximum import normalise_fraction_of_maximum
from junxian.assessment.normalise.goalposts import normalise_goalposts
from junxian.assessment.normalise.min_max import normalise_min_max
from junxian.assessment.normalise.percentile_rank import normalise_percentile_rank
from junxian.assessment.normalise.rank import normalise_ascending_rank
from junxian.assessment.normalise.scaled import normalise_scaled
from junxian.assessment.normalise.z_score import normalise_z_score
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class NormaliseMethod:
    """A `function` of values, what it accepts beside `more_is_better`, and what of that it `needs`.

    `takes_reference`: whether other values may set its scale; `by_rank`: whether only the order of values counts.
    """

    function: Callable[..., Array]
    accepts: tuple[str, ...]
    needs: tuple[str, ...] = ()
    takes_reference: bool = True
    by_rank: bool = False


_SCALE = ("base", "span")
METHODS: Mapping[str, NormaliseMethod] = MappingProxyType(
    {
        "min_max": NormaliseMethod(normalise_min_max, ("bounds", *_SCALE)),
        "z_score": NormaliseMethod(normalise_z_score, ("mean", "deviation")),
        "rank": NormaliseMethod(normalise_ascending_rank, ("ties",), by_rank=True),
        "percentile_rank": NormaliseMethod(normalise_percentile_rank, _SCALE, by_rank=True),
        "borda": NormaliseMethod(normalise_borda, ("ties",), by_rank=True),
        "distance_to_maximum": NormaliseMethod(normalise_distance_to_maximum, _SCALE),
        "distance_to_reference": NormaliseMethod(
            normalise_distance_to_reference, ("area", "is_capped", *_SCALE), needs=("area",)
        ),
        "distance_to_target": NormaliseMethod(
            normalise_distance_to_target, ("target", "is_capped", *_SCALE), needs=("target",)
        ),
        "fraction_of_maximum": NormaliseMethod(normalise_fraction_of_maximum, _SCALE),
        "goalposts": NormaliseMethod(
            normalise_goalposts, ("bounds", "is_truncated", *_SCALE), needs=("bounds",), takes_reference=False
        ),
        "scaled": NormaliseMethod(normalise_scaled, ("bounds", *_SCALE), takes_reference=False),
        "efficacy": NormaliseMethod(normalise_efficacy, ("bounds", "percentiles", *_SCALE)),
    }
)


def normalise(
    method: str,
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    more_is_better: ArrayLike = True,
    **options: Any,
) -> Array:
    """Normalise by a method's declared name; see METHODS for what each accepts.

    values, reference, more_is_better as in normalise_min_max; a reference means nothing to goalposts and scaled.
    Missing stays missing. MethodError where the method or an option is not known, an option is needed, or the method
    is not defined for the values. Checked in tests/unit/assessment/normalise/test_methods.py.
    """
    if method not in METHODS:
        raise MethodError("normalisation", f"method {method!r} is not known.", suggest(method, METHODS))
    chosen = METHODS[method]
    for option in options:
        if option not in chosen.accepts:
            raise MethodError(method, f"option {option!r} is not known.", suggest(option, chosen.accepts))
    for option in chosen.needs:
        if option not in options:
            raise MethodError(method, f"needs {option!r}.", "Declare it.")
    given = (values, reference) if chosen.takes_reference else (values,)
    return chosen.function(*given, more_is_better=more_is_better, **options)
