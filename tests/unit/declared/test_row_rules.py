"""Rules for the rows of a table, in a file of their own."""

import pytest

from junxian.declared.row_rules import read_row_rules
from junxian.terms.errors import DeclarationError

RULE = """
[[rule]]
code = "a"
name = { zh = "甲" }
kind = "expression"
severity = "note"
rule = "x > 0"
why = { zh = "因为" }
remedy = { zh = "核对" }
"""


@pytest.fixture
def read(tmp_path):
    def read(text, name="rows.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_row_rules(tmp_path / name)

    return read


def test_rules_columns_keys_and_place_are_read(read):
    found = read('keys = ["code"]\nplace = ["code", "year"]\ncolumns = { x = "千元", name = "text" }\n' + RULE)
    assert (found.keys, found.place, found.columns) == (("code",), ("code", "year"), {"x": "千元", "name": "text"})
    assert [(rule.code, rule.place) for rule in found.rules] == [("a", "rows.toml, rule a")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            RULE.replace('kind = "expression"', 'kind = "bounds"').replace('rule = "x > 0"', 'items = ["x"]'),
            "expressions alone",
        ),
        ('columns = { x = "斗" }\n' + RULE, "斗"),
        ("keyz = []\n" + RULE, "Did you mean 'keys'"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(read, text, said):
    with pytest.raises(DeclarationError, match=said):
        read(text)


def test_another_ending_is_refused(read):
    with pytest.raises(DeclarationError, match="is no file of rules"):
        read(RULE, "rows.txt")
