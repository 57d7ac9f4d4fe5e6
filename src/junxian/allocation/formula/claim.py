"""What one area brings to an allocation, and what it receives: exact numbers in the plan's unit."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from junxian.terms.name import Name

Bound = Literal["none", "lower", "upper", "gate", "applied"]


@dataclass(frozen=True)
class Claim:
    """An area's shares, multipliers and limits. None = not filed or not declared."""

    area: str
    need_share: Fraction
    weight: Fraction  # efficiency weight before the multipliers
    performance: Fraction
    clearance: Fraction
    gate: Fraction
    last: Fraction | None
    applied: Fraction | None
    new_projects: Fraction | None
    notes: tuple[Name, ...] = ()  # what was missing and which rule was used for it

    @property
    def pull(self) -> Fraction:
        """The weight with its multipliers: what the price is multiplied by."""
        return self.weight * self.performance * self.clearance * self.gate


@dataclass(frozen=True)
class Limits:
    """Limits of the amount from the efficiency pool; `upper_by` says which declaration sets the upper one."""

    lower: Fraction
    upper: Fraction | None
    upper_by: Bound = "none"
    wanted: Fraction = Fraction(0)  # the collar's lower limit before the application cut it


@dataclass(frozen=True)
class Award:
    """What an area receives. `lower`, `upper` and `quota` are counted in whole units, the others in the plan's unit."""

    claim: Claim
    basic: Fraction
    limits: Limits
    efficiency: Fraction
    bound: Bound
    lower: int
    upper: int | None
    quota: int
