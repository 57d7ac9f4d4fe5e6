from datetime import date

import polars as pl
import pytest

from junxian.quality import check_returns
from junxian.quality.discovery import TEST_SCHEMA
from junxian.quality.evidence import gather_evidence
from junxian.terms import findings_frame

DAY = date(2024, 12, 31)
RATIO = {
    "kind": "ratio_in_line", "numerator": "retail", "denominator": "gdp", "classification": "class/2020", "severity": "explain",
}  # fmt: skip


def look(draw, rules, rows, items=("gdp", "retail"), classes=None):
    province = draw.province([draw.form(list(items))], rules, classes=classes)
    return check_returns(draw.returns(province, rows), province, province.period, DAY)


def two(draw, odd=None):
    odd = odd or {}
    return [
        (c, "2020", k, odd.get((c, k), base + n))
        for n, c in enumerate(draw.counties)
        for k, base in (("gdp", 1000.0), ("retail", 400.0))
    ]


def test_a_ratio_stands_among_those_of_its_class(draw):
    classes = {c: "a" if n < 12 else "b" for n, c in enumerate(draw.counties)}
    quality = look(draw, [RATIO], two(draw, {("990105", "retail"): 9000.0}), classes=classes)
    picture = quality.evidence
    assert set(picture["id"]) == set(quality.findings["id"])
    assert (picture.height, set(picture["kind"]), picture["own"].sum()) == (12, {"peers"}, 1)
    [own] = picture.filter("own").to_dicts()
    assert (own["ref_area"], own["unit"]) == ("990105", "1")
    assert own["value"] == pytest.approx(9000 / 1004)
    assert own["measure_zh"] == "retail与gdp之比"


def test_a_small_class_stands_among_all_areas_as_the_rule_compares_it(draw):
    classes = {c: "a" if n < 5 else "b" for n, c in enumerate(draw.counties)}
    quality = look(draw, [RATIO], two(draw, {("990105", "retail"): 9000.0}), classes=classes)
    assert quality.evidence.height == 20


def test_a_slip_stands_in_its_own_history(draw):
    rows = [
        (c, str(y), "gdp", 3020e4 if (c, y) == ("990103", 2020) else 1000.0 + y)
        for c in draw.counties
        for y in range(2017, 2021)
    ]
    quality = look(draw, [{"kind": "order_of_magnitude", "items": ["gdp"]}], rows, ["gdp"])
    assert quality.evidence.select("kind", "time_period", "own").rows() == [
        ("history", str(y), y == 2020) for y in range(2017, 2021)
    ]


def test_two_periods_are_no_history_and_four_areas_no_peers(draw):
    rows = [
        (c, y, "gdp", -5.0 if (c, y) == ("990101", "2020") else 5.0)
        for c in draw.counties[:4]
        for y in ("2019", "2020")
    ]
    quality = look(draw, [{"kind": "bounds", "items": ["gdp"], "low": 0}], rows, ["gdp"])
    assert quality.findings.height == 1
    assert quality.evidence.is_empty()


def test_notes_and_kinds_without_peers_have_no_picture(draw):
    rows = [(c, "2020", "gdp", -5.0) for c in draw.counties]
    assert look(
        draw, [{"kind": "bounds", "items": ["gdp"], "low": 0, "severity": "note"}], rows, ["gdp"]
    ).evidence.is_empty()
    total = {"kind": "sum_of_parts", "total": "gdp", "parts": ["retail"], "tolerance": 1}
    quality = look(draw, [total], two(draw))
    assert quality.findings.filter(pl.col("ref_area") != "").height == 20  # and one question that stands for them
    assert quality.evidence.is_empty()


def test_a_test_of_chance_shows_the_statistics_of_all_areas_of_its_period(draw):
    rule = {"kind": "matching", "code": "match", "item": "gdp", "proxies": ["retail"], "severity": "explain"}
    province = draw.province([draw.form(["gdp", "retail"])], [rule])
    filed = draw.filed(province, draw.returns(province, two(draw)))
    place = {"rule": "match", "time_period": "2020", "item": "gdp"}
    tests = pl.DataFrame(
        [
            place | {"ref_area": c, "kind": "matching", "statistic": None if n == 3 else float(n)}
            for n, c in enumerate(draw.counties)
        ],
        schema=TEST_SCHEMA,
    )
    finding = place | {"id": "a", "severity": "explain", "ref_area": draw.counties[9]}
    picture = gather_evidence(
        filed, findings_frame([finding, finding | {"id": "b", "ref_area": draw.counties[3]}]), tests
    )
    assert set(picture["id"]) == {"a"}  # one that could not be tested has none
    assert picture.height == 19
    assert picture.filter("own").select("ref_area", "value", "kind").rows() == [(draw.counties[9], 9.0, "peers")]
