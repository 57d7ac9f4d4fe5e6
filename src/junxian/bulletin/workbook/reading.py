"""Sheets for reading: what the workbook is and how to read it, headline, ladder, notes, filed cells, areas left out."""

from typing import Any

import polars as pl

from junxian.bulletin.contents.area_content import Cell
from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.contents.wording import format_unit
from junxian.bulletin.workbook.sheet import Workbook, set_print, write_text
from junxian.bulletin.workbook.table import Column, Table, join_languages
from junxian.terms.name import Name

_HOW_TO_READ = (
    Name(
        zh="数字均为数值，可直接计算；计量单位写在表头或“计量单位”列。空格表示未报送或不适用，绝不是零。",
        en="Figures are numbers; units stand in the header or in the column Unit. An empty cell was not filed or does "
        "not apply; it is never zero.",
    ),
    Name(
        zh="总分、计入总分、差距合计、权重合计、配额和合计行是公式，可以核对；其余为运行结果。表内改动不会改变运行记录。",
        en="Totals, points, gaps, sums of weights, quotas and sum rows are formulas for checking; all else is the result of the run. "
        "Changing a cell does not change the record of the run.",
    ),
    Name(
        zh="各类地区分别排名，类间不作比较；名次区间越宽，先后越不可靠；同组之内先后不宜解读。",
        en="Areas are ranked within their class only; the wider the interval, the less the order says; within a group it says nothing.",
    ),
    Name(
        zh="问题清单列的是疑点，不是结论；责任在报送单位，不在所涉地区。",
        en="Findings are doubts, not verdicts; they are charged to whoever filed, not to the area concerned.",
    ),
)


def write_about(workbook: Workbook, sheet: Any, content: BulletinContent, tables: list[tuple[str, str]]) -> None:
    """Fill the first sheet: title, label, period, run, how to read, method, and a contents with links to the sheets."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    write_text(workbook, sheet, (0, 0), content.title.zh, bold=True, font_size=18, font_color="#1F3A5F")
    write_text(workbook, sheet, (1, 0), content.title.en, font_size=12, font_color="#1F3A5F")
    if content.label:
        label = f"【{content.label.zh} {content.label.en}】"
        write_text(workbook, sheet, (2, 0), label, bold=True, font_size=16, font_color="#C00000")
    row = 4
    for head, fact in _list_facts(content):
        row = _write_pair(workbook, sheet, row, head, fact)
    for head, texts in (("怎样读 How to read", _HOW_TO_READ), ("方法 Method", content.sources.method)):
        row += 1
        for index, text in enumerate(texts):
            row = _write_pair(workbook, sheet, row, head if index == 0 else "", f"{text.zh}\n{text.en}")
    _write_contents(workbook, sheet, row + 1, tables)
    set_print(sheet, workbook, content.title.zh)


def _list_facts(content: BulletinContent) -> list[tuple[str, str]]:
    return [
        ("省份 Province", f"{content.province.zh} {content.province.en}"),
        ("发布单位 Issuer", f"{content.issuer.zh} {content.issuer.en}"),
        ("报告期 Period", str(content.period)),
        ("评价方案 Scheme", f"{content.scheme.zh} {content.scheme.en}"),
        ("运行编号 Run", content.run_id),
        ("运行日期 Date", content.date.isoformat()),
        ("随机种子 Seed", str(content.seed)),
    ]


def _write_pair(workbook: Workbook, sheet: Any, row: int, head: str, text: str) -> int:
    write_text(workbook, sheet, (row, 0), head, bold=True)
    write_text(workbook, sheet, (row, 1), text, text_wrap=True)
    return row + 1


def _write_contents(workbook: Workbook, sheet: Any, row: int, tables: list[tuple[str, str]]) -> None:
    write_text(workbook, sheet, (row, 0), "目录 Contents", bold=True)
    link = workbook.format(font_color="#1F3A5F", underline=1)
    for offset, (name, title) in enumerate(tables):
        sheet.write_url(row + 1 + offset, 0, f"internal:'{name}'!A1", link, name)
        write_text(workbook, sheet, (row + 1 + offset, 1), title)


def tabulate_headline(content: BulletinContent) -> Table:
    """The headline figures; an empty figure was not filed."""
    rows = [
        (
            f"{f.section_name.zh} {f.section_name.en}",
            f.name.zh,
            f.name.en,
            _round(f.value, f.decimals),
            f.unit,
            f.sentence.zh,
            f.sentence.en,
        )
        for f in content.headline
    ]
    columns = (
        Column("section", "部分", "Section"),
        Column("name_zh", "要点", "Figure in Chinese", kind="long"),
        Column("name_en", "要点（英文）", "Figure", kind="long"),
        Column("value", "数值", "Value", kind="plain"),
        Column("unit", "计量单位", "Unit"),
        Column("zh", "通报表述", "Sentence in Chinese", kind="long"),
        Column("en", "通报表述（英文）", "Sentence", kind="long"),
    )
    note = "空格表示未报送。An empty figure was not filed."
    return Table("通报要点", "通报要点 Headline", note, _frame(rows, columns), columns)


def tabulate_ladder(content: BulletinContent) -> Table:
    """The areas on every rung of the ladder."""
    ladder = content.ladder
    rungs = () if ladder is None else ladder.rungs
    rows = [
        (f"{rung.name.zh} {rung.name.en}", m.code, f"{m.name.zh} {m.name.en}", m.value)
        for rung in rungs
        for m in rung.members
    ]
    quantity, unit = (Name(zh="数值", en="Value"), "") if ladder is None else (ladder.quantity, ladder.unit)
    columns = (
        Column("rung", "梯队", "Rung"),
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name", "地区", "Area"),
        Column("value", quantity.zh, quantity.en, unit, kind="number"),
    )
    note = "按固定门槛分档，由高到低。Rungs of fixed thresholds, from the top."
    return Table("梯队结构", "梯队结构 Ladder", note, _frame(rows, columns), columns, frozen=3)


def tabulate_notes(content: BulletinContent) -> Table:
    """What a reader must be told, and what was not filed."""
    notes = [
        ("需要说明 note", "、".join(n.zh for n in note.area_names), note.text.zh, note.text.en)
        for note in content.notes
    ]
    notes += [("奖励 awards", "", note.zh, note.text("en")) for note in content.awards.notes]
    wanting = [("未报送 not filed", f"{p.name.zh} {p.name.en}", p.why.zh, p.why.en) for p in content.not_filed]
    columns = (
        Column("kind", "类别", "Kind"),
        Column("what", "涉及", "Concerns", kind="long"),
        Column("zh", "说明", "Remark in Chinese", kind="long"),
        Column("en", "说明（英文）", "Remark", kind="long"),
    )
    note = "读数之前应知道的情况。What to know before reading the figures."
    return Table("情况说明", "情况说明 Notes", note, _frame([*notes, *wanting], columns), columns, frozen=1)


def tabulate_left_out(content: BulletinContent) -> Table:
    """Areas that are not assessed and the reason."""
    frame = join_languages(content.left_out, ("name", "city"))
    columns = (
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name_both", "地区", "Area"),
        Column("city_both", "市（州）", "City"),
        Column("why_zh", "原因", "Reason in Chinese", kind="long"),
        Column("why_en", "原因（英文）", "Reason", kind="long"),
    )
    note = "未纳入评价不等于评价不好。Not assessed does not mean assessed badly."
    return Table("未参评", "未参评地区 Areas not assessed", note, frame, columns)


_CELL_COLUMNS = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("item", "指标项（单位）", "Item (unit)", kind="long"),
    Column("period", "报告期", "Period", kind="code"),
    Column("value", "数值", "Value", kind="measure"),
    Column("raw", "原文（与数值不同时）", "As filed, where it differs", kind="code"),
    Column("file", "文件", "File", kind="long"),
    Column("cell", "单元格", "Cell", kind="code"),
    Column("used_in", "用于指标", "Used in", kind="long"),
)


def tabulate_cells(content: BulletinContent) -> Table:
    """Every filed cell behind the indicators, once for each area."""
    rows = [
        (page.code, page.name.zh, _name_item(c), c.period, c.value, _tell_raw(c), c.file, place(c.sheet, c.cell), " ".join(c.indicators))
        for page in content.area_pages.values()
        for c in page.cells
    ]  # fmt: skip
    note = (
        "每个数从哪个文件、哪个单元格来；文件名末的数字为第几次报送。"
        "Which file and cell each figure comes from; the number at the end of a file's name counts its filings."
    )
    return Table("指标来源", "指标来源 Where the figures come from", note, _frame(rows, _CELL_COLUMNS), _CELL_COLUMNS)


def _name_item(cell: Cell) -> str:
    unit = format_unit(cell.unit, "zh")
    return f"{cell.name.zh}（{unit}）" if unit else cell.name.zh


def _tell_raw(cell: Cell) -> str:
    """The text as filed, where it is not simply the value."""
    try:
        return "" if cell.value is not None and float(cell.raw) == cell.value else cell.raw
    except ValueError:
        return cell.raw


def place(sheet: str, cell: str) -> str:
    """Sheet and cell in a workbook's way; the cell alone in a file without sheets."""
    return f"{sheet}!{cell}" if sheet else cell


def _frame(rows: list[tuple[Any, ...]], columns: tuple[Column, ...]) -> pl.DataFrame:
    schema: dict[str, Any] = {c.name: pl.Float64 if not c.is_text else pl.String for c in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _round(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
