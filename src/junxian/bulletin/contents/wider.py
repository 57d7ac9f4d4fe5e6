"""What a programme looks at beyond one year, each factor for itself, in words: complements, further years, the worst case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.allocation import ProgrammePlan
from junxian.declared.programmes import Programme
from junxian.declared.wider import Complement, WorstCase, Years
from junxian.terms.name import Name

MEASURE = Name(
    zh="以上百分数以“各地基数×权重之和”为1：1%约等于各要素总量都多1%所带来的加权福利。",
    en="Percentages are of Σ base × weight: 1% is about the weighted welfare that 1% more of every supply would bring.",
)
CURVE = Name(
    zh="曲线按本年、各要素分别计，不含要素配套、跨年和最坏情形；权重参数变动时的区间未计算。",
    en="The curve is of this year and of each factor for itself, without complements, further years or the worst case; no interval over the knobs was drawn.",
)


@dataclass(frozen=True)
class WiderSummary:
    """Sentences, and the table that belongs to them: `horizon` by year and factor, or `scenarios`; both may be empty."""

    told: tuple[Name, ...]
    horizon: pl.DataFrame
    scenarios: pl.DataFrame


def compose_wider(declared: Programme, plan: ProgrammePlan) -> WiderSummary | None:
    """What is told of the wider plan; None where the programme declares none, or no plan was certified."""
    if not plan.wider.height:
        return None
    told = (*_tell(declared, plan.wider.row(0, named=True), plan), MEASURE)
    names = plan.factors.select("factor", "name_zh", "name_en")
    return WiderSummary(told, plan.horizon.join(names, on="factor", how="left", maintain_order="left"), plan.scenarios)


def _tell(declared: Programme, row: dict[str, Any], plan: ProgrammePlan) -> Iterator[Name]:
    if declared.complement is not None:
        yield from _tell_complement(declared, declared.complement, row)
    elif declared.years is not None:
        yield from _tell_years(declared.years, row)
    elif declared.worst_case is not None:
        yield from _tell_worst_case(declared.worst_case, row, plan)


def _tell_complement(declared: Programme, complement: Complement, row: dict[str, Any]) -> Iterator[Name]:
    names = [factor.name for code in complement.factors for factor in declared.factor if factor.code == code]
    shares = [f"{share:.0%}" for share in complement.share]
    zh = "、".join(f"{name.zh}{share}" for name, share in zip(names, shares, strict=True))
    en = ", ".join(f"{name.text('en')} {share}" for name, share in zip(names, shares, strict=True))
    yield Name(
        zh=f"要素配套：{zh}合起来才见效益（替代弹性{complement.elasticity:g}，越低越难互相替代）；某地一种要素受限，另一种随之少给。",
        en=f"Complements: {en} are worth something together (elasticity of substitution {complement.elasticity:g}; the lower, the less one replaces another); where one is limited, less of the other is given.",
    )
    gain = row["gain"]
    more = Name(zh="") if gain is None else Name(
        zh=f"比各要素各自最优的方案，效益多{_percent(gain)}；", en=f"Worth {_percent(gain)} more than the plan that is best for each factor alone; "
    )  # fmt: skip
    yield Name(
        zh=f"{more.zh}任何方案至多再多{_tiny(row['relative_gap'])}（以切平面证明）。",
        en=f"{more.text('en')}no plan is worth more than {_tiny(row['relative_gap'])} beyond it (proved by a tangent).",
    )


def _tell_years(years: Years, row: dict[str, Any]) -> Iterator[Name]:
    first, last = years.year[0].year - 1, years.year[-1].year
    pace = Name(
        zh=f"各地年度增减不超过−{years.down:.0%}、+{years.up:.0%}，当年未用的至多结转{years.carry:.0%}",
        en=f"amounts change by no more than −{years.down:.0%} and +{years.up:.0%} a year, at most {years.carry:.0%} of a supply is carried over",
    )
    gain = row["gain"]
    if row["kind"] == "joint":
        worth = Name(
            zh="逐年安排会在后年无法维持增减幅。" if gain is None else f"比逐年安排，平均每年效益多{_percent(gain)}；任何方案至多再多{_tiny(row['relative_gap'])}。",
            en="Year by year the pace could not be kept." if gain is None else f"Worth {_percent(gain)} a year more than year by year; no plan is worth more than {_tiny(row['relative_gap'])} beyond it.",
        )  # fmt: skip
        yield Name(
            zh=f"跨年统筹：{first}—{last}年一并安排，{pace.zh}。{worth.zh}",
            en=f"Years together: {first} to {last} are planned at once; {pace.text('en')}. {worth.text('en')}",
        )
    else:
        more = Name(zh="") if gain is None else Name(
            zh=f"各年一并安排，平均每年效益可多{_percent(gain)}。", en=f" All years at once would be worth {_percent(gain)} a year more."
        )  # fmt: skip
        yield Name(
            zh=f"逐年滚动：{first}年最优，其后各年依次安排，{pace.zh}。{more.zh}",
            en=f"Year by year: {first} is planned best, the others follow in turn; {pace.text('en')}.{more.text('en')}",
        )
    yield Name(zh=f"{first}年之后为预安排，不是额度。", en=f"What is foreseen after {first} is no quota.")
    if row["gives_way"]:
        yield Name(
            zh=f"有{row['gives_way']}处年度增减幅与当年自身的上下限矛盾，以当年上下限为准。",
            en=f"At {row['gives_way']} amounts the pace contradicts the year's own floor or cap, which then holds.",
        )


def _tell_worst_case(worst: WorstCase, row: dict[str, Any], plan: ProgrammePlan) -> Iterator[Name]:
    count, least = plan.scenarios.height, float(plan.scenarios["plan"].min())  # type: ignore[arg-type]
    if worst.measure == "regret":
        yield Name(
            zh=f"稳健方案：考虑{count}种情形，无论出现哪一种，与该情形自身最优方案相比至多少得{_percent(-least)}；按预期编制的方案最坏少得{_percent(-least + row['gain'])}。",
            en=f"Cautious plan over {count} scenarios: whichever comes, it loses at most {_percent(-least)} against that scenario's own best plan; the plan for what is expected would lose up to {_percent(-least + row['gain'])}.",
        )
    else:
        yield Name(
            zh=f"稳健方案：考虑{count}种情形，使效益最低的情形尽量高；比按预期编制的方案，最坏情形下效益多{_percent(row['gain'])}。",
            en=f"Cautious plan over {count} scenarios: the least value of any is as high as can be, {_percent(row['gain'])} more than that of the plan for what is expected.",
        )
    yield Name(
        zh=f"谨慎的代价：一切如预期时少得{_percent(row['loss'])}。任何方案最坏情形至多再好{_tiny(row['relative_gap'])}。总量按各情形中最少者安排，余量退回预留。",
        en=f"The price of caution: {_percent(row['loss'])} where all comes as expected. No plan is better in its worst by more than {_tiny(row['relative_gap'])}. Supplies are the least of any scenario; the rest is returned.",
    )


def _percent(value: float) -> str:
    return f"{max(value, 0.0):.2%}"


def _tiny(value: float) -> str:
    """A gap: so small that its order says it; below the last digit of a number it is 0."""
    return "0" if value < 1e-15 else f"{value:.0e}"
