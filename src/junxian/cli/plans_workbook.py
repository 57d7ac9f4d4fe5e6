"""Plans set side by side as a file: a workbook with a sheet for every factor, or its areas as CSV."""

from datetime import date
from pathlib import Path

import polars as pl

from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import Column, Table, join_languages, letter, put_words
from junxian.studies.compare_plans import PlansSideBySide

TITLE = "方案比较 Plans side by side"
MODES = {"formula": "公式法 formula", "welfare": "统筹方案 programme"}
_PLANS = (
    Column("plan", "方案", "Plan", kind="number", decimals=0),
    Column("named", "指定为", "Named"),
    Column("key", "编码", "Key", kind="code"),
    Column("mode_text", "方式", "Mode"),
    Column("period", "时期", "Period", kind="code"),
    Column("run", "批次（空为重新测算）", "Run (none: allotted anew)", kind="code"),
    Column("notes_zh", "说明", "Notes in Chinese", kind="long"),
    Column("notes_en", "说明（英文）", "Notes", kind="long"),
)
_SUMMARY = (
    Column("name_both", "要素", "Factor"),
    Column("plan", "方案", "Plan", kind="number", decimals=0),
    Column("unit", "单位", "Unit"),
    Column("areas", "共有地区", "Areas in all plans", kind="number", decimals=0),
    Column("total", "分配总数", "Allotted in all", kind="number"),
    Column("allotted", "其中共有地区", "To areas in all plans", kind="number"),
    Column("yardstick", "权重基数取自", "Weights and base of", kind="number", decimals=0),
    Column("efficiency", "加权效率", "Weighted efficiency", kind="number", decimals=4),
    Column("gini_base", "占基数的基尼系数", "Gini of quota / base", kind="number", decimals=4),
    Column("least_share", "占基数最低", "Least quota / base", kind="number", decimals=4),
    Column("gini", "指标数的基尼系数", "Gini of quotas", kind="number", decimals=4),
    Column("at_limits", "受限地区", "Areas at limits", kind="number", decimals=0),
    Column("relative_gap", "证书差距", "Gap of the certificate", kind="plain"),
    Column("gain", "增加", "Gain", kind="number", decimals=0),
    Column("lose", "减少", "Lose", kind="number", decimals=0),
    Column("moved", "移动", "Moved", kind="number"),
    Column("rank_correlation", "名次相关", "Rank correlation", kind="number", decimals=4),
    Column("beyond", "超出参数区间", "Beyond the interval", kind="number", decimals=0),
)
_DECLARED = (
    Column("key", "声明的键", "Key of the declaration"),
    Column("plan", "方案", "Plan", kind="number", decimals=0),
    Column("value", "值", "Value", kind="long"),
)
_ALONE = (
    Column("factor", "要素", "Factor"),
    Column("plan", "方案", "Plan", kind="number", decimals=0),
    Column("ref_area", "代码（空为整个要素）", "Code (none: the whole factor)", kind="code"),
    Column("name_both", "地区", "Area"),
    Column("quota", "配额", "Quota", kind="number"),
    Column("unit", "单位", "Unit"),
)


def write_plans(side: PlansSideBySide, path: Path) -> None:
    """Write all tables (.xlsx; differences are formulas), or the areas (.csv). Missing values are empty cells.

    Checked in tests/unit/cli/test_compare_plans.py.
    """
    if path.suffix == ".csv":
        side.areas.write_csv(path, include_bom=True)
        return
    workbook = open_workbook(path, TITLE, "", date.today())
    for table in [*_list_tables(side), *(tabulate_factor(side, factor) for factor in side.factors)]:
        write_table(workbook, table)
    workbook.book.close()


def _list_tables(side: PlansSideBySide) -> list[Table]:
    notes = [pl.col(f"notes_{language}").list.join("\n") for language in ("zh", "en")]
    plans = side.plans.with_columns(put_words("mode", MODES, "mode_text"), *notes)
    to_first = (
        "增减、移动、相关均与第一个方案比。Gain, lose, moved and correlation are against the first plan of the factor."
    )
    differing = "名称、依据不比；空为未声明。Names and basis are not compared; empty: not declared."
    single = "不在两个以上方案中的要素和地区。Factors and areas that are not compared."
    return [
        Table("方案", TITLE, "每行一个方案。A row a plan.", plans, _PLANS, frozen=1),
        Table("汇总", "汇总 Summary", to_first, join_languages(side.summary, ("name",)), _SUMMARY),
        Table("声明", "声明不同之处 What differs in the declarations", differing, side.declared, _DECLARED, frozen=1),
        Table("未比较", "未比较 Not compared", single, join_languages(side.alone, ("name",)), _ALONE),
    ]


def tabulate_factor(side: PlansSideBySide, factor: str) -> Table:
    """A row an area: quotas side by side, and differences to the first as formulas; sorted as `PlansSideBySide.widen` sorts."""
    summary = side.summary.filter(pl.col("factor") == factor)
    first, *others = summary["plan"].to_list()
    zh, en, unit = summary.select("name_zh", "name_en", "unit").row(0)
    frame = join_languages(side.widen(factor), ("name",)).with_columns(
        pl.when(f"is_beyond_{k}").then(pl.lit("是 yes")).otherwise(pl.lit("")).alias(f"beyond_{k}") for k in others
    )
    columns = (
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name_both", "地区", "Area"),
        *(Column(f"quota_{k}", f"方案{k}", f"Plan {k}", unit, "number", sum=True) for k in (first, *others)),
    )
    was = letter(columns, f"quota_{first}")
    for k in others:
        now = letter(columns, f"quota_{k}")
        columns += (
            Column(f"difference_{k}", f"方案{k}－{first}", f"Plan {k} - {first}", unit, "number", 2, f"={now}{{r}}-{was}{{r}}", sum=True),
            Column(f"percent_{k}", f"方案{k}增减%", f"Plan {k}, %", "", "number", 1, f"=100*({now}{{r}}-{was}{{r}})/{was}{{r}}"),
            Column(f"beyond_{k}", f"方案{k}超出区间", f"Plan {k} beyond the interval"),
        )  # fmt: skip
    note = "按第二个方案的增减排序；超出区间：取整前的数不在第一个方案的参数区间内。Beyond: outside the interval of the first over its knobs."
    return Table(f"要素 {factor}", f"{zh} {en}", note, frame, columns)
