"""Choices of projects: totals by factor, certificate, counties, limits that bind, who is chosen and who is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from junxian.allocation import ProjectPlan
from junxian.bulletin.contents.area_content import AreaCandidate, AreaChoice
from junxian.bulletin.contents.naming import add_names, name_area, name_city
from junxian.bulletin.contents.wording import amount_name, format_unit
from junxian.declared.project_choices import NUMBER, ProjectChoices
from junxian.declared.province import Province
from junxian.terms.name import Name

LIMITS_TOLD = 30  # of those that bind; the workbook has all
REASON_NAMES = {
    "promised": Name(zh="在建", en="under way"),
    "needed": Name(zh="在建项目所需", en="needed by one under way"),
    "excluded": Name(zh="未成熟", en="not ready"),
    "lacking": Name(zh="所依赖项目不能列入", en="needs one that cannot be"),
    "gated": Name(zh="底线闸门", en="gate of a red line"),
    "too large": Name(zh="单项超过限额", en="alone above a cap"),
    "above": Name(zh="效益高于占用", en="benefit above its cost"),
    "below": Name(zh="效益低于占用", en="benefit below its cost"),
    "margin": Name(zh="整项取舍", en="what fits whole"),
}
STATUS_NAMES = {
    "ready": Name(zh="成熟", en="ready"),
    "under way": Name(zh="在建", en="under way"),
    "not ready": Name(zh="未成熟", en="not ready"),
}
NOT_ASKING = ("excluded", "gated")  # reasons whose asks count in no share
NO_REASON = Name(zh="未能决定", en="not decided")
COST = Name(
    zh="占用＝各项申请按统一价（影子价格）折成的效益；统一价按项目可拆分计算，效益与占用相近的项目由整项取舍决定。",
    en="Cost = what a project asks, at the prices of the limits, in units of benefit. Prices are those of projects in parts: "
    "where benefit and cost are near each other, what fits whole decides.",
)


@dataclass(frozen=True)
class ChosenFactor:
    """One factor of a choice: its budget, what projects that may be chosen ask, what the chosen ones get."""

    code: str
    name: Name
    unit: str
    budget: float
    asked: float
    given: float


@dataclass(frozen=True)
class ChoiceSummary:
    """One choice of projects. `projects` and `limits` are whole, with names; `counties` has a row a county with candidates.

    `chosen` from the greatest benefit, `next_out` from the least wanting; `barred`: how many cannot be chosen, by reason.
    """

    key: str
    name: Name
    heading: Name | None
    benefit: Name
    is_decided: bool
    certificate: Name
    candidates: int
    picked: int
    gained: float
    factors: tuple[ChosenFactor, ...]
    barred: tuple[tuple[Name, int], ...]
    counties: tuple[dict[str, Any], ...]
    binding: tuple[Name, ...]
    conflicts: pl.DataFrame
    limits: pl.DataFrame
    projects: pl.DataFrame
    chosen: pl.DataFrame
    next_out: pl.DataFrame


def compose_choices(province: Province, choices: dict[str, ProjectPlan]) -> tuple[ChoiceSummary, ...]:
    """Every choice of the run, in the order in which the province uses them. Checked in tests/unit/bulletin/test_choices.py."""
    return tuple(_compose(province, province.projects[key].choices, plan) for key, plan in choices.items())


def _compose(province: Province, declared: ProjectChoices, plan: ProjectPlan) -> ChoiceSummary:
    certificate = plan.certificate.row(0, named=True)
    projects = _name_projects(province, plan.projects)
    order = ["benefit", "code"]
    return ChoiceSummary(
        key=declared.key,
        name=declared.name,
        heading=declared.heading,
        benefit=declared.benefit,
        is_decided=certificate["status"] in ("certified", "chosen"),
        certificate=Name(zh=certificate["zh"], en=certificate["en"]),
        candidates=certificate["candidates"],
        picked=certificate["picked"],
        gained=certificate["benefit"],
        factors=tuple(_total_factors(declared, plan)),
        barred=tuple(_count_barred(plan.projects)),
        counties=tuple(_list_counties(province, declared, projects)),
        binding=tuple(tell_limit(declared, row) for row in _weigh_binding(plan.limits).iter_rows(named=True)),
        conflicts=plan.conflicts,
        limits=_name_units(declared, plan.limits),
        projects=projects,
        chosen=projects.filter("picked").sort(order, descending=[True, False]),
        next_out=projects.filter(pl.col("reason").is_in(["below", "margin"]) & ~pl.col("picked")).sort(
            "merit", "code", descending=[True, False]
        ),
    )


def _name_projects(province: Province, projects: pl.DataFrame) -> pl.DataFrame:
    """Projects with county_zh, county_en, city_zh, city_en."""
    named = add_names(projects, "county", "county", lambda code: name_area(province, code))
    return add_names(named, "county", "city", lambda code: name_city(province, code))


def _total_factors(declared: ProjectChoices, plan: ProjectPlan) -> Iterable[ChosenFactor]:
    budgets = dict(plan.limits.filter(kind="budget").select("measure", "high").iter_rows())
    asking = plan.projects.filter(~pl.col("reason").is_in(NOT_ASKING).fill_null(False))
    for factor in declared.factor:
        asked, given = (float(frame[factor.code].sum()) for frame in (asking, plan.projects.filter("picked")))
        yield ChosenFactor(factor.code, factor.name, factor.unit, budgets[factor.code], asked, given)


def _count_barred(projects: pl.DataFrame) -> Iterable[tuple[Name, int]]:
    counts = dict(projects["reason"].value_counts().iter_rows())
    reasons = ("excluded", "gated", "too large", "lacking")
    return ((REASON_NAMES[reason], counts[reason]) for reason in reasons if reason in counts)


def _list_counties(province: Province, declared: ProjectChoices, projects: pl.DataFrame) -> Iterable[dict[str, Any]]:
    """Candidates, chosen, and by factor what is asked and given, in the order of the register."""
    codes = [factor.code for factor in declared.factor]
    picked, asks = pl.col("picked"), ~pl.col("reason").is_in(NOT_ASKING).fill_null(False)
    table = projects.group_by("county", "county_zh", "county_en", "city_zh", "city_en").agg(
        candidates=pl.len(), picked=picked.sum(), benefit=pl.col("benefit").filter(picked).sum(),
        **{f"asked:{code}": pl.col(code).filter(asks).sum() for code in codes},
        **{f"given:{code}": pl.col(code).filter(picked).sum() for code in codes},
    )  # fmt: skip
    place = {code: k for k, code in enumerate(province.areas.codes)}
    return sorted(table.iter_rows(named=True), key=lambda row: place[row["county"]])


def _weigh_binding(limits: pl.DataFrame) -> pl.DataFrame:
    """Limits that bind: budgets, then those whose price weighs most."""
    weight = pl.col("price").fill_null(0.0).abs() * pl.col("taken").abs()
    return limits.filter("binds").sort(
        pl.col("kind") != "budget", weight, descending=[False, True], maintain_order=True
    )


def _name_units(declared: ProjectChoices, limits: pl.DataFrame) -> pl.DataFrame:
    """Limits with unit_zh and unit_en of what they measure."""
    return add_names(limits, "measure", "unit", lambda measure: name_unit(declared, measure))


def name_unit(declared: ProjectChoices, measure: str) -> Name:
    """The unit of a factor; projects; nothing for a measure across factors."""
    if measure == NUMBER:
        return Name(zh="项", en="projects")
    unit = next((factor.unit for factor in declared.factor if factor.code == measure), "1")
    return Name(zh=format_unit(unit, "zh"), en=format_unit(unit, "en"))


def tell_limit(declared: ProjectChoices, limit: dict[str, Any]) -> Name:
    """A limit that binds: what is used of it, and what one unit less of a floor, or more of a cap, would bring."""
    ends = [("high", "上限", "at most"), ("low", "下限", "at least")]
    zh_ends = "，".join(f"{zh}{_say(declared, limit, key).zh}" for key, zh, _ in ends if limit[key] is not None)
    en_ends = ", ".join(
        f"{en} {_say(declared, limit, key).text('en')}" for key, _, en in ends if limit[key] is not None
    )
    taken, price = _say(declared, limit, "taken"), _tell_price(name_unit(declared, limit["measure"]), limit["price"])
    en = limit["en"][:1].upper() + limit["en"][1:]
    return Name(
        zh=f"{limit['zh']}：用{taken.zh}，{zh_ends}；{price.zh}。",
        en=f"{en}: {taken.text('en')} used, {en_ends}; {price.text('en')}.",
    )


def _tell_price(unit: Name, price: float | None) -> Name:
    if not price:
        return Name(
            zh="已用足，但按项目可拆分计算并不紧缺，价格为0",
            en="used up, yet not scarce for projects in parts: its price is 0",
        )
    value, zh, en = format_digits(abs(price)), unit.zh or "单位", (unit.text("en") or "unit").removesuffix("s")
    if price < 0:
        return Name(zh=f"下限每降低1{zh}，效益增加{value}", en=f"each {en} less of its floor adds {value} of benefit")
    return Name(zh=f"上限每放宽1{zh}，效益增加{value}", en=f"each {en} more of it adds {value} of benefit")


def _say(declared: ProjectChoices, limit: dict[str, Any], key: str) -> Name:
    """An amount of what a limit measures, with its unit."""
    value, measure = limit[key], limit["measure"]
    unit = next((factor.unit for factor in declared.factor if factor.code == measure), "1")
    said = amount_name(value, unit, suit_places(value))
    return (
        Name(zh=f"{said.zh}项", en=f"{said.text('en')} project{'' if value == 1 else 's'}")
        if measure == NUMBER
        else said
    )


def count_shown(pages: int) -> int:
    """How many candidates the page of an area lists in the HTML, so that all pages together stay light."""
    return min(20, max(4, 800 // max(1, pages)))


def pick_shown(choice: AreaChoice, most: int) -> tuple[AreaCandidate, ...]:
    """So many of an area's candidates: half chosen ones, half those that are next, more of one where the other are fewer."""
    picked, out = choice.candidates[: choice.picked], choice.candidates[choice.picked :]
    first = max(most - len(out), min(len(picked), (most + 1) // 2))
    return (*picked[:first], *out[: most - min(first, len(picked))])


def tell_count(choice: AreaChoice) -> Name:
    """How many of an area's candidates are chosen."""
    count = len(choice.candidates)
    if not choice.is_decided:
        return Name(zh=f"候选{count}项，本次未作遴选", en=f"{count} candidates; nothing was chosen")
    return Name(zh=f"候选{count}项，列入{choice.picked}项", en=f"{choice.picked} of {count} candidates chosen")


def count_all(count: int, most: int) -> Name:
    """How many there are where only the first are listed."""
    return Name(
        zh=f"共{count:,}项，此处列前{most}项，其余见工作簿。",
        en=f"The first {most} of {count:,}; the workbook has all.",
    )


def tell_rest(choice: AreaChoice, most: int) -> Name:
    """How to read an area's table, and how many candidates it leaves out."""
    rest = len(choice.candidates) - most
    zh, en = (f"另有{rest}项见工作簿。", f"{rest} more are in the workbook. ") if rest > 0 else ("", "")
    return Name(
        zh=f"{zh}效益＝{choice.benefit.zh}；占用的含义见要素配置。",
        en=f"{en}Benefit: {choice.benefit.text('en')}; what cost means stands under Quotas.",
    )


def suit_places(value: float | None) -> int:
    """No decimals for a whole number, one for any other."""
    return 0 if value is None or float(value).is_integer() else 1


def format_digits(value: float) -> str:
    """Four digits that count, written out."""
    return format(Decimal(f"{value:.4g}"), ",f")
