"""The likely slip behind a power of ten: another unit of the same kind, or the decimal point."""

from functools import lru_cache

from junxian.terms.name import Name
from junxian.terms.unit import known_units, parse_unit

_PREFERRED = ("元", "千元", "万元", "百万元", "亿元", "人", "百人", "千人", "万人", "户", "万户", "吨", "万吨", "吨标准煤", "万吨标准煤", "千瓦时", "万千瓦时", "亿千瓦时", "亩", "万亩", "公顷", "千公顷", "平方米")  # fmt: skip


DECIMAL = 2  # up to so many digits the decimal point is the likelier slip


@lru_cache(maxsize=256)
def name_slip(unit: str, power: int) -> Name:
    """Say what makes a value 10^power times too large: filed in a smaller unit, in a larger one, or a decimal slip.

    unit  the item's declared unit. Checked in tests/unit/quality/test_slip_names.py.
    """
    other = _find_unit(unit, power) if abs(power) > DECIMAL else ""
    declared = parse_unit(unit)
    if other:
        filed = parse_unit(other)
        return Name(
            zh=f"计量单位用错（应按{declared.text('zh')}填报，误按{filed.text('zh')}填报）",
            en=f"a slip of unit (filed in {filed.text('en')} instead of {declared.text('en')})",
        )
    if abs(power) <= DECIMAL:
        side_zh, side_en = ("右", "right") if power > 0 else ("左", "left")
        places = "" if abs(power) == 1 else "s"
        return Name(
            zh=f"小数点向{side_zh}错了{abs(power)}位",
            en=f"the decimal point {abs(power)} place{places} too far to the {side_en}",
        )
    return Name(zh=f"数量级错了{abs(power)}位", en=f"an order of magnitude out by {abs(power)} digits")


def _find_unit(unit: str, power: int) -> str:
    """The known unit in which a value is 10^power times that in `unit`; "" where there is none."""
    declared = parse_unit(unit)
    above, slash, below = declared.symbol.rpartition("/")
    if slash:
        other = _find_unit(above, power)
        return f"{other}/{below}" if other else ""
    names = [name for name in _PREFERRED if name in known_units()]
    return next((n for n in names if _is_apart(n, unit, power)), "")


def _is_apart(name: str, unit: str, power: int) -> bool:
    a, b = parse_unit(name), parse_unit(unit)
    return (
        a.is_comparable(b) and b.factor / a.factor == 10**power
        if power > 0
        else a.is_comparable(b) and a.factor / b.factor == 10**-power
    )
