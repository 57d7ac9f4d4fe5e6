"""Numbers, units and names of keys as they are printed in the sentences of a plan."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

if TYPE_CHECKING:
    from junxian.declared.province import Province


def name_key(province: "Province", keys: Iterable[str]) -> tuple[str, str]:
    """Names of items or indicators, in Chinese and English."""
    names = [_name(province, key) for key in keys]
    return "、".join(name.zh for name in names), ", ".join(name.text("en") for name in names)


def _name(province: "Province", key: str) -> Name:
    if key in province.indicators:
        return province.indicators[key].name
    return province.items[key][1].name if key in province.items else Name(zh=key)


def amount(value: Fraction, unit: str, language: str, decimals: int = 2) -> str:
    """An amount with its unit, trailing zeros cut."""
    symbol = parse_unit(unit).text(language)
    gap = " " if language == "en" and symbol not in ("", "%") else ""
    return f"{plain(value, decimals)}{gap}{symbol}"


def count_places(whole_unit: float) -> int:
    """Decimals that tell whole multiples of a unit in full: 0 for 50, 1 for 0.5, 4 for 0.0001."""
    _, _, exponent = Decimal(str(whole_unit)).normalize().as_tuple()
    return max(0, -int(exponent))


def count_decimals(whole_unit: float) -> int:
    """Decimals with which amounts beside whole multiples of a unit are told: two more than those have."""
    return 2 + count_places(whole_unit)


def plain(value: Fraction, decimals: int) -> str:
    """A number with thousands separators, trailing zeros cut; rounded half to even, exactly."""
    text = f"{float(round(value, decimals)):,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def percent(value: Fraction, pool: Fraction) -> str:
    """A share in per cent, with enough digits that share × pool is right to about a hundredth of the unit."""
    digits = max(2, len(str(int(abs(pool)))))
    return f"{plain(value * 100, min(digits, 10))}%"
