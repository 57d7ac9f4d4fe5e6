from datetime import date

import polars as pl
import pytest

from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.quality import check_returns
from junxian.quality.inquiries import list_notes_of
from junxian.quality.shared_cause import LEAST, gather_shared

PARTS = {"kind": "sum_of_parts", "total": "gdp", "parts": ["farm", "rest"], "tolerance": 0}
ITEMS = ["gdp", "farm", "rest"]
YEARS = ("2017", "2018", "2019", "2020")


@pytest.fixture
def province(draw):
    return draw.province([draw.form(ITEMS)], [PARTS])


def rows(counties, wrong=()):
    """Balanced accounts of every county and year; of those that are wrong the total is 7 too large."""
    return [
        (c, y, k, value + (7.0 if k == "gdp" and (c, y) in wrong else 0.0))
        for n, c in enumerate(counties) for y in YEARS
        for k, value in (("gdp", 100.0 + n), ("farm", 40.0), ("rest", 60.0 + n))
    ]  # fmt: skip


def check(draw, province, wrong):
    return check_returns(draw.returns(province, rows(draw.counties, wrong)), province, province.period, province.date)


def split(quality):
    asked = quality.findings.filter(pl.col("severity") != "note")
    return asked, quality.findings.filter(severity="note")


def test_many_areas_wrong_alike_in_one_return_are_asked_about_once(draw, province):
    wrong = {(c, "2019") for c in draw.counties[:12]}
    asked, notes = split(check(draw, province, wrong))
    [question] = asked.to_dicts()
    assert (question["ref_area"], question["severity"], question["found"]) == ("", "hold", "12")
    assert (question["charged_to"], question["file"]) == ("bureau", "figures/form/2019/bureau.1.csv")
    assert "共同原因" in question["message_zh"]
    assert "12 areas" in question["message_en"]
    assert set(notes["ref_area"]) == set(draw.counties[:12])
    assert all("12个地区如此" in text for text in notes["message_zh"])
    named = {cell for row in notes.iter_rows(named=True) for cell in row["cell"].split()}
    assert set(question["cell"].split()) == named


def test_what_each_area_withheld_stays_withheld_until_the_question_is_settled(draw, province):
    wrong = {(c, "2019") for c in draw.counties[:12]}
    quality = check(draw, province, wrong)
    cells = {(c, "2019", item) for c, _ in wrong for item in ITEMS}
    assert {row[:3] for row in quality.held.rows()} == cells
    assert set(quality.suspects.rows()) == cells
    [code] = quality.inquiries["id"]
    events = [
        {"finding": code, "date": date(2024, 6, 1), "event": "answered", "by": "a", "text": "t", "evidence": ""},
        {"finding": code, "date": date(2024, 6, 2), "event": "accepted", "by": "b", "text": "t", "evidence": ""},
    ]
    answers = pl.DataFrame([dict.fromkeys(ANSWER_SCHEMA) | e for e in events], schema=ANSWER_SCHEMA, orient="row")
    object.__setattr__(province, "answers", answers)
    settled = check(draw, province, wrong)
    assert settled.held.is_empty()
    assert settled.suspects.is_empty()


def test_the_areas_may_be_the_same_few_everywhere(draw, province):
    wrong = {(c, y) for c in draw.counties[:5] for y in YEARS}
    asked, notes = split(check(draw, province, wrong))
    assert asked.height == len(wrong)  # as often in every return: nothing sets one of them apart
    assert notes.is_empty()


@pytest.mark.parametrize("count", [1, LEAST - 1])
def test_a_few_are_asked_one_by_one(draw, province, count):
    asked, notes = split(check(draw, province, {(c, "2019") for c in draw.counties[:count]}))
    assert asked["ref_area"].to_list() == draw.counties[:count]
    assert notes.is_empty()


def test_returns_of_single_areas_share_nothing(draw, province):
    wrong = {(c, "2019") for c in draw.counties[:12]}
    own = [
        (c, y, k, v, {"filer": c, "file": f"figures/form/{y}/{c}.1.csv"}) for c, y, k, v in rows(draw.counties, wrong)
    ]
    quality = check_returns(draw.returns(province, own), province, province.period, province.date)
    asked, notes = split(quality)
    assert set(asked["ref_area"]) == set(draw.counties[:12])
    assert notes.is_empty()


def test_slips_by_different_powers_are_different_causes(draw):
    rule = {"kind": "order_of_magnitude", "items": ["gdp"]}
    province = draw.province([draw.form(["gdp"])], [rule])

    def value(n, year):
        power = 0 if year != "2019" else (3 if n < 7 else 4 if n < 9 else 0)
        return (1234.0 + 10 * n) * 10.0**power

    table = [(c, y, "gdp", value(n, y)) for n, c in enumerate(draw.counties) for y in YEARS]
    quality = check_returns(draw.returns(province, table), province, province.period, province.date)
    asked, notes = split(quality)
    assert sorted(asked["ref_area"]) == ["", *draw.counties[7:9]]
    assert set(notes["ref_area"]) == set(draw.counties[:7])
    question = asked.filter(ref_area="")["id"].to_list()
    assert list_notes_of(quality.findings, question).equals(notes)


def test_nothing_is_gathered_of_nothing(draw, province):
    assert gather_shared([], draw.filed(province, draw.returns(province, rows(draw.counties)))) == []


def test_a_rule_of_one_form_may_name_an_item_of_another_first(draw):
    forms = [draw.form(["gdp"], code="accounts"), draw.form(["retail"], code="trade")]
    rule = {"kind": "expression", "code": "e", "rule": "gdp <= retail", "form": "trade", "severity": "explain"}
    province = draw.province(forms, [rule])
    filed = [(c, "2020", k, x) for c in draw.counties for k, x in (("gdp", 10.0), ("retail", 5.0))]
    asked, notes = split(check_returns(draw.returns(province, filed), province, province.period, province.date))
    assert asked.select("rule", "ref_area", "found").rows() == [("e", "", "20")]
    assert notes.height == 20
