"""Workbooks of proposals and of the audit of rules."""

import openpyxl
import polars as pl
import pytest

from junxian.bulletin.workbook.audited import VERDICT_NAMES, write_audit
from junxian.bulletin.workbook.proposed import say_method, write_proposals
from junxian.declared import read_province
from junxian.quality.mending.proposals import PROPOSAL_SCHEMA, REFUSAL_SCHEMA, SOLUTION_SCHEMA
from junxian.quality.mending.propose import Proposals
from junxian.quality.rule_audit import AUDIT_SCHEMA, VERDICTS
from junxian.terms.errors import NotPermitted


@pytest.fixture(scope="module")
def province(example_province):
    return read_province(example_province)


def given(rows=(), refusals=()):
    tables = [pl.DataFrame(list(r), schema=s, orient="row") for r, s in ((rows, PROPOSAL_SCHEMA), (refusals, REFUSAL_SCHEMA), ((), SOLUTION_SCHEMA))]  # fmt: skip
    return Proposals(*tables)


def read(path, sheet):
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_every_proposal_has_its_row_and_the_sheet_says_how_it_is_adopted(province, tmp_path):
    row = (
        "990102",
        "2023",
        "gdp",
        None,
        5.0,
        4.0,
        None,
        "localise fellegi_holt; reconcile least_squares",
        "因为",
        "because",
        "U",
    )
    write_proposals(
        given([row], [("impute", "990102", "2023", "gdp", "不能", "cannot")]), province, tmp_path / "m.xlsx"
    )
    rows = read(tmp_path / "m.xlsx", "修正建议")
    assert "填报数不动" in rows[1][0]
    assert "按修订版重新报送" in read(tmp_path / "m.xlsx", "采纳办法")[3][0]
    told = dict(zip([head.split("\n")[0] for head in rows[2]], rows[3], strict=True))
    assert (told["项目代码"], told["填报数"], told["建议数"], told["下限"], told["上限"]) == ("gdp", None, 5, 4, None)
    assert told["状态"] == "可靠性低 low reliability"
    assert told["方法"].startswith("错误定位（最少改动）；平衡（最小二乘）")
    assert read(tmp_path / "m.xlsx", "不能修正")[3][0] == "插补 impute"


def test_without_proposals_the_sheets_have_their_headers_alone(province, tmp_path):
    write_proposals(given(), province, tmp_path / "m.xlsx")
    assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames == [
        "修正建议",
        "不能修正",
        "定位方案",
        "未用规则",
        "采纳办法",
    ]


def test_methods_are_said_in_words():
    assert say_method("impute class_ratio gdp") == "插补（同类比例 gdp）"
    assert (
        say_method("impute own_growth; reconcile least_squares", "en")
        == "impute (its own growth); reconcile (least squares)"
    )


def test_the_audit_stands_on_a_sheet_with_names(province, tmp_path):
    code = next(iter(province.rules))
    found = pl.DataFrame([(code, "never_fires", "", 5, 0, 0, "说明", "remark")], schema=AUDIT_SCHEMA, orient="row")
    write_audit(found, province, tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", "规则检查")[3][2] == "从未触发 never fires"
    assert set(VERDICT_NAMES) == set(VERDICTS)


def test_another_ending_or_folder_is_refused(province, tmp_path):
    with pytest.raises(NotPermitted, match="ends in"):
        write_proposals(given(), province, tmp_path / "m.ods")
    with pytest.raises(NotPermitted, match="in no folder"):
        write_proposals(given(), province, tmp_path / "none" / "m.xlsx")
