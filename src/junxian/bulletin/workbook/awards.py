"""Sheets on awards and on every area against itself a year before."""

import polars as pl

from junxian.bulletin.contents.content import AwardEntry, BulletinContent
from junxian.bulletin.contents.wording import join_names
from junxian.bulletin.workbook.table import Column, Table, join_languages, letter


def tabulate_awards(content: BulletinContent) -> Table:
    """Every award that was due: given, lost, passed on; money and land have totals."""
    entries = content.awards.entries
    money = next((e.award.money_unit for e in entries if e.award.money_unit), "")
    land = next((e.award.land_unit for e in entries if e.award.land_unit), "")
    columns = (
        Column("award", "奖项", "Award"),
        Column("class", "类别", "Class"),
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name", "地区", "Area"),
        Column("given", "是否授予", "Given"),
        Column("money", "资金", "Money", money, "number", 0, sum=True),
        Column("land", "用地", "Land", land, "number", 0, sum=True),
        Column("vetoed_by", "触及底线", "Breached"),
        Column("passed_from", "递补自", "Passed on from"),
        Column("zh", "依据", "Ground in Chinese", kind="long"),
        Column("en", "依据（英文）", "Ground", kind="long"),
    )
    schema = {c.name: pl.String if c.is_text else pl.Float64 for c in columns}
    frame = pl.DataFrame([_list_award(entry) for entry in entries], schema=schema, orient="row")
    note = (
        "触及底线的取消，有后一位的递补；名次不变。未能评定的原因见“情况说明”。"
        "A breach of a bottom line loses the award, and the place passes to the next where there is one; ranks stay."
    )
    return Table("奖励", "奖励 Awards", note, frame, columns, frozen=0)


def _list_award(entry: AwardEntry) -> tuple[object, ...]:
    a = entry.award
    lines, passed = join_names(list(a.vetoed_by)), a.passed_from.zh if a.passed_from else ""
    return (
        f"{a.name.zh} {a.name.text('en')}", entry.class_name.zh, entry.code, entry.area.zh,
        "是 yes" if a.given else "否 no", a.money, a.land, lines.zh, passed, a.basis.zh, a.basis.text("en"),
    )  # fmt: skip


_PROGRESS_COLUMNS = (
    Column("class_both", "类别", "Class"),
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name_both", "地区", "Area"),
    Column("score_before", "上年得分", "Score then", "分", kind="number"),
    Column("score", "本年得分", "Score now", "分", kind="number"),
    Column("gain", "增减", "Change", "分", kind="number"),
    Column("rank_before", "上年名次", "Rank then", kind="number", decimals=0),
    Column("of_before", "上年个数", "Of", kind="number", decimals=0),
    Column("rank", "本年名次", "Rank now", kind="number", decimals=0),
    Column("rise", "升降位数", "Places gained", kind="number", decimals=0),
)


def tabulate_progress(content: BulletinContent) -> Table:
    """Every area against itself a year before; gain and places gained are formulas."""
    frame = join_languages(content.awards.progress, ("class", "name"))
    now, then, rank, before = (letter(_PROGRESS_COLUMNS, c) for c in ("score", "score_before", "rank", "rank_before"))
    formulas = {"gain": f"=ROUND({now}{{r}}-{then}{{r}},6)", "rise": f"={before}{{r}}-{rank}{{r}}"}
    columns = tuple(
        Column(c.name, c.zh, c.en, c.unit, c.kind, c.decimals, formulas.get(c.name, "")) for c in _PROGRESS_COLUMNS
    )
    note = (
        "上年按本年方案、分类和界限重新计算，得分不含加减分。"
        "The year before is scored anew by this year's scheme, classes and bounds; scores before points."
    )
    return Table("与上年比较", "与上年比较 Against the year before", note, frame, columns, frozen=3)
