"""The workbook of a bulletin, read back cell by cell."""

import dataclasses
import re
import subprocess
import zipfile
from datetime import date, datetime
from shutil import which

import openpyxl
import polars as pl
import pytest

from junxian.bulletin import compose
from junxian.bulletin.workbook.governing import tabulate_parts
from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import FIRST_ROW, HEADER_ROW, Column, Table
from junxian.bulletin.workbook.workbook import write_xlsx
from junxian.terms import Name


@pytest.fixture(scope="module")
def written(small_content, small_results, tmp_path_factory):
    path = tmp_path_factory.mktemp("xlsx") / "bulletin.xlsx"
    write_xlsx(small_content, path, small_results.scorecard)
    return path


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written)


@pytest.fixture(scope="module")
def stored(written):
    return openpyxl.load_workbook(written, data_only=True)


def read_sheet(sheet):
    """Rows below the header by the Chinese line of the header."""
    head = [cell.value.split("\n")[0] for cell in sheet[HEADER_ROW + 1]]
    return [
        dict(zip(head, [c.value for c in row], strict=True))
        for row in sheet.iter_rows(min_row=FIRST_ROW + 1)
        if row[1].value
    ]


def test_every_part_of_the_bulletin_has_a_sheet(book):
    assert book.sheetnames == [
        "说明", "通报要点", "梯队结构", "排名 城市主城区", "排名 重点开发区县", "排名 生态区县", "名次说明", "不能区分先后", "奖励", "与上年比较",
        "指标得分", "指标界限", "权重", "差距分解", "底线汇总",
        "底线状态", "配置汇总", "配置 建设用地计划", "依据 建设用地计划", "督办任务", "问题清单", "报送情况", "报送文件", "指标来源",
        "未参评", "情况说明",
    ]  # fmt: skip


def test_every_sheet_bears_the_label(book):
    for sheet in book:
        shown = [cell.value or "" for row in sheet.iter_rows(max_row=3, max_col=1) for cell in row]
        assert any("示例数据" in text for text in shown)
        assert "示例数据" in sheet.oddHeader.right.text


def test_headers_have_both_languages_and_the_unit(book):
    head = [cell.value for cell in book["配置 建设用地计划"][HEADER_ROW + 1]]
    assert head[3] == "配额（亩）\nQuota (mu)"
    assert all(re.search(r"[一-鿿].*\n.*[A-Za-z]", text, re.S) for text in head)


def test_figures_are_numbers_and_codes_are_text(stored):
    row = read_sheet(stored["排名 重点开发区县"])[0]
    assert (row["名次"], row["代码"], row["总分（分）"], row["名次区间（高）"], row["名次区间（低）"]) == (
        1,
        "990101",
        90,
        1,
        2,
    )
    assert row["报送覆盖"] == 1


def test_a_missing_value_is_an_empty_cell(stored):
    row = read_sheet(stored["排名 生态区县"])[0]
    assert row["总分（分）"] is None
    assert row["说明"] == "有数权重不足"


def test_a_class_with_a_heading_says_so(stored):
    assert "仅经济社会部分" in stored["排名 生态区县"]["A1"].value


def test_points_are_the_score_times_the_weight_used(stored):
    for row in read_sheet(stored["指标得分"]):
        assert row["计入总分（分）"] == pytest.approx(row["单项得分（分）"] * row["实用权重"] / 100, abs=1e-9)


def test_points_and_sums_of_weights_are_formulas(book, stored):
    points = [cell for cell in book["指标得分"]["I"] if str(cell.value).startswith("=$")]
    assert [cell.value for cell in points][:1] == [f"=$G{points[0].row}*$H{points[0].row}/100"]
    sums = {row["代码"]: row["下级合计（复核）"] for row in read_sheet(book["权重"])}
    assert sums["total"].startswith("=SUMIFS(")
    assert sums["I1"] is None
    found = {row["代码"]: row for row in read_sheet(stored["权重"])}
    assert found["total"]["下级合计（复核）"] == 100


def test_declared_weights_stand_beside_where_they_differ(stored):
    head = [cell.value.split("\n")[0] for cell in stored["权重"][HEADER_ROW + 1]]
    assert head.count("规定权重") == 1
    row = next(r for r in stored["权重"].iter_rows(min_row=FIRST_ROW + 1, values_only=True) if r[0] == "people")
    assert (row[head.index("生态区县")], row[head.index("规定权重")]) == (45, 40)


def test_what_may_be_said_of_a_rank_stands_in_one_row(stored):
    row = next(r for r in read_sheet(stored["名次说明"]) if r["代码"] == "990102")
    assert (
        row["组别"],
        row["同组位次（自）"],
        row["同组位次（至）"],
        row["居首位的情形"],
        row["不能区分先后的个数"],
    ) == (1, 1, 2, 0.6, 2)
    assert row["合计（复核）"] == 1
    assert "领先第3位丙县的情形占93%" in row["说明"]


def test_a_pair_that_cannot_be_told_apart_stands_once_the_higher_first(stored):
    pairs = [(r["地区"], r["另一地区"], r["领先的情形"]) for r in read_sheet(stored["不能区分先后"])]
    assert pairs == [("甲县", "乙县", 0.4), ("乙县", "丙县", 0.93), ("丙县", "丁县", 0.6)]


def test_awards_have_totals_and_say_what_was_lost(book, stored):
    rows = read_sheet(stored["奖励"])
    assert [(r["地区"], r["是否授予"], r["资金（万元）"], r["触及底线"], r["递补自"]) for r in rows[:2]] == [
        ("甲县", "否 no", None, "耕地红线", None),
        ("乙县", "是 yes", 5000, None, "甲县"),
    ]
    assert any(str(cell.value).startswith("=SUBTOTAL(109,F") for cell in book["奖励"]["F"])


def test_progress_is_a_formula_of_both_years(book, stored):
    rows = read_sheet(stored["与上年比较"])
    assert [(r["地区"], r["增减（分）"], r["升降位数"]) for r in rows] == [("乙县 Yi", 4.5, 2), ("甲县 Jia", -2, 0)]
    assert read_sheet(book["与上年比较"])[0]["增减（分）"].startswith("=ROUND(")


def test_points_of_an_area_sum_to_its_score(book, stored):
    points = read_sheet(stored["指标得分"])
    formula = read_sheet(book["排名 重点开发区县"])[0]["指标得分合计（复核）（分）"]
    assert formula == "=SUMIFS('指标得分'!$I:$I,'指标得分'!$A:$A,$B4)"
    for row in read_sheet(stored["排名 重点开发区县"]):
        total = sum(p["计入总分（分）"] for p in points if p["代码"] == row["代码"])
        assert row["指标得分合计（复核）（分）"] == pytest.approx(total)
        assert row["评价得分（分）"] == pytest.approx(total)


def test_bounds_of_a_logarithm_stand_in_the_quantity_itself(stored):
    row = next(r for r in read_sheet(stored["指标界限"]) if r["指标代码"] == "I1")
    assert row["计量单位"] == "万元"
    assert row["下界"] == pytest.approx(2.718281828**14, rel=1e-6)


def test_gaps_of_a_row_sum_to_the_total(book, stored):
    formulas, values = read_sheet(book["差距分解"]), read_sheet(stored["差距分解"])
    assert formulas[0]["差距合计（分）"] == "=SUM(G4:H4)"
    for row in values:
        parts = row["地区生产总值（对数）（分）"] + row["城镇化率（分）"]
        assert row["差距合计（分）"] == pytest.approx(parts)
        assert row["评价得分（分）"] - row["本类中位得分（分）"] == pytest.approx(parts)


def test_a_quota_is_basic_plus_efficiency_and_columns_have_totals(book, stored):
    formulas, values = read_sheet(book["配置 建设用地计划"]), read_sheet(stored["配置 建设用地计划"])
    assert formulas[0]["配额（亩）"] == "=$E4+$F4+$G4"
    parts = ("基本份额（亩）", "效率份额（亩）", "取整与限额调整（亩）")
    assert all(r["配额（亩）"] == sum(r[part] for part in parts) for r in values)
    assert (formulas[0]["较上年增减（亩）"], values[0]["较上年增减（亩）"]) == ("=$D4-$P4", 280)
    total = stored["配置 建设用地计划"].cell(row=FIRST_ROW + len(values) + 2, column=4)
    assert total.value == 800
    assert book["配置 建设用地计划"][total.coordinate].value == "=SUBTOTAL(109,D4:D9)"


def test_each_measure_of_a_plan_has_its_name_its_value_and_its_share(small_content, tmp_path):
    rows = [("990101", "need", "gdp", 30.0, 0.75, 0.4, "亿元"), ("990102", "need", "gdp", 10.0, 0.25, 0.4, "亿元")]
    parts = pl.DataFrame(rows, schema=["ref_area", "pool", "of", "value", "share", "weight", "unit"], orient="row")
    parts = parts.with_columns(of_zh=pl.lit("地区生产总值"), of_en=pl.lit("GDP"))
    sheet = read_back(tmp_path, tabulate_parts(dataclasses.replace(small_content.plans[0], parts=parts)))
    head = [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert head[2:] == [
        "需求：地区生产总值（亿元）\nNeed: GDP (100m CNY)", "需求：地区生产总值占比（权重0.4）\nNeed: GDP, share (weight 0.4)",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[FIRST_ROW + 1]][2:] == [30, 0.75]


def test_a_formula_that_would_show_another_figure_is_not_written(tmp_path):
    frame = pl.DataFrame({"a": [1.0, 2.0], "b": [2.0, 5.0], "holds": [True, False]})
    columns = (
        Column("a", "甲", "A", kind="number"),
        Column("b", "乙", "B", kind="number", formula="=2*A{r}", holds="holds"),
    )
    sheet = read_back(tmp_path, Table("表", "表", "", frame, columns))
    assert [sheet["B4"].value, sheet["B5"].value] == ["=2*A4", 5]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_filed_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    columns = (Column("a", "甲", "A"), Column("b", "乙", "B", kind="long"), Column("c", "丙", "C", kind="code"))
    cells = read_back(tmp_path, Table("表", "表", "", pl.DataFrame({c: [text] for c in "abc"}), columns))[FIRST_ROW + 1]
    assert [cell.value for cell in cells] == [text] * 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_finding_with_such_text_holds_no_formula(book):
    cells = [cell for row in book["问题清单"].iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def read_back(tmp_path, table, **kind):
    path = tmp_path / "one.xlsx"
    workbook = open_workbook(path, "题", "", date(2021, 6, 30))
    write_table(workbook, table)
    workbook.book.close()
    return openpyxl.load_workbook(path, **kind).worksheets[0]


def test_every_kind_of_cell_is_read_back(tmp_path):
    frame = pl.DataFrame(
        {
            "n": [1234.5678, None],
            "s": [0.125, 1.0],
            "d": [date(2021, 2, 28), None],
            "t": ["甲<&>乙", None],
            "i": [3, None],
        }
    )
    columns = (
        Column("n", "数", "Number", "万元", kind="number"), Column("s", "比", "Share", kind="share"),
        Column("d", "日", "Day", kind="date"), Column("t", "文", "Text"), Column("i", "整", "Whole", kind="number", decimals=0),
    )  # fmt: skip
    sheet = read_back(tmp_path, Table("表", "表", "", frame, columns))
    assert [cell.value for cell in sheet[4]] == [1234.5678, 0.125, datetime(2021, 2, 28), "甲<&>乙", 3]
    assert [cell.value for cell in sheet[5]] == [None, 1, None, None, None]
    assert [cell.number_format for cell in sheet[4]] == ["#,##0.00", "0.00%", "yyyy-mm-dd", "@", "#,##0"]


def test_a_figure_that_is_no_number_is_shown_as_an_error(tmp_path):
    frame = pl.DataFrame({"n": [float("inf")]})
    table = Table("表", "表", "", frame, (Column("n", "数", "N", kind="number"),))
    assert read_back(tmp_path, table, data_only=True)["A4"].value == "#DIV/0!"


def test_headers_stay_in_sight_and_repeat_on_a4_landscape(book):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes.endswith(str(FIRST_ROW + 1))
        assert sheet.auto_filter.ref.startswith(f"A{FIRST_ROW}:")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$3:$3"


def test_columns_are_wide_enough_for_chinese(tmp_path):
    frame = pl.DataFrame({"t": ["经济技术开发区管委会"]})
    sheet = read_back(tmp_path, Table("表", "表", "", frame, (Column("t", "文", "T"),)))
    assert sheet.column_dimensions["A"].width >= 20


def test_names_of_sheets_are_legal_and_differ(tmp_path):
    workbook = open_workbook(tmp_path / "n.xlsx", "题", "", date(2021, 6, 30))
    names = [workbook.sheet_name("配置 [亩/年]：" + "长" * 40) for _ in range(12)]
    workbook.book.close()
    assert len(set(names)) == 12
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_same_content_gives_the_same_bytes(small_content, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(small_content, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_without_the_scorecard_bounds_are_empty_and_points_stand_where_nothing_is_missing(small_content, tmp_path):
    write_xlsx(small_content, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert read_sheet(book["指标界限"])[0]["下界"] is None
    row = read_sheet(book["指标得分"])[0]
    assert row["计入总分（分）"] == pytest.approx(60)


def test_a_run_in_which_every_room_is_empty_still_gives_a_workbook(small_province, tmp_path):
    class Nothing:
        def __getattr__(self, name):
            return pl.DataFrame()

    rooms = ("returns", "quality", "indicators", "scorecard", "diagnosis", "lines", "tasks")
    content = compose(
        small_province,
        small_province.period,
        "r",
        plans={},
        programmes={},
        choices={},
        **{room: Nothing() for room in rooms},
    )
    write_xlsx(content, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["问题清单"].max_row >= HEADER_ROW + 1


def test_a_bulletin_without_a_label_prints_none(small_content, tmp_path):
    write_xlsx(dataclasses.replace(small_content, label=None, title=Name(zh="通报")), tmp_path / "a.xlsx")
    assert "【" not in openpyxl.load_workbook(tmp_path / "a.xlsx")["通报要点"]["A1"].value


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice (soffice) is not here to calculate the formulas anew")
def test_formulas_calculated_anew_equal_the_stored_values(written, stored, tmp_path):
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(written) as whole, zipfile.ZipFile(bare, "w") as kept:
        for name in whole.namelist():
            kept.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", whole.read(name)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "anew"), str(bare)], check=True, capture_output=True, timeout=120
    )
    anew = openpyxl.load_workbook(tmp_path / "anew" / "bare.xlsx", data_only=True)
    numbers = [c for sheet in stored for row in sheet.iter_rows() for c in row if isinstance(c.value, float | int)]
    assert len(numbers) > 100
    for cell in numbers:
        assert anew[cell.parent.title][cell.coordinate].value == pytest.approx(cell.value, rel=1e-12, abs=1e-9), cell
