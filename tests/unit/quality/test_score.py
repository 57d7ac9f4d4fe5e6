from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.declared.quality_setting import QualitySetting
from junxian.quality import accepted, check_returns

RULES = [
    {"kind": "bounds", "code": "hold", "items": ["gdp"], "low": 0},
    {"kind": "bounds", "code": "ask", "items": ["retail"], "low": 0, "severity": "explain"},
    {"kind": "bounds", "code": "note", "items": ["people"], "high": 10, "severity": "note"},
    {"kind": "completeness", "form": "form", "severity": "explain"},
    {"kind": "punctuality", "form": "form", "severity": "note"},
]
ITEMS = ["gdp", "retail", "people", {"code": "extra", "required": False}]
LATE, SOON = date(2021, 12, 31), date(2021, 3, 5)  # returns of 2020 are due, and filed, on 2021-03-01


@pytest.fixture
def check(draw):
    """Quality of two counties that file for 2019 and 2020; `changed` by area, period and item."""

    def check(changed=None, as_of=LATE, filings=None, answers=None, rows=(), **setting):
        form = draw.form(ITEMS, filed_by="county", scope="class/2020")
        province = draw.province([form], RULES, classes={"990101": "a", "990102": "a"})
        quality = QualitySetting.model_validate({"score": setting})
        province = replace(province, quality=quality, answers=answers if answers is not None else province.answers)
        figures = {
            (c, y, k): 5.0 for c in ("990101", "990102") for y in ("2019", "2020") for k in ("gdp", "retail", "people")
        }
        made = [(*cell, value, {"filer": cell[0]}) for cell, value in (figures | (changed or {})).items()]
        returns = draw.returns(province, [*made, *rows], filings=filings)
        return check_returns(returns, province, province.period, as_of), returns

    return check


def score(quality, area="990101", form="", period="2020"):
    return quality.scores.row(
        by_predicate=(pl.col("ref_area") == area) & (pl.col("form") == form) & (pl.col("time_period") == period),
        named=True,
    )


def test_faultless_returns_have_a_hundred_in_every_period_and_form(check):
    quality, _ = check()
    assert set(quality.scores["score"]) == {100.0}
    assert set(quality.scores["form"]) == {"", "form"}
    assert set(quality.scores["time_period"]) == {"2019", "2020"}


def test_a_flag_alone_costs_nothing_until_its_day_has_passed(check):
    changed = {("990101", "2020", "gdp"): -1.0, ("990101", "2020", "retail"): -1.0}
    waiting, late = (score(check(changed, as_of=day)[0]) for day in (SOON, LATE))
    assert (waiting["score"], waiting["waiting"]) == (100.0, 2)
    assert (late["score"], late["errors"], late["queries"], late["waiting"]) == (93.0, 1, 1, 0)


def test_a_note_never_costs_anything(check):
    assert score(check({("990101", "2020", "people"): 99.0})[0])["score"] == 100.0


def test_an_answer_stops_the_deduction_and_an_accepted_one_settles_it(check):
    changed = {("990101", "2020", "gdp"): -1.0}
    quality, _ = check(changed)
    [code] = quality.inquiries["id"]
    said = {"finding": code, "date": date(2021, 3, 9), "event": "answered", "by": "县", "text": "属实"}
    decided = {"finding": code, "date": date(2021, 3, 10), "event": "accepted", "by": "省"}
    answered, _ = check(changed, answers=pl.DataFrame([said], schema=ANSWER_SCHEMA))
    settled, returns = check(changed, answers=pl.DataFrame([said, decided], schema=ANSWER_SCHEMA))
    assert [score(q)["score"] for q in (quality, answered, settled)] == [95.0, 100.0, 100.0]
    assert score(settled)["settled"] == 1
    assert [q.held.height for q in (quality, answered, settled)] == [1, 1, 0]
    verdicts = [q.verdicts.filter(filer="990101", period="2020")["verdict"][0] for q in (quality, settled)]
    assert verdicts == ["held", "accepted"]
    assert settled.findings["rule"].to_list() == ["hold"]
    used = accepted(returns, settled).filter(ref_area="990101", time_period="2020", key="gdp")
    assert used["obs_value"].to_list() == [-1.0]


def test_a_gap_costs_its_share_of_twenty_and_is_not_charged_again_as_a_question(check):
    row = score(check({("990101", "2020", "gdp"): None})[0])
    assert (row["expected"], row["filled"], row["queries"]) == (3, 2, 0)
    assert row["score"] == pytest.approx(100 - 20 / 3)


def test_optional_items_are_not_expected(check, draw):
    assert score(check()[0])["expected"] == 3


def test_lateness_costs_its_share_of_ten(check):
    files = [(c, y) for c in ("990101", "990102") for y in ("2019", "2020")]
    filings = [{"file": f"figures/form/{y}/{c}.1.csv", "form": "form", "period": y, "filer": c} for c, y in files]
    filings[1]["filed_at"] = date(2021, 3, 2)  # 990101 for 2020, a day late
    quality, _ = check(filings=filings)
    assert score(quality)["score"] == 90.0
    assert score(quality, "990102")["score"] == 100.0
    assert (score(quality)["in_time"], score(quality)["due"]) == (0, 1)


def test_an_absent_return_is_late_and_empty(check):
    files = [("990101", "2019"), ("990102", "2019"), ("990102", "2020")]
    filings = [{"file": f"figures/form/{y}/{c}.1.csv", "form": "form", "period": y, "filer": c} for c, y in files]
    gone = {("990101", "2020", k): None for k in ("gdp", "retail", "people")}
    row = score(check(gone, filings=filings)[0])
    assert (row["expected"], row["filled"], row["due"], row["in_time"], row["score"]) == (3, 0, 1, 0, 70.0)


def test_a_fault_is_charged_to_the_filer_and_never_to_the_area_that_it_concerns(draw):
    province = draw.province([draw.form(["gdp"])], [{"kind": "bounds", "items": ["gdp"], "low": 0}])
    rows = [(county, "2020", "gdp", -1.0 if county == "990105" else 5.0) for county in draw.counties]
    quality = check_returns(draw.returns(province, rows), province, province.period, LATE)
    assert quality.scores.filter(form="").select("ref_area", "score").rows() == [("bureau", 95.0)]


def test_points_and_days_are_declared(check):
    changed = {("990101", "2020", "gdp"): -1.0, ("990101", "2020", "retail"): -1.0}
    assert score(check(changed, error=7.5, query=0)[0])["score"] == 92.5
    assert score(check(changed, answer_days=400)[0])["score"] == 100.0


def test_a_score_is_never_below_zero_and_is_that_less_its_points(check):
    changed = {("990101", "2020", k): -1.0 for k in ("gdp", "retail")}
    assert score(check(changed, error=99.0, query=99.0)[0])["score"] == 0.0
    row = score(check(changed)[0])
    parts = ("error_points", "query_points", "coverage_points", "lateness_points", "revision_points")
    assert row["score"] == 100 - sum(row[part] for part in parts)


def test_every_period_is_scored_as_it_is_known_now(check):
    quality, _ = check({("990101", "2019", "gdp"): -1.0})
    assert [score(quality, period=p)["score"] for p in ("2019", "2020")] == [95.0, 100.0]


@pytest.mark.parametrize(("matched", "points"), [(None, 2.0), (80.0, 4.0)])
def test_units_that_are_missed_or_registered_in_error_cost_coverage(draw, matched, points):
    items = ["registered", "recorded", *(["matched"] if matched else [])]
    rule = {"kind": "coverage", "severity": "explain", "registered": "registered", "recorded": "recorded"}
    form = draw.form(items, filed_by="county", scope="class/2020")
    province = draw.province([form], [rule | ({"matched": "matched"} if matched else {})], classes={"990101": "a"})
    counts = {"registered": 90.0, "recorded": 100.0 if matched is None else 90.0, "matched": matched}
    rows = [("990101", "2020", key, counts[key], {"filer": "990101"}) for key in items]
    quality = check_returns(draw.returns(province, rows), province, province.period, LATE)
    row = score(quality)
    assert row["coverage_points"] == pytest.approx(points)
    assert row["queries"] == 0


def _revise(draw, factor, years, county="990101"):
    first = [(county, str(y), "gdp", 100.0, {"filer": county}) for y in years]
    second = [
        (county, str(y), "gdp", 100.0 * factor(y),
         {"filer": county, "vintage": 2, "file": f"figures/form/{y}/{county}.2.csv"}) for y in years
    ]  # fmt: skip
    return [*first, *second]


@pytest.mark.parametrize(
    ("years", "factor", "points"),
    [
        (range(2013, 2021), lambda y: 1.02, 4.0),  # two per cent upward, eight years in a row: 10·0.02/0.05
        (range(2013, 2021), lambda y: 1.02 if y % 2 else 1 / 1.02, 0.0),  # up as often as down
        (range(2016, 2021), lambda y: 1.02, 0.0),  # five revisions cannot show it
        (range(2013, 2021), lambda y: 2.0, 10.0),  # never more than ten
        (range(2013, 2021), lambda y: 10.0 if y == 2020 else 1.0, 0.0),  # one mistake mended
    ],
)
def test_revisions_to_one_side_cost_up_to_ten(draw, years, factor, points):
    province = draw.province([draw.form(["gdp"], filed_by="county", scope="class/2020")], [], classes={"990101": "a"})
    rows = _revise(draw, factor, years)
    quality = check_returns(draw.returns(province, rows), province, province.period, LATE)
    row = score(quality)
    assert row["revision_points"] == pytest.approx(points)
    assert (row["bias"] is None) == (points == 0)


def test_a_renamed_filer_is_scored_under_its_present_code(draw):
    areas = draw.areas(
        [{"code": "990101", "valid_to": date(2020, 6, 30)}, {"code": "990199", "name": "新县", "level": "county",
          "parent": "990100", "valid_from": date(2020, 7, 1)}],
        [{"date": date(2020, 7, 1), "kind": "recode", "from": "990101", "to": "990199"}],
    )  # fmt: skip
    form = draw.form(["gdp"], filed_by="county", scope="class/2020")
    province = draw.province([form], [], areas, classes={"990101": "a"})
    rows = [("990199", "2019", "gdp", 5.0, {"filer": "990101"}), ("990199", "2020", "gdp", 5.0, {"filer": "990199"})]
    quality = check_returns(draw.returns(province, rows), province, province.period, LATE)
    assert set(quality.scores["ref_area"]) == {"990199"}


def test_the_order_of_findings_does_not_matter(check):
    changed = {("990101", "2020", "gdp"): -1.0, ("990102", "2020", "retail"): -1.0}
    there, back = (check(dict(items))[0].scores for items in (changed.items(), list(changed.items())[::-1]))
    assert there.equals(back)
