"""The commands of the quality line as a user calls them: words in both languages, JSON, exit codes, no traceback."""

import json
import shutil

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.cli import app

ROWS = """
keys = ["code"]
columns = { revenue = "万元", cost = "万元" }
[[rule]]
code = "cost"
name = { zh = "成本不高于收入", en = "Cost within revenue" }
kind = "expression"
severity = "hold"
rule = "cost <= revenue"
why = { zh = "因为" }
remedy = { zh = "核对" }
"""


@pytest.fixture(scope="module")
def folder(example_province, tmp_path_factory):
    return shutil.copytree(example_province, tmp_path_factory.mktemp("p") / "p", ignore=shutil.ignore_patterns("runs"))


@pytest.fixture
def call():
    return lambda *words: CliRunner().invoke(app, [*map(str, words), *(() if "--json" in words else ("-l", "zh"))])


def expect_told(result, code, said):
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_rules_go_out_to_a_sheet_and_come_back(folder, call, tmp_path):
    sheet = tmp_path / "r.xlsx"
    expect_told(call("rules", "export", folder, "-o", sheet), 0, "已写出审核公式5条")
    expect_told(call("rules", "export", folder, "-o", sheet), 2, "is there already")
    expect_told(call("rules", "export", folder, "-o", folder / "rules" / "x.xlsx"), 2, "each twice")
    expect_told(call("rules", "import", folder, sheet), 0, "没有新的或改动的规则")
    book = openpyxl.load_workbook(sheet)
    book["规则"]["A2"] = "new_one"
    book.save(sheet)
    expect_told(call("rules", "import", folder, sheet, "--dry-run"), 0, "试查通过")
    told = json.loads(call("rules", "import", folder, sheet, "--dry-run", "--json").output)
    assert (told["added"], told["written"]) == (["new_one"], False)
    book["规则"]["D2"] = "严重"
    book.save(sheet)
    expect_told(call("rules", "import", folder, sheet), 2, "'严重' is no 级别")
    expect_told(call("rules", "import", folder, tmp_path / "none.xlsx"), 2, "is no file")


def test_the_audit_is_printed_and_written(folder, call, tmp_path):
    result = call("rules", "audit", folder, "-o", tmp_path / "a.xlsx")
    expect_told(result, 0, "[从未触发]")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["规则检查"]
    assert {"rule", "verdict", "others"} <= json.loads(call("rules", "audit", folder, "--json").output)[0].keys()


def test_rules_that_contradict_make_the_audit_exit_with_1(folder, call, tmp_path):
    own = shutil.copytree(folder, tmp_path / "own")
    text = (own / "rules" / "expressions.toml").read_text(encoding="utf-8")
    first = text[text.index("[[rule]]") : text.index("[[rule]]", text.index("[[rule]]") + 5)]
    first = (
        first[: first.index("example")]
        .replace("private_within_gdp", "against")
        .replace("民营经济增加值 <= 地区生产总值", "民营经济增加值 > 地区生产总值")
    )
    (own / "rules" / "against.toml").write_text(first, encoding="utf-8")
    expect_told(call("rules", "audit", own), 1, "[相互矛盾]")


def test_an_expression_is_tried(folder, call):
    expect_told(call("rules", "try", "地区生产总值 > 常住人口 * 6万元/人", folder), 0, "按万元")
    expect_told(call("rules", "try", "地区生产总值 / 常住人口", folder), 0, "算式（可作推算项）")
    expect_told(call("rules", "try", "地区生产总直 > 0", folder), 2, "没有名为“地区生产总直”的项目")
    expect_told(call("rules", "try", "地区生产总值 > 0", folder, "--form", "x"), 2, "is declared nowhere")
    expect_told(call("rules", "try", "地区生产总值 = 5", folder, "--tolerance", "much"), 2, "is no number")
    told = json.loads(call("rules", "try", "地区生产总值 > 0", folder, "--json").output)
    assert (told["kind"], told["code"], told["failing"]) == ("condition", "gdp > 0", [])


def test_rows_are_asked_and_evidence_is_kept(folder, call, tmp_path):
    (tmp_path / "r.toml").write_text(ROWS, encoding="utf-8")
    pl.DataFrame({"code": ["a", "=1+1"], "revenue": [5.0, 5.0], "cost": [4.0, 6.0]}).write_parquet(
        tmp_path / "d.parquet"
    )
    for ending, read in ((".parquet", pl.read_parquet), (".csv", pl.read_csv)):
        result = call("rules", "check-rows", tmp_path / "r.toml", tmp_path / "d.parquet", "-o", tmp_path / f"e{ending}")
        expect_told(result, 1, "不成立1行")
        assert read(tmp_path / f"e{ending}").select("rule", "code").rows() == [("cost", "=1+1")]
    call("rules", "check-rows", tmp_path / "r.toml", tmp_path / "d.parquet", "-o", tmp_path / "e.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "e.xlsx").active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")  # text, no formula
    told = json.loads(call("rules", "check-rows", tmp_path / "r.toml", tmp_path / "d.parquet", "--json").output)
    assert (told["rows"], told["counts"][0]["failing"]) == (2, 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.parquet", "e.csv", "e.parquet", "e.xlsx", "r.toml"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("none.parquet",), "that is there"),
        (("d.parquet", "--key", "kode"), "Did you mean 'code'"),
        (("d.parquet", "-o", "e.docx"), "cannot hold evidence"),
        (("d.parquet", "--engine", "oracle"), "is not known"),
        (("junk.parquet",), "cannot be read"),
        (("t", "--database", "junk.parquet"), "cannot be read"),
    ],
)
def test_what_rows_cannot_be_asked_of_is_an_error(call, tmp_path, monkeypatch, more, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.toml").write_text(ROWS, encoding="utf-8")
    (tmp_path / "junk.parquet").write_text("no table")
    pl.DataFrame({"code": ["a"], "revenue": [5.0], "cost": [4.0]}).write_parquet(tmp_path / "d.parquet")
    expect_told(call("rules", "check-rows", "r.toml", *more), 2, said)


def test_a_server_that_does_not_answer_is_an_error(call, tmp_path):
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    (tmp_path / "r.toml").write_text(ROWS, encoding="utf-8")
    where = ("--engine", "postgres", "--database", "postgresql://127.0.0.1:1/x")
    expect_told(call("rules", "check-rows", tmp_path / "r.toml", "t", *where), 2, "cannot be reached")


def test_a_provinces_rules_are_asked_of_a_table_with_its_items(folder, call):
    result = call("rules", "check-rows", folder, folder / "figures/accounts/2021/tjj.1.csv")
    expect_told(result, 0, "[强制] private_within_gdp 民营经济不超过地区生产总值：不成立0行")
    assert "只问部分地区" in result.output


def test_proposals_are_printed_written_and_never_applied(folder, call, tmp_path):
    before = {p: p.read_bytes() for p in (folder / "figures").rglob("*") if p.is_file()}
    result = call("mend", folder, "--form", "livelihood", "-o", tmp_path / "m.xlsx")
    expect_told(result, 0, "填报数不动")
    assert "按修订版重新报送" in result.output
    assert openpyxl.load_workbook(tmp_path / "m.xlsx")["修正建议"].max_row > 3
    assert before == {p: p.read_bytes() for p in (folder / "figures").rglob("*") if p.is_file()}


def test_one_item_one_area_and_one_deed_may_be_asked_for(folder, call):
    told = json.loads(call("mend", folder, "--do", "localise", "--area", "栖城区", "--json").output)
    assert [(p["item"], p["proposed"], p["filed"]) for p in told["proposals"]] == [
        ("livelihood_expenditure", 607851.0, 670851.0)
    ]
    only = ("--do", "impute", "--item", "社会消费品零售总额", "--area", "麦塘县", "--json")
    assert [p["ref_area"] + p["item"] for p in json.loads(call("mend", folder, *only).output)["proposals"]] == [
        "990222retail_sales"
    ]
    expect_told(call("mend", folder, "--do", "guess"), 2, "is no deed")
    expect_told(call("mend", folder, "--form", "x"), 2, "is declared nowhere")
    expect_told(call("mend", folder, "--item", "gdp_per_head"), 2, "is derived from other items")
