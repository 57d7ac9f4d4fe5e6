"""Expressions as edit rules: what is linear becomes one, what is not is told."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junxian.quality.language.figures import ReturnFigures
from junxian.quality.language.names import list_names
from junxian.quality.language.read_rule import read_rule
from junxian.quality.mending.asked import Request
from junxian.quality.mending.edits import INF
from junxian.quality.mending.expression_edits import read_expression_edits
from junxian.quality.mending.propose import propose

ITEMS = [
    {"code": "t"}, {"code": "x"}, {"code": "y"}, {"code": "big", "unit": "亿元", "decimals": 2}, {"code": "net", "signed": True},
    {"code": "own", "computed": "x + y"},
]  # fmt: skip
A = "990101"


@pytest.fixture
def read(draw):
    def read(text, severity="hold", **more):
        rule = {"kind": "expression", "code": "e", "rule": text, "severity": severity} | more
        province = draw.province([draw.form(ITEMS)], [rule], classes={A: "a", "990102": "b"})
        return read_expression_edits(province, list_names(province.forms.values()), province.items)

    return read


@pytest.mark.parametrize(
    ("text", "terms", "low", "high"),
    [
        ("t = x + y", {"t": 1, "x": -1, "y": -1}, 0, 0),
        ("t = x + y 误差 2", {"t": 1, "x": -1, "y": -1}, -2, 2),
        ("t = 分项合计(x, y) + 5", {"t": 1, "x": -1, "y": -1}, 5, 5),
        ("x <= t", {"x": 1, "t": -1}, -INF, 0),
        ("x >= t 误差 3", {"x": 1, "t": -1}, -3, INF),
        ("x < t", {"x": 1, "t": -1}, -INF, -1),
        ("t = big", {"t": 1, "big": -10000}, 0, 0),
        ("x / t <= 30%", {"x": 100, "t": -30}, -INF, 0),
        ("0.5 <= x / t", {"t": 0.5, "x": -1}, -INF, 0),
        ("x / (t + y) = 0.5 误差 0.1", None, None, None),
        ("x * 2 - 10 >= 0", {"x": 2}, 10, INF),
    ],
)
def test_a_linear_comparison_is_an_edit(read, text, terms, low, high):
    found = read(text)
    assert found.left_out == []
    if terms is None:  # the tolerance is multiplied by the divisor too: one edit for each end
        assert [(dict(e.edit.terms), e.edit.low, e.edit.high) for e in found.edits] == [
            ({"x": 1.0, "t": -0.4, "y": -0.4}, 0.0, INF), ({"x": 1.0, "t": -0.6, "y": -0.6}, -INF, 0.0),
        ]  # fmt: skip
        return
    (edit,) = (one.edit for one in found.edits)
    assert dict(edit.terms) == pytest.approx(terms)
    assert (edit.low, edit.high) == pytest.approx((low, high))


def test_a_tolerance_in_per_cent_is_a_share_of_the_right_side(read):
    found = [(dict(e.edit.terms), e.edit.low, e.edit.high) for e in read("t = x 误差 1%").edits]
    assert found == [({"t": 1.0, "x": -0.99}, 0.0, INF), ({"t": 1.0, "x": -1.01}, -INF, 0.0)]


def test_ranges_and_several_conditions_give_several_edits(read):
    assert len(read("x 在 1 至 5 之间 且 y <= t").edits) == 3


@pytest.mark.parametrize(
    ("text", "severity", "why"),
    [
        ("x * y <= t * t", "hold", "no linear relation"),
        ("x / net <= 2", "hold", "no linear relation"),  # a divisor that may be negative
        ("t = net 误差 1%", "hold", "no linear relation"),
        ("x <= 上期[x] * 2", "hold", "no linear relation"),
        ("t = 下级合计(t)", "hold", "no linear relation"),
        ("x != t", "hold", "no linear relation"),
        ("如果 x > 0，则 y > 0", "hold", "'if' or 'or'"),
        ("x <= t", "explain", "may be exceptions"),
        ("t = x + y", "note", "may be exceptions"),
        ("own <= t", "hold", "derived item"),
    ],
)
def test_what_is_no_edit_is_told_with_the_reason(read, text, severity, why):
    found = read(text, severity)
    assert found.edits == []
    assert [why in reason.text("en") for _, reason in found.left_out] == [True]


def test_a_balance_counts_though_it_only_asks(read):
    assert len(read("t = x + y", "explain").edits) == 1


def test_a_rule_is_asked_of_its_areas_and_not_where_a_divisor_is_zero(read):
    (one,) = read("x / t <= 30%", applies_to={"classification": "class/2020", "classes": "a"}).edits
    assert one.is_asked(A, {"t": 5.0})
    assert not one.is_asked("990102", {"t": 5.0})
    assert not one.is_asked(A, {"t": 0.0})


amounts = st.integers(0, 1000).map(float)


@given(
    st.sampled_from(
        [
            "t = x + y 误差 2",
            "x / t <= 30%",
            "0.5 <= x / (t + y)",
            "t = x 误差 1%",
            "x * 2 - y < t + 5",
            "t 在 x 至 x + y 之间",
        ]
    ),
    amounts,
    amounts,
    amounts,
)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_edits_hold_where_the_interpreter_says_that_the_rule_does(draw, text, t, x, y):
    province = draw.province([draw.form(ITEMS)], [{"kind": "expression", "code": "e", "rule": text}])
    words = list_names(province.forms.values())
    figures = {"t": t, "x": x, "y": y}
    holds = read_rule(province.rules["e"], words).judge(
        ReturnFigures({(k, A, "2020"): v for k, v in figures.items()}), A, "2020"
    )
    asked = [e.edit for e in read_expression_edits(province, words, province.items).edits if e.is_asked(A, figures)]
    sums = [(sum(a * figures[k] for k, a in e.terms.items()), e) for e in asked]
    kept = all(e.low - 1e-9 <= total <= e.high + 1e-9 for total, e in sums)
    assert holds is None or kept is holds


def test_a_broken_expression_is_localised_and_the_others_are_told(draw):
    rules = [
        {"kind": "expression", "code": "sum", "rule": "t = x + y", "severity": "explain"},
        {"kind": "expression", "code": "product", "rule": "x * y <= t * t"},
    ]
    province = draw.province([draw.form(ITEMS[:3])], rules)
    rows = [
        (
            area,
            str(year),
            key,
            round(value * size * (1 + 0.01 * (year - 2015)), 2) * (10 if (area, year, key) == (A, 2020, "x") else 1),
        )
        for size, area in enumerate(draw.counties, start=1)
        for year in range(2015, 2021)
        for key, value in (("t", 100), ("x", 60), ("y", 40))
    ]
    returns = draw.returns(province, rows)
    found = propose(returns, province, province.period, date(2021, 12, 31), Request(("localise",)))
    assert found.proposals.select("item", "filed", "proposed").rows() == [("x", 630.0, 63.0)]
    assert found.left_out["rule"].to_list() == ["product"]
    assert np.isfinite(found.solutions["weight"].to_list()).all()
