import numpy as np
import pytest
from pydantic import ValidationError

from junxian.declared.rules_of_chance import Bunching
from junxian.quality.kinds import MEASURES

RULE = {"kind": "bunching", "item": "rate", "target": "goal", "severity": "note", "min_figures": 200}
RATE = {"unit": "%", "measure": "ratio", "decimals": 1, "signed": True}
ITEMS = [
    {"code": "rate", "name": {"zh": "增速", "en": "Growth"}} | RATE,
    {"code": "goal", "name": {"zh": "目标"}} | RATE,
]


def draw_rows(counties, lifted=0.0, years=range(1981, 2021), goal=7.0, seed=1):
    rng, rows = np.random.default_rng(seed), []
    for c in counties:
        for year in years:
            gap = float(rng.normal(0.3, 1.2))
            if -0.4 < gap < 0 and rng.random() < lifted:
                gap = float(rng.uniform(0, 0.2))
            rows += [(c, str(year), "rate", round(goal + gap, 1)), (c, str(year), "goal", goal)]
    return rows


def measure(draw, rule, rows):
    province = draw.province([draw.form(ITEMS)], [rule])
    return MEASURES["bunching"].measure(province.rules["bunching"], draw.filed(province, draw.returns(province, rows)))


def test_figures_lifted_just_above_the_target_are_found(ask, draw):
    [s] = ask(RULE, ITEMS, draw_rows(draw.counties, lifted=0.7))
    assert (s.area, s.period, s.shown, s.withholds) == ("990000", "2020", (), ())
    assert "恰好达到或略高于目标（0.2点以内）的占" in s.message.zh
    assert "不指任何一个地区" in s.message.zh


def test_smooth_figures_are_not_found(draw):
    p = [measure(draw, RULE, draw_rows(draw.counties, seed=s))["p_value"][0] for s in range(20)]
    assert np.mean(np.array(p) < 0.05) <= 0.2


def test_few_figures_near_the_target_cannot_be_tested(draw):
    trials = measure(draw, RULE, draw_rows(draw.counties, years=[2019, 2020]))
    assert trials["p_value"].to_list() == [None]
    assert "目标附近的数字不足200个" in trials["reason_zh"][0]


def test_a_fixed_target_sets_heaping_at_round_figures_aside(draw):
    rounded = [
        (a, p, k, float(round(v)) if (int(a) + int(p)) % 4 == 0 else v) for a, p, k, v in draw_rows(draw.counties)
    ]
    fixed = {k: v for k, v in RULE.items() if k != "target"} | {"value": 7.0}
    with_heaps = measure(draw, fixed, rounded)
    without = measure(draw, fixed | {"round_to": 0}, rounded)
    assert with_heaps["excess"][0] < without["excess"][0]


def test_cities_are_judged_apart_where_that_is_declared(draw):
    trials = measure(draw, RULE | {"by": "city"}, draw_rows(draw.counties))
    assert trials["ref_area"].to_list() == ["990100"]


@pytest.mark.parametrize("target", [{}, {"target": "goal", "value": 7}])
def test_one_target_is_declared(target):
    text = {"zh": "因"}
    with pytest.raises(ValidationError, match="give either `target`"):
        Bunching(kind="bunching", code="b", name=text, severity="note", why=text, remedy=text, item="rate", **target)
