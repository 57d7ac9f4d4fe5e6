"""Year to date: a figure that runs on from January never falls within a year, and its December agrees with the year."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from junxian.declared.rules import YearToDate
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion, withheld_by
from junxian.quality.wording import say_amount, say_item, say_period, say_where
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import parse_unit

LAST = {"M": 12, "C": 12, "Q": 4}


@dataclass(frozen=True)
class Sum:
    """A figure that runs on: its period, and by how much corrections filed up to then may have lowered it."""

    period: str
    value: Decimal
    lowered: Decimal


def check_year_to_date(rule: YearToDate, filed: Filed) -> list[Suspicion]:
    """Suspect sums that fall within a year, and Decembers that disagree with the year's figure.

    Of a year's sums the fewest are doubted that leave the rest rising (the complement of the longest rising
    subsequence; of two readings alike the later figure is doubted). A fall that signed corrections filed in the same
    rows explain is none. Items that may lie below zero, ratios, and items of single months are passed over. The year's
    figure is compared with the last sum (or, of single months, with all of them added up) within `tolerance` of it plus
    half a last digit of every figure. Exact decimals. Source: practice §4.3 Q3.
    Checked in tests/unit/quality/test_year_to_date.py.
    """
    falls = [s for key in rule.items for s in _find_falls(rule, filed, key)]
    return [*falls, *(s for key, annual in rule.annual.items() for s in _compare_years(rule, filed, key, annual))]


def _runs_on(filed: Filed, key: str) -> bool:
    form, item = filed.province.items[key]
    return item.accumulation == "year_to_date" or form.frequency == "C"


def _exact(value: float | None) -> Decimal:
    return Decimal(repr(value)) if value is not None else Decimal(0)


def _find_falls(rule: YearToDate, filed: Filed, key: str) -> Iterator[Suspicion]:
    item = filed.province.items[key][1]
    if item.signed or item.measure == "ratio" or not _runs_on(filed, key):
        return
    for area, sums in _list_falling_years(rule, filed, key):
        kept = keep_rising(sums)
        for n in sorted(set(range(len(sums))) - set(kept)):
            lower = [k for k in kept if k < n and not _may_follow(sums[k], sums[n])]
            against = sums[lower[-1]] if lower else sums[next(k for k in kept if k > n)]
            yield _suspect_fall(rule, filed, key, area, sums[n], against)


def _list_falling_years(rule: YearToDate, filed: Filed, key: str) -> Iterator[tuple[str, list[Sum]]]:
    """Area and sums in time of the years in which anything falls."""
    correction = rule.corrections.get(key, "")
    table = filed.select_items([key, *([correction] if correction else [])]).drop_nulls(key)
    periods = {text: Period.parse(text) for text in table["time_period"].unique()}
    dated = table.with_columns(
        pl.col("time_period").replace_strict({t: p.year for t, p in periods.items()}, return_dtype=pl.Int64).alias("year"),
        pl.col("time_period").replace_strict({t: p.number for t, p in periods.items()}, return_dtype=pl.Int64).alias("n"),
    ).sort("ref_area", "year", "n")  # fmt: skip
    year = ["ref_area", "year"]
    falling = dated.filter((pl.col(key) < pl.col(key).shift(1).over(year)).any().over(year))
    for (area, _), rows in falling.group_by(year, maintain_order=True):
        lowered, sums = Decimal(0), []
        for period, value, correct in rows.select("time_period", key, correction or pl.lit(0.0).alias("none")).rows():
            lowered += max(-_exact(correct), Decimal(0))
            sums.append(Sum(period, _exact(value), lowered))
        yield str(area), sums


def _may_follow(earlier: Sum, later: Sum) -> bool:
    return later.value + later.lowered - earlier.lowered >= earlier.value


def keep_rising(sums: list[Sum]) -> list[int]:
    """Places of the longest run of sums that never falls; of runs alike in length the one with earlier figures."""
    best: list[list[int]] = []
    for n, here in enumerate(sums):
        runs = [run for k, run in enumerate(best) if _may_follow(sums[k], here)]
        best.append([*max(runs, key=len, default=[]), n])
    return max(best, key=len)


def _suspect_fall(rule: YearToDate, filed: Filed, key: str, area: str, doubted: Sum, against: Sum) -> Suspicion:
    province, name = filed.province, say_item(key, filed.province)
    value, other = say_amount(doubted.value, key, province), say_amount(against.value, key, province)
    where, then = say_where(area, doubted.period, province), say_period(against.period)
    is_low = doubted.value < against.value
    compared, en = ("低于", "below") if is_low else ("高于", "above")
    cells = ((area, doubted.period, key), (area, against.period, key))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=doubted.period, form=province.items[key][0].code,
        items=(key,), found=value.zh, expected=f"{'≥' if is_low else '≤'} {other.zh}",
        message=Name(
            zh=f"{where.zh}{_call_sum(name.zh)}为{value.zh}，{compared}{then.zh}的{other.zh}。累计数在一年之内不应下降；"
            "如属退税、冲减等更正，请一并报送更正数。",
            en=f"{where.en}: {name.text('en')} since January is {value.en}, {en} the {other.en} of {then.en}. A sum that runs "
            "on does not fall within a year; where a refund or a correction lowered it, file the correction too.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, (key,)),
        lean=((cells[0], -1 if is_low else 1),), weight=float(abs(against.value - doubted.value)),
    )  # fmt: skip


def _call_sum(name: str) -> str:
    return name if name.endswith(("累计", "累计数")) else f"{name}累计"


def _compare_years(rule: YearToDate, filed: Filed, key: str, annual: str) -> Iterator[Suspicion]:
    years = {(area, year): _exact(value) for year, area, value in filed.select_items([annual]).drop_nulls().rows()}
    for (area, year), (total, months) in sorted(_add_months(filed, key).items()):
        if (area, str(year)) not in years:
            continue
        whole, factor = years[area, str(year)], _convert(filed, key, annual)
        if abs(total * factor - whole) > _allow(rule, filed, key, annual, whole, len(months), factor):
            yield _suspect_year(rule, filed, key, annual, area, str(year), total * factor, whole, months)


def _add_months(filed: Filed, key: str) -> dict[tuple[str, int], tuple[Decimal, list[str]]]:
    """By area and year: the last sum, or all months added up; years that are not complete are left out."""
    rows: dict[tuple[str, int], dict[int, tuple[Decimal, str]]] = defaultdict(dict)
    last = LAST.get(filed.province.items[key][0].frequency, 0)
    for text, area, value in filed.select_items([key]).drop_nulls().rows():
        period = Period.parse(text)
        rows[area, period.year][period.number] = (_exact(value), text)
    if _runs_on(filed, key):
        return {k: (months[last][0], [months[last][1]]) for k, months in rows.items() if last in months}
    full = {k: months for k, months in rows.items() if last and len(months) == last}
    return {
        k: (sum((v for v, _ in months.values()), Decimal(0)), [months[n][1] for n in sorted(months)])
        for k, months in full.items()
    }


def _convert(filed: Filed, key: str, annual: str) -> Decimal:
    a, b = (parse_unit(filed.province.items[k][1].unit) for k in (key, annual))
    return Decimal(repr(float(a.factor / b.factor))) if a.is_comparable(b) else Decimal(1)


def _allow(
    rule: YearToDate, filed: Filed, key: str, annual: str, whole: Decimal, months: int, factor: Decimal
) -> Decimal:
    half = [Decimal(10) ** -filed.province.items[k][1].decimals / 2 for k in (key, annual)]
    return Decimal(repr(rule.tolerance)) * abs(whole) + months * half[0] * factor + half[1]


def _suspect_year(
    rule: YearToDate, filed: Filed, key: str, annual: str, area: str, year: str, total: Decimal, whole: Decimal,
    months: list[str],
) -> Suspicion:  # fmt: skip
    province = filed.province
    where, name, other = say_where(area, year, province), say_item(annual, province), say_item(key, province)
    a, b, off = (say_amount(x, annual, province) for x in (whole, total, abs(whole - total)))
    last = say_period(months[-1])
    sum_zh = last.zh if other.zh.endswith("累计") else f"{last.zh}累计"
    zh, en = (sum_zh, f"up to {last.en}") if len(months) == 1 else ("各月合计", "of all months")
    cells = ((area, year, annual), *((area, month, key) for month in months))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=year, form=province.items[annual][0].code, items=(annual,),
        found=a.zh, expected=b.zh,
        message=Name(
            zh=f"{where.zh}年报{name.zh}为{a.zh}，{other.zh}{zh}为{b.zh}，相差{off.zh}。年报如经核实调整，请说明。",
            en=f"{where.en}: {name.text('en')} of the year is {a.en}, {other.text('en')} {en} is {b.en}, a difference of {off.en}. "
            "If the year's figure was revised, please say so.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, (annual,)), weight=float(abs(whole - total)),
    )  # fmt: skip
