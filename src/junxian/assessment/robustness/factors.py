"""What may vary in a composite indicator: a step's choices, a number within a range, or noise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

STEPS = ("data", "imputation", "treatment", "normalisation", "weights", "aggregation", "inclusion")
NOISY = ("data", "weights")


@dataclass(frozen=True)
class Levels:
    """A choice between named ways of one step.

    levels  by name, the step's choices: data (areas, indicators) figures; imputation, treatment a function of figures
    that gives figures, or None for leaving the step out; normalisation a function of figures and `more_is_better` that
    gives scores; weights points by part, or an array (parts,); aggregation a method's name for all nodes, a mapping of
    nodes to methods, a tree, or a function of scores and weights (areas, indicators) that gives one score an area; inclusion
    the parts that are left out
    chances  of the levels, all equal where not given
    """

    name: str
    step: str
    levels: Mapping[str, Any]
    chances: Sequence[float] | None = None

    def __post_init__(self) -> None:
        _check_step(self.name, self.step, STEPS)
        if len(self.levels) < 2:
            raise MethodError(
                f"factor {self.name!r}", f"has {len(self.levels)} level(s) and varies nothing.", "Give two."
            )
        if self.chances is not None and (
            len(self.chances) != len(self.levels) or min(self.chances) <= 0 or abs(sum(self.chances) - 1) > 1e-9
        ):
            raise MethodError(f"factor {self.name!r}", "chances must be positive, one a level, and sum to 1.")

    @property
    def shares(self) -> Array:
        """Chance of every level."""
        count = len(self.levels)
        return np.full(count, 1 / count) if self.chances is None else np.asarray(self.chances, dtype=np.float64)


@dataclass(frozen=True)
class Range:
    """A number drawn evenly between `low` and `high`.

    make  gives what a level of the step would be, of the number; for weights instead `parts`, whose points the number
    multiplies
    """

    name: str
    step: str
    low: float
    high: float
    make: Callable[[float], Any] | None = None
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_step(self.name, self.step, STEPS)
        where = f"factor {self.name!r}"
        if not self.low < self.high:
            raise MethodError(where, f"varies from {self.low:g} to {self.high:g}.", "Give low below high.")
        if self.step == "weights" and (not self.parts or self.low < 0):
            raise MethodError(
                where, "multiplies the points of some parts by numbers from 0 up.", "Give parts, and low ≥ 0."
            )
        if self.step != "weights" and self.make is None:
            raise MethodError(where, "does not say what its numbers do.", "Give make, a function of the number.")


@dataclass(frozen=True)
class Noise:
    """Independent noise on everything a step holds, drawn anew in every replicate.

    weights: the points of every part are multiplied by a uniform number 1 ± spread, `spread` below 1; data: every figure
    by 1 + spread·N(0, 1), `spread` a number, or an array that fits (areas, indicators)
    parts  whose weights vary; all where not given
    """

    name: str
    step: str
    spread: float | Array
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_step(self.name, self.step, NOISY)
        where, spread = f"factor {self.name!r}", np.asarray(self.spread, dtype=np.float64)
        if not (np.isfinite(spread).all() and (spread >= 0).all() and (spread > 0).any()):
            raise MethodError(
                where, "has a spread that is negative, missing, or zero throughout.", "Give a positive one."
            )
        if self.step == "weights" and (spread.ndim or spread >= 1):
            raise MethodError(where, "would make weights negative.", "Give one spread below 1.")


Factor = Levels | Range | Noise


def _check_step(name: str, step: str, steps: Sequence[str]) -> None:
    if step not in steps:
        raise MethodError(f"factor {name!r}", f"step {step!r} cannot vary so.", suggest(step, steps))


def check_factors(factors: Sequence[Factor]) -> None:
    """MethodError where there is no factor, two have one name, or two vary a step that only one can."""
    if not factors:
        raise MethodError("design", "has no factor.", "Say what varies.")
    names = [factor.name for factor in factors]
    steps = [_name_exclusive(factor) for factor in factors if _name_exclusive(factor)]
    for found, what in ((names, "name"), (steps, "step")):
        twice = sorted({one for one in found if found.count(one) > 1})
        if twice:
            raise MethodError("design", f"two factors have the {what} {twice[0]!r}.", "Make them one factor.")


def _name_exclusive(factor: Factor) -> str:
    """The step that no second factor may vary too; empty where factors combine: weights multiply, inclusions add up."""
    if factor.step == "inclusion" or (factor.step == "weights" and not isinstance(factor, Levels)):
        return ""
    return f"noise of {factor.step}" if isinstance(factor, Noise) else factor.step
