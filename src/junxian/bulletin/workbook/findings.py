"""findings.xlsx: every finding with its cell and what became of it, the verdict on every return, the scores of the filers."""

from pathlib import Path
from typing import Any

import polars as pl

from junxian.bulletin.contents.evidence import compose_findings, compose_verdicts
from junxian.bulletin.contents.wording import VERDICT_NAMES
from junxian.bulletin.workbook.filed import tabulate_verdicts
from junxian.bulletin.workbook.questions import tabulate_questions, tabulate_scores
from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import FIRST_ROW, Column, Table
from junxian.declared.province import Province
from junxian.quality import Quality
from junxian.terms.finding import SEVERITIES, SEVERITY_NAMES

OUTCOMES = ("更正后重报 corrected and filed again", "数据属实 figure confirmed", "待核实 still open")


def write_findings_workbook(quality: Quality, province: Province, path: Path, filer: str = "") -> None:
    """Write the findings and verdicts of a run as a workbook: 汇总, 问题清单, 报送情况, 质量得分.

    `quality` holds findings (FINDING_SCHEMA) and verdicts; an empty table gives a sheet with its header alone. With
    `filer` it holds what is charged to that filer alone. The filer answers in the last two columns of 问题清单, which
    `answers.read_answered` reads back. The bytes depend on the content and on the declared date of the run.
    Checked in tests/unit/bulletin/test_findings_workbook.py.
    """
    label = "" if province.label is None else f"{province.label.zh} {province.label.en}".strip()
    title = f"{province.name.zh} 数据审核问题清单 {province.period}"
    workbook = open_workbook(path, title, label, province.date)
    findings = compose_findings(province, _keep(quality.findings, "charged_to", filer))
    verdicts = _keep(quality.verdicts, "filer", filer)
    write_table(workbook, _summarise(findings, verdicts, title))
    table = tabulate_questions(findings, getattr(quality, "inquiries", pl.DataFrame()), province)
    _offer_outcomes(write_table(workbook, table), table)
    write_table(workbook, tabulate_verdicts(compose_verdicts(province, verdicts)))
    scores = getattr(quality, "scores", pl.DataFrame())
    if scores.height:
        write_table(workbook, tabulate_scores(_keep(scores, "ref_area", filer), province))
    workbook.book.close()


def _keep(frame: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    return frame.filter(pl.col(column) == code) if code and frame.width else frame


def _summarise(findings: pl.DataFrame, verdicts: pl.DataFrame, title: str) -> Table:
    rows = [_count_severity(findings, severity) for severity in SEVERITIES]
    rows += [_count_charged(findings, code) for code in sorted(set(findings["charged_to"].to_list()) - {""})]
    if "verdict" in verdicts.columns:
        rows += [_count_verdict(verdicts, verdict) for verdict in VERDICT_NAMES]
    schema = {"kind": pl.String, "what": pl.String, "number": pl.Int64}
    columns = (
        Column("kind", "类别", "Kind", kind="long"),
        Column("what", "内容", "Of which", kind="long"),
        Column("number", "数量", "Number", kind="number", decimals=0),
    )
    note = "逐条见“问题清单”，请报送单位在其末两列填写。Details on 问题清单; filers answer in its last two columns."
    return Table("汇总", f"{title} Summary", note, pl.DataFrame(rows, schema=schema, orient="row"), columns, frozen=0)


def _count_severity(findings: pl.DataFrame, severity: str) -> tuple[str, str, int]:
    name = SEVERITY_NAMES[severity]
    count = findings.filter(pl.col("severity") == severity).height
    return "按程度 by severity", f"{name['zh']} {name['en']}", count


def _count_charged(findings: pl.DataFrame, code: str) -> tuple[str, str, int]:
    charged = findings.filter(pl.col("charged_to") == code)
    return "按责任报送单位 by filer charged", f"{charged['charged_zh'][0]} {charged['charged_en'][0]}", charged.height


def _count_verdict(verdicts: pl.DataFrame, verdict: str) -> tuple[str, str, int]:
    name = VERDICT_NAMES[verdict]
    return "按审核结论 by verdict", f"{name.zh} {name.en}", verdicts.filter(pl.col("verdict") == verdict).height


def _offer_outcomes(sheet: Any, table: Table) -> None:
    """A drop-down list for the outcome, the last column."""
    index = len(table.columns) - 1
    last = FIRST_ROW + max(table.frame.height, 1) - 1
    sheet.data_validation(FIRST_ROW, index, last, index, {"validate": "list", "source": list(OUTCOMES)})
