import pytest
import xlsxwriter
from openpyxl import load_workbook

from junxian.declared.rules import Expression
from junxian.quality.rule_sheet import export_rules, read_rule_sheet
from junxian.terms import DeclarationError

ITEMS = [
    {"code": "revenue", "name": {"zh": "营业收入", "en": "Revenue"}},
    {"code": "main", "name": {"zh": "主营业务收入", "en": "Main revenue"}},
]
RULES = [
    {"kind": "bounds", "items": ["revenue"], "low": 0},
    {
        "kind": "expression", "code": "main_within", "rule": "主营业务收入 <= 营业收入", "form": "form", "tolerance": 2, "level": 2,
        "severity": "explain", "applies_to": {"level": ["county"], "classification": "class/2020", "classes": ["A"]},
        "example": [{"given": {"revenue": 1, "main": 9}, "fires": True}, {"given": {"上期[营业收入]": 1}, "fires": False}][:1],
    },
    {"kind": "expression", "code": "odd", "name": {"zh": "=1+1"}, "rule": "-营业收入 < 0"},
]  # fmt: skip


@pytest.fixture
def province(draw):
    return draw.province([draw.form(ITEMS)], RULES)


def test_exported_rules_read_back(province, tmp_path):
    export_rules(province, tmp_path / "rules.xlsx")
    read = read_rule_sheet(tmp_path / "rules.xlsx", province)
    assert [r.model_dump() for r in read] == [
        r.model_dump() for r in province.rules.values() if isinstance(r, Expression)
    ]


def test_no_text_of_a_rule_becomes_a_formula(province, tmp_path):
    export_rules(province, tmp_path / "rules.xlsx")
    book = load_workbook(tmp_path / "rules.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert book.sheetnames == ["规则", "其他规则", "项目名称", "填写说明"]
    assert [cell.value for cell in book["其他规则"][2]][:3] == ["bounds", "bounds", "bounds"]


def test_every_fault_names_its_cell(province, tmp_path):
    head = ("编码", "名称", "级别", "公式", "说明", "处理办法", "示例")
    rows = [
        ("a", "甲", "强制", "营业收人 > 0", "w", "r", ""),
        ("b", "乙", "提示", "营业收入 > 0", "w", "r", "营业收入=1 → 报警"),
        ("b", "丙", "提示", "营业收入 > 0", "w", "r", ""),
    ]
    with xlsxwriter.Workbook(tmp_path / "faulty.xlsx") as book:
        sheet = book.add_worksheet("规则")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    with pytest.raises(DeclarationError) as error:
        read_rule_sheet(tmp_path / "faulty.xlsx", province)
    said = str(error.value)
    assert "cell D2, rule a: 第1个字符：没有名为“营业收人”的项目" in said
    assert "cell D3, rule b: 规则b（乙）的示例1：按公式不报警，示例写明应报警" in said
    assert "cell D4, rule b: code 'b' stands twice" in said
