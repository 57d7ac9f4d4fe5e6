"""Proposals of mending as a workbook: what was filed, what it might be instead, why; and how a proposal becomes a figure."""

from pathlib import Path

import polars as pl

from junxian.bulletin.workbook.audited import expect_workbook
from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import Column, Table
from junxian.declared.province import Province
from junxian.quality.mending.propose import Proposals
from junxian.terms.name import Name

STATUS_NAMES = {
    "I": Name(zh="插补", en="imputed"),
    "E": Name(zh="估计", en="estimated"),
    "U": Name(zh="可靠性低", en="low reliability"),
}
DEED_NAMES = {
    "localise": Name(zh="错误定位", en="localise"), "deduce": Name(zh="推定", en="deduce"), "impute": Name(zh="插补", en="impute"),
    "benchmark": Name(zh="基准化", en="benchmark"), "reconcile": Name(zh="平衡", en="reconcile"),
}  # fmt: skip
WAY_NAMES = {
    "own_growth": Name(zh="自身增速", en="its own growth"), "peers_growth": Name(zh="同类增长", en="growth of its class"),
    "proxy_ratio": Name(zh="与参照之比", en="ratio to a proxy"), "regression": Name(zh="稳健回归", en="robust regression"),
    "between": Name(zh="前后两期之间", en="between two periods"), "own_trend": Name(zh="自身趋势", en="its own trend"),
    "last": Name(zh="沿用上期", en="last value"), "class_ratio": Name(zh="同类比例", en="ratio of its class"),
    "fellegi_holt": Name(zh="最少改动", en="fewest changes"), "least_squares": Name(zh="最小二乘", en="least squares"),
    "power_of_ten": Name(zh="数量级还原", en="power of ten undone"), "denton_cholette": Name(zh="比例法", en="proportional"),
}  # fmt: skip
ADOPTION = Name(
    zh="以上只是建议，没有改动任何填报数，汇总和评价也不使用。采纳的办法：由原报送单位核对原始资料，确认后按修订版重新报送（figures/ 下序号加一，登记在 filings.csv），原填报数保留在案。",
    en="These are proposals: no filed figure was changed, and no run uses them. To adopt one, the filer checks its sources and files a "
    "revision (the next number under figures/, listed in filings.csv); what was filed before stays on record.",
)
_PLACE = (
    Column("ref_area", "代码", "Code", kind="code"),
    Column("area", "地区", "Area"),
    Column("time_period", "时期", "Period", kind="code"),
    Column("name", "项目", "Item", kind="long"),
)
_COLUMNS = (
    *_PLACE,
    Column("item", "项目代码", "Item key", kind="code"),
    Column("unit", "计量单位", "Unit"),
    Column("filed", "填报数", "Filed", kind="plain"),
    Column("proposed", "建议数", "Proposed", kind="plain"),
    Column("low", "下限", "From", kind="plain"),
    Column("high", "上限", "To", kind="plain"),
    Column("status", "状态", "Status"),
    Column("method_text", "方法", "Method", kind="long"),
    Column("why_zh", "依据", "Reason in Chinese", kind="long"),
    Column("why_en", "依据（英文）", "Reason", kind="long"),
)
_UNUSED = (
    Column("rule", "编码", "Code", kind="code"),
    Column("name", "规则", "Rule", kind="long"),
    Column("why_zh", "原因", "Reason in Chinese", kind="long"),
    Column("why_en", "原因（英文）", "Reason", kind="long"),
)
_TOLD = (Column("zh", "办法", "In Chinese", kind="long"), Column("en", "办法（英文）", "In English", kind="long"))
_REFUSED = (
    Column("deed_text", "方法", "Deed"),
    *_PLACE,
    Column("why_zh", "原因", "Reason in Chinese", kind="long"),
    Column("why_en", "原因（英文）", "Reason", kind="long"),
)
_SOLVED = (
    Column("time_period", "时期", "Period", kind="code"),
    Column("record", "记录", "Record", kind="number", decimals=0),
    Column("solution", "方案", "Solution", kind="number", decimals=0),
    Column("ref_area", "代码", "Code", kind="code"),
    Column("area", "地区", "Area"),
    Column("name", "须改的项目", "Item that must change", kind="long"),
    Column("weight", "方案总权重", "Weight of the solution", kind="measure"),
    Column("listed", "已列全", "All listed"),
)


def write_proposals(given: Proposals, province: Province, path: Path) -> None:
    """Write proposals, choices of cells that weigh the same, and what cannot be mended; NotPermitted for another ending than .xlsx.

    Missing values are empty cells. Checked in tests/unit/bulletin/test_proposed.py.
    """
    expect_workbook(path)
    title = f"{province.name.zh} 数据修正建议 Proposals"
    workbook = open_workbook(path, title, "" if province.label is None else province.label.zh, province.date)
    proposals = _name(given.proposals, province).with_columns(
        pl.col("item")
        .replace_strict({k: i.unit for k, (_, i) in province.items.items()}, return_dtype=pl.String)
        .alias("unit"),
        _say("obs_status", STATUS_NAMES).alias("status"),
        pl.col("method").map_elements(_say_both, return_dtype=pl.String).alias("method_text"),
    )
    note = "只是建议，填报数不动；怎样采纳见“采纳办法”。Proposals only; how one is adopted: sheet 采纳办法."
    write_table(workbook, Table("修正建议", title, note, proposals, _COLUMNS, frozen=4))
    refused = _name(given.refusals, province).with_columns(_say("deed", DEED_NAMES).alias("deed_text"))
    write_table(
        workbook,
        Table(
            "不能修正",
            "不能修正 Cannot be mended",
            "没有数好过编造的数。No figure is better than an invented one.",
            refused,
            _REFUSED,
        ),
    )
    solved = _name(given.solutions, province).with_columns(
        pl.when("all_listed").then(pl.lit("是 yes")).otherwise(pl.lit("否 no")).alias("listed")
    )
    text = "每个方案都能使全部规则成立，同一记录的各方案权重相同。Each solution lets every rule hold; those of a record weigh the same."
    write_table(workbook, Table("定位方案", "定位方案 Lightest choices of cells", text, solved, _SOLVED))
    names = {code: f"{rule.name.zh} {rule.name.en}".strip() for code, rule in province.rules.items()}
    unused = given.left_out.with_columns(pl.col("rule").replace(names).alias("name"))
    text = "这些公式不参与错误定位。Localisation does not see these expressions."
    write_table(workbook, Table("未用规则", "未用于错误定位的公式 Expressions left out", text, unused, _UNUSED))
    told = pl.DataFrame({"zh": [ADOPTION.zh], "en": [ADOPTION.en]})
    write_table(workbook, Table("采纳办法", "采纳办法 How a proposal is adopted", "", told, _TOLD))
    workbook.book.close()


def _name(frame: pl.DataFrame, province: Province) -> pl.DataFrame:
    names = {key: f"{item.name.zh} {item.name.en}".strip() for key, (_, item) in province.items.items()}
    areas = {code: province.areas.name(code) for code in province.areas.codes}
    return frame.with_columns(
        pl.col("ref_area").replace(areas).alias("area"),
        pl.col("item").str.split(" ").list.eval(pl.element().replace(names)).list.join("、").alias("name"),
    )


def _say(column: str, names: dict[str, Name]) -> pl.Expr:
    texts = {code: f"{name.zh} {name.en}" for code, name in names.items()}
    return pl.col(column).replace(texts)


def say_method(method: str, language: str = "zh") -> str:
    """The deeds of a method with their ways: 插补（同类增长）；平衡."""
    return ("；" if language == "zh" else "; ").join(_say_deed(part, language) for part in method.split("; "))


def _say_deed(part: str, language: str) -> str:
    deed, _, way = part.partition(" ")
    name, *others = way.split(" ")
    said = " ".join([WAY_NAMES[name].text(language) if name in WAY_NAMES else name, *others]).strip()
    called = DEED_NAMES[deed].text(language) if deed in DEED_NAMES else deed
    if not said:
        return called
    return f"{called}（{said}）" if language == "zh" else f"{called} ({said})"


def _say_both(method: str) -> str:
    return f"{say_method(method)}\n{say_method(method, 'en')}"
