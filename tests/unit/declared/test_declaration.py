from decimal import Decimal

import pytest

from junxian.declared.declaration import read_declaration
from junxian.declared.indicators import Indicator
from junxian.declared.redlines import RedLine
from junxian.declared.rules import RuleFile
from junxian.terms import DeclarationError

INDICATOR = """
code = "gdp_per_resident"
name = { zh = "人均地区生产总值", en = "GDP per resident" }
concept = { zh = "地区生产总值除以常住人口" }
unit = "元/人"
method = "per_resident"
of = { amount = "gdp", residents = "population" }
"""


def read(tmp_path, text, kind):
    path = tmp_path / "declaration.toml"
    path.write_text(text, encoding="utf-8")
    return read_declaration(path, kind, "indicators/declaration.toml")


def test_a_declaration_becomes_a_frozen_object(tmp_path):
    indicator = read(tmp_path, INDICATOR, Indicator)
    assert indicator.sources == ("gdp", "population")
    with pytest.raises(ValueError, match="frozen"):
        indicator.code = "other"


def test_an_unknown_key_names_the_nearest_permitted_key(tmp_path):
    with pytest.raises(DeclarationError, match=r"unknown key 'directon'.*'direction'"):
        read(tmp_path, INDICATOR + 'directon = "more_is_better"\n', Indicator)


def test_an_unknown_key_deep_inside_names_the_keys_of_its_place(tmp_path):
    text = '[[rule]]\nkind="bounds"\ncode="r"\nname={zh="甲"}\nseverity="hold"\nwhy={zh="乙"}\nremedy={zh="丙"}\nitems=["a"]\nlowest=1\n'
    with pytest.raises(DeclarationError, match=r"lowest.*'low'"):
        read(tmp_path, text, RuleFile)


def test_every_fault_of_a_file_is_listed_at_once(tmp_path):
    with pytest.raises(DeclarationError) as caught:
        read(tmp_path, 'code = 1\nunit = "元"\nmethod = "value"\nof = { of = "a" }\n', Indicator)
    assert all(word in str(caught.value) for word in ("code", "name", "concept"))


def test_a_syntax_error_names_its_line(tmp_path):
    with pytest.raises(DeclarationError, match="line 2"):
        read(tmp_path, 'code = "a"\ncode = "b"\n', Indicator)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"元/人"', '"圆/人"'), "no known unit"),
        (('"per_resident"', '"per_residents"'), "per_resident"),
        (('residents = "population"', 'area = "land"'), "takes amount, residents"),
        (('amount = "gdp"', 'amount = ["gdp", "loans"]'), "one source"),
    ],
)
def test_a_wrong_definition_is_an_error_in_words(tmp_path, change, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, INDICATOR.replace(*change), Indicator)


def test_a_file_that_is_absent_or_no_text_is_an_error(tmp_path):
    with pytest.raises(DeclarationError, match="does not exist"):
        read_declaration(tmp_path / "absent.toml", Indicator, "absent.toml")
    (tmp_path / "gb.toml").write_bytes('name = "县"'.encode("gb18030"))
    with pytest.raises(DeclarationError, match="not UTF-8"):
        read_declaration(tmp_path / "gb.toml", Indicator, "gb.toml")


def test_thresholds_must_run_from_yellow_to_red(tmp_path):
    text = 'code="debt"\nname={zh="债务"}\nindicator="r"\nbreach="above"\n[[version]]\nvalid_from=2020-01-01\nthresholds={yellow=2.0, orange=1.2, red=3.0}\n'
    with pytest.raises(DeclarationError, match="from yellow to red"):
        read(tmp_path, text, RedLine)


def test_numbers_are_read_exactly(tmp_path):
    from junxian.declared.rules import SumOfParts

    text = '[[rule]]\nkind="sum_of_parts"\ncode="r"\nname={zh="甲"}\nseverity="hold"\nwhy={zh="乙"}\nremedy={zh="丙"}\ntotal="a"\nparts=["b"]\ntolerance=0.1\n'
    (rule,) = read(tmp_path, text, RuleFile).rule
    assert isinstance(rule, SumOfParts)
    assert rule.tolerance == Decimal("0.1")
