"""A statistician adds a row to the workbook of rules, in Chinese, and the next check asks it."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from junxian import runs
from junxian.terms import DeclarationError

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "example-province"


@pytest.fixture
def add_row(tmp_path):
    """Copy the sample, write a row below those of the sheet 规则, and check the copy."""

    def add_row(**cells):
        folder = tmp_path / "province"
        shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("runs"))
        book = load_workbook(folder / "rules/formulas.xlsx")
        sheet = book["规则"]
        columns = {cell.value.split("\n")[0].rstrip("*"): cell.column for cell in sheet[1]}
        row = next(n for n in range(2, 99) if not sheet.cell(n, 1).value)
        for name, text in cells.items():
            sheet.cell(row, columns[name], text)
        book.save(folder / "rules/formulas.xlsx")
        return runs.check(folder)

    return add_row


ROW = {
    "编码": "beds_per_doctor", "名称": "床位与医师之比", "级别": "提示", "适用报表": "就业卫生社保年报",
    "公式": "医疗机构床位 ≤ 执业（助理）医师 × 1个/人", "说明": "床位多于医师，请说明。", "处理办法": "核对两项。",
    "示例": "医疗机构床位=5，[执业（助理）医师]=4 → 报警\n医疗机构床位=4，[执业（助理）医师]=4 → 不报警",
}  # fmt: skip


def test_a_row_added_in_chinese_fires(add_row):
    findings = add_row(**ROW).findings.filter(rule="beds_per_doctor")
    assert findings.height > 0
    row = findings.row(0, named=True)
    assert "医疗机构床位为" in row["message_zh"]
    assert row["file"].startswith("figures/livelihood/")
    assert row["cell"]


def test_a_slip_in_the_row_is_named_by_its_cell(add_row):
    with pytest.raises(
        DeclarationError, match=r"rules/formulas.xlsx, sheet '规则', cell E4, rule beds_per_doctor: 第1个字符"
    ):
        add_row(**ROW | {"公式": "医疗机构床味 ≤ 5"})


def test_an_example_that_does_not_come_out_is_a_finding(add_row):
    findings = add_row(**ROW | {"示例": "医疗机构床位=5，[执业（助理）医师]=4 → 不报警"}).findings
    assert findings.filter(rule="worked_example").select("file", "severity").rows() == [("rules/formulas.xlsx", "hold")]
