"""Answers written into findings.xlsx, read back and appended."""

from datetime import date
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest

from junxian.bulletin.workbook.answers import read_answered
from junxian.bulletin.workbook.findings import OUTCOMES, write_findings_workbook
from junxian.declared.inquiries import append_answers, read_answers
from junxian.quality.inquiries import INQUIRY_SCHEMA
from junxian.terms import DeclarationError, FiguresError, findings_frame

DAY = date(2021, 7, 1)


@pytest.fixture
def fill(small_province, tmp_path):
    """findings.xlsx with three findings, the last columns filled in as given; its path."""

    def fill(*answers, inquiries=()):
        rows = [
            {"id": f"id{n}", "rule": "bounds_gdp", "severity": "explain", "item": "gdp", "charged_to": "tjj"}
            for n in range(3)
        ]
        quality = SimpleNamespace(
            findings=findings_frame(rows),
            verdicts=pl.DataFrame(),
            inquiries=pl.DataFrame(list(inquiries), schema=INQUIRY_SCHEMA),
        )
        path = tmp_path / "findings.xlsx"
        write_findings_workbook(quality, small_province, path)
        book = openpyxl.load_workbook(path)
        sheet = book["问题清单"]
        for row, (text, outcome) in enumerate(answers, 4):
            sheet.cell(row, sheet.max_column - 1).value, sheet.cell(row, sheet.max_column).value = text, outcome
        book.save(path)
        return path

    return fill


def read(path):
    return read_answered(path, "tjj", DAY).select("finding", "text").rows()


def test_text_and_outcome_make_an_answer(fill):
    path = fill(("项目集中入库", OUTCOMES[1]), (None, OUTCOMES[0]), ("见附件", None))
    assert read(path) == [("id0", "数据属实；项目集中入库"), ("id1", "更正后重报"), ("id2", "见附件")]
    row = read_answered(path, "tjj", DAY).row(0, named=True)
    assert (row["date"], row["event"], row["by"]) == (DAY, "answered", "tjj")


def test_nothing_and_still_open_are_no_answers(fill):
    assert read(fill((None, None), (None, OUTCOMES[2]))) == []


def test_answers_are_appended_once(fill, tmp_path):
    rows = read_answered(fill(("属实", None), ('甲,"乙"', None)), "tjj", DAY)
    assert append_answers(tmp_path, rows) == 2
    assert append_answers(tmp_path, rows) == 0
    assert read_answers(tmp_path)["text"].to_list() == ["属实", '甲,"乙"']


def test_an_answer_told_again_after_another_is_new(fill, tmp_path):
    for text, new in (("甲", 1), ("乙", 1), ("乙", 0), ("甲", 1)):
        assert append_answers(tmp_path, read_answered(fill((text, None)), "tjj", DAY)) == new


def test_rows_follow_the_columns_that_are_there_and_a_last_line_without_end(fill, tmp_path):
    (tmp_path / "inquiries").mkdir()
    path = tmp_path / "inquiries" / "answers.csv"
    path.write_text("event,finding,date,by,text\nasked,z,2021-01-01,省,", encoding="utf-8")
    append_answers(tmp_path, read_answered(fill(("属实", None)), "tjj", DAY))
    assert path.read_text(encoding="utf-8").splitlines()[-1] == "answered,id0,2021-07-01,tjj,属实"
    assert read_answers(tmp_path).height == 2


def test_a_register_in_another_encoding_is_not_mixed(fill, tmp_path):
    (tmp_path / "inquiries").mkdir()
    (tmp_path / "inquiries" / "answers.csv").write_bytes(
        "finding,date,event,by,text\nz,2021-01-01,asked,县统计局,\n".encode("gb18030")
    )
    with pytest.raises(DeclarationError, match="is not UTF-8"):
        append_answers(tmp_path, read_answered(fill(("属实", None)), "tjj", DAY))


def test_an_earlier_answer_stands_in_the_workbook_and_is_not_taken_twice(fill, tmp_path):
    told = {"id": "id0", "state": "answered", "answer": "属实"}
    path = fill(inquiries=[told])
    assert read(path) == [("id0", "属实")]
    append_answers(tmp_path, read_answered(path, "tjj", DAY))
    assert append_answers(tmp_path, read_answered(path, "tjj", DAY)) == 0


@pytest.mark.parametrize("what", ["absent", "text", "other"])
def test_another_file_is_refused(tmp_path, what):
    path = tmp_path / "x.xlsx"
    if what == "text":
        path.write_text("no workbook")
    elif what == "other":
        openpyxl.Workbook().save(path)
    with pytest.raises(FiguresError):
        read_answered(path, "tjj", DAY)
