"""Sheets on how sure the ranks are: what may be said of every rank, every pair, what moves ranks, weights, treatment."""

from typing import Any

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from junxian.bulletin.contents.area.statement_sentences import tell_statement
from junxian.bulletin.contents.area_content import AreaPage, RankStatement
from junxian.bulletin.contents.content import BulletinContent, FrameworkPart
from junxian.bulletin.contents.variation import CHOICE_NAMES
from junxian.bulletin.workbook.scores import order_pages
from junxian.bulletin.workbook.table import Column, Table, letter
from junxian.terms.name import Name

CHOICES = (*CHOICE_NAMES, "rest")
_STATEMENT_COLUMNS = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("class", "类别", "Class"),
    Column("rank", "得分序", "By score", kind="number", decimals=0),
    Column("group", "组别", "Group", kind="number", decimals=0),
    Column("group_from", "同组位次（自）", "Group's places from", kind="number", decimals=0),
    Column("group_to", "同组位次（至）", "to", kind="number", decimals=0),
    Column("rank_low", "名次区间（高）", "Interval from", kind="number", decimals=0),
    Column("rank_high", "名次区间（低）", "Interval to", kind="number", decimals=0),
    Column("first", "居首位的情形", "First in", kind="share", decimals=1),
    Column("alike", "不能区分先后的个数", "Not told apart from", kind="number", decimals=0),
    *(Column(choice, f"名次变动来自{name.zh}", f"moved by {name.en}", kind="share", decimals=1) for choice, name in CHOICE_NAMES.items()),
    Column("rest", "来自数据误差及共同作用", "moved by data error and jointly", kind="share", decimals=1),
    Column("zh", "说明", "In Chinese"),
    Column("en", "说明（英文）", "In words"),
)  # fmt: skip


def tabulate_statements(content: BulletinContent) -> Table:
    """What may be said of every rank; the shares of what moves it sum to one."""
    rows = [_state(page, page.statement) for page in order_pages(content) if page.statement is not None]
    columns = (*_STATEMENT_COLUMNS[:-2], _sum_of_shares(), *_STATEMENT_COLUMNS[-2:])
    frame = _frame(rows, _STATEMENT_COLUMNS)
    shares = [pl.col(choice) for choice in CHOICES]
    frame = frame.with_columns(
        pl.when(pl.any_horizontal(share.is_not_null() for share in shares))
        .then(pl.sum_horizontal(shares))
        .alias("shares")
    )
    note = (
        "组别按联立检验划分：同组与组首不能区分先后，组内按得分排列。居首位的情形、名次变动的来源均出自重复计算。"
        "Groups rest on a simultaneous test: members cannot be told apart from the first of their group. How often an "
        "area is first and what moves its rank come from the replicates."
    )
    return Table("名次说明", "名次说明 What may be said of ranks", note, frame, columns, frozen=2)


def _sum_of_shares() -> Column:
    first, last = (letter(_STATEMENT_COLUMNS, choice) for choice in (CHOICES[0], CHOICES[-1]))
    return Column("shares", "合计（复核）", "Sum (check)", "", "share", 1, f"=SUM({first}{{r}}:{last}{{r}})")


def _state(page: AreaPage, said: RankStatement) -> tuple[Any, ...]:
    s, shares = page.standing, {effect.choice: effect.share for effect in said.effects}
    sentences = tell_statement(said, s)
    tested = [pair.told_apart for pair in said.pairs if pair.told_apart is not None]
    return (
        page.code, page.name.zh, s.class_name.zh, s.rank, said.group, said.group_from, said.group_to, s.rank_low,
        s.rank_high, said.probability_of_first, tested.count(False) if tested else None,
        *(shares.get(choice, 0.0) if shares else None for choice in CHOICES),
        "".join(n.zh for n in sentences), " ".join(n.text("en") for n in sentences),
    )  # fmt: skip


_PAIR_COLUMNS = (
    Column("area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("class", "类别", "Class"),
    Column("rank", "得分序", "By score", kind="number", decimals=0),
    Column("other", "另一地区代码", "Other's code", kind="code"),
    Column("other_name", "另一地区", "Other"),
    Column("other_rank", "其得分序", "Other by score", kind="number", decimals=0),
    Column("probability", "领先的情形", "Leads in", kind="share", decimals=1),
)


def tabulate_pairs(content: BulletinContent) -> Table:
    """Every pair that cannot be told apart, or was not tested, once, the area that stands above first."""
    rows = [
        (page.code, page.name.zh, page.standing.class_name.zh, page.standing.rank, pair.code, pair.name.zh, pair.rank,
         pair.probability)
        for page in order_pages(content)
        if page.statement is not None and page.standing.rank is not None
        for pair in page.statement.pairs
        if (pair.rank, pair.code) > (page.standing.rank, page.code) and not pair.told_apart
    ]  # fmt: skip
    note = (
        "全类一并检验不能区分先后的各对；未列的都能区分。领先的情形：重复计算中前者排在后者之前的比重，并列各计一半。"
        "Pairs that the simultaneous test of the whole class cannot tell apart; all others it can. Leads in: share of the "
        "replicates in which the first stands before the other, ties half."
    )
    return Table(
        "不能区分先后",
        "不能区分先后的各对 Pairs that cannot be told apart",
        note,
        _frame(rows, _PAIR_COLUMNS),
        _PAIR_COLUMNS,
    )


_WEIGHT_COLUMNS = (
    Column("code", "代码", "Code", kind="code"),
    Column("zh", "指标", "Name in Chinese", kind="long"),
    Column("en", "指标（英文）", "Name", kind="long"),
    Column("parent", "上级", "Parent", kind="code"),
)


def tabulate_weights(content: BulletinContent) -> Table:
    """Points of every part by class as weighed with, the sum of what lies below it as a formula, declared where they differ."""
    parts = content.certainty.framework
    columns, names = list(_WEIGHT_COLUMNS), [(r.code, r.name) for r in content.rankings]
    frame = _frame([(p.code, p.name.zh, p.name.en, p.parent) for p in parts], _WEIGHT_COLUMNS)
    for code, name in names:
        frame, added = _add_class(frame, parts, code, name, len(columns))
        columns += added
    note = (
        "实用权重；“下级合计”应与本级相等，各类总计100。规定权重与实用不同时另列。"
        "Points as weighed with; the sum of what lies below a node equals it, and each class sums to 100. Declared points "
        "stand beside where they differ."
    )
    return Table("权重", "权重 Weights used", note, frame, tuple(columns), frozen=2)


def _add_class(
    frame: pl.DataFrame, parts: tuple[FrameworkPart, ...], code: str, name: Name, place: int
) -> tuple[pl.DataFrame, list[Column]]:
    used, below, declared = f"used:{code}", f"below:{code}", f"declared:{code}"
    points, parent = f"${xl_col_to_name(place)}", letter(_WEIGHT_COLUMNS, "parent")
    sums = {p.code: sum(q.used.get(code, 0.0) for q in parts if q.parent == p.code) for p in parts if p.is_node}
    frame = frame.with_columns(
        pl.Series(used, [p.used.get(code) for p in parts], pl.Float64),
        pl.Series(below, [sums.get(p.code) for p in parts], pl.Float64),
        pl.Series(declared, [_tell_declared(p, code) for p in parts], pl.Float64),
    )
    formula = f"=SUMIFS({points}:{points},{parent}:{parent},{letter(_WEIGHT_COLUMNS, 'code')}{{r}})"
    columns = [
        Column(used, name.zh, name.en, kind="number"),
        Column(below, "下级合计（复核）", "Sum below (check)", "", "number", 2, formula),
    ]
    if frame[declared].null_count() < frame.height:
        columns.append(Column(declared, "规定权重", "Declared", kind="number"))
    return frame, columns


def _tell_declared(part: FrameworkPart, code: str) -> float | None:
    declared = part.declared.get(code)
    return declared if declared is not None and abs(declared - part.used.get(code, 0.0)) > 1e-9 else None


_TREATED_COLUMNS = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("indicator", "指标", "Indicator", kind="long"),
    Column("before", "报送数", "As filed", kind="measure"),
    Column("after", "计分用数", "As scored", kind="measure"),
    Column("unit", "计量单位", "Unit"),
    Column("zh", "说明", "Remark in Chinese", kind="long"),
    Column("en", "说明（英文）", "Remark", kind="long"),
)


def tabulate_adjusted(content: BulletinContent) -> Table | None:
    """Indicators that were treated with the reason, then every figure that was imputed or drawn in; None without any."""
    indicators = [
        ("", "", f"{row['indicator']} {row['name_zh']}", None, None, "", row["why_zh"], row["why_en"])
        for row in content.certainty.treatment.iter_rows(named=True)
    ]
    figures = [
        (page.code, page.name.zh, one.name.zh, one.before, one.after, one.unit, one.why.zh, one.why.text("en"))
        for page in order_pages(content)
        for one in page.adjusted
    ]
    if not indicators and not figures:
        return None
    note = (
        "没有地区代码的行说明整项指标如何处理；报送数为空的为代填。"
        "Rows without an area say what was done to an indicator; where nothing was filed the figure is imputed."
    )
    frame = _frame([*indicators, *figures], _TREATED_COLUMNS)
    return Table("处理和代填", "异常值处理和代填 Treatment and imputation", note, frame, _TREATED_COLUMNS)


def _frame(rows: list[tuple[Any, ...]], columns: tuple[Column, ...]) -> pl.DataFrame:
    schema: dict[str, Any] = {c.name: pl.String if c.is_text else pl.Float64 for c in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")
