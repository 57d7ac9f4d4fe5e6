from dataclasses import replace

import polars as pl
import pytest
from pydantic import ValidationError

from junxian.declared.rules_of_chance import Coverage
from junxian.quality.kinds import KINDS

RULE = {"kind": "coverage", "registered": "register", "recorded": "records", "matched": "both", "severity": "explain"}
ITEMS = [{"code": code, "unit": "个"} for code in ("register", "records", "both")]
FILES = {
    "kind": "coverage",
    "register_file": "r.csv",
    "records_file": "t.csv",
    "threshold": 2000,
    "severity": "explain",
}


def counts(area, register, records, both=None):
    values = {"register": register, "records": records} | ({} if both is None else {"both": both})
    return [(area, "2020", key, value) for key, value in values.items()]


def test_units_missed_and_units_registered_in_error_are_both_found(ask):
    rows = counts("990101", 100, 100, 80) + counts("990102", 120, 100, 99) + counts("990103", 100, 100, 98)
    first, second = ask(RULE, ITEMS, rows)
    assert (first.area, first.found, second.area, second.found) == ("990101", "80.0%", "990102", "99.0%")
    assert "20家应统未统，20家在库而未达标" in first.message.zh


def test_without_a_match_only_the_difference_is_known_and_said(ask):
    [s] = ask(
        {k: v for k, v in RULE.items() if k != "matched"}, ITEMS, counts("990101", 80, 100) + counts("990102", 100, 100)
    )
    assert s.area == "990101"
    assert "至少20家应统未统、0家不应在库（未逐户比对，只知其差）" in s.message.zh


def test_missing_counts_and_areas_without_units_are_not_asked(ask):
    assert ask(RULE, ITEMS, counts("990101", 0, 0, 0) + counts("990102", 10, None, 5)) == []


@pytest.fixture
def compare(draw, tmp_path):
    def compare(register, records, over=None):
        pl.DataFrame(register, schema=["unit", "area"], orient="row").write_csv(tmp_path / "r.csv")
        pl.DataFrame(records, schema=["unit", "area", "value"], orient="row").write_csv(tmp_path / "t.csv")
        province = replace(draw.province([draw.form(ITEMS)], [FILES | (over or {})]), folder=tmp_path)
        filed = draw.filed(province, draw.returns(province, []))
        return KINDS["coverage"](province.rules["coverage"], filed)

    return compare


def test_units_are_compared_one_by_one_and_named(compare):
    register = [("甲厂", "990101"), ("乙厂", "990101"), ("丙厂", "990102")]
    records = [("甲厂", "990101", 3000), ("乙厂", "990101", 900), ("丁厂", "990101", 9000), ("丙厂", "990102", 2500)]
    [s] = compare(register, records)
    assert (s.area, s.period, s.found) == ("990101", "2020", "50.0%")
    assert "应统未统1家（丁厂）" in s.message.zh
    assert "在库而记录未达标1家（乙厂）" in s.message.zh


def test_a_file_that_is_not_there_is_a_note_that_the_test_cannot_be_made(compare):
    [s] = compare([("a", "990101")], [("a", "990101", 1)], {"records_file": "absent.csv"})
    assert s.severity == "note"
    assert "无法检验：没有文件absent.csv" in s.message.zh


def test_a_unit_registered_twice_is_a_note(compare):
    [s] = compare([("a", "990101"), ("a", "990102")], [("a", "990101", 5000)])
    assert "无法检验" in s.message.zh


@pytest.mark.parametrize(
    "over",
    [
        {},
        {"registered": "a"},
        {"register_file": "a", "records_file": "b"},
        {"registered": "a", "recorded": "b", "register_file": "c"},
    ],
)
def test_the_declaration_names_one_source(over):
    text = {"zh": "因"}
    with pytest.raises(ValidationError):
        Coverage(kind="coverage", code="c", name=text, severity="note", why=text, remedy=text, **over)
