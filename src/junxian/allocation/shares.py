"""Shares of the keys of a pool: value / Σ values, weighted. A missing value has no share, and nothing is rescaled."""

from dataclasses import dataclass
from fractions import Fraction

from junxian.allocation.exact import declared
from junxian.allocation.figures import Amounts
from junxian.declared.allocations import Key
from junxian.terms.errors import AllocationError


@dataclass(frozen=True)
class KeyShares:
    """One key of a pool: its weight (the weights of a pool sum to 1), values and shares of the areas that have one."""

    of: str
    weight: Fraction
    values: Amounts
    shares: Amounts
    raised: frozenset[str] = frozenset()  # areas whose value below zero counts as zero


def share_keys(keys: tuple[Key, ...], values: dict[str, Amounts], where: str) -> list[KeyShares]:
    """Shares of every key; AllocationError for a value below zero (unless declared to count as zero) or a key all zero.

    An area without a value has no share of that key; its other keys keep their weights. The areas that have one share
    the key's whole weight. Checked in tests/unit/allocation/test_shares.py.
    """
    total = sum((declared(key.weight) for key in keys), Fraction(0))
    return [_share_key(key, declared(key.weight) / total, values[key.of], where) for key in keys]


def add_shares(keys: list[KeyShares], area: str) -> Fraction:
    """The area's weighted share over the keys."""
    return sum((key.weight * key.shares.get(area, Fraction(0)) for key in keys), Fraction(0))


def _share_key(key: Key, weight: Fraction, values: Amounts, where: str) -> KeyShares:
    negative = [area for area, value in values.items() if value < 0]
    if negative and key.below_zero == "refuse":
        shown = ", ".join(f"{area} {float(values[area]):g}" for area in negative[:5])
        raise AllocationError(
            where, f"key {key.of!r} is below zero in {len(negative)} areas ({shown}); a share of it has no meaning.",
            "Name a key that cannot be negative, or declare below_zero = \"zero\" for it.",
        )  # fmt: skip
    counted = {area: max(value, Fraction(0)) for area, value in values.items()}
    total = sum(counted.values(), Fraction(0))
    if total == 0 and counted:
        raise AllocationError(
            where, f"key {key.of!r} is zero in all {len(counted)} areas; it cannot be shared.", "Name another key."
        )
    return KeyShares(key.of, weight, values, {a: v / total for a, v in counted.items()}, frozenset(negative))
