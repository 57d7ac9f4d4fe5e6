import math

import pytest

RULE = {
    "kind": "ratio_in_line",
    "numerator": "loans",
    "denominator": "gdp",
    "classification": "class/2020",
    "severity": "explain",
}
ITEMS = [{"code": "loans", "name": {"zh": "贷款"}}, {"code": "gdp", "name": {"zh": "地区生产总值"}}]


def figures(counties, odd=None, period="2020", gdp=1000.0):
    """Ratios spread evenly from 0.8 to 1.25; `odd` replaces those of some counties."""
    rows = []
    for n, code in enumerate(counties):
        ratio = (odd or {}).get(code, math.exp(-0.22 + 0.44 * n / (len(counties) - 1)))
        rows += [(code, period, "loans", gdp * ratio), (code, period, "gdp", gdp)]
    return rows


def test_a_ratio_far_from_the_class_is_found_and_nothing_is_withheld(ask, draw):
    [s] = ask(RULE, ITEMS, figures(draw.counties, {"990105": 8.0}))
    assert (s.area, s.items, s.withholds, s.found) == ("990105", ("loans", "gdp"), (), "8.00")
    assert "5号县2020年贷款（8,000万元）与地区生产总值（1,000万元）之比为8.00" in s.message.zh
    assert "是全部20个地区中位数" in s.message.zh


def test_ratios_in_line_are_not_found(ask, draw):
    assert ask(RULE, ITEMS, figures(draw.counties)) == []


def test_a_class_is_compared_with_itself(ask, draw):
    low, high = draw.counties[:10], draw.counties[10:]
    rows = figures(low) + [(a, p, k, v * (20 if k == "loans" else 1)) for a, p, k, v in figures(high)]
    classes = {c: "low" if c in low else "high" for c in draw.counties}
    assert ask(RULE, ITEMS, rows, classes=classes) == []
    moved = [(a, p, k, v * (20 if (a, k) == (low[4], "loans") else 1)) for a, p, k, v in rows]
    [s] = ask(RULE, ITEMS, moved, classes=classes)
    assert s.area == low[4]
    assert "是10个同类地区中位数" in s.message.zh


def test_fewer_peers_than_asked_for_say_nothing(ask, draw):
    assert ask(RULE, ITEMS, figures(draw.counties[:7], {"990103": 50.0})) == []


def test_peers_that_are_all_equal_do_not_make_a_small_difference_extreme(ask, draw):
    same = dict.fromkeys(draw.counties, 1.0)
    assert ask(RULE, ITEMS, figures(draw.counties, same | {"990105": 1.3})) == []
    assert len(ask(RULE, ITEMS, figures(draw.counties, same | {"990105": 2.5}))) == 1


@pytest.mark.parametrize("wrong", [0.0, None, -3.0])
def test_a_ratio_without_two_positive_figures_is_not_asked_about(ask, draw, wrong):
    rows = [(a, p, k, wrong if (a, k) == ("990105", "gdp") else v) for a, p, k, v in figures(draw.counties)]
    assert ask(RULE, ITEMS, rows) == []


def test_a_county_that_is_always_far_out_is_asked_about_once(ask, draw):
    odd = {"990105": 8.0}
    rows = figures(draw.counties, odd, "2019") + figures(draw.counties, odd, "2020", gdp=1100.0)
    assert [s.period for s in ask(RULE, ITEMS, rows)] == ["2019"]


def test_the_shared_item_leans_the_same_way_in_both_roles(ask, draw):
    [s] = ask(RULE, ITEMS, figures(draw.counties, {"990105": 8.0}))
    assert dict(s.lean) == {("990105", "2020", "loans"): 1, ("990105", "2020", "gdp"): -1}
