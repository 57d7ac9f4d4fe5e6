"""Names and texts that would be code elsewhere: one run with all of them, read back as plain text from every document."""

import json
import re
import shutil

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app

SCRIPT = "<script>alert(1)</script>"
AREA = '=HYPERLINK("http://x","a")<img src=x onerror=alert(1)>'
TIBETAN = "བོད་ལྗོངས་ ꆈꌠ县"
LONG = "很长的名字" * 300


@pytest.fixture(scope="module")
def run(example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd names") / "带 空格和'引号\" 的省{x}%s"
    shutil.copytree(
        example_province, folder, ignore=shutil.ignore_patterns("runs", "formulas.*", "expressions.*")
    )  # its rules name forms by name
    areas = folder / "areas.csv"
    text = areas.read_text(encoding="utf-8")
    for code, name in (("990102", AREA), ("990103", TIBETAN), ("990121", LONG)):
        quoted = '"' + name.replace('"', '""') + '"'
        text = re.sub(rf"(?m)^({code}),[^,]*,[^,]*", lambda m, q=quoted: f"{m[1]},{q},{q}", text)
    areas.write_text(text, encoding="utf-8")
    for file in ("forms/budget.toml", "indicators/E01.toml", "schemes/county/2023/scheme.toml", "redlines/debt.toml",
                 "tasks/spring.toml", "bulletins/bulletin.toml", "allocations/land/2023.toml"):  # fmt: skip
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace('zh = "', f'zh = "{SCRIPT}'), encoding="utf-8")
    spoilt = folder / "figures/livelihood/2023/990121.1.csv"
    spoilt.write_bytes(spoilt.read_bytes().replace("约1721人".encode(), f"+a\x0bb\x00{SCRIPT}".encode()))
    register = folder / "figures" / "filings.csv"
    register.write_text(re.sub(r",[0-9a-f]{64},", ",,", register.read_text(encoding="utf-8")), encoding="utf-8")
    return runs.run(folder)


def test_the_page_holds_no_markup_but_its_own(run):
    page = (run.folder / "bulletin.html").read_text(encoding="utf-8")
    assert SCRIPT not in page
    assert "<img src=x" not in page
    assert page.count("<script") == page.count("</script>") == 3
    assert TIBETAN in page
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)


def test_the_workbooks_hold_no_formula_but_their_own(run):
    for name in ("bulletin.xlsx", "findings.xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(run.folder / name) for row in sheet for cell in row]
        formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
        assert not [text for text in formulas if "HYPERLINK" in text or "alert" in text]
        assert [cell for cell in cells if (isinstance(cell.value, str) and AREA in cell.value) or cell.value == AREA]
        assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


def test_the_document_opens_and_holds_the_texts(run):
    document = docx.Document(run.folder / "bulletin.docx")
    assert any(SCRIPT in paragraph.text for paragraph in document.paragraphs)


def test_what_was_filed_is_kept_and_shown_without_what_no_document_may_hold(run):
    (finding,) = run.quality.findings.filter(rule="not_a_number").to_dicts()
    assert finding["found"] == f"+a�b�{SCRIPT}"
    filed = run.returns.observations.filter(file=finding["file"], cell=finding["cell"])
    assert filed["raw"].to_list() == [f"+a\x0bb\x00{SCRIPT}"]


@pytest.mark.parametrize("area", ["990102", AREA, TIBETAN, "９９０１０３"])
def test_an_area_of_any_name_is_explained(run, area):
    result = CliRunner().invoke(app, ["explain", str(run.folder), area, "--json"])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)


def test_a_run_is_repeated_from_a_path_of_any_name(run):
    assert runs.rerun(run.folder).verdict == "identical"
