"""Programmes that look beyond one year, in a run of the invented province: page, county page, workbook, document, explain."""

import shutil

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store import open_run

TABLES = {
    "complement": """
[complement]
factors = ["land", "energy"]
share = [0.6, 0.4]
elasticity = 0.5
""",
    "years": """
[years]
carry = 0.3
discount = 0.97
year = [
  { year = 2024, supply = { land = 9000, energy = 720000 } },
  { year = 2025, supply = { land = 8200, energy = 750000 } },
]
""",
    "worst_case": """
[worst_case]
draws = 3
[[worst_case.scenario]]
name = { zh = "需求优先", en = "Need first" }
powers = { efficiency = 0.3, need = 1.5 }
supply = { energy = 0.95 }
""",
}
SAID = {
    "complement": ("要素配套：新增建设用地60%", "Complements: Construction land 60%"),
    "years": ("跨年统筹：2023—2025年一并安排", "Years together: 2023 to 2025"),
    "worst_case": ("稳健方案：考虑5种情形", "Cautious plan over 5 scenarios"),
}


@pytest.fixture(scope="module", params=list(TABLES))
def wide(request, example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wide") / "p"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs"))
    declared = folder / "allocations/coordinated/2023.toml"
    declared.write_text(declared.read_text(encoding="utf-8") + TABLES[request.param], encoding="utf-8")
    scheme = next((folder / "schemes/county").glob("*/scheme.toml"))
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("replicates = 1000", "replicates = 20"), encoding="utf-8"
    )
    return request.param, runs.run(folder)


def test_page_and_document_say_what_the_plan_looked_at(wide):
    kind, run = wide
    page = (run.folder / "bulletin.html").read_text(encoding="utf-8")
    written = Document(run.folder / "bulletin.docx")
    document = "\n".join(one.text for one in written.paragraphs)
    heads = [[cell.text for cell in table.rows[0].cells] for table in written.tables]
    assert ["地区", "市（州）", "新增建设用地（亩）", "新增用能（吨标准煤）"] in heads
    zh, en = SAID[kind]
    assert zh in page
    assert en in page
    assert zh in document
    assert "曲线按本年、各要素分别计" in page
    assert "权重参数变动时的区间</th>" not in page


def test_the_workbook_carries_sentences_and_numbers(wide):
    kind, run = wide
    book = openpyxl.load_workbook(run.folder / "bulletin.xlsx")
    lines = list(book["统筹汇总"].iter_rows(min_row=4, values_only=True))
    told = [row[3] for row in lines if row[1] == "统筹范围 wider plan"]
    assert told[0].startswith(SAID[kind][0])
    assert ("跨年 土地与用能统筹配置" in book.sheetnames) == (kind == "years")
    if kind == "years":
        foreseen = list(book["跨年 土地与用能统筹配置"].iter_rows(min_row=4, values_only=True))
        assert len(foreseen) == 16 * 2 * 2
        assert {row[5] for row in foreseen} == {2024, 2025}
    if kind == "worst_case":
        assert sum(str(row[1]).startswith("情形 scenario") for row in lines) == 5


def test_the_run_is_read_back_whole(wide):
    kind, run = wide
    plan = open_run(run.folder).programmes["coordinated/2023"]
    made = run.programmes["coordinated/2023"]
    for name in ("wider", "years", "horizon", "scenarios", "amounts"):
        assert getattr(plan, name).equals(getattr(made, name))
    assert plan.wider["kind"][0] == {"complement": "complement", "years": "joint", "worst_case": "regret"}[kind]


def test_a_county_reads_what_is_foreseen(wide):
    kind, run = wide
    told = CliRunner().invoke(app, ["explain", str(run.folder), "990121", "-l", "zh"]).output
    assert ("以后年度预安排（不是额度）：2024年" in told) == (kind == "years")
    assert ("要素配套系数" in told) == (kind == "complement")
    assert ("最坏情形调整" in told) == (kind == "worst_case")
