"""Words that every kind uses: periods, amounts with units, lists of items and areas."""

from collections.abc import Sequence
from decimal import Decimal

from junxian.declared.province import Province
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import parse_unit

SHOWN_AREAS = 6
_QUARTERS = "一二三四"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_period(text: str) -> Name:
    """`2020` as 2020年; `2020-03` as 2020年3月 and Mar 2020."""
    p = Period.parse(text)
    if p.frequency == "A":
        return Name(zh=f"{p.year}年", en=str(p.year))
    if p.frequency == "Q":
        return Name(zh=f"{p.year}年{_QUARTERS[p.number - 1]}季度", en=f"Q{p.number} {p.year}")
    month = _MONTHS[p.number - 1]
    if p.frequency == "M":
        return Name(zh=f"{p.year}年{p.number}月", en=f"{month} {p.year}")
    return Name(zh=f"{p.year}年1—{p.number}月", en=f"Jan-{month} {p.year}")


def say_amount(value: float | Decimal, key: str, province: Province) -> Name:
    """A figure with its unit and its declared decimals, more where those would hide what it is."""
    _, item = province.items[key]
    return say_number(value, item.unit, item.decimals)


def say_number(value: float | Decimal, unit: str, decimals: int) -> Name:
    """A number with thousands separators and its unit; decimals are added where rounding would change it."""
    enough = next(
        (d for d in range(decimals, 6) if abs(float(value) - round(float(value), d)) <= 1e-9 * abs(float(value))),
        max(decimals, 2),
    )
    number, symbol = f"{value:,.{enough}f}", parse_unit(unit)
    spaced = "" if symbol.text("en") in ("", "%") else " "
    return Name(zh=f"{number}{symbol.text('zh')}", en=f"{number}{spaced}{symbol.text('en')}")


def say_item(key: str, province: Province) -> Name:
    """The name of an item."""
    return province.items[key][1].name


def say_items(keys: Sequence[str], province: Province) -> Name:
    """The names of several items, in order."""
    names = [say_item(key, province) for key in keys]
    return Name(zh="、".join(n.zh for n in names), en=", ".join(n.text("en") for n in names))


def say_area(code: str, province: Province) -> Name:
    """The name of an area; the code where it has none."""
    return Name(zh=province.areas.name(code), en=province.areas.name(code, "en"))


def say_areas(codes: Sequence[str], province: Province) -> Name:
    """The names of several areas, the first few where they are many."""
    names = [say_area(code, province) for code in codes[:SHOWN_AREAS]]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.text("en") for n in names)
    if len(codes) > SHOWN_AREAS:
        return Name(zh=f"{zh}等{len(codes)}个地区", en=f"{en} and {len(codes) - SHOWN_AREAS} more")
    return Name(zh=zh, en=en)


def say_form(form: str, province: Province) -> Name:
    """The title of a form in title marks."""
    name = province.forms[form].name
    return Name(zh=f"《{name.zh}》", en=f"'{name.text('en')}'")


def say_where(area: str, period: str, province: Province) -> Name:
    """Area and period as a sentence begins: 长宁县2020年; Changning County 2020."""
    place, time = say_area(area, province), say_period(period)
    return Name(zh=f"{place.zh}{time.zh}", en=f"{place.text('en')} {time.text('en')}")


def join_names(names: Sequence[Name], zh: str = "；", en: str = "; ") -> Name:
    """Several wordings as one."""
    return Name(zh=zh.join(n.zh for n in names), en=en.join(n.text("en") for n in names))
