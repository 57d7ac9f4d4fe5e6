"""findings.xlsx, read back."""

from datetime import datetime

import openpyxl
import polars as pl
import pytest

from junxian.bulletin.workbook.findings import OUTCOMES, write_findings_workbook
from junxian.bulletin.workbook.table import FIRST_ROW, HEADER_ROW


@pytest.fixture
def book(small_results, small_province, tmp_path):
    write_findings_workbook(small_results.quality, small_province, tmp_path / "findings.xlsx")
    return openpyxl.load_workbook(tmp_path / "findings.xlsx")


def row_of(sheet, number=FIRST_ROW + 1):
    return {h.value.split("\n")[0]: c for h, c in zip(sheet[HEADER_ROW + 1], sheet[number], strict=True)}


def test_it_holds_a_summary_the_findings_and_the_verdicts(book):
    assert book.sheetnames == ["汇总", "问题清单", "报送情况"]


def test_a_finding_names_its_cell_its_remedy_and_whoever_is_charged(book):
    row = {name: cell.value for name, cell in row_of(book["问题清单"]).items()}
    assert row["程度"] == "强制 hold"
    assert row["说明"] == "地区生产总值<不是>数。\nGDP is no number."
    assert row["处理办法"] == "请统计局核对。\nCheck it."
    assert (row["文件"], row["单元格"]) == ("yearbook/2020/tjj.1.csv", "C7")
    assert row["责任报送单位"] == "统计局 Statistics bureau"
    assert row["涉及地区"] == "己县 Ji"


def test_severity_is_coloured(book):
    assert row_of(book["问题清单"])["程度"].fill.fgColor.rgb == "FFF8D7D3"


def test_the_filer_finds_empty_columns_for_the_answer(book):
    row = row_of(book["问题清单"])
    assert row["核实说明（报送单位填写）"].value is None
    assert row["处理结果"].value is None
    (rule,) = book["问题清单"].data_validations.dataValidation
    assert rule.formula1 == '"' + ",".join(OUTCOMES) + '"'
    assert str(rule.sqref) == row["处理结果"].coordinate


def test_filed_text_that_looks_like_a_formula_stays_text(book):
    found = row_of(book["问题清单"])["报送情况"]
    assert (found.value, found.data_type) == ("=1+1", "s")


def test_the_summary_counts_by_severity_filer_and_verdict(book):
    counts = {(row[0].value, row[1].value): row[2].value for row in book["汇总"].iter_rows(min_row=FIRST_ROW + 1)}
    assert counts["按程度 by severity", "强制 hold"] == 1
    assert counts["按责任报送单位 by filer charged", "统计局 Statistics bureau"] == 1
    assert counts["按审核结论 by verdict", "采用，待核实 accepted with queries"] == 1


def test_a_verdict_has_its_dates_and_counts(book):
    row = {name: cell.value for name, cell in row_of(book["报送情况"]).items()}
    assert (row["审核结论"], row["强制"], row["应报日期"]) == (
        "采用，待核实 accepted with queries",
        1,
        datetime(2021, 10, 27),
    )


def test_no_findings_give_an_empty_list(small_province, tmp_path):
    class Nothing:
        findings = verdicts = held = pl.DataFrame()

    write_findings_workbook(Nothing(), small_province, tmp_path / "findings.xlsx")
    assert openpyxl.load_workbook(tmp_path / "findings.xlsx")["问题清单"].max_row == HEADER_ROW + 1


def test_the_same_findings_give_the_same_bytes(small_results, small_province, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_findings_workbook(small_results.quality, small_province, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
