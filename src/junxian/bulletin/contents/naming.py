"""Puts names to codes: areas, forms, items, indicators, rules and classes of a province."""

from collections.abc import Callable

import polars as pl

from junxian.bulletin.contents.wording import join_names
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.quality.derived_rule import NAME as DERIVED_NAME
from junxian.quality.derived_rule import RULE as DERIVED
from junxian.terms.name import Name


def name_area(province: Province, code: str) -> Name:
    """The name of an area or department; the code where it is unknown, empty for none."""
    return Name(zh=province.areas.name(code, "zh"), en=province.areas.name(code, "en"))


def name_quantity(province: Province, key: str) -> Name:
    """The name of an indicator or item key; `key@-1` is that of the year before. The key where it is unknown.

    `valid_from=2022-01-01` says that the definition itself was not yet in force.
    """
    if key.startswith("valid_from="):
        begins = key.partition("=")[2]
        return Name(zh=f"口径自{begins}起施行", en=f"defined from {begins}")
    key, _, back = key.partition("@-")
    if back:
        name = name_quantity(province, key)
        zh, en = ("上年", "year before") if back == "1" else (f"前{back}年", f"{back} years before")
        return Name(zh=f"{name.zh}（{zh}）", en=f"{name.text('en')} ({en})")
    if key in province.indicators:
        return province.indicators[key].name
    return province.items[key][1].name if key in province.items else Name(zh=key)


def name_quantities(province: Province, keys: str) -> Name:
    """Names of several keys joined by spaces."""
    return join_names([name_quantity(province, key) for key in keys.split()])


def name_form(province: Province, code: str) -> Name:
    """The name of a form; the code where it is unknown."""
    return province.forms[code].name if code in province.forms else Name(zh=code)


def name_rule(province: Province, code: str) -> Name:
    """The name of a rule of data quality; a rule that is not declared is a check made on reading the return."""
    if not code:
        return Name(zh="")
    if code == DERIVED:
        return DERIVED_NAME
    return province.rules[code].name if code in province.rules else Name(zh="报表读取", en="reading of the return")


def name_line(province: Province, code: str) -> Name:
    """The name of a bottom line; the code where it is unknown."""
    return province.lines[code].name if code in province.lines else Name(zh=code)


def name_class(scheme: Scheme, code: str) -> Name:
    """The name of a class of the scheme; the code where it is unknown."""
    return next((c.name for c in scheme.class_ if c.code == code), Name(zh=code))


def add_names(frame: pl.DataFrame, column: str, prefix: str, find: Callable[[str], Name]) -> pl.DataFrame:
    """Add `<prefix>_zh` and `<prefix>_en` for the codes of a column; a null code gets null names.

    A frame without the column gets empty columns, so that an empty result keeps the layout.
    """
    codes = frame[column].to_list() if column in frame.columns else [None] * frame.height
    names = {code: find(code) for code in dict.fromkeys(codes) if code is not None}
    zh = {code: name.zh for code, name in names.items()}
    en = {code: name.text("en") for code, name in names.items()}
    return frame.with_columns(
        pl.Series(f"{prefix}_zh", [zh.get(code) for code in codes], pl.String),
        pl.Series(f"{prefix}_en", [en.get(code) for code in codes], pl.String),
    )


def add_area_names(frame: pl.DataFrame, province: Province, column: str = "ref_area") -> pl.DataFrame:
    """Add name_zh, name_en of the area and city_zh, city_en of its city."""
    named = add_names(frame, column, "name", lambda code: name_area(province, code))
    return add_names(named, column, "city", lambda code: name_city(province, code))


def name_city(province: Province, code: str) -> Name:
    """The name of the city that an area belongs to, empty if none."""
    city = province.areas.city(code) if code in province.areas else ""
    return name_area(province, city) if city else Name(zh="")
