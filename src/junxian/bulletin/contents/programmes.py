"""Programmes that allot several factors together: totals, certificate, quotas with intervals, the curve, who gains."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from junxian.allocation import ProgrammePlan
from junxian.allocation.programme.gains import Gain, list_gains
from junxian.allocation.wording import count_places
from junxian.bulletin.contents.naming import add_area_names
from junxian.bulletin.contents.wider import WiderSummary, compose_wider
from junxian.bulletin.contents.wording import format_number, format_unit
from junxian.declared.programmes import Programme
from junxian.declared.province import Province
from junxian.terms.name import Name

OTHERS = {
    "last": Name(zh="上年", en="last year"),
    "equal": Name(zh="平均分配", en="equal shares"),
    "base": Name(zh="按基数分配", en="shares of the base"),
    "formula": Name(zh="公式法", en="the formula"),
}
EXACT = 1e-9  # of a supply: what a plan may break limits by
PROMISE = Name(
    zh="有分组托底或共用约束时，不能承诺某一要素总量增加后各地都不减少：共用约束会把一种要素的增量折成另一种要素的减量。",
    en="Where groups or shared limits bind, it cannot be promised that nobody gets less when the supply of one factor grows: "
    "a shared limit turns more of one into less of another.",
)


@dataclass(frozen=True)
class ProgrammeSummary:
    """One programme; `rows` by area: names and, by factor, the row of its amounts with the interval over the knobs."""

    key: str
    name: Name
    heading: Name | None
    knobs: Name
    factors: tuple[dict[str, Any], ...]  # with `places`, the decimals of whole units
    certificate: Name | None  # None where nothing could be certified
    rows: tuple[dict[str, Any], ...]
    limits: pl.DataFrame  # binding groups and rows
    conflicts: pl.DataFrame
    curve: pl.DataFrame
    gains: tuple[Gain, ...]
    amounts: pl.DataFrame  # with names of areas and `low`, `high` of the draws
    alpha: float
    wider: WiderSummary | None


def compose_programmes(province: Province, programmes: dict[str, ProgrammePlan]) -> tuple[ProgrammeSummary, ...]:
    """Every programme of the run, in the order in which the province uses them."""
    return tuple(_compose(province, province.programmes[key], plan) for key, plan in programmes.items())


def _compose(province: Province, declared: Programme, plan: ProgrammePlan) -> ProgrammeSummary:
    amounts = join_beside(plan)
    named = add_area_names(amounts, province)
    places = {factor.code: count_places(factor.whole_unit) for factor in declared.factor}
    return ProgrammeSummary(
        key=declared.key,
        name=declared.name,
        heading=declared.heading,
        knobs=_tell_knobs(declared),
        factors=tuple(row | {"places": places[row["factor"]]} for row in plan.factors.iter_rows(named=True)),
        certificate=tell_certificate(plan),
        rows=_pivot(named),
        limits=plan.limits.filter(pl.col("price").abs() > 1e-15) if plan.limits.height else plan.limits,
        conflicts=plan.conflicts,
        curve=plan.curve,
        gains=tuple(list_gains(plan)),
        amounts=named,
        alpha=float("inf") if declared.alpha == "inf" else float(declared.alpha),
        wider=compose_wider(declared, plan),
    )


def join_beside(plan: ProgrammePlan) -> pl.DataFrame:
    """The amounts with `low` and `high` over the draws of the knobs, and `later`, what is foreseen of further years; null without."""
    draws = plan.draws.select("ref_area", "factor", "low", "high")
    after = plan.years.filter(pl.col("year") > pl.col("year").min())
    later = after.group_by("ref_area", "factor", maintain_order=True).agg(later=pl.struct("year", "amount"))
    key = ["ref_area", "factor"]
    joined = plan.amounts.join(draws, on=key, how="left", validate="1:1", maintain_order="left")
    return joined.join(later, on=key, how="left", validate="1:1", maintain_order="left")


def _tell_knobs(declared: Programme) -> Name:
    """α and the powers, in words."""
    powers = {name: getattr(declared.weight, name) for name in ("efficiency", "need", "momentum")}
    zh = {"efficiency": "效率", "need": "需求", "momentum": "势头"}
    told = [(zh[name], name, score.power) for name, score in powers.items() if score is not None]
    alpha = "∞" if declared.alpha == "inf" else f"{float(declared.alpha):g}"
    meaning = (
        Name(zh="总效用最大", en="as much as possible")
        if alpha == "0"
        else Name(zh="尽量拉平", en="as even as possible")
    )
    if alpha not in ("0", "∞"):
        meaning = Name(zh="兼顾效率与均衡", en="efficiency and evenness together")
    return Name(
        zh=f"公平参数α＝{alpha}（{meaning.zh}）；权重＝" + "×".join(f"{name}^{power:g}" for name, _, power in told),
        en=f"α = {alpha} ({meaning.en}); weight = " + " × ".join(f"{name}^{power:g}" for _, name, power in told),
    )


def tell_certificate(plan: ProgrammePlan) -> Name | None:
    """The certificate in one line that can be read; None without one."""
    if not plan.certificate.height:
        return None
    row = plan.certificate.row(0, named=True)
    judged_zh = f"，经{row['judged_by']}独立复核，相差{row['judged_difference']:.0e}" if row["judged_by"] else ""
    judged_en = f", judged by {row['judged_by']}: apart by {row['judged_difference']:.0e}" if row["judged_by"] else ""
    loss = row["rounding_loss"]
    loss_zh, loss_en = (
        ("", "") if loss is None else (f"；取整损失不超过{loss:.1e}", f"; whole units lose no more than {loss:.1e}")
    )
    proved = _tell_even(row) if row["alpha"] == math.inf else _tell_best(row)
    return Name(
        zh=f"{proved.zh}；各项约束最大残差{row['residual']:.0e}（{row['solver']}{judged_zh}）{loss_zh}。",
        en=f"{proved.text('en')}; greatest residual of any limit {row['residual']:.0e} ({row['solver']}{judged_en}){loss_en}.",
    )


def _tell_best(row: dict[str, Any]) -> Name:
    gap = f"{abs(row['relative_gap']):.0e}"
    return Name(
        zh=f"取整前的方案已证明最优：在同样的限制下，没有更好的分法。方案目标值{row['primal']:.9g}，任何方案都不能超过{row['dual']:.9g}，相对差距{gap}",
        en="Before rounding the plan is proved the best: within the same limits no division is better. "
        f"The plan is worth {row['primal']:.9g}; no plan can be worth more than {row['dual']:.9g}: relative gap {gap}",
    )


def _tell_even(row: dict[str, Any]) -> Name:
    """Max-min: the least of those that can move, and, where it was proved, every level above it."""
    least = f"{row['primal']:.9g}"
    levels = _tell_levels(row.get("rise"))
    return Name(
        zh=f"取整前的方案已证明最均衡：限制之内可变动的各地，占基数比最低者为{least}，任何方案都不能使之更高{levels.zh}",
        en=f"Before rounding the plan is proved the most even: of those that limits leave free, the least share of the base is {least}, and no plan can raise it{levels.text('en')}",
    )


def _tell_levels(rise: float | None) -> Name:
    if rise is None:
        return Name(zh="", en="")
    much = (
        Name(zh="", en="")
        if rise < EXACT
        else Name(zh=f"超过可配置总量的{rise:.0e}", en=f" by more than {rise:.0e} of its supply")
    )
    return Name(
        zh=f"；逐级核验：任何一地要再增加{much.zh}，必使一个占基数比不高于它的地方减少",
        en=f"; level by level: no amount can rise{much.text('en')} without lowering one whose share of the base is no higher",
    )


def _pivot(named: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    rows: dict[str, dict[str, Any]] = {}
    for row in named.iter_rows(named=True):
        texts = ("ref_area", "name_zh", "name_en", "city_zh", "city_en")
        rows.setdefault(row["ref_area"], {**{name: row[name] for name in texts}, "of": {}})["of"][row["factor"]] = row
    return tuple(rows.values())


def tell_price(factor: dict[str, Any]) -> Name:
    """What one more unit of a factor would bring, as the weight at which it would be used."""
    unit_zh, unit_en = format_unit(factor["unit"], "zh"), format_unit(factor["unit"], "en")
    price = format_number(factor["price"], 4) if factor["price"] >= 0.01 else _format_small(factor["price"])
    shadow = _format_small(factor["shadow_price"])
    return Name(
        zh=f"{factor['name_zh']}：统一价{price}；总量每增加1{unit_zh}，加权福利增加{shadow}。",
        en=f"{factor['name_en']}: price {price}; one more {unit_en} of supply adds {shadow} of weighted welfare.",
    )


def tell_limit(limit: dict[str, Any]) -> Name:
    """What one unit less of a floor, or more of a cap, that binds a group or a row would bring."""
    is_floor = (limit["kind"] == "group") == (limit["price"] > 0)
    value = _format_small(abs(limit["price"]))
    zh, en = ("下限每降低1个单位", "its floor lower by 1") if is_floor else ("上限每放宽1个单位", "its cap wider by 1")
    return Name(
        zh=f"{limit['name_zh']}：正在起作用；{zh}，加权福利增加{value}。",
        en=f"{limit['name_en']}: binds; {en} adds {value} of weighted welfare.",
    )


def _format_small(value: float) -> str:
    """Three digits that count, written out: 0.0000381, not 3.81e-05."""
    return format(Decimal(f"{value:.3g}"), "f")


def tell_interval(low: float, high: float, places: int = 0) -> str:
    """An interval in so many decimals that holds the quota too: the low end down, the high end up; one number where both agree."""
    times = 10.0**places
    rounded = math.floor(round(low * times, 6)) / times, math.ceil(round(high * times, 6)) / times
    ends = [format_number(end, places) for end in rounded]
    return "–".join(dict.fromkeys(ends))
