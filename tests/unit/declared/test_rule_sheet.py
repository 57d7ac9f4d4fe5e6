import pytest
import xlsxwriter

from junxian.declared.documents import Document
from junxian.declared.forms import Form
from junxian.declared.rule_sheet import read_rule_sheet
from junxian.terms import DeclarationError

FORM = Form.model_validate({
    "code": "economy", "name": {"zh": "经济年报", "en": "Economy"}, "kind": "statistical", "frequency": "A", "filed_by": "county",
    "due_days": 60, "table_number": "综2表", "item": [{"code": "a", "name": {"zh": "甲"}, "unit": "万元"}],
})  # fmt: skip
LAW = Document(id="law", title="统计法")
HEAD = (
    "编码",
    "名称",
    "级别",
    "公式",
    "适用报表",
    "依据",
    "说明",
    "处理办法",
    "示例",
    "误差",
    "适用地区级别",
    "校验层次",
    "适用类别",
)
ROW = (
    "r1",
    "甲不为负",
    "强制",
    "甲 >= 0",
    "经济年报",
    "统计法#第7条",
    "不可能为负。",
    "核对符号。",
    "甲=1 → 不报警\n甲=-1 → 报警",
    "",
    "县、市",
    "2",
    "",
)


@pytest.fixture
def sheet(tmp_path):
    def sheet(*rows, head=HEAD, name="规则", lead=0):
        path = tmp_path / "rules.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet(name)
            for number, row in enumerate([head, *rows], start=lead):
                for place, value in enumerate(row):
                    page.write(number, place, value)
        return read_rule_sheet(path, "rules/rules.xlsx", [FORM], [LAW])

    return sheet


def test_a_row_is_a_rule(sheet):
    [rule] = sheet(ROW)
    assert (rule.code, rule.severity, rule.rule, rule.form, rule.basis) == (
        "r1",
        "hold",
        "甲 >= 0",
        "economy",
        "law#第7条",
    )
    assert (rule.name.zh, rule.why.zh, rule.remedy.zh, rule.level) == ("甲不为负", "不可能为负。", "核对符号。", 2)
    assert rule.applies_to.level == ("county", "city")
    assert [(e.given, e.fires) for e in rule.example] == [({"甲": 1}, False), ({"甲": -1}, True)]
    assert rule.place == "rules/rules.xlsx, sheet '规则', cell D2, rule r1"


def test_headers_may_stand_lower_in_any_order_and_in_english(sheet):
    [rule] = sheet(
        ("x", "甲>0", "name", "note", "why", "do"),
        head=("Code*", "expression\n公式", "name", "Severity（级别）", "why", "remedy"), lead=3,
    )  # fmt: skip
    assert (rule.code, rule.rule, rule.severity, rule.tolerance) == ("x", "甲>0", "note", None)
    assert rule.place.endswith("cell B5, rule x")


def test_blank_rows_and_other_sheets_are_passed_over(sheet):
    assert len(sheet(ROW, ("", "", ""), ("r2", *ROW[1:]))) == 2


def test_numbers_and_classes_are_read(sheet):
    [rule] = sheet((*ROW[:9], 2.5, "", 3, "peers/2023：A、B"))
    assert (str(rule.tolerance), rule.level) == ("2.5", 3)
    assert (rule.classification, rule.applies_to.classes) == ("peers/2023", ("A", "B"))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (2, "强力", "sheet '规则', cell C2: .*'强力' is no 级别"),
        (
            3,
            "",
            r"cell D2: 公式没有填写。公式不要以“=”开头.*公式 \(expression\) is empty. An expression does not begin with '='",
        ),
        (4, "经济月报", "cell E2: .*'经济月报' is declared nowhere. Did you mean '经济年报'"),
        (5, "税法", "cell F2: .*'税法' is declared nowhere"),
        (8, "甲=1", "cell I2: .*'甲=1' is no example"),
        (8, "甲=一 → 报警", "cell I2: .*'甲=一' gives no figure"),
        (9, "约2", "cell J2: .*'约2' is no number"),
        (10, "乡镇", "cell K2: .*'乡镇' is no level of areas"),
        (11, "9", "cell L2: .*less than or equal to 5"),
        (12, "peers", "cell M2: .*'peers' names no classes"),
    ],
)
def test_a_fault_names_sheet_and_cell(sheet, column, value, said):
    with pytest.raises(DeclarationError, match=said):
        sheet((*ROW[:column], value, *ROW[column + 1 :]))


def test_all_faults_are_listed_at_once(sheet):
    with pytest.raises(DeclarationError, match=r"cell C2: .*\nsheet '规则', cell E3"):
        sheet((*ROW[:2], "x", *ROW[3:]), (*ROW[:4], "y", *ROW[5:]))


def test_all_faults_of_a_row_are_told_in_both_languages(sheet):
    with pytest.raises(DeclarationError) as error:
        sheet((*ROW[:2], "严重", "甲 >= 0", "经济月报", "", "", "核对符号。", "甲=1", "约2", "乡镇", "9"))
    said = str(error.value).removeprefix("rules/rules.xlsx: ").split("\n")
    assert [line.split(": ")[0][-2:] for line in said] == ["G2", "C2", "E2", "K2", "I2", "J2"]
    assert "cell G2: 说明没有填写。 说明 (why) is empty." in said[0]
    assert "“严重”不是级别。可填：强制、核实、提示。 '严重' is no 级别." in said[1]
    assert "“经济月报”没有声明过。您是要写“经济年报”吗？ '经济月报' is declared nowhere." in said[2]


def test_a_workbook_without_rules_is_an_error(sheet, tmp_path):
    with pytest.raises(DeclarationError, match="has no sheet with the headers"):
        sheet(("a", "b"), head=("甲", "乙"))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(DeclarationError, match="is no workbook that can be read"):
        read_rule_sheet(broken, "rules/broken.xlsx", [FORM], [LAW])
