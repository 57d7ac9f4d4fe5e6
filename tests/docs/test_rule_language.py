"""The pages about rules are true: their expressions are read, their errors are those that are told."""

import re
from pathlib import Path

import pytest

from junxian.declared.province_folder import read_province
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.names import list_names
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.units import check_units
from junxian.quality.language.words import INFIXES, PREFIXES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/handbook/rule-language.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs/how-to/write-a-rule.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "sample/example-province"


def list_blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


EXPRESSIONS = [line for block in list_blocks("rule") for line in block.splitlines()]
ERRORS = [block.strip().split("\n", 1) for block in list_blocks("rule-error")]


@pytest.fixture(scope="module")
def words():
    return list_names(read_province(SAMPLE).forms.values())


def test_the_page_has_examples():
    assert len(EXPRESSIONS) >= 13
    assert len(ERRORS) >= 5


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_of_the_page_is_read(words, text):
    check_units(parse_condition(text, words), words, text)


@pytest.mark.parametrize(("text", "said"), ERRORS)
def test_an_error_of_the_page_is_told(words, text, said):
    with pytest.raises(ExpressionError, match=re.escape(said)):
        check_units(parse_condition(text, words), words, text)


def test_the_words_of_the_page_are_those_of_the_language():
    firsts = [forms[0] for forms in (*PREFIXES.values(), *INFIXES.values())]
    assert [word for word in firsts if word not in PAGE] == []


def test_the_rule_of_the_how_to_is_that_of_the_sample():
    declared = (SAMPLE / "rules/expressions.toml").read_text(encoding="utf-8")
    shown = re.search(r"^```toml\n(.*?)^example = ", HOW_TO, re.MULTILINE | re.DOTALL)[1]
    assert all(line in declared for line in shown.splitlines())
