"""Sheets on the assessment: a ranking per class, the score of every indicator, the gap to the class median."""

import math
from dataclasses import replace
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from junxian.assessment import Scorecard
from junxian.bulletin.contents.area_content import AreaPage, Contribution
from junxian.bulletin.contents.content import BulletinContent, ClassRanking
from junxian.bulletin.workbook.table import FIRST_ROW, Column, Table, join_languages, letter

Used = tuple[float | None, float | None]  # weight used, points
SCORE_SHEET = "指标得分"
STATUS_NAMES = {"imputed": "插补 imputed", "missing": "缺 missing", "withheld": "暂不采用 withheld"}  # else used

SCORE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "name": pl.String, "class": pl.String, "indicator": pl.String,
    "value": pl.Float64, "unit": pl.String, "normalised": pl.Float64, "used_weight": pl.Float64, "points": pl.Float64,
    "status": pl.String,
}  # fmt: skip
_SCORE_COLUMNS = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("class", "类别", "Class"),
    Column("indicator", "指标", "Indicator"),
    Column("value", "指标值", "Value", kind="measure"),
    Column("unit", "计量单位", "Unit"),
    Column("normalised", "单项得分", "Normalised", "分", kind="number"),
    Column("used_weight", "实用权重", "Weight used", kind="number", decimals=4),
    Column("points", "计入总分", "Points", "分", kind="number", decimals=4, sum=True),
    Column("status", "状态", "Status"),
)


def gather_scores(content: BulletinContent, scorecard: Scorecard | None) -> pl.DataFrame:
    """The score of every indicator in every assessed area (SCORE_SCHEMA), areas by class and rank.

    The weights used where figures are missing come from the scorecard; without it weights used and points stand only
    where nothing is missing. Logarithms are turned back into their quantity.
    """
    used = {} if scorecard is None else _index_used(scorecard)
    rows = [row for page in order_pages(content) for row in _score_area(page, used)]
    frame = pl.DataFrame(rows, schema=SCORE_SCHEMA, orient="row")
    product = pl.col("normalised") * pl.col("used_weight") / 100
    return frame.with_columns(((product - pl.col("points")).abs() < 1e-9).fill_null(False).alias("points_hold"))


def _index_used(scorecard: Scorecard) -> dict[tuple[str, str], Used]:
    if "indicator" not in scorecard.indicators.columns:
        return {}
    rows = scorecard.indicators.select("ref_area", "indicator", "used_weight", "points").iter_rows()
    return {(area, indicator): (weight, points) for area, indicator, weight, points in rows}


def order_pages(content: BulletinContent) -> list[AreaPage]:
    """Pages of the assessed areas: by class, the ranked by rank, the unranked last."""
    codes = (code for r in content.rankings for code in (*r.table["ref_area"], *r.unranked["ref_area"]))
    return [content.area_pages[code] for code in codes if code in content.area_pages]


def _score_area(page: AreaPage, used: dict[tuple[str, str], Used]) -> list[tuple[Any, ...]]:
    whole = all(c.status != "missing" for c in page.contributions)
    return [
        (
            page.code, page.name.zh, page.standing.class_name.zh, f"{c.indicator} {c.name.zh}", c.value, c.unit, c.normalised,
            *(used.get((page.code, c.indicator)) or _assume_used(c, whole)), STATUS_NAMES.get(c.status, ""),
        )
        for c in sorted(page.contributions, key=lambda c: c.indicator)
    ]  # fmt: skip


def _assume_used(c: Contribution, whole: bool) -> Used:
    """What is known without the scorecard: where nothing is missing, the declared weights are the weights used."""
    known = whole and c.weight is not None and c.normalised is not None and c.to_bound is not None
    points = c.weight * c.normalised / 100 if known and c.weight and c.normalised else None
    return c.weight if whole else None, points


def tabulate_scores(scores: pl.DataFrame) -> Table:
    """Every indicator of every area; points are the score times the weight used."""
    note = (
        "计入总分 = 单项得分 × 实用权重 ÷ 100；缺项的权重已公开摊到其余指标。状态为空即采用。界限、权重和英文名见“指标界限”。"
        "Points = normalised × weight used / 100; weights of missing indicators are spread over the others. An empty "
        "status means used. Bounds, weights and English names: sheet 指标界限."
    )
    normalised, weight = (letter(_SCORE_COLUMNS, name) for name in ("normalised", "used_weight"))
    formula = f"={normalised}{{r}}*{weight}{{r}}/100"
    columns = tuple(
        replace(c, formula=formula, holds="points_hold") if c.name == "points" else c for c in _SCORE_COLUMNS
    )
    return Table(SCORE_SHEET, "指标得分 Indicator scores", note, scores, columns, frozen=2)


_BOUND_COLUMNS = (
    Column("class", "类别", "Class"),
    Column("indicator", "指标代码", "Indicator", kind="code"),
    Column("zh", "指标", "Name in Chinese", kind="long"),
    Column("en", "指标（英文）", "Name", kind="long"),
    Column("unit", "计量单位", "Unit"),
    Column("weight", "规定权重", "Weight", kind="number", sum=True),
    Column("low", "下界", "Lower bound", kind="measure"),
    Column("median", "本类中位", "Class median", kind="measure"),
    Column("high", "上界", "Upper bound", kind="measure"),
)


def tabulate_bounds(content: BulletinContent, scorecard: Scorecard | None) -> Table:
    """Weight, bounds and class median of every indicator in every class; bounds come from the scorecard."""
    bounds = {} if scorecard is None else _index_bounds(scorecard)
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for page in order_pages(content):
        class_code, class_name = page.standing.class_code, page.standing.class_name.zh
        for c in sorted(page.contributions, key=lambda c: c.indicator):
            low, high = bounds.get((class_code, c.indicator), (None, None))
            if c.turned_back:
                low, high = (None if bound is None else math.exp(bound) for bound in (low, high))
            row = (class_name, c.indicator, c.name.zh, c.name.en, c.unit, c.weight, low, c.reference_value, high)
            found.setdefault((class_code, c.indicator), row)
    schema = {c.name: pl.String if c.is_text else pl.Float64 for c in _BOUND_COLUMNS}
    frame = pl.DataFrame(list(found.values()), schema=schema, orient="row")
    note = (
        "界限以原值列示（取对数计分的已还原）。各类权重合计均为100。"
        "Bounds in the quantity itself, logarithms turned back. The weights of each class sum to 100."
    )
    return Table("指标界限", "指标界限与权重 Bounds and weights", note, frame, _BOUND_COLUMNS)


def _index_bounds(scorecard: Scorecard) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    if "indicator" not in scorecard.bounds.columns:
        return {}
    rows = scorecard.bounds.select("class", "indicator", "low", "high").iter_rows()
    return {(class_code, indicator): (low, high) for class_code, indicator, low, high in rows}


_RANKING_COLUMNS = (
    Column("rank", "名次", "Rank", kind="number", decimals=0),
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name_both", "地区", "Area"),
    Column("city_both", "市（州）", "City"),
    Column("total", "总分", "Total", "分", kind="number"),
    Column("score", "评价得分", "Score", "分", kind="number"),
    Column("bonus", "加分", "Bonus", kind="number"),
    Column("deduction", "减分", "Deduction", kind="number"),
    Column("summed", "指标得分合计（复核）", "Sum of points (check)", "分", kind="number"),
    Column("rank_low", "名次区间（高）", "Interval from", kind="number", decimals=0),
    Column("rank_high", "名次区间（低）", "Interval to", kind="number", decimals=0),
    Column("rank_median", "名次中位", "Median rank", kind="number", decimals=1),
    Column("group", "组别", "Group", kind="number", decimals=0),
    Column("group_from", "同组位次（自）", "Group's places from", kind="number", decimals=0),
    Column("group_to", "同组位次（至）", "to", kind="number", decimals=0),
    Column("probability_of_first", "居首位的情形", "First in", kind="share"),
    Column("leads_next", "领先下一位的情形", "Leads the next in", kind="share"),
    Column("tied_text", "并列", "Tied"),
    Column("coverage", "报送覆盖", "Coverage", kind="share", decimals=0),
    Column("award_text", "可参评奖", "Award"),
    Column("vetoed_by", "底线否决", "Vetoed by"),
    Column("neighbour_class_both", "相邻类别", "Next class"),
    Column("neighbour_rank", "在相邻类别名次", "Rank there", kind="number", decimals=0),
    Column("neighbour_of", "该类个数", "Of", kind="number", decimals=0),
    Column("why_zh", "说明", "Remark in Chinese"),
    Column("why_en", "说明（英文）", "Remark"),
)


def tabulate_ranking(ranking: ClassRanking, scores: pl.DataFrame) -> Table:
    """The ranking of one class, the unranked below; score and total are formulas where they add up to the stored figure."""
    frame = pl.concat([ranking.table, ranking.unranked])
    sums = scores.group_by("ref_area").agg(
        pl.when(_adds_up()).then(pl.col("points").sum()).alias("summed"),
    )
    frame = frame.join(sums, on="ref_area", how="left", validate="1:1", maintain_order="left")
    frame = join_languages(frame, ("name", "city", "neighbour_class")).with_columns(
        _say("tied", "并列 tied").alias("tied_text"), _say("award", "是 yes").alias("award_text"), _total_holds()
    )
    heading = f"（{ranking.heading.zh}）" if ranking.heading else ""
    remark = "成员较少，只作列示，不作评奖依据。Listed only, no award. " if ranking.listed else ""
    note = (
        f"{remark}名次区间：权重、数据误差和方法变动时名次所在范围；同组与组首不能区分先后，组内按得分排列。"
        "Interval: where the rank lies as weights, data error and method vary. Members of a group cannot be told apart "
        "from its first; they stand by score."
    )
    title = f"{ranking.name.zh} {ranking.name.en}{heading}".strip()
    return Table(f"排名 {ranking.name.zh}", f"分类排名：{title}", note, frame, _with_formulas(frame), frozen=3)


def _adds_up() -> pl.Expr:
    """Whether every indicator that has a score has points too: then their sum is the score."""
    return (pl.col("points").is_not_null() == pl.col("normalised").is_not_null()).all() & pl.col("points").count().gt(0)


def _say(column: str, text: str) -> pl.Expr:
    return pl.when(pl.col(column)).then(pl.lit(text)).otherwise(pl.lit(""))


def _round_score() -> pl.Expr:
    scale = 10.0 ** pl.col("decimals")
    return (pl.col("score") * scale).round() / scale


def _total_holds() -> pl.Expr:
    parts = _round_score() + pl.col("bonus").fill_null(0.0) - pl.col("deduction").fill_null(0.0)
    return ((parts - pl.col("total")).abs() < 1e-6).alias("total_holds")


def _with_formulas(frame: pl.DataFrame) -> tuple[Column, ...]:
    decimals = frame["decimals"].to_list()[0] if frame.height else 2
    area, points = letter(_SCORE_COLUMNS, "ref_area"), letter(_SCORE_COLUMNS, "points")
    score, bonus, deduction = (letter(_RANKING_COLUMNS, name) for name in ("score", "bonus", "deduction"))
    code, sheet = letter(_RANKING_COLUMNS, "ref_area"), f"'{SCORE_SHEET}'!"
    formulas = {
        "summed": f"=SUMIFS({sheet}{points}:{points},{sheet}{area}:{area},{code}{{r}})",
        "total": f"=ROUND({score}{{r}},{decimals})+{bonus}{{r}}-{deduction}{{r}}",
    }
    shown = {"total": decimals, "score": decimals}
    holds = {"summed": "", "total": "total_holds"}
    return tuple(
        Column(
            c.name,
            c.zh,
            c.en,
            c.unit,
            c.kind,
            shown.get(c.name, c.decimals),
            formulas.get(c.name, ""),
            holds.get(c.name, ""),
        )
        for c in _RANKING_COLUMNS
    )


_GAP_COLUMNS = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name", "地区", "Area"),
    Column("class", "类别", "Class"),
    Column("score", "评价得分", "Score", "分", kind="number"),
    Column("median", "本类中位得分", "Score of the median profile", "分", kind="number"),
)


def tabulate_gaps(content: BulletinContent) -> Table:
    """The gap of every area to the median profile of its class, by indicator; the total is the sum of the row."""
    pages = order_pages(content)
    names = {c.indicator: c.name for page in pages for c in page.contributions}
    codes = sorted(names)
    rows = [_gap_row(page, codes) for page in pages if page.reference_score is not None]
    gaps = [f"gap:{code}" for code in codes]
    schema: dict[str, Any] = dict.fromkeys(("ref_area", "name", "class"), pl.String)
    schema |= dict.fromkeys(("score", "median", "total", *gaps), pl.Float64)
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(_gap_holds(gaps))
    indicators = tuple(Column(f"gap:{c}", names[c].zh, names[c].en, "分", "number", 3) for c in codes)
    total = Column("total", "差距合计", "Total gap", "分", "number", 3, _sum_beside(len(codes)), "total_holds")
    note = (
        "各指标使总分高于（正）或低于（负）本类中位水平多少分；逐项相加等于得分之差。"
        "Points by which each indicator lifts (+) or lowers (−) the area against the median of its class; they add up."
    )
    return Table("差距分解", "差距分解 Gap to the class median", note, frame, (*_GAP_COLUMNS, total, *indicators))


def _gap_row(page: AreaPage, codes: list[str]) -> tuple[Any, ...]:
    gaps = {c.indicator: c.gap_points for c in page.contributions}
    score, median = page.standing.score, page.reference_score
    total = score - median if score is not None and median is not None else None
    return page.code, page.name.zh, page.standing.class_name.zh, score, median, total, *(gaps.get(c) for c in codes)


def _gap_holds(gaps: list[str]) -> pl.Expr:
    if not gaps:
        return pl.lit(False).alias("total_holds")
    return ((pl.sum_horizontal(gaps) - pl.col("total")).abs() < 1e-6).alias("total_holds")


def _sum_beside(count: int) -> str:
    """The sum of so many columns to the right of the total."""
    begin = len(_GAP_COLUMNS) + 1
    return f"=SUM({xl_col_to_name(begin)}{{r}}:{xl_col_to_name(begin + count - 1)}{{r}})"


def shade_gaps(sheet: Any, table: Table) -> None:
    """Red for what lowers an area, green for what lifts it."""
    if table.frame.is_empty():
        return
    last = FIRST_ROW + table.frame.height - 1
    scale = {"type": "3_color_scale", "mid_type": "num", "mid_value": 0, "min_color": "#F1A9A0", "mid_color": "#FFFFFF"}
    sheet.conditional_format(FIRST_ROW, 6, last, len(table.columns) - 1, scale | {"max_color": "#A9D5AD"})
