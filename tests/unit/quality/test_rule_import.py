"""A filled-in sheet of rules is taken into a province folder."""

import shutil

import openpyxl
import pytest

from junxian.declared import read_province
from junxian.quality.rule_import import import_rules
from junxian.quality.rule_sheet import export_rules
from junxian.terms.errors import DeclarationError, NotPermitted

NEW = {
    "编码": "tax_within_revenue", "名称": "税收不超过收入", "级别": "核实", "公式": "税收收入 <= 一般公共预算收入",
    "说明": "税收是收入的一部分。", "处理办法": "核对。", "示例": "税收收入=5，一般公共预算收入=4 → 报警",
}  # fmt: skip


@pytest.fixture
def folder(example_province, tmp_path):
    return shutil.copytree(example_province, tmp_path / "p", ignore=shutil.ignore_patterns("runs"))


@pytest.fixture
def sheet(folder, tmp_path):
    """The exported sheet, changed: `add` gives rows, `change` new texts of a column by code."""

    def sheet(add=(), change=(), name="new.xlsx", path=None):
        path = path or tmp_path / name
        export_rules(read_province(folder), path)
        book = openpyxl.load_workbook(path)
        rows = book["规则"]
        heads = [cell.value.split("\n")[0].removesuffix("*") for cell in rows[1]]
        for code, column, text in change:
            (row,) = [r for r in rows.iter_rows(min_row=2) if r[heads.index("编码")].value == code]
            row[heads.index(column)].value = text
        for own in add:
            last = max(cell.row for cell in rows["A"] if cell.value) + 1
            for column, text in own.items():
                rows.cell(last, heads.index(column) + 1, text)
        book.save(path)
        return path

    return sheet


def snapshot(folder):
    return {p.name: p.read_bytes() for p in (folder / "rules").iterdir()}


def test_a_new_rule_is_written_and_those_declared_elsewhere_stay_where_they_are(folder, sheet):
    before = snapshot(folder)
    done = import_rules(folder, sheet([NEW]))
    assert (done.added, done.changed, done.dropped) == (("tax_within_revenue",), (), ())
    assert "private_within_gdp" in done.unchanged
    after = snapshot(folder)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"new.xlsx"}
    rule = read_province(folder).rules["tax_within_revenue"]
    assert (rule.rule, rule.severity, rule.example[0].fires) == ("税收收入 <= 一般公共预算收入", "explain", True)


def test_a_sheet_without_anything_new_writes_nothing(folder, sheet):
    before = snapshot(folder)
    assert not import_rules(folder, sheet()).is_written
    assert snapshot(folder) == before


def test_a_trial_writes_nothing(folder, sheet):
    before = snapshot(folder)
    assert import_rules(folder, sheet([NEW]), is_trial=True).added == ("tax_within_revenue",)
    assert snapshot(folder) == before


def test_a_rule_that_another_file_declares_differently_is_refused_with_both_places(folder, sheet):
    before = snapshot(folder)
    path = sheet([NEW], [("private_within_gdp", "说明", "另有原因。")])
    with pytest.raises(
        DeclarationError, match=r"cell E\d+, rule private_within_gdp.*declared differently: rules/expressions.toml"
    ):
        import_rules(folder, path)
    assert snapshot(folder) == before


def test_a_code_of_a_rule_of_another_kind_is_refused(folder, sheet):
    kinds = {code: rule.kind for code, rule in read_province(folder).rules.items()}
    taken = next(code for code, kind in kinds.items() if kind == "bounds")
    with pytest.raises(DeclarationError, match="as a rule of kind bounds"):
        import_rules(folder, sheet([NEW | {"编码": taken}]))


def test_every_fault_is_told_at_once_by_cell(folder, sheet):
    rows = [
        NEW | {"编码": "a", "级别": "严重"},
        NEW | {"编码": "b", "公式": "税收收人 > 0"},
        NEW | {"编码": "c", "示例": "税收收入=5，一般公共预算收入=4 → 不报警"},
    ]
    before = snapshot(folder)
    with pytest.raises(DeclarationError) as error:
        import_rules(folder, sheet(rows))
    said = str(error.value)
    assert "'严重' is no 级别" in said
    assert "没有名为“税收收人”的项目" in said
    assert "示例写明应不报警" in said
    assert said.count("sheet '规则', cell ") == 3
    assert snapshot(folder) == before


def test_a_workbook_that_is_there_is_replaced_only_when_asked(folder, sheet):
    import_rules(folder, sheet([NEW]))
    again = NEW | {"公式": "税收收入 <= 一般公共预算收入 * 1.01"}
    with pytest.raises(NotPermitted, match="is there already"):
        import_rules(folder, sheet(change=[("tax_within_revenue", "公式", again["公式"])]))
    path = sheet(change=[("tax_within_revenue", "公式", again["公式"])])
    assert import_rules(folder, path, is_replacing=True).changed == ("tax_within_revenue",)
    assert read_province(folder).rules["tax_within_revenue"].rule == again["公式"]


def test_rules_that_a_replacing_sheet_leaves_out_are_told(folder, sheet):
    import_rules(folder, sheet([NEW, NEW | {"编码": "other", "名称": "另一条"}]))
    path = sheet()
    book = openpyxl.load_workbook(path)
    rows = book["规则"]
    rows.delete_rows(next(cell.row for cell in rows["A"] if cell.value == "other"))
    book.save(path)
    assert import_rules(folder, path, is_replacing=True).dropped == ("other",)
    assert "other" not in read_province(folder).rules
