"""Sheets of a choice of projects: every candidate with its reason, limits with their prices, and what conflicts."""

from collections.abc import Iterator

import polars as pl

from junxian.bulletin.contents.choices import REASON_NAMES, STATUS_NAMES, ChoiceSummary
from junxian.bulletin.workbook.table import Column, Table, add_columns, join_languages, put_words
from junxian.terms.name import Name

PICKED = {"true": "列入 chosen", "false": "未列入 not chosen"}
KINDS = {
    "budget": Name(zh="总量", en="budget"),
    "county": Name(zh="县", en="county"),
    "group": Name(zh="分组", en="group"),
    "either-or": Name(zh="互斥", en="either-or"),
}
PARTS = {"conflict": Name(zh="相互冲突", en="in conflict"), "relax": Name(zh="最小的放宽", en="least relaxation")}


def tabulate_choices(choices: tuple[ChoiceSummary, ...]) -> Iterator[Table]:
    """The sheets of every choice; that of conflicts only where there are any."""
    for choice in choices:
        yield tabulate_projects(choice)
        yield tabulate_limits(choice)
        if choice.conflicts.height:
            yield tabulate_conflicts(choice)


def tabulate_projects(choice: ChoiceSummary) -> Table:
    """A row a candidate, in the order of the list."""
    frame = add_columns(
        join_languages(choice.projects, ("county", "city")),
        put_words("status", _both(STATUS_NAMES), "status_text"),
        put_words("reason", _both(REASON_NAMES), "reason_text"),
        pl.when(reason="below").then("enough").alias("enough"),
        pl.col("picked").cast(pl.String).replace_strict(PICKED).alias("picked_text"),
    )
    asks = (
        Column(f.code, f.name.zh, f.name.text("en"), f.unit, "number", 2 if _is_broken(frame[f.code]) else 0, sum=True)
        for f in choice.factors
    )
    columns = (
        Column("code", "编号", "Code", kind="code"),
        Column("name", "项目", "Project"),
        Column("county_both", "县（市、区）", "County"),
        Column("city_both", "市（州）", "City"),
        Column("status_text", "状态", "Status"),
        *asks,
        Column(
            "benefit", "效益", "Benefit", kind="number", decimals=2 if _is_broken(frame["benefit"]) else 0, sum=True
        ),
        Column("picked_text", "结果", "Outcome"),
        Column("reason_text", "理由", "Why"),
        Column("priced_cost", "占用（按统一价）", "Asks at the prices", kind="number"),
        Column("merit", "净效益", "Benefit less asks", kind="number"),
        Column("enough", "列入所需效益", "Benefit needed", kind="number"),
        Column("zh", "说明", "Explanation in Chinese", kind="long"),
        Column("en", "说明（英文）", "Explanation", kind="long"),
    )
    note = f"{choice.certificate.zh}。效益＝{choice.benefit.zh}。{choice.certificate.text('en')}. Benefit: {choice.benefit.text('en')}."
    heading = f"【{choice.heading.zh} {choice.heading.en}】" if choice.heading else ""
    title = f"{choice.name.zh} {choice.name.en}{heading}"
    return Table(_sheet("遴选", choice), title, note, frame, columns, frozen=2)


def tabulate_limits(choice: ChoiceSummary) -> Table:
    """A row a limit: its ends, what is used, its price; budgets first."""
    frame = add_columns(
        join_languages(choice.limits.with_columns(name_zh="zh", name_en="en"), ("name", "unit")),
        put_words("kind", _both(KINDS), "kind_text"),
        pl.when("binds").then(pl.lit("是 yes")).otherwise(pl.lit("否 no")).alias("binds_text"),
    )
    columns = (
        Column("kind_text", "类别", "Kind"),
        Column("zh", "限制", "Limit in Chinese"),
        Column("en", "限制（英文）", "Limit"),
        Column("unit_both", "单位", "Unit"),
        Column("low", "下限", "Floor", kind="plain"),
        Column("high", "上限", "Cap", kind="plain"),
        Column("taken", "已用", "Used", kind="plain"),
        Column("price", "价格", "Price", kind="plain"),
        Column("binds_text", "是否起作用", "Binds"),
    )
    note = (
        "价格：上限每放宽（负值为下限每降低）1个单位，效益增加多少，按项目可拆分计算。"
        "Price: what one unit more of a cap (below 0: less of a floor) adds to the benefit, for projects in parts."
    )
    return Table(
        _sheet("遴选限制", choice), f"{choice.name.zh}：限制和价格 Limits and prices", note, frame, columns, frozen=3
    )


def tabulate_conflicts(choice: ChoiceSummary) -> Table:
    """Limits that cannot hold together, and the least that must give way."""
    frame = add_columns(choice.conflicts, put_words("part", _both(PARTS), "part_text"))
    columns = (
        Column("part_text", "性质", "Part"),
        Column("amount", "数额", "Amount", kind="plain"),
        Column("zh", "说明", "In Chinese", kind="long"),
        Column("en", "说明（英文）", "In English", kind="long"),
    )
    note = "相互冲突的限制去掉任何一项即可同时满足。Limits in conflict: any one less, and the rest could hold."
    return Table(
        _sheet("遴选冲突", choice), f"{choice.name.zh}：冲突的限制 Limits in conflict", note, frame, columns, frozen=1
    )


def _both(names: dict[str, Name]) -> dict[str, str]:
    return {code: f"{name.zh} {name.en}" for code, name in names.items()}


def _is_broken(column: pl.Series) -> bool:
    """Whether some number is not whole."""
    return bool((column != column.round(0)).any())


def _sheet(word: str, choice: ChoiceSummary) -> str:
    return f"{word} {choice.name.zh}"[:31]
