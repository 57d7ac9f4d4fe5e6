from datetime import date

import polars as pl
import pytest

from junxian.quality import accepted, check_returns
from junxian.terms import FINDING_SCHEMA

ITEMS = ["gdp", "retail"]
RULES = [
    {"kind": "bounds", "items": ["gdp", "retail"], "low": 0},
    {"kind": "order_of_magnitude", "items": ["gdp"], "severity": "explain"},
    {
        "kind": "ratio_in_line",
        "numerator": "retail",
        "denominator": "gdp",
        "classification": "class/2020",
        "severity": "explain",
    },
]


@pytest.fixture
def province(draw):
    return draw.province([draw.form(ITEMS, filed_by="county")], RULES)


def rows(counties, changed=None):
    return [
        (c, year, k, (changed or {}).get((c, year, k), base + n), {"filer": c})
        for n, c in enumerate(counties) for year in ("2019", "2020") for k, base in (("gdp", 1000.0), ("retail", 400.0))
    ]  # fmt: skip


def check(province, returns):
    return check_returns(returns, province, province.period, province.date)


def test_clean_returns_are_accepted_without_findings(draw, province):
    returns = draw.returns(province, rows(draw.counties))
    quality = check(province, returns)
    assert quality.findings.is_empty()
    assert quality.findings.schema == pl.Schema(FINDING_SCHEMA)
    assert set(quality.verdicts["verdict"]) == {"accepted"}
    assert accepted(returns, quality).height == returns.observations.height


def test_one_cause_makes_one_finding(draw, province):
    quality = check(province, draw.returns(province, rows(draw.counties, {("990105", "2020", "gdp"): 1.004e7})))
    [finding] = quality.findings.to_dicts()
    assert (finding["rule"], finding["ref_area"], finding["charged_to"]) == ("order_of_magnitude", "990105", "990105")
    assert finding["message_zh"].endswith("由此还触及：ratio_in_line。")


def test_a_held_cell_is_withheld_and_the_rest_of_the_return_stays(draw, province):
    returns = draw.returns(province, rows(draw.counties, {("990105", "2020", "retail"): -5.0}))
    quality = check(province, returns)
    assert quality.held.rows() == [("990105", "2020", "retail", "bounds")]
    kept = accepted(returns, quality).filter(ref_area="990105", time_period="2020")
    assert kept["key"].to_list() == ["gdp"]


def test_findings_stand_in_order_whatever_the_order_of_the_rows(draw, province):
    changed = {("990109", "2020", "gdp"): -5.0, ("990105", "2020", "retail"): -5.0, ("990107", "2020", "gdp"): 1.004e7}
    given = rows(draw.counties, changed)
    there, back = (
        check(province, draw.returns(province, order)).findings.drop("cell") for order in (given, given[::-1])
    )
    assert there.equals(back)
    assert there["severity"].to_list() == ["hold", "hold", "explain"]
    assert there["ref_area"].to_list() == ["990105", "990109", "990107"]


def test_a_fault_of_the_reader_is_a_finding_and_holds_the_return(draw, province):
    fault = {"rule": "not_a_number", "severity": "hold", "ref_area": "990105", "time_period": "2020", "form": "form",
             "item": "gdp", "file": "figures/form/2020/990105.1.csv", "filer": "990105", "charged_to": "990105"}  # fmt: skip
    quality = check(province, draw.returns(province, rows(draw.counties), faults=[fault]))
    assert quality.findings["rule"].to_list() == ["not_a_number"]
    assert quality.verdicts.filter(filer="990105", period="2020")["verdict"].to_list() == ["held"]


def test_a_revision_clears_what_was_found_in_the_file_before(draw, province):
    old, new = ({"filer": "990105", "vintage": n, "file": f"figures/form/2020/990105.{n}.csv"} for n in (1, 2))
    given = [("990105", "2020", "gdp", -5.0, old), ("990105", "2020", "gdp", 5.0, new)]
    fault = {
        "rule": "excel_error",
        "severity": "hold",
        "file": old["file"],
        "form": "form",
        "time_period": "2020",
        "filer": "990105",
    }
    returns = draw.returns(province, given, faults=[fault])
    assert check(province, returns).findings.is_empty()


def test_verdicts_count_findings_and_name_what_is_overdue(draw):
    rules = [*RULES[:1], {"kind": "punctuality", "form": "form", "severity": "note"}]
    province = draw.province([draw.form(ITEMS, filed_by="county")], rules)
    given = rows(draw.counties[:-1], {("990105", "2020", "retail"): -5.0})
    verdicts = check(province, draw.returns(province, given)).verdicts
    held = verdicts.filter(filer="990105", period="2020").row(0, named=True)
    assert (held["verdict"], held["hold"], held["explain"], held["note"]) == ("held", 1, 0, 0)
    overdue = verdicts.filter(verdict="overdue")
    assert overdue.select("form", "period", "filer", "note", "filed_at", "due").rows() == [
        ("form", "2019", "990120", 1, None, date(2020, 2, 29)), ("form", "2020", "990120", 1, None, date(2021, 3, 1)),
    ]  # fmt: skip


def test_a_cell_filed_twice_counts_once_or_not_at_all(draw, province):
    twice = [
        ("990101", "2020", "gdp", 5.0),
        ("990101", "2020", "gdp", 5.0),
        ("990101", "2020", "retail", 1.0),
        ("990101", "2020", "retail", 2.0),
    ]
    returns = draw.returns(province, twice)
    kept = accepted(returns, check(province, returns))
    assert kept.select("key", "obs_value").rows() == [("gdp", 5.0)]


def test_a_province_without_figures_has_no_findings(draw, province):
    returns = draw.returns(province, [], filings=[])
    quality = check(province, returns)
    assert quality.findings.is_empty()
    assert quality.verdicts.is_empty()
    assert quality.held.is_empty()
    assert accepted(returns, quality).is_empty()
