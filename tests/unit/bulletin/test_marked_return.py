"""What goes back to a filer, read back."""

from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment

from junxian.bulletin.workbook.marked_return import list_marks, write_marked_return
from junxian.bulletin.workbook.returned import return_findings
from junxian.quality.inquiries import INQUIRY_SCHEMA
from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA
from junxian.terms import FiguresError, NotPermitted, findings_frame

CSV, XLSX = "figures/yearbook/2020/tjj.1.csv", "figures/yearbook/2019/tjj.1.xlsx"
FINDING = {
    "id": "a1", "rule": "bounds_gdp", "severity": "hold", "ref_area": "990101", "time_period": "2020", "form": "yearbook",
    "item": "gdp", "found": "5万元", "expected": "6万元", "message_zh": "甲县数字不符。", "message_en": "Jia does not fit.",
    "remedy_zh": "请核对。", "remedy_en": "Check it.", "file": CSV, "cell": "C2", "filer": "tjj", "charged_to": "tjj",
}  # fmt: skip


@pytest.fixture
def desk(small_province, tmp_path):
    """The province in a folder with a CSV and a workbook that were filed."""
    for file in (CSV, XLSX):
        (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / CSV).write_text("code,name,gdp\n990101,甲县,=1+1\n\n990102,乙县,7\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表一"
    sheet["A1"], sheet["B3"] = "标题", 12
    sheet.merge_cells("B3:C3")
    sheet["B3"].comment = Comment("原注", "县")
    sheet["B3"].number_format = "0.00"
    sheet.column_dimensions["A"].width = 33
    book.save(tmp_path / XLSX)
    return replace(small_province, folder=tmp_path)


def results(*findings, settled=(), observations=()):
    filings = [
        {"file": f, "form": "yearbook", "period": f.split("/")[2], "filer": "tjj", "vintage": 1} for f in (CSV, XLSX)
    ]
    rows = [{"id": code, "state": "settled"} for code in settled]
    quality = SimpleNamespace(
        findings=findings_frame([FINDING | f for f in findings]), verdicts=pl.DataFrame(), held=pl.DataFrame(),
        inquiries=pl.DataFrame(rows, schema=INQUIRY_SCHEMA), scores=pl.DataFrame(),
    )  # fmt: skip
    seen = [
        {"ref_area": a, "time_period": "2020", "item": k, "breakdown": "", "file": f, "sheet": s, "cell": c}
        for a, k, f, s, c in observations
    ]
    return quality, SimpleNamespace(
        filings=pl.DataFrame(filings, schema=FILING_SCHEMA), observations=pl.DataFrame(seen, schema=OBSERVATION_SCHEMA)
    )


def mark(desk, file, tmp_path, *findings, language="zh", **more):
    quality, returns = results(*findings, **more)
    count = write_marked_return(quality, returns, desk, file, tmp_path / "marked.xlsx", language)
    return openpyxl.load_workbook(tmp_path / "marked.xlsx"), count


def test_a_csv_becomes_a_workbook_with_its_cell_marked_and_its_text_as_it_stands(desk, tmp_path):
    book, count = mark(desk, CSV, tmp_path, {})
    cell = book["上报表"]["C2"]
    assert count == 1
    assert (cell.value, cell.data_type, cell.fill.fgColor.rgb[-6:]) == ("=1+1", "s", "F8D7D3")
    assert "【强制】甲县数字不符。" in cell.comment.text
    assert "编号：a1" in cell.comment.text
    assert book["上报表"]["C4"].value == "7"  # blank lines keep their row
    assert book["上报表"]["C4"].comment is None


def test_a_workbook_keeps_its_sheets_formats_and_remarks(desk, tmp_path):
    book, _ = mark(desk, XLSX, tmp_path, {"file": XLSX, "sheet": "表一", "cell": "C3"})
    cell = book["表一"]["B3"]  # the first of the merged cells
    assert (cell.value, cell.number_format, book["表一"].column_dimensions["A"].width) == (12, "0.00", 33)
    assert cell.comment.text.endswith("原注")
    assert "甲县数字不符" in cell.comment.text


def test_the_gravest_finding_gives_the_colour_and_all_are_told(desk, tmp_path):
    book, count = mark(desk, CSV, tmp_path, {"severity": "note", "message_zh": "其一。"}, {"id": "a2"})
    cell = book["上报表"]["C2"]
    assert (count, cell.fill.fgColor.rgb[-6:]) == (1, "F8D7D3")
    assert "其一。" in cell.comment.text
    assert "甲县数字不符。" in cell.comment.text


def test_it_speaks_english_where_that_is_asked_for(desk, tmp_path):
    book, _ = mark(desk, CSV, tmp_path, {}, language="en")
    text = book["上报表"]["C2"].comment.text
    assert text.startswith("【hold】Jia does not fit.\nFound: 0.05 million CNY")
    assert "编号" not in text


def test_settled_findings_and_those_charged_to_others_are_not_marked(desk):
    for finding, settled in (({}, ["a1"]), ({"charged_to": "990101"}, [])):
        quality, returns = results(finding, settled=settled)
        assert list(list_marks(quality, returns, CSV)) == []


def test_of_a_finding_about_two_files_each_file_bears_its_own_cells(desk):
    both = {"file": f"{CSV} {XLSX}", "cell": "C2 B3", "sheet": "表一", "item": "gdp urban_rate"}
    seen = [
        ("990101", "gdp", CSV, "", "C2"),
        ("990101", "urban_rate", XLSX, "表一", "B3"),
        ("990102", "gdp", CSV, "", "C4"),
    ]
    quality, returns = results(both, observations=seen)
    places = {file: [(m["sheet"], m["cell"]) for m in list_marks(quality, returns, file)] for file in (CSV, XLSX)}
    assert places == {CSV: [("", "C2")], XLSX: [("表一", "B3")]}


def test_a_file_that_is_gone_or_broken_is_told(desk, tmp_path):
    (desk.folder / CSV).unlink()
    with pytest.raises(FiguresError, match="is not there any more"):
        mark(desk, CSV, tmp_path, {})
    (desk.folder / XLSX).write_bytes(b"PK broken")
    with pytest.raises(FiguresError, match="cannot be read"):
        mark(desk, XLSX, tmp_path, {"file": XLSX})


def test_a_filer_gets_its_findings_and_its_marked_files_and_figures_stay_as_filed(desk, tmp_path):
    before = {path: path.read_bytes() for path in (desk.folder / CSV, desk.folder / XLSX)}
    quality, returns = results({}, {"id": "b", "charged_to": "990101"})
    written = return_findings(quality, returns, desk, "tjj", tmp_path / "out")
    assert [path.name for path in written] == ["findings.xlsx", "yearbook.2020.tjj.1.xlsx"]
    sheet = openpyxl.load_workbook(written[0])["问题清单"]
    codes = [row[1].value for row in sheet.iter_rows(min_row=4) if row[1].value]
    assert codes == ["a1"]
    assert all(path.read_bytes() == data for path, data in before.items())


def test_a_filer_of_nothing_is_a_mistake(desk, tmp_path):
    quality, returns = results({})
    with pytest.raises(NotPermitted, match="has filed nothing"):
        return_findings(quality, returns, desk, "tj", tmp_path)
