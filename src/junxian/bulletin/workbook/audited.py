"""The audit of a rule set as a workbook."""

from pathlib import Path

import polars as pl

from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import Column, Table
from junxian.declared.province import Province
from junxian.terms.errors import NotPermitted

VERDICT_NAMES = {
    "contradicts": "相互矛盾 contradicts", "never_fires": "从未触发 never fires", "cannot_be_tested": "无法检验 cannot be tested",
    "always_fires": "全部触发 always fires", "cannot_fire": "恒成立 always holds", "cannot_hold": "无法满足 nothing meets it",
    "repeats": "重复 repeats", "fires_together": "总是同时触发 fires together",
}  # fmt: skip
_COLUMNS = (
    Column("rule", "编码", "Code", kind="code"),
    Column("name", "规则", "Rule", kind="long"),
    Column("verdict_text", "结论", "Found", kind="long"),
    Column("others", "涉及的其他规则", "Other rules", kind="long"),
    Column("asked", "检查行数", "Rows asked", kind="number", decimals=0),
    Column("fired", "触发行数", "Rows fired", kind="number", decimals=0),
    Column("findings", "归因后问题数", "Findings", kind="number", decimals=0),
    Column("message_zh", "说明", "Remark in Chinese", kind="long"),
    Column("message_en", "说明（英文）", "Remark", kind="long"),
)
_NOTE = "规则之间及对全部已报数据的检查；“从未触发”不是错误。Rules against each other and against all that was filed; a silent guard is no fault."


def write_audit(found: pl.DataFrame, province: Province, path: Path) -> None:
    """Write what `audit_rules` found (AUDIT_SCHEMA) on one sheet; NotPermitted for another ending than .xlsx."""
    expect_workbook(path)
    name = pl.col("rule").replace_strict(
        {code: f"{rule.name.zh} {rule.name.en}".strip() for code, rule in province.rules.items()},
        return_dtype=pl.String,
    )
    verdict = pl.col("verdict").replace_strict(VERDICT_NAMES, return_dtype=pl.String)
    frame = found.with_columns(name.alias("name"), verdict.alias("verdict_text"))
    title = f"{province.name.zh} 审核规则检查 Audit of the rules"
    workbook = open_workbook(path, title, "" if province.label is None else province.label.zh, province.date)
    write_table(workbook, Table("规则检查", title, _NOTE, frame, _COLUMNS))
    workbook.book.close()


def expect_workbook(path: Path) -> None:
    """Raise NotPermitted where no workbook can be written."""
    if path.suffix != ".xlsx":
        raise NotPermitted(str(path), f"ends in {path.suffix!r}.", "Write to .xlsx.")
    if not path.parent.is_dir():
        raise NotPermitted(str(path), "lies in no folder that is there.", "Make the folder, or name another.")
