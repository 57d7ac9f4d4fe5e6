from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from junxian.declared.rules_of_chance import Matching
from junxian.quality.check import ask_rules
from junxian.quality.growth import measure_growth
from junxian.quality.kinds import MEASURES

RULE = {"kind": "matching", "item": "gdp", "proxies": ["power", "tax"], "severity": "explain"}
ITEMS = [
    {"code": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}},
    {"code": "power", "name": {"zh": "用电量", "en": "Power"}, "unit": "万千瓦时"},
    {"code": "tax", "name": {"zh": "税收", "en": "Tax"}},
]


def draw_rows(counties, years=range(2015, 2021), inflate=None, seed=1):
    """Figures of power and tax at random growth, gross domestic product that follows them; `inflate` multiplies some."""
    rng, rows = np.random.default_rng(seed), []
    level = {c: np.array([1000.0, 500.0, 100.0]) * (1 + 0.1 * n) for n, c in enumerate(counties)}
    for year in years:
        for c in counties:
            power, tax = rng.normal(0.05, 0.05, 2)
            level[c] = level[c] * np.exp([0.02 + 0.5 * power + 0.2 * tax + rng.normal(0, 0.006), power, tax])
            gdp, *proxies = level[c]
            gdp *= (inflate or {}).get((c, year), 1.0)
            rows += [
                (c, str(year), k, round(v, 1)) for k, v in zip(("gdp", "power", "tax"), (gdp, *proxies), strict=True)
            ]
    return rows


def measure(draw, rule, rows, items=ITEMS, areas=None, classes=None, period="2020"):
    province = draw.province([draw.form(items)], [rule], areas, classes, period)
    filed = draw.filed(province, draw.returns(province, rows))
    return MEASURES["matching"].measure(province.rules["matching"], filed), filed


def test_an_inflated_figure_is_found_and_says_which_figures_disagree(ask, draw):
    found = ask(RULE, ITEMS, draw_rows(draw.counties, inflate={("990107", "2020"): 1.0, ("990107", 2020): 1.25}))
    [s] = [s for s in found if s.period == "2020"]
    assert (s.area, s.items, s.withholds) == ("990107", ("gdp",), ())
    assert s.p_value < 0.01
    assert "7号县2020年地区生产总值" in s.message.zh
    assert "与之不相符的：用电量（" in s.message.zh
    assert "税收（" in s.message.zh
    assert "造假" not in s.message.zh
    assert "At odds with it: Power (" in s.message.en
    assert s.lean == ((("990107", "2020", "gdp"), 1),)
    assert ("990107", "2019", "power") in s.explains


def test_sums_that_run_on_share_their_year(draw):
    items = [item | {"accumulation": "year_to_date"} for item in ITEMS]
    rows = [(c, f"{p}-03", k, v) for c, p, k, v in draw_rows(draw.counties, inflate={("990107", 2020): 1.25})]
    province = draw.province([draw.form(items, frequency="M")], [RULE], period="2020-03")
    filed = draw.filed(province, draw.returns(province, rows))
    [found] = ask_rules(filed)[0]
    own, year = ("990107", "2020-03", "gdp"), ("990107", "2020", "gdp")
    assert found.lean == ((own, 1), (year, 1))
    assert {own, year} <= found.explains


def test_figures_that_fit_are_not_found(ask, draw):
    assert [s for s in ask(RULE, ITEMS, draw_rows(draw.counties, seed=5)) if s.p_value < 0.001] == []


def test_every_area_and_period_is_a_test(draw):
    trials, _ = measure(draw, RULE, draw_rows(draw.counties))
    assert trials.height == 5 * 20
    assert trials["p_value"].null_count() == 0
    assert trials["n"].unique().to_list() == [20]


def test_p_values_of_sound_figures_are_rarely_small(draw):
    small = [(measure(draw, RULE, draw_rows(draw.counties, seed=s))[0]["p_value"] < 0.01).mean() for s in range(15)]
    assert np.mean(small) < 0.015


def test_a_slow_inflation_is_seen_over_four_years_and_not_over_one(draw):
    inflate = {("990107", y): 1.06 ** (y - 2016) for y in range(2017, 2021)}
    rows = draw_rows(draw.counties, inflate=inflate)
    one = measure(draw, RULE, rows)[0].filter(ref_area="990107", time_period="2020")
    four = measure(draw, RULE | {"years": 4}, rows)[0].filter(ref_area="990107", time_period="2020")
    assert four["p_value"][0] < one["p_value"][0]
    assert four["odd"][0]


def test_a_growth_rate_is_chained_over_the_years(draw):
    items = [{"code": "rate", "unit": "%", "measure": "ratio", "decimals": 1, "signed": True}, "amount"]
    rows = [("990101", str(y), "rate", r) for y, r in ((2018, 10.0), (2019, -5.0), (2020, 2.0))]
    rows += [
        ("990101", "2018", "amount", 100.0),
        ("990101", "2020", "amount", 121.0),
        ("990101", "2019", "amount", 0.0),
    ]
    province = draw.province([draw.form(items)], [RULE | {"item": "rate", "proxies": ["amount"]}])
    grown = measure_growth(draw.filed(province, draw.returns(province, rows)), ["rate", "amount"], 2, "county")
    [row] = grown.filter(time_period="2020").to_dicts()
    assert row["rate"] == pytest.approx(np.log(0.95 * 1.02))
    assert row["amount"] == pytest.approx(np.log(1.21))
    assert grown.filter(time_period="2019")["amount"].to_list() == [None]


def test_areas_with_new_boundaries_cannot_be_tested(draw):
    change = {"date": date(2020, 5, 1), "kind": "boundary", "from": "990103", "to": "990104", "share": None}
    trials, _ = measure(draw, RULE, draw_rows(draw.counties), areas=draw.areas(changes=[change]))
    lost = trials.filter(time_period="2020").filter(trials.filter(time_period="2020")["p_value"].is_null())
    assert lost["ref_area"].to_list() == ["990103", "990104"]
    assert lost["reason_zh"][0] == "无法检验：其间区划调整"
    assert trials.filter(time_period="2019")["p_value"].null_count() == 0


def test_too_few_areas_and_no_earlier_year_are_said_and_do_not_pass_silently(draw):
    few, _ = measure(draw, RULE, draw_rows(draw.counties[:10]))
    assert few["p_value"].null_count() == few.height == 50
    assert "可比地区不足（12个左右）" in few["reason_zh"][0]
    none, _ = measure(draw, RULE, draw_rows(draw.counties, years=[2020]))
    assert none["reason_zh"].to_list() == ["无法检验：没有相隔1年的两期数"]
    assert none["ref_area"].to_list() == ["990000"]


def test_an_area_without_proxies_cannot_be_tested(draw):
    rows = [r for r in draw_rows(draw.counties) if not (r[0] == "990105" and r[2] != "gdp")]
    trials, _ = measure(draw, RULE, rows)
    own = trials.filter(ref_area="990105")
    assert own["p_value"].null_count() == own.height
    assert own["reason_zh"][0] == "无法检验：没有可比的佐证数据"


def test_only_figures_above_what_is_expected_are_found_where_that_is_declared(draw):
    rows = draw_rows(draw.counties, inflate={("990107", 2020): 0.75})
    both = measure(draw, RULE, rows)[0].filter(ref_area="990107", time_period="2020")
    above = measure(draw, RULE | {"direction": "above"}, rows)[0].filter(ref_area="990107", time_period="2020")
    assert both["odd"][0]
    assert not above["odd"][0]
    assert above["p_value"][0] > 0.99


def test_the_class_has_its_own_level_of_growth(draw):
    fast = draw.counties[:10]
    rows = [
        (a, p, k, v * (1.1 ** (int(p) - 2015) if k == "gdp" and a in fast else 1))
        for a, p, k, v in draw_rows(draw.counties)
    ]
    rule = RULE | {"classification": "class/2020", "min_peers": 8}
    trials, _ = measure(draw, rule, rows, classes={c: "a" if c in fast else "b" for c in draw.counties})
    assert not trials["odd"].any()
    assert trials["own_class"].all()


def test_a_zero_or_a_negative_figure_is_no_growth(draw):
    rows = [(a, p, k, 0.0 if (a, p, k) == ("990105", "2019", "gdp") else v) for a, p, k, v in draw_rows(draw.counties)]
    trials, _ = measure(draw, RULE, rows)
    assert trials.filter(ref_area="990105")["time_period"].to_list() == ["2016", "2017", "2018"]


@pytest.mark.parametrize("proxies", [[], ["gdp", "tax"], ["tax", "tax"]])
def test_proxies_are_other_items(proxies):
    text = {"zh": "因"}
    with pytest.raises(ValidationError):
        Matching(
            kind="matching", code="m", name=text, severity="note", why=text, remedy=text, item="gdp", proxies=proxies
        )
