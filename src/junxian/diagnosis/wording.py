"""Amounts and shares in sentences of the diagnosis, in Chinese and English."""

import math

from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

MOST_DECIMALS = 6


def name_value(value: float, unit: str, decimals: int | None = None) -> Name:
    """A value with its unit; a logarithm as the quantity that it stands for."""
    parsed = parse_unit(unit)
    if parsed.logarithm:
        return name_value(math.exp(value), parsed.symbol[3:-1], decimals)
    number = _write(value, decimals)
    return Name(zh=f"{number}{parsed.text('zh')}", en=f"{number}{_tail(unit)}")


def tell_apart(first: float, second: float, unit: str) -> tuple[Name, Name]:
    """Two values with so many decimals that they read differently."""
    parsed = parse_unit(unit)
    plain = [math.exp(x) if parsed.logarithm else x for x in (first, second)]
    decimals = max(_suit_decimals(x) for x in plain)
    while decimals < MOST_DECIMALS and _write(plain[0], decimals) == _write(plain[1], decimals):
        decimals += 1
    return name_value(first, unit, decimals), name_value(second, unit, decimals)


def name_change(change: float, unit: str) -> Name:
    """A change with its sign and unit: in percent for a logarithm, in points for a percentage."""
    if parse_unit(unit).logarithm:
        return Name(zh=f"{_sign(100 * math.expm1(change))}%", en=f"{_sign(100 * math.expm1(change))}%")
    if unit == "%":
        return Name(zh=f"{_sign(change)}个百分点", en=f"{_sign(change)} pp")
    return Name(zh=f"{_sign(change)}{parse_unit(unit).text('zh')}", en=f"{_sign(change)}{_tail(unit)}")


def name_share(share: float) -> str:
    """A share in whole percent; `<1%` for the smallest, so that some is not none."""
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def _tail(unit: str) -> str:
    """What follows a number in English: ` CNY per person`, `%`."""
    above, slash, below = parse_unit(unit).text("en").partition("/")
    text = f"{above} per {below.removesuffix('s') if below.isalpha() else below}" if slash and below else above
    return text if text in ("", "%", "‰") else f" {text}"


def _suit_decimals(value: float) -> int:
    return 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2


def _write(value: float, decimals: int | None = None) -> str:
    text = f"{abs(value):,.{_suit_decimals(value) if decimals is None else decimals}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def _sign(value: float) -> str:
    decimals = _suit_decimals(value)
    while decimals < MOST_DECIMALS and value and not _write(value, decimals).strip("0.,−"):
        decimals += 1
    text = _write(value, decimals)
    return f"+{text}" if value > 0 else text
