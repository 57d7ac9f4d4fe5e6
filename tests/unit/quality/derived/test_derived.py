"""Derived items: values, missing figures, chains, holds and the way back to filed cells."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junxian.declared.forms import Item
from junxian.quality import accepted, check_returns
from junxian.quality.derived.trace import trace_cells
from junxian.terms import Period
from junxian.terms.errors import DeclarationError

ITEMS = [
    {"code": "gdp", "unit": "亿元", "name": {"zh": "地区生产总值"}, "decimals": 2},
    {"code": "people", "unit": "万人", "name": {"zh": "人口"}, "decimals": 2},
    {
        "code": "per_head",
        "unit": "元/人",
        "name": {"zh": "人均产值"},
        "measure": "ratio",
        "computed": "地区生产总值 / 人口",
    },
    {"code": "growth", "unit": "%", "decimals": 1, "signed": True, "computed": "人均产值 / 上年同期[人均产值] - 1"},
    {"code": "of_counties", "unit": "亿元", "decimals": 2, "computed": "下级合计(gdp, 县级)"},
]
A, B = "990101", "990102"
FILED = [
    (A, "2019", "gdp", 100.0), (A, "2019", "people", 20.0), (A, "2020", "gdp", 110.0), (A, "2020", "people", 20.0),
    (B, "2020", "gdp", 50.0), (B, "2020", "people", None),
]  # fmt: skip


@pytest.fixture
def run(draw):
    def run(rows=FILED, rules=(), items=ITEMS):
        province = draw.province([draw.form(items)], rules)
        returns = draw.returns(province, rows)
        quality = check_returns(returns, province, Period(2020), date(2021, 12, 31))
        return province, quality, accepted(returns, quality)

    return run


def values(figures, key):
    return dict(zip(zip(*(f := figures.filter(key=key))["ref_area", "time_period"], strict=True), f["obs_value"], strict=True))  # fmt: skip


def test_values_are_in_the_items_unit_and_missing_stays_missing(run):
    _, quality, figures = run()
    assert values(figures, "per_head") == {(A, "2019"): 50000.0, (A, "2020"): 55000.0}
    assert values(figures, "growth") == {(A, "2020"): 10.0}
    own = quality.computed.filter(key="per_head", time_period="2020")
    assert own.select("raw", "file", "filer", "form").rows() == [("= 地区生产总值 / 人口", "", "990000", "form")]


def test_halves_are_rounded_away_from_zero_exactly(run):
    ties = [(100.005, 20.0), (0.01, 200.0), (0.03, 200.0), (1.0, 3.0)]  # 50,002.5 0.5 1.5 3,333.33…
    rows = [
        (f"9901{n:02}", "2020", k, x)
        for n, pair in enumerate(ties, 1)
        for k, x in zip(("gdp", "people"), pair, strict=True)
    ]
    _, _, figures = run(rows, items=ITEMS[:3])
    assert sorted(values(figures, "per_head").values()) == [1.0, 2.0, 3333.0, 50003.0]
    signed = [{"code": "a", "signed": True}, {"code": "half", "signed": True, "computed": "a / 2"}]
    _, _, figures = run([(A, "2020", "a", -3.0), (B, "2020", "a", 3.0)], items=signed)
    assert values(figures, "half") == {(A, "2020"): -2.0, (B, "2020"): 2.0}


def test_a_figure_with_two_values_derives_nothing(run):
    twice = [*FILED, (A, "2020", "gdp", 120.0, {"filer": "another", "file": "figures/form/2020/another.1.csv"})]
    _, _, figures = run(twice)
    assert set(values(figures, "per_head")) == {(A, "2019")}


def test_a_held_figure_withholds_what_comes_from_it(run):
    rules = [{"kind": "bounds", "code": "much", "items": ["gdp"], "high": 105}]
    _, quality, figures = run(rules=rules)
    assert quality.held.select("ref_area", "time_period", "item").rows() == [
        (A, "2020", "gdp"), (A, "2020", "growth"), (A, "2020", "per_head"),
    ]  # fmt: skip
    assert set(values(figures, "per_head")) == {(A, "2019")}


def test_a_rule_on_a_derived_item_points_at_the_filed_cells_and_charges_who_filed_them(run):
    rules = [{"kind": "bounds", "code": "rich", "items": ["per_head"], "high": 54000}]
    _, quality, figures = run(rules=rules)
    (found,) = quality.findings.to_dicts()
    assert (found["item"], found["cell"], found["charged_to"]) == ("per_head", "C4 C5", "bureau")
    assert set(values(figures, "per_head")) == {(A, "2019")}
    assert (A, "2020") in values(figures, "gdp")  # what the rule does not name is used


def test_an_expression_names_derived_items_like_any_other(run):
    rules = [{"kind": "expression", "code": "e", "severity": "explain", "rule": "人均产值 <= 5.2万元/人"}]
    _, quality, _ = run(rules=rules)
    (found,) = quality.findings.to_dicts()
    assert found["cell"] == "C4 C5"
    assert "55,000" in found["message_zh"]


def test_one_slip_is_one_finding_though_a_derived_item_shows_it_too(run):
    rules = [
        {"kind": "bounds", "code": "gdp_bounds", "items": ["gdp"], "high": 105},
        {"kind": "expression", "code": "e", "severity": "explain", "rule": "人均产值 <= 5.2万元/人"},
    ]
    _, quality, _ = run(rules=rules)
    assert quality.findings["rule"].to_list() == ["gdp_bounds"]


def test_nothing_asks_the_derived_figures_of_a_form_for_copies(run, draw):
    province, _, _ = run()
    filed = draw.filed(province, draw.returns(province, FILED))
    assert filed.select_form("form")[1] == ["gdp", "people"]


def test_the_way_back_goes_through_derived_items_and_earlier_periods(run):
    province, _, _ = run()
    found = trace_cells([(A, "2020", "growth")], province, date(2020, 12, 31))
    assert set(found.select("filed_area", "filed_period", "filed_item").rows()) == {
        (A, "2020", "gdp"), (A, "2020", "people"), (A, "2019", "gdp"), (A, "2019", "people"),
    }  # fmt: skip


def test_a_sum_over_areas_below_leads_to_their_cells(run):
    province, quality, _ = run(
        [("990100", "2020", "gdp", 1.0), *((c, "2020", "gdp", 2.0) for c in province_counties())]
    )
    assert quality.computed.select("ref_area", "key", "obs_value").rows() == [("990100", "of_counties", 40.0)]
    found = trace_cells([("990100", "2020", "of_counties")], province, date(2020, 12, 31))
    assert sorted(found["filed_area"]) == province_counties()


def province_counties():
    return [f"9901{n:02}" for n in range(1, 21)]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([("a", "b + c"), ("b", "a * 2"), ("c", "")], r"is derived from itself: .*a.* ← .*b.*"),
        ([("a", "上期[a] + c"), ("c", "")], "is derived from itself"),
        ([("a", "d + 1"), ("c", "")], "没有名为“d”的项目"),
        ([("a", "c / c"), ("c", "")], "不能换算"),
        ([("a", "5"), ("c", "")], "没有用到任何项目"),
        ([("a", "c > 0"), ("c", "")], "不能在这里"),
        ([(f"a{n}", f"a{n + 1} + 1") for n in range(21)] + [("a21", "")], "through more than 20"),
    ],
)
def test_what_cannot_be_derived_is_told_with_form_and_item(draw, items, said):
    form = draw.form([{"code": code, **({"computed": text} if text else {})} for code, text in items])
    province = draw.province([form], [])
    with pytest.raises(DeclarationError, match=said) as error:
        draw.filed(province, draw.returns(province, []))
    assert str(error.value).startswith("forms/form.toml, item a")


def test_what_only_the_end_of_a_run_knows_cannot_be_derived_from(draw):
    form = draw.form(
        [{"code": "s", "unit": "分", "computed_by": "quality.score"}, {"code": "a", "unit": "分", "computed": "s * 2"}]
    )
    province = draw.province([form], [])
    with pytest.raises(DeclarationError, match="computed at the end of a run"):
        draw.filed(province, draw.returns(province, []))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"tolerance": 1}, "are of a derived item"),
        ({"computed": "b", "computed_by": "quality.score", "unit": "分"}, "give either"),
        ({"computed": "b", "decimals": 7}, "at most 6 decimals"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(more, said):
    with pytest.raises(ValueError, match=said):
        Item.model_validate({"code": "a", "name": {"zh": "甲"}, "unit": "万元"} | more)


def test_nobody_has_to_file_a_derived_item():
    assert not Item.model_validate({"code": "a", "name": {"zh": "甲"}, "unit": "万元", "computed": "b"}).required


amounts = st.integers(0, 10**9).map(lambda n: n / 100)


@given(st.lists(st.tuples(amounts | st.none(), amounts | st.none()), min_size=1, max_size=20))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_derived_figures_are_exact_quotients_rounded_half_up(draw, rows):
    province = draw.province([draw.form(ITEMS[:3])], [])
    filed = [(draw.counties[n], "2020", key, x) for n, row in enumerate(rows) for key, x in zip(("gdp", "people"), row, strict=True)]  # fmt: skip
    made = draw.filed(province, draw.returns(province, filed)).derived.figures
    expected = {
        draw.counties[n]: (Decimal(whole.numerator) / whole.denominator).quantize(Decimal(1), ROUND_HALF_UP)
        for n, (gdp, people) in enumerate(rows)
        if gdp is not None and people
        for whole in [Fraction(Decimal(repr(gdp))) * 10_000 / Fraction(Decimal(repr(people)))]
    }
    assert dict(made.select("ref_area", "obs_value").rows()) == {k: float(v) for k, v in expected.items()}
