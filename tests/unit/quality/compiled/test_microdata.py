"""Row rules over tables: what fails is counted and kept."""

import polars as pl
import pytest

from junxian.declared.rules import Expression
from junxian.engine.tables import connect_duckdb
from junxian.quality.compiled import microdata
from junxian.quality.compiled.microdata import check_rows
from junxian.quality.language.figures import ReturnFigures
from junxian.quality.language.names import list_columns
from junxian.quality.language.read_rule import read_rule
from junxian.terms.errors import DeclarationError, FiguresError, MethodError
from junxian.terms.name import Name

UNITS = {"营业收入": "万元", "营业成本": "万元", "从业人员": "人", "行业": "text"}
WORDS = list_columns(UNITS)


def make_rule(code, text):
    given = {"zh": code}
    return Expression(code=code, name=given, severity="hold", why=given, remedy=given, kind="expression", rule=text)


def make_firms():
    return pl.DataFrame(
        {
            "单位": ["A", "B", "C", "D"],
            "营业收入": [100.1, 0.0, None, -3.0],
            "营业成本": [90.0, 5.0, 1.0, 0.0],
            "从业人员": [10, 0, 3, 4],
            "行业": ["C13", "C13", "F51", None],
        }
    )


RULES = [
    make_rule("not_below_zero", "营业收入 >= 0"),
    make_rule("cost", "营业成本 <= 营业收入"),
    make_rule("per_head", "营业收入 / 从业人员 <= 10"),
    make_rule("known", '行业 in ("C13", "C14")'),
]


def test_failing_rows_are_counted_and_kept_with_the_figures_that_the_rule_names():
    found = check_rows(make_firms(), RULES, ["单位"], vocabulary=WORDS)
    assert found.rows == 4
    assert dict(found.counts.select("rule", "failing").rows()) == {"not_below_zero": 1, "cost": 2, "per_head": 1, "known": 1}  # fmt: skip
    assert found.is_whole
    cost = found.evidence.filter(rule="cost").sort("单位")
    assert cost.select("单位", "营业收入", "营业成本", "从业人员", "行业").rows() == [
        ("B", 0.0, 5.0, None, None), ("D", -3.0, 0.0, None, None),
    ]  # fmt: skip


def test_a_missing_figure_and_a_divisor_of_zero_fail_no_rule():
    found = check_rows(make_firms(), RULES, ["单位"], vocabulary=WORDS)
    assert "C" not in found.evidence.filter(pl.col("rule") != "known")["单位"]
    assert found.evidence.filter(rule="per_head")["单位"].to_list() == ["A"]  # 100.1 ÷ 10, and not B: 0 ÷ 0


def test_memory_holds_the_first_rows_and_the_file_all(tmp_path):
    frame = pl.DataFrame({"id": range(1000), "x": [-1.0] * 1000})
    found = check_rows(frame, [make_rule("r", "x >= 0")], ["id"], most=10, into=tmp_path / "evidence.parquet")
    assert (found.evidence.height, found.is_whole, found.counts["failing"][0]) == (10, False, 1000)
    assert pl.read_parquet(found.file)["id"].sort().to_list() == list(range(1000))


def test_nothing_failing_leaves_empty_evidence_with_its_columns():
    found = check_rows(make_firms(), [make_rule("r", "从业人员 >= 0")], ["单位"], vocabulary=WORDS)
    assert (found.evidence.height, found.evidence.columns) == (0, ["rule", "单位", "从业人员"])


def test_ordinary_figures_need_no_interpreter(monkeypatch):
    def refuse(*_):
        raise AssertionError("asked")

    monkeypatch.setattr(microdata, "RowFigures", refuse)
    frame = pl.DataFrame(
        {"id": range(3), "a": [0.1, 0.7, 1e6], "b": [0.2, 0.1, 0.01], "c": [0.3, 0.8, 1000000.01], "n": [1, 3, 0]}
    )
    rules = [make_rule("sum", "a + b = c"), make_rule("third", "b / n < 1"), make_rule("part", "a / c <= 1")]
    assert check_rows(frame, rules, ["id"]).counts["failing"].to_list() == [0, 0, 0]


def test_figures_beyond_the_room_of_floats_are_judged_exactly():
    frame = pl.DataFrame({"id": [1, 2], "x": [10**17, 10**17], "y": [10**17, 10**17 + 1]})
    found = check_rows(frame, [make_rule("r", "x = y")], ["id"])
    assert found.evidence["id"].to_list() == [2]


def test_units_are_converted():
    words = list_columns({"a": "亿元", "b": "万元"}, {"a": Name(zh="甲"), "b": Name(zh="乙")})
    frame = pl.DataFrame({"id": [1, 2], "a": [1.5, 1.5], "b": [15000.0, 1.5]})
    found = check_rows(frame, [make_rule("r", "甲 = 乙")], ["id"], vocabulary=words)
    assert found.evidence["id"].to_list() == [2]


def test_growth_over_an_earlier_period_is_asked_by_area():
    frame = pl.DataFrame(
        {
            "county": ["x", "x", "y", "y", "z"],
            "month": ["2020-01", "2020-02", "2020-01", "2020-02", "2020-02"],
            "tax": [10.0, 40.0, 10.0, 12.0, 5.0],
        }
    )
    rules = [make_rule("leap", "tax / previous(tax) <= 2"), make_rule("level", "tax >= 6")]
    found = check_rows(frame, rules, ["county"], place=("county", "month"))
    assert found.evidence.select("rule", "county", "month").rows() == [
        ("leap", "x", "2020-02"),
        ("level", "z", "2020-02"),
    ]
    assert found.evidence.filter(rule="leap")["tax|previous"].to_list() == [10.0]


def test_parquet_and_csv_files_are_read_where_they_lie(tmp_path):
    frame = pl.DataFrame({"code": ["010104", "510105"], "x": [1.5, -2.0]})
    frame.write_parquet(tmp_path / "rows.parquet")
    frame.write_csv(tmp_path / "rows.csv")
    for name in ("rows.parquet", "rows.csv"):
        found = check_rows(tmp_path / name, [make_rule("r", "x < 0")], ["code"])
        assert found.evidence["code"].to_list() == ["010104"], name


def test_a_table_of_a_database_is_named(tmp_path):
    connection = connect_duckdb()
    connection.raw_sql("CREATE TABLE firms AS SELECT 1 AS id, -1.5::DECIMAL(18, 2) AS x")
    assert check_rows("firms", [make_rule("r", "x >= 0")], ["id"], connection=connection).counts["failing"][0] == 1


def test_what_is_not_for_rows_is_refused():
    with pytest.raises(MethodError, match="not for microdata"):
        check_rows(make_firms(), [make_rule("r", "下级合计(营业收入) = 营业收入")], ["单位"], vocabulary=WORDS)
    with pytest.raises(MethodError, match="earlier period"):
        check_rows(make_firms(), [make_rule("r", "上期[营业收入] > 0")], ["单位"], vocabulary=WORDS)
    with pytest.raises(MethodError, match="no column 'firm'"):
        check_rows(make_firms(), RULES, ["firm"], vocabulary=WORDS)
    with pytest.raises(DeclarationError, match="营业收人"):
        check_rows(make_firms(), [make_rule("r", "营业收人 > 0")], ["单位"], vocabulary=WORDS)


@pytest.mark.parametrize("large", [1.0, 1e9])
def test_what_is_no_number_is_missing_in_a_parquet_file_too(tmp_path, large):
    """Its statistics leave NaN out, and engines believe them."""
    frame = pl.DataFrame({"id": [1, 2, 3, 4], "x": [large, float("nan"), None, 2.0]})
    frame.write_parquet(tmp_path / "rows.parquet")
    rules = [make_rule("filed", "x is not missing"), make_rule("empty", "x is missing"), make_rule("level", "x > 3")]
    found = check_rows(tmp_path / "rows.parquet", rules, ["id"]).evidence
    failing = {rule: sorted(found.filter(rule=rule)["id"]) for rule in ("filed", "empty", "level")}
    assert failing == {"filed": [2, 3], "empty": [1, 4], "level": [4] if large > 3 else [1, 4]}


def test_a_divisor_that_rounding_decides_is_missing_or_not_as_the_interpreter_says():
    frame = pl.DataFrame({"id": [1, 2, 3], "x": [1.0, 1.0, 1.0], "y": [-0.0000005, 0.0000004, 0.0]})
    found = check_rows(frame, [make_rule("r", "x / y is missing")], ["id"])
    assert found.evidence["id"].to_list() == [1]


def test_two_rows_of_one_area_and_period_are_refused_where_rules_look_back():
    frame = pl.DataFrame({"county": ["x", "x", "x", None, None], "month": ["2020-01", "2020-01", "2020-02", "2020-01", "2020-01"], "tax": [1.0, 2.0, 9.0, 1.0, 1.0]})  # fmt: skip
    rules, place = [make_rule("leap", "tax / previous(tax) <= 2")], ("county", "month")
    with pytest.raises(FiguresError, match=r"x in 2020-01 \(2 rows\)\. Leave one row"):
        check_rows(frame, rules, ["county"], place=place)
    assert check_rows(frame[1:], rules, ["county"], place=place).counts["failing"].to_list() == [1]
    assert check_rows(frame, [make_rule("level", "tax < 9")], ["county"], place=place).counts["failing"].to_list() == [1]  # fmt: skip


@pytest.mark.parametrize("months", [("2020-12", "2021-01", "2021-02"), ("2020-Q4", "2021-Q1", "2021-Q2")])
def test_what_is_counted_from_january_has_no_period_before_in_january(months):
    frame = pl.DataFrame({"county": ["x"] * 3, "month": months, "sum": [90.0, 4.0, 2.0], "level": [9.0, 4.0, 2.0]})
    words = list_columns({"county": "text", "month": "text", "sum": "1", "level": "1"}, year_to_date=["sum"])
    texts = [
        "sum >= previous(sum)",
        "level >= previous(level)",
        "previous(sum + level) is not missing",
        "sum >= last_year(sum)",
    ]
    rules = [make_rule(str(n), text) for n, text in enumerate(texts)]
    found = check_rows(frame, rules, ["county"], vocabulary=words, place=("county", "month"))
    figures = ReturnFigures({(key, "x", month): value for key in ("sum", "level") for month, value in frame.select("month", key).rows()})  # fmt: skip
    interpreted = [(f.rule.code, month) for f in (read_rule(rule, words) for rule in rules) for month in months if f.judge(figures, "x", month) is False]  # fmt: skip
    expected = [("0", months[2]), ("1", months[1]), ("1", months[2]), ("2", months[0]), ("2", months[1])]
    assert sorted(found.evidence.select("rule", "month").rows()) == interpreted == expected
