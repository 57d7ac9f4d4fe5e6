"""The factors of a study: each choice of a step as what a replicate does with it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from junxian.assessment.kinds import Array
from junxian.assessment.robustness import Levels, Noise
from junxian.assessment.robustness.factors import Factor
from junxian.declared.scheme_steps import DECLARED_ONLY
from junxian.studies.sensitivity.choices import Choices
from junxian.studies.sensitivity.class_model import ClassModel
from junxian.terms import MethodError

Drawn = Callable[[int], Array]  # so many sets of figures with data error (sets, areas, indicators)


def make_factors(choices: Choices, own: ClassModel, draw: Drawn, places: Sequence[int]) -> list[Factor]:
    """The factors of one class, alike for all that are ranked together, at `places`. MethodError where nothing varies, or the scheme cannot have what is chosen."""
    scheme = own.ranked.setting.scheme
    if any(way != "none" for way in choices.treatment) and scheme.normalise.bounds != "same_year":
        raise MethodError(
            "treatment", f"cannot vary: {scheme.normalise.bounds} bounds know nothing of outliers of the year.", "Leave it out."
        )  # fmt: skip
    if scheme.normalise.bounds == "same_year" and (
        ends := [way for way in choices.normalisation if way in DECLARED_ONLY]
    ):
        raise MethodError(f"normalisation {ends[0]!r}", "needs bounds that were set before the year.", "Leave it out.")
    found = list(_make(choices, own, draw, places))
    if not found:
        raise MethodError("sensitivity", "nothing varies.", "Say what does, such as --vary weights_vary=0.25.")
    return found


def _make(choices: Choices, own: ClassModel, draw: Drawn, places: Sequence[int]) -> Iterator[Factor]:
    if choices.data:
        yield Levels("data", "data", {f"draw {n}": values for n, values in enumerate(draw(choices.data))})
    makers: dict[str, Callable[[str], Any]] = {
        "imputation": own.impute, "treatment": own.treat, "normalisation": own.normalise, "weights": own.weigh,
        "aggregation": lambda way: None if way == "declared" else way,
    }  # fmt: skip
    for step, make in makers.items():
        if ways := getattr(choices, step):
            yield Levels(step, step, {way: make(way) for way in ways})
    if choices.weights_vary:
        yield Noise("weights_vary", "weights", choices.weights_vary)
    if choices.inclusion:
        parts = _list_parts(choices, own, places)
        yield Levels("inclusion", "inclusion", {"all": (), **{f"without {part}": (part,) for part in parts}})


def _list_parts(choices: Choices, own: ClassModel, places: Sequence[int]) -> list[str]:
    if choices.inclusion != ("each",):
        return list(choices.inclusion)
    tree, points = own.ranked.setting.tree, own.ranked.setting.declared_points[list(places)]
    return [code for code, own in zip(tree.indicators, points.T, strict=False) if (own > 0).any()]
