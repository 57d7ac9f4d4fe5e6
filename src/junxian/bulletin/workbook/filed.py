"""Sheets on what was filed: findings, verdicts on returns, filings. The bulletin's workbook and findings.xlsx share them."""

import polars as pl

from junxian.bulletin.workbook.table import SEVERITY_COLOURS, Column, Table, Tint, add_columns, join_languages

VERDICT_COLOURS = {"held": "#F8D7D3", "overdue": "#FFE3C4", "accepted_with_queries": "#FFF8DC"}
FINDING_COLUMNS = (
    Column("number", "序号", "No.", kind="number", decimals=0),
    Column("severity_both", "程度", "Severity"),
    Column("rule_both", "规则", "Rule", kind="long"),
    Column("ref_area", "地区代码", "Area code", kind="code"),
    Column("name_both", "涉及地区", "Area concerned"),
    Column("time_period", "报告期", "Period", kind="code"),
    Column("form_both", "报表", "Form", kind="long"),
    Column("items_both", "指标项", "Items", kind="long"),
    Column("found", "报送情况", "Found", kind="long"),
    Column("expected", "应有情况", "Expected", kind="long"),
    Column("message", "说明", "What was found", kind="long"),
    Column("remedy", "处理办法", "Remedy", kind="long"),
    Column("file", "文件", "File", kind="long"),
    Column("sheet", "工作表", "Sheet"),
    Column("cell", "单元格", "Cells", kind="long"),
    Column("charged_both", "责任报送单位", "Charged to"),
)
ANSWER_COLUMNS = (
    Column("answer", "核实说明（报送单位填写）", "Filer's explanation", kind="long"),
    Column("outcome", "处理结果", "Outcome", kind="long"),
)
VERDICT_COLUMNS = (
    Column("filer", "报送单位代码", "Filer code", kind="code"),
    Column("filer_both", "报送单位", "Filer"),
    Column("form_both", "报表", "Form"),
    Column("period", "报告期", "Period", kind="code"),
    Column("verdict_both", "审核结论", "Verdict"),
    Column("hold", "强制", "Hold", kind="number", decimals=0, sum=True),
    Column("explain", "核实", "Explain", kind="number", decimals=0, sum=True),
    Column("note", "提示", "Note", kind="number", decimals=0, sum=True),
    Column("due", "应报日期", "Due", kind="date"),
    Column("filed_at", "报送日期", "Filed", kind="date"),
)
FILING_COLUMNS = (
    Column("form_both", "报表", "Form"),
    Column("period", "报告期", "Period", kind="code"),
    Column("filer_both", "报送单位", "Filer"),
    Column("vintage", "版次", "Vintage", kind="number", decimals=0),
    Column("filed_at", "报送日期", "Filed", kind="date"),
    Column("due", "应报日期", "Due", kind="date"),
    Column("rows", "行数", "Rows", kind="number", decimals=0),
    Column("file", "文件", "File", kind="long"),
    Column("sha256", "文件校验值", "SHA-256", kind="long"),
)


def tabulate_findings(findings: pl.DataFrame, answers: bool = False) -> Table:
    """All findings with names (as `evidence.compose_findings` gives them); `answers` adds columns for the filer."""
    frame = join_languages(findings, ("severity", "rule", "name", "form", "items", "charged"))
    blank = pl.lit("")
    frame = add_columns(
        frame,
        pl.int_range(1, pl.len() + 1).alias("number"),
        *(pl.concat_str(f"{text}_zh", pl.lit("\n"), f"{text}_en").alias(text) for text in ("message", "remedy")),
        blank.alias("answer"),
        blank.alias("outcome"),
    )
    columns: tuple[Column, ...] = (*FINDING_COLUMNS, *ANSWER_COLUMNS) if answers else FINDING_COLUMNS
    note = (
        "强制：相关数据暂不采用；核实：报送单位说明后采用；提示：供参考。问题是疑点，不是结论。"
        "Hold: figures are withheld; explain: the filer is asked; note: for information. A finding is a doubt, not a verdict."
    )
    return Table(
        "问题清单", "问题清单 Findings", note, frame, columns, Tint("severity_both", "severity", SEVERITY_COLOURS)
    )


def tabulate_verdicts(verdicts: pl.DataFrame) -> Table:
    """The verdict on every return, with its number of findings."""
    frame = _sort_rows(join_languages(verdicts, ("filer", "form", "verdict")), "form", "filer", "period")
    note = "每个报送单位、每张报表、每个报告期一行。One row per filer, form and period."
    return Table(
        "报送情况",
        "报送情况 Verdicts on returns",
        note,
        frame,
        VERDICT_COLUMNS,
        Tint("verdict_both", "verdict", VERDICT_COLOURS),
    )


def tabulate_filings(filings: pl.DataFrame) -> Table:
    """Every file of figures that was read, with its hash."""
    frame = _sort_rows(join_languages(filings, ("filer", "form")), "form", "period", "filer", "vintage")
    note = "历次报送均保留；采用截止日前的最新版次。Every revision is kept; the newest before the cut-off is used."
    return Table("报送文件", "报送文件 Files", note, frame, FILING_COLUMNS)


def _sort_rows(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return frame if frame.is_empty() else frame.sort(keys)
