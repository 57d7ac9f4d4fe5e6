"""A normalisation with its options."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise import normalise

LINEAR = {"min_max": (), "efficacy": ("percentiles",), "z_score": ("mean", "deviation")}


@dataclass(frozen=True)
class Normalisation:
    """A method of `normalise` with its options; called with figures and directions it gives scores."""

    method: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, values: Array, more_is_better: Mask) -> Array:
        """Scores (areas, indicators)."""
        return normalise(self.method, values, more_is_better=more_is_better, **self.options)

    @property
    def is_linear(self) -> bool:
        """Whether it is one straight line an indicator, found from the figures alone."""
        known = (*LINEAR.get(self.method, ()), "base", "span")
        return self.method in LINEAR and all(option in known for option in self.options)

    @property
    def scale(self) -> tuple[float, float]:
        """Score at the line's origin, and of one unit of its slope."""
        if self.method == "z_score":
            return self.options.get("mean", 0.0), self.options.get("deviation", 1.0)
        base, span = (60.0, 40.0) if self.method == "efficacy" else (0.0, 100.0)
        return self.options.get("base", base), self.options.get("span", span)

    @property
    def is_clipped(self) -> bool:
        """Whether what lies beyond the ends of the line counts as its ends."""
        return self.method != "z_score"
