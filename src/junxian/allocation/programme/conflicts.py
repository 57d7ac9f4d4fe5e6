"""What keeps a programme from being allotted, in the words of its declaration: gaps, conflicts, the least relaxation."""

import math
from typing import Any

from junxian.allocation.exact import exact
from junxian.allocation.optimum.limits.conflict import find_conflict
from junxian.allocation.optimum.limits.list_limits import Limit
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.wider.wide_plan import WiderPlanError
from junxian.allocation.wording import amount, count_decimals
from junxian.declared.programmes import WIDER
from junxian.terms.errors import AllocationError
from junxian.terms.name import Name


def list_gaps(case: Case) -> list[dict[str, Any]]:
    """Figures without which a factor cannot be allotted."""
    return [
        {"kind": "gap", "limit": f"factor {factor.code}", "area": "", "zh": f"{factor.name.zh}：{gap.zh}。", "en": f"{factor.name.text('en')}: {gap.text('en')}.", "amount": None}
        for factor, one in zip(case.programme.factor, case.bounds, strict=True)
        for gap in dict.fromkeys(one.gaps)
    ]  # fmt: skip


def list_conflicts(case: Case, error: AllocationError) -> list[dict[str, Any]]:
    """The limits that cannot hold together, and the least relaxation; where limits do not conflict, what the solver said.

    Of a further year or a leaner supply, where the error is about that.
    """
    if isinstance(error, WiderPlanError):
        return [
            _place(row, error.place) for row in list_conflicts(error.case, AllocationError(error.where, error.what))
        ]
    conflict = find_conflict(case.problem)
    rows = [_row("conflict", case, limit, limit.amount) for limit in conflict.limits]
    rows += [_row("relaxation", case, limit, by) for limit, by in conflict.relaxed]
    if rows:
        return rows
    wider = next((key for key in WIDER if getattr(case.programme, key) is not None), None)
    way_zh, way_en = (
        ('改用alpha = "inf"', 'take "inf"') if wider is None else (f"去掉[{wider}]", f"leave out [{wider}]")
    )
    return [
        {
            "kind": "conflict",
            "limit": "",
            "area": "",
            "zh": f"各项限制并不矛盾，但未能得到可核验的最优方案；请降低alpha，或{way_zh}。",
            "en": f"Limits do not contradict each other, yet no plan could be certified ({error.what}) Lower alpha, or {way_en}.",
            "amount": None,
        }
    ]


def _place(row: dict[str, Any], place: Name) -> dict[str, Any]:
    return row | {"zh": f"{place.zh}：{row['zh']}", "en": f"{place.text('en')}: {row['en']}"}


def list_whole_conflict(case: Case, limits: tuple[Limit, ...]) -> list[dict[str, Any]]:
    """That amounts can be found but no whole units, and the limits that these cannot keep together, as far as known."""
    units = ", ".join(f"{factor.code} {factor.whole_unit:g}" for factor in case.programme.factor)
    told = {
        "kind": "rounding", "limit": "whole_unit", "area": "", "amount": None,
        "zh": f"按整单位（{units}）取整后，各项限制不能同时满足；请改小取整单位或放宽其中一项。",
        "en": f"In whole units ({units}) the limits cannot hold together; make the unit smaller or relax one of them.",
    }  # fmt: skip
    return [told, *(_row("conflict", case, limit, limit.amount) for limit in limits)]


def tell_rounding(case: Case, i: int, f: int, missed: float) -> dict[str, Any]:
    """A floor that whole units below the cap cannot keep."""
    factor, area = case.programme.factor[f], case.areas[i]
    zh, en = (_say(missed, factor.unit, language, count_decimals(factor.whole_unit)) for language in ("zh", "en"))
    name = case.source.name(area)
    return {
        "kind": "rounding", "limit": f"whole_unit = {factor.whole_unit:g}", "area": area, "amount": missed,
        "zh": f"{name.zh}{factor.name.zh}：取整后下限与上限之间没有整数单位，按上限以下取整，下限少{zh}。",
        "en": f"{name.text('en')}, {factor.name.text('en')}: no whole unit lies between floor and cap; the floor is missed by {en}.",
    }  # fmt: skip


def _row(kind: str, case: Case, limit: Limit, by: float) -> dict[str, Any]:
    text, declared = _name(case, limit)
    factor = case.programme.factor[limit.factor or 0]
    unit, decimals = factor.unit, count_decimals(factor.whole_unit)
    if limit.row is not None:
        unit, decimals = case.units[limit.row], max(2, 3 - math.floor(math.log10(abs(by) or 1.0)))
    zh, en = (_say(by, unit, language, decimals) for language in ("zh", "en"))
    area = case.areas[limit.area] if limit.area is not None else ""
    if kind == "conflict":
        return {
            "kind": kind,
            "limit": declared,
            "area": area,
            "zh": f"{text.zh}{zh}",
            "en": f"{text.text('en')} {en}",
            "amount": by,
        }
    return {"kind": kind, "limit": declared, "area": area, "zh": f"{text.zh}放宽{zh}即可", "en": f"{text.text('en')}: relax by {en}", "amount": by}  # fmt: skip


def _name(case: Case, limit: Limit) -> tuple[Name, str]:
    """The limit in words, and as it is declared."""
    programme = case.programme
    if limit.row is not None:
        name = case.rows[limit.row]
        side = ("上限", "at most") if limit.kind == "row_high" else ("下限", "at least")
        return Name(zh=f"{name.zh}{side[0]}", en=f"{name.text('en')} {side[1]}"), f"row {name.zh}"
    assert limit.factor is not None
    factor = programme.factor[limit.factor]
    label = factor.name
    if limit.kind == "supply":
        return Name(
            zh=f"{label.zh}可配置总量", en=f"supply of {label.text('en')} to be allotted"
        ), f"factor.{factor.code}.supply"
    if limit.group is not None:
        name = case.source.name(case.cities[limit.group])
        side = ("合计下限", "floor") if limit.kind == "floor" else ("合计上限", "cap")
        return Name(
            zh=f"{name.zh}{label.zh}{side[0]}", en=f"{side[1]} of {name.text('en')}, {label.text('en')}"
        ), 'group by = "city"'
    assert limit.area is not None
    name, one = case.source.name(case.areas[limit.area]), case.bounds[limit.factor]
    by = one.lower_by[limit.area] if limit.kind == "lower" else one.upper_by[limit.area]
    side = ("下限", "floor") if limit.kind == "lower" else ("上限", "cap")
    return Name(zh=f"{name.zh}{label.zh}{side[0]}（{LIMITS[by].zh}）", en=f"{side[1]} of {name.text('en')}, {label.text('en')} ({LIMITS[by].en})"), f"factor.{factor.code}.{by}"  # fmt: skip


LIMITS = {
    "basic": Name(zh="基本保障份额", en="basic share"),
    "at_least": Name(zh="不低于基数的倍数", en="multiple of the base share"),
    "at_most": Name(zh="不超过基数的倍数", en="multiple of the base share"),
    "collar": Name(zh="比上年增减幅", en="pace of change against last year"),
    "applied": Name(zh="申请量", en="what was applied for"),
    "gate": Name(zh="底线闸门", en="gate of a red line"),
    "next_year": Name(zh="与下年之间的增减幅", en="pace of change into the next year"),
    "row": Name(zh="自定约束不予配置", en="a row allows nothing"),
    "": Name(zh="无", en="none"),
}


def _say(value: float, unit: str, language: str, decimals: int) -> str:
    return amount(exact(value), unit, language, decimals)
