"""The quality scores of the filers in the workbook of a bulletin: those of its period, with the trend."""

import polars as pl

from junxian.bulletin.contents.quality_line import FilerScore, QualityLine
from junxian.bulletin.workbook.questions import SCORE_COLUMNS
from junxian.bulletin.workbook.table import Column, Table

_LEFT_OUT = ("form_both", "time_period")
_TREND = (
    Column("before", "上期得分", "Period before", kind="number"),
    Column("trend", "历期得分", "Scores of all periods", kind="long"),
)
COLUMNS = (*(column for column in SCORE_COLUMNS if column.name not in _LEFT_OUT), *_TREND)
_NOTE = (
    "各报送单位本期全部报表合计，按登记顺序排列，不是排名；分报表和历期得分见 findings.xlsx。疑点本身不扣分。"
    "All returns of the period, filers in the order of the register: no league table. By form: findings.xlsx. A finding alone costs nothing."
)


def tabulate_filer_scores(line: QualityLine) -> Table:
    """The score of every filer, the points taken off, and its scores of earlier periods; missing values are empty cells.

    Checked in tests/unit/bulletin/test_filer_scores.py.
    """
    schema = {column.name: pl.String if column.is_text else pl.Float64 for column in COLUMNS}
    frame = pl.DataFrame([_describe(one) for one in line.scores], schema=schema, orient="row")
    return Table("质量得分", "质量得分 Quality scores", _NOTE, frame, COLUMNS, frozen=2)


def _describe(one: FilerScore) -> dict[str, object]:
    own = {column.name: one.counts.get(column.name) for column in COLUMNS}
    trend = "，".join(f"{period} {score:.1f}" for period, score in one.trend)
    return own | {
        "ref_area": one.code, "name_both": f"{one.name.zh} {one.name.en}".strip(), "before": one.before, "trend": trend,
    }  # fmt: skip
