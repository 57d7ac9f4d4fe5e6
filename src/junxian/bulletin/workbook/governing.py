"""Sheets on what is governed: bottom lines, plans of factors, tasks."""

from typing import Any

import polars as pl

from junxian.bulletin.contents.content import BulletinContent, LineSummary, PlanSummary
from junxian.bulletin.contents.wording import BOUND_NAMES, STATE_NAMES
from junxian.bulletin.workbook.table import STATE_COLOURS, Column, Table, Tint, add_columns, join_languages, put_words
from junxian.terms.name import Name

_LINE_COLUMNS = (
    Column("line_both", "底线", "Line"),
    Column("ref_area", "代码", "Code", kind="code"),
    Column("name_both", "地区", "Area"),
    Column("time_period", "报告期", "Period", kind="code"),
    Column("state_text", "状态", "State"),
    Column("value", "数值", "Value", kind="measure"),
    Column("threshold", "最近界限", "Nearest threshold", kind="measure"),
    Column("headroom", "余地", "Headroom", kind="measure"),
    Column("unit", "计量单位", "Unit"),
    Column("raised_text", "连续变差升级", "Raised"),
    Column("worsening", "连续变差期数", "Periods worsening", kind="number", decimals=0),
)
_SUMMARY_COLUMNS = (
    Column("line", "底线", "Line", kind="long"),
    Column("measure", "监测指标", "Measured by", kind="long"),
    Column("thresholds", "界限", "Thresholds", kind="long"),
    *(Column(state, name.zh, name.en, kind="number", decimals=0) for state, name in STATE_NAMES.items()),
    Column("not_filed", "未报送说明", "Why not filed", kind="long"),
)
_TASK_COLUMNS = (
    Column("task", "任务编号", "Number", kind="code"),
    Column("light_both", "灯号", "Light"),
    Column("title", "任务", "Task", kind="long"),
    Column("name_both", "涉及地区", "Area concerned"),
    Column("issuer_both", "交办单位", "Issuer", kind="long"),
    Column("responsible_both", "责任单位", "Responsible"),
    Column("issued", "交办日期", "Issued", kind="date"),
    Column("due", "到期日期", "Due", kind="date"),
    Column("days_left", "剩余天数", "Days left", kind="number", decimals=0),
    Column("progress", "进度", "Progress", kind="share", decimals=0),
    Column("evidence", "销号依据", "Evidence", kind="long"),
    Column("source", "来源", "Source"),
    Column("subject", "对象", "Subject"),
    Column("time_period", "报告期", "Period", kind="code"),
)
_LIGHT_COLOURS = {"red": "#F1A9A0", "yellow": "#FFF1B8", "blue": "#D6E4F5", "done": "#E3E3E3"}


def tabulate_line_summary(lines: tuple[LineSummary, ...]) -> Table:
    """How many areas stand in each state of every line."""
    schema: dict[str, Any] = {c.name: pl.Int64 if c.kind == "number" else pl.String for c in _SUMMARY_COLUMNS}
    frame = pl.DataFrame([_summary_row(line) for line in lines], schema=schema, orient="row")
    note = "各底线处于每种状态的地区数。Number of areas in each state of every line."
    return Table("底线汇总", "底线汇总 Bottom lines", note, frame, _SUMMARY_COLUMNS, frozen=1)


def _summary_row(line: LineSummary) -> dict[str, Any]:
    texts = {"line": line.name, "measure": line.measure, "thresholds": line.thresholds, "not_filed": line.not_filed}
    return {key: _two_lines(name) for key, name in texts.items()} | line.states


def _two_lines(name: Any) -> str:
    return "" if name is None else "\n".join(dict.fromkeys(text for text in (name.zh, name.en) if text))


def tabulate_lines(states: pl.DataFrame) -> Table:
    """The state of every line in every area; a line that is known nowhere stands in the summary alone."""
    if not states.is_empty():
        states = states.filter((pl.col("state") != "unknown").any().over("line"))
    frame = add_columns(
        join_languages(states, ("line", "name")),
        put_words("state", {code: f"{n.zh} {n.en}" for code, n in STATE_NAMES.items()}, "state_text"),
        pl.when(pl.col("raised")).then(pl.lit("是 yes")).otherwise(pl.lit("")).alias("raised_text"),
    )
    note = (
        "余地为正表示尚有空间；未报送的不作推断，全省均未报送的底线只列入汇总。"
        "Positive headroom is room left; what was not filed is not inferred, and a line that nobody filed stands in the summary alone."
    )
    tint = Tint("state_text", "state", STATE_COLOURS)
    return Table("底线状态", "底线状态 States of the bottom lines", note, frame, _LINE_COLUMNS, tint, frozen=3)


def tabulate_plan(plan: PlanSummary) -> Table:
    """One plan: quota = basic + efficiency, as a formula in every row, with totals."""
    columns = _plan_columns(plan.unit)
    rest = pl.col("quota") - pl.col("basic").cast(pl.Float64) - pl.col("efficiency").cast(pl.Float64)
    frame = add_columns(
        join_languages(plan.table, ("name", "city")),
        put_words("bound", {code: f"{n.zh} {n.en}" for code, n in BOUND_NAMES.items()}, "bound_text"),
        rest.alias("rest"),
        (pl.col("quota").is_not_null() & rest.is_not_null()).alias("quota_holds"),
        ((pl.col("quota") - pl.col("last") - pl.col("change")).abs() < 1e-6).alias("change_holds"),
    )
    heading = f"【{plan.heading.zh} {plan.heading.en}】" if plan.heading else ""
    note = (
        "配额 = 基本份额 + 效率份额 + 取整与限额调整；无限制列为空。"
        "Quota = basic + efficiency + rounding and limits; a limit that does not apply is empty."
    )
    title = f"{plan.name.zh} {plan.name.en}".strip() + heading
    return Table(f"配置 {plan.name.zh}", title, note, frame, columns, frozen=2)


def _plan_columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name_both", "地区", "Area"),
        Column("city_both", "市（州）", "City"),
        Column("quota", "配额", "Quota", unit, "number", 2, "=$E{r}+$F{r}+$G{r}", "quota_holds", sum=True),
        Column("basic", "基本份额", "Basic share", unit, "number", sum=True),
        Column("efficiency", "效率份额", "Efficiency share", unit, "number", sum=True),
        Column("rest", "取整与限额调整", "Rounding and limits", unit, "number", sum=True),
        Column("need_share", "需求占比", "Share of need", kind="share", decimals=3),
        Column("efficiency_weight", "效率权数", "Efficiency weight", kind="number", decimals=6),
        Column("performance", "考核系数", "Performance", kind="number", decimals=4),
        Column("clearance", "处置系数", "Clearance", kind="number"),
        Column("gate", "底线系数", "Gate", kind="number"),
        Column("lower", "下限", "Lower limit", unit, "number"),
        Column("upper", "上限", "Upper limit", unit, "number"),
        Column("applied", "申请数", "Applied for", unit, "number"),
        Column("last", "上年配额", "Last year", unit, "number"),
        Column("change", "较上年增减", "Change on last year", unit, "number", 2, "=$D{r}-$P{r}", "change_holds"),
        Column("bound_text", "起作用的限制", "Bound that holds"),
        Column("why_zh", "说明", "Explanation in Chinese"),
        Column("why_en", "说明（英文）", "Explanation"),
    )


_POOLS = {"need": Name(zh="需求", en="Need"), "efficiency": Name(zh="效率", en="Efficiency")}


def tabulate_parts(plan: PlanSummary) -> Table:
    """From which figures need and efficiency of a plan were taken: a row per area, value and share of each measure."""
    frame = plan.table if plan.table.is_empty() else plan.table.select("ref_area", "name_zh", "name_en")
    frame = join_languages(frame, ("name",))
    columns = [Column("ref_area", "代码", "Code", kind="code"), Column("name_both", "地区", "Area")]
    for number, part in enumerate([] if plan.parts.is_empty() else _part_measures(plan.parts)):
        frame, added = _add_measure(frame, part, number)
        columns += added
    note = (
        "每项依据列出数值及其占全部地区的比重；比重按权重相加，即为需求占比和效率权数。"
        "Each measure with its value and its share of all areas; shares weighed add up to the share of need and the efficiency weight."
    )
    return Table(f"依据 {plan.name.zh}", f"{plan.name.zh}：配置依据 What the plan counts", note, frame, tuple(columns))


def _part_measures(parts: pl.DataFrame) -> list[pl.DataFrame]:
    return parts.partition_by("pool", "of", maintain_order=True)


def _add_measure(frame: pl.DataFrame, part: pl.DataFrame, number: int) -> tuple[pl.DataFrame, list[Column]]:
    first, value, share = part.row(0, named=True), f"value:{number}", f"share:{number}"
    pool = _POOLS.get(first["pool"], Name(zh=first["pool"]))
    added = part.select("ref_area", pl.col("value").alias(value), pl.col("share").alias(share))
    zh, en = f"{pool.zh}：{first['of_zh']}", f"{pool.text('en')}: {first['of_en']}"
    columns = [
        Column(value, zh, en, first["unit"] or "", kind="measure"),
        Column(
            share,
            f"{zh}占比（权重{first['weight']:g}）",
            f"{en}, share (weight {first['weight']:g})",
            kind="share",
            decimals=4,
        ),
    ]
    return frame.join(added, on="ref_area", how="left", validate="1:1", maintain_order="left"), columns


_TOTALS = {
    "supply": "总量 supply", "reserve": "预留 reserve", "basic_pool": "基本池 basic pool",
    "efficiency_pool": "效率池 efficiency pool", "allotted": "已配置 allotted", "returned": "退回预留 returned",
    "gini_before": "配置前基尼系数 Gini before", "gini_after": "配置后基尼系数 Gini after",
    "below_last": "低于上年的个数 areas below last year",
}  # fmt: skip


def tabulate_totals(plans: tuple[PlanSummary, ...]) -> Table:
    """Totals of every plan, and the limits that conflict where one is infeasible."""
    rows = [
        {
            "plan": plan.name.zh,
            "heading": _two_lines(plan.heading),
            "total": _TOTALS[name],
            "value": value,
            "remark": "",
        }
        for plan in plans
        for name, value in plan.totals.items()
    ]
    rows += [_conflict_row(plan, row) for plan in plans for row in plan.conflicts.iter_rows(named=True)]
    columns = (
        Column("plan", "方案", "Plan", kind="long"),
        Column("heading", "标注", "Label", kind="long"),
        Column("total", "项目", "Total", kind="long"),
        Column("value", "数值", "Value", kind="plain"),
        Column("remark", "说明", "Remark", kind="long"),
    )
    schema = {c.name: pl.String if c.is_text else pl.Float64 for c in columns}
    note = "各方案的总量、预留与两池。Supply, reserve and pools of each plan."
    return Table(
        "配置汇总", "要素配置汇总 Totals of the plans", note, pl.DataFrame(rows, schema=schema), columns, frozen=1
    )


def _conflict_row(plan: PlanSummary, row: dict[str, Any]) -> dict[str, Any]:
    total, remark = f"冲突的限制 conflict：{row['limit']}", f"{row['zh']} {row['en']}"
    return {"plan": plan.name.zh, "heading": "", "total": total, "value": row["amount"], "remark": remark}


def tabulate_tasks(content: BulletinContent) -> Table:
    """Every task with issuer, responsible area, due date and light."""
    frame = add_columns(
        join_languages(content.tasks, ("light", "name", "issuer", "responsible")),
        *(pl.concat_str(f"{text}_zh", pl.lit("\n"), f"{text}_en").alias(text) for text in ("title", "evidence")),
    )
    note = "红：逾期；黄：滞后；蓝：临近到期；绿：按时序。Red: overdue; yellow: behind; blue: due soon; green: on time."
    tint = Tint("light_both", "light", _LIGHT_COLOURS)
    return Table("督办任务", "督办任务 Tasks", note, frame, _TASK_COLUMNS, tint)
