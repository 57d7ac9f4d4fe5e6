import pytest

from junxian.declared.rules import Expression
from junxian.quality.language.names import Entry, Vocabulary, list_columns
from junxian.quality.language.read_rule import read_rule
from junxian.quality.language.syntax import Compare, Item
from junxian.terms import DeclarationError, Name

TEXT = {"zh": "因为"}


def rule(text, **over):
    return Expression.model_validate(
        {"kind": "expression", "code": "r", "name": TEXT, "severity": "hold", "why": TEXT, "remedy": TEXT, "rule": text}
        | over
    )


def test_the_form_of_a_rule_is_its_own_or_that_of_its_first_item(words):
    assert read_rule(rule("占地面积 > 总产值 / 总产值 * 占地面积", form="industry"), words).form == "industry"
    assert read_rule(rule("用地面积 > 0 且 营业收入 > 0"), words).form == "industry"


def test_the_tolerance_of_a_rule_goes_to_its_one_comparison(words):
    formula = read_rule(rule("如果 营业收入 > 0 则 营业收入 = 主营业务收入", tolerance=2), words)
    assert formula.condition.then.tolerance.value == 2
    assert formula.condition.test.tolerance is None
    for text, said in [
        ("营业收入 = 主营业务收入 误差 1", "误差已写在公式里"), ("营业收入 > 0 且 营业收入 < 9", "tolerance只用于一个比较式"),
    ]:  # fmt: skip
        with pytest.raises(DeclarationError, match=said):
            read_rule(rule(text, tolerance=2), words)


def test_an_error_says_where_the_rule_stands(words):
    with pytest.raises(DeclarationError, match=r"^rules/a.toml, rule r: 第1个字符") as error:
        read_rule(rule("收入 > 0").put("rules/a.toml, rule r"), words)
    assert error.value.where == "rules/a.toml, rule r"


def test_a_table_of_microdata_has_its_own_names():
    columns = list_columns({"turnover": "千元", "trade": "text"}, {"turnover": Name(zh="营业额", en="Turnover")})
    assert isinstance(columns, Vocabulary)
    formula = read_rule(rule("营业额 > 1万元 或 trade = 'C13'"), columns)
    assert formula.keys == ("turnover", "trade")


def test_a_rule_keeps_the_names_of_its_vocabulary():
    words = Vocabulary({"a": Entry("a", "人", Name(zh="甲"))}, {})
    assert read_rule(rule("甲 > 0"), words).checked.left == Item("a")
    assert isinstance(read_rule(rule("甲 > 0"), words).checked, Compare)
