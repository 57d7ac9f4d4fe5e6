"""What is filed for a derived item is compared with it, and used by nothing."""

from datetime import date

import pytest

from junxian.quality import accepted, check_returns
from junxian.terms import Period

A, B = "990101", "990102"


@pytest.fixture
def run(draw):
    def run(filed, tolerance=None, people=20.0):
        own = {
            "code": "per_head",
            "unit": "元/人",
            "name": {"zh": "人均产值", "en": "Output per head"},
            "measure": "ratio",
        }
        own |= {"computed": "gdp / people"} | ({} if tolerance is None else {"tolerance": tolerance})
        items = [{"code": "gdp", "unit": "亿元"}, {"code": "people", "unit": "万人"}, own]
        province = draw.province([draw.form(items)], [])
        rows = [(A, "2020", "gdp", 100.0), (A, "2020", "people", people), (A, "2020", "per_head", filed)]
        returns = draw.returns(province, rows)
        quality = check_returns(returns, province, Period(2020), date(2021, 12, 31))
        return quality, accepted(returns, quality)

    return run


def test_a_difference_is_a_question_to_whoever_filed_it(run):
    quality, figures = run(51000.0)
    (found,) = quality.findings.to_dicts()
    assert (found["rule"], found["severity"], found["item"], found["charged_to"]) == (
        "derived_item", "explain", "per_head", "bureau",
    )  # fmt: skip
    assert found["cell"] == "C4 C2 C3"
    assert found["message_zh"] == "1号县2020年：人均产值填报51,000元/人，按“gdp / people”推算为50,000元/人。"
    assert "filed as 51,000" in found["message_en"]
    assert figures.filter(key="per_head")["obs_value"].to_list() == [50000.0]


@pytest.mark.parametrize(
    ("filed", "tolerance", "asked"),
    [(50001.0, None, 0), (50001.1, None, 1), (50050.0, 50, 0), (50051.0, 50, 1), (50000.0, 0, 0), (None, 0, 0)],
)
def test_the_tolerance_is_one_last_digit_or_as_declared(run, filed, tolerance, asked):
    assert run(filed, tolerance)[0].findings.height == asked


def test_without_a_figure_to_derive_from_nothing_is_asked_and_the_filed_one_is_not_used(run):
    quality, figures = run(50000.0, people=None)
    assert quality.findings.is_empty()
    assert figures["key"].to_list() == ["gdp"]
    assert quality.held.rows() == [(A, "2020", "per_head", "derived_item")]


def test_where_a_whole_return_differs_the_filer_is_asked_once(draw):
    own = {"code": "per_head", "unit": "元/人", "name": {"zh": "人均产值"}, "computed": "gdp / people"}
    items = [{"code": "gdp", "unit": "亿元"}, {"code": "people", "unit": "万人"}, own]
    province = draw.province([draw.form(items)], [])
    rows = [(c, "2020", k, x) for c in draw.counties for k, x in (("gdp", 100.0), ("people", 20.0), ("per_head", 5.0))]
    quality = check_returns(draw.returns(province, rows), province, Period(2020), date(2021, 12, 31))
    asked = quality.findings.filter(severity="explain")
    assert asked.select("rule", "ref_area", "charged_to").rows() == [("derived_item", "", "bureau")]
    assert quality.findings.filter(severity="note").height == 20


def test_filers_that_differ_each_in_its_own_return_are_asked_each(draw):
    own = {"code": "per_head", "unit": "元/人", "name": {"zh": "人均产值"}, "computed": "gdp / people"}
    province = draw.province(
        [draw.form([{"code": "gdp", "unit": "亿元"}, {"code": "people", "unit": "万人"}, own])], []
    )
    rows = [
        (c, "2020", k, x, {"filer": c, "file": f"figures/form/2020/{c}.1.csv"})
        for c in draw.counties
        for k, x in (("gdp", 100.0), ("people", 20.0), ("per_head", 5.0))
    ]
    quality = check_returns(draw.returns(province, rows), province, Period(2020), date(2021, 12, 31))
    assert set(quality.findings.select("severity", "ref_area", "charged_to").rows()) == {
        ("explain", c, c) for c in draw.counties
    }
