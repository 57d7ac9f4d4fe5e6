"""Shares of the keys of a pool: value / Σ values, weighted. A missing value has no share, and nothing is rescaled."""

from dataclasses import dataclass
from fractions import Fraction

from junxian.allocation.exact import declared
from junxian.allocation.figures import Amounts
from junxian.declared.allocations import Key
from junxian.terms.name import Name


@dataclass(frozen=True)
class KeyShares:
    """One key of a pool: its weight (the weights of a pool sum to 1), values and shares of the areas that have one."""

    of: str
    weight: Fraction
    values: Amounts
    shares: Amounts
    raised: frozenset[str] = frozenset()  # areas whose value below zero counts as zero


def share_keys(keys: tuple[Key, ...], values: dict[str, Amounts]) -> list[KeyShares]:
    """Shares of every key; of one that cannot be shared (`refuse_key`) nobody has a share.

    An area without a value has no share of that key; its other keys keep their weights. The areas that have one share
    the key's whole weight. Checked in tests/unit/allocation/test_shares.py.
    """
    total = sum((declared(key.weight) for key in keys), Fraction(0))
    return [_share_key(key, declared(key.weight) / total, values[key.of]) for key in keys]


def add_shares(keys: list[KeyShares], area: str) -> Fraction:
    """The area's weighted share over the keys."""
    return sum((key.weight * key.shares.get(area, Fraction(0)) for key in keys), Fraction(0))


def refuse_key(key: Key, values: Amounts) -> Name | None:
    """Why a key cannot be shared: nobody filed it, it is zero everywhere, or below zero where that is not declared."""
    negative = [f"{area} {float(value):g}" for area, value in values.items() if value < 0]
    if not values:
        return Name(
            zh="无一地报送，请改用已报送的因素或补报", en="is filed by nobody; use another key or have it filed"
        )
    if negative and key.below_zero == "refuse":
        shown = ", ".join(negative[:5]) + (", …" if len(negative) > 5 else "")
        return Name(
            zh=f'在{len(negative)}地为负（{shown}），份额无意义，请改用不为负的因素，或声明below_zero = "zero"',
            en=f"is below zero in {len(negative)} areas ({shown}), a share of which has no meaning; name a key that "
            'cannot be negative, or declare below_zero = "zero"',
        )
    if not any(value > 0 for value in values.values()):
        return Name(
            zh=f"在全部{len(values)}地为零，请改用其他因素", en=f"is zero in all {len(values)} areas; name another key"
        )
    return None


def _share_key(key: Key, weight: Fraction, values: Amounts) -> KeyShares:
    raised = frozenset(area for area, value in values.items() if value < 0)
    if refuse_key(key, values):
        return KeyShares(key.of, weight, values, {})
    counted = {area: max(value, Fraction(0)) for area, value in values.items()}
    total = sum(counted.values(), Fraction(0))
    return KeyShares(key.of, weight, values, {a: v / total for a, v in counted.items()}, raised)
