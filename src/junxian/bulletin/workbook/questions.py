"""Sheets of findings.xlsx: every finding with what became of it and room for an answer, and the scores of the filers."""

import polars as pl

from junxian.bulletin.contents.naming import add_names, name_area, name_form
from junxian.bulletin.workbook.filed import ANSWER_COLUMNS, FINDING_COLUMNS, tabulate_findings
from junxian.bulletin.workbook.table import Column, Table, add_columns, join_languages
from junxian.declared.province import Province
from junxian.quality.innocent import explain_innocently
from junxian.quality.inquiries import INQUIRY_SCHEMA, STATES
from junxian.terms.name import Name

QUESTIONS = "问题清单"
ALL_FORMS = Name(zh="全部报表", en="all forms")
ID = Column("id", "编号", "Id", kind="code")
STATE_COLUMNS = (
    Column("innocent_both", "可能的正常原因", "What would explain it innocently", kind="long"),
    Column("state_both", "办理情况", "State"),
    Column("due", "答复期限", "Answer due", kind="date"),
    Column("decision_both", "审定意见", "Decision", kind="long"),
)
SCORE_COLUMNS = (
    Column("ref_area", "报送单位代码", "Filer code", kind="code"),
    Column("name_both", "报送单位", "Filer"),
    Column("form_both", "报表", "Form", kind="long"),
    Column("time_period", "报告期", "Period", kind="code"),
    Column("score", "得分", "Score", kind="number"),
    Column("error_points", "强制未改扣分", "Holds left open", kind="number"),
    Column("query_points", "核实未答扣分", "Questions unanswered", kind="number"),
    Column("coverage_points", "漏报漏统扣分", "Not covered", kind="number"),
    Column("lateness_points", "迟报扣分", "Late", kind="number"),
    Column("revision_points", "修订偏向扣分", "One-sided revisions", kind="number"),
    Column("waiting", "待答待审（不扣分）", "Waiting, cost nothing", kind="number", decimals=0),
    Column("settled", "已销案", "Settled", kind="number", decimals=0),
    Column("expected", "应报数据", "Figures required", kind="number", decimals=0),
    Column("filled", "实报数据", "Figures filed", kind="number", decimals=0),
    Column("coverage", "覆盖率", "Coverage", kind="share", decimals=1),
    Column("due", "应报报表", "Returns due", kind="number", decimals=0),
    Column("in_time", "按时报表", "In time", kind="number", decimals=0),
    Column("punctuality", "按时率", "Punctuality", kind="share", decimals=1),
)


def tabulate_questions(findings: pl.DataFrame, inquiries: pl.DataFrame, province: Province) -> Table:
    """Findings as `evidence.compose_findings` names them, with what became of each, and room for the filer's answer."""
    told = inquiries if inquiries.width else pl.DataFrame(schema=INQUIRY_SCHEMA)
    known = told.select("id", "state", "due", "decision", "why_zh", "why_en", pl.col("answer").alias("told"))
    frame = findings.join(known, on="id", how="left", maintain_order="left")
    frame = add_names(frame, "state", "state", lambda code: STATES[code])
    frame = add_names(frame, "rule", "innocent", lambda code: explain_innocently(province.rules.get(code)))
    plain = tabulate_findings(frame)
    decision = pl.concat_str("decision", "why_zh", "why_en", separator="\n", ignore_nulls=True).str.strip_chars("\n")
    full = add_columns(
        join_languages(plain.frame, ("innocent", "state")), decision.alias("decision_both"),
        pl.col("told").fill_null("").alias("answer"), pl.lit("").alias("outcome"),
    )  # fmt: skip
    number, *rest = FINDING_COLUMNS
    return Table(
        QUESTIONS, plain.title, plain.note, full, (number, ID, *rest, *STATE_COLUMNS, *ANSWER_COLUMNS), plain.tint
    )


def tabulate_scores(scores: pl.DataFrame, province: Province) -> Table:
    """The quality score of every filer by period and form, with the points taken off."""
    named = add_names(scores, "ref_area", "name", lambda code: name_area(province, code))
    named = add_names(named, "form", "form", lambda code: name_form(province, code) if code else ALL_FORMS)
    frame = join_languages(named, ("name", "form")).sort(
        "time_period", "ref_area", "form", descending=[True, False, False]
    )
    note = (
        "100分减各项扣分；疑点本身不扣分，逾期未改、未答才扣。"
        "100 less the points taken off; a finding alone costs nothing until its day has passed without correction or answer."
    )
    return Table("质量得分", "质量得分 Quality scores", note, frame, SCORE_COLUMNS, frozen=4)
