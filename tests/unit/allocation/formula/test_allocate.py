import re
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.allocation import PLAN_SCHEMA, allocate
from junxian.declared.allocations import Clearance, Collar, Key, Performance, Supply
from junxian.terms import AllocationError, MethodError

PEOPLE = {"1": 100.0, "2": 200.0, "3": 100.0}
OUTPUT = {"1": 10.0, "2": 10.0, "3": 60.0}


def scorecard(**ranks):
    rows = [
        {"ref_area": a.removeprefix("c"), "status": "ranked", "rank": r, "of": len(ranks)} for a, r in ranks.items()
    ]
    return SimpleNamespace(table=pl.DataFrame(rows))


def test_the_pools_are_shared_by_need_and_by_weight(make_plan, make_province, make_indicators, by_area, period):
    plan = allocate(make_plan(), make_indicators(people=PEOPLE, output=OUTPUT), make_province("123"), period)
    rows = by_area(plan)
    assert [rows[a]["basic"] for a in "123"] == [50, 100, 50]
    assert [rows[a]["efficiency"] for a in "123"] == [75, 75, 450]
    assert [rows[a]["quota"] for a in "123"] == [125, 175, 500]
    assert plan.table.schema == PLAN_SCHEMA
    assert plan.conflicts.is_empty()


def test_totals_sum_to_the_supply(make_plan, make_province, make_indicators, period):
    odd = make_plan(supply=Supply(amount=997), whole_unit=5)
    plan = allocate(odd, make_indicators(people=PEOPLE, output=OUTPUT), make_province("123"), period)
    totals = plan.totals.row(0, named=True)
    assert totals["reserve"] + totals["allotted"] + totals["returned"] == pytest.approx(997, abs=1e-12)
    assert totals["allotted"] == plan.table["quota"].sum() == 795
    assert 0 <= totals["returned"] < 5


def test_amounts_are_converted_to_the_plans_unit(make_plan, make_province, make_indicators, by_area, period):
    declared = make_plan(supply=Supply(item="supply"), collar=Collar(last="last"))
    figures = make_indicators(people=PEOPLE, output=OUTPUT, supply={"99": 100.0}, last={"1": 20.0, "2": 2.0})
    plan = allocate(declared, figures, make_province("123"), period)
    assert plan.totals["supply"].to_list() == [1500.0]
    assert by_area(plan)["1"]["last"] == 300.0
    assert by_area(plan)["1"]["bound"] == "lower"
    assert by_area(plan)["1"]["quota"] == 240
    assert by_area(plan)["2"]["upper"] == 150


def test_a_gated_area_gets_exactly_its_basic_share(make_plan, make_province, make_indicators, by_area, period):
    declared = make_plan(gates=("farm",), collar=Collar(last="last"), gate_unknown="red")
    province = make_province("123")
    province.lines["farm"] = SimpleNamespace(
        name=SimpleNamespace(zh="耕地", text=lambda _: "Farmland"), gates={"land": {"red": 0.0}}
    )
    lines = SimpleNamespace(
        table=pl.DataFrame({"ref_area": ["1", "2"], "line": ["farm"] * 2, "state": ["green", "red"]})
    )
    plan = allocate(
        declared, make_indicators(people=PEOPLE, output=OUTPUT, last={"2": 20.0}), province, period, lines=lines
    )
    row = by_area(plan)["2"]
    assert (row["quota"], row["basic"], row["efficiency"], row["bound"]) == (100, 100, 0, "gate")
    assert row["lower"] == row["upper"] == 100
    assert "耕地为红色，闸门0" in row["why_zh"]


def test_nobody_gets_more_than_it_applied_for(make_plan, make_province, make_indicators, by_area, period):
    figures = make_indicators(people=PEOPLE, output=OUTPUT, asked={"1": 30.0, "2": 400.0, "3": 300.5})
    plan = allocate(make_plan(applied="asked"), figures, make_province("123"), period)
    rows = by_area(plan)
    assert [rows[a]["quota"] for a in "123"] == [30, 400, 300]
    assert [rows[a]["bound"] for a in "123"] == ["applied"] * 3
    totals = plan.totals.row(0, named=True)
    assert totals["moved"] == 20
    assert totals["returned"] == 70
    assert "以申请量30亩为限" in rows["1"]["why_zh"]


def test_an_area_without_application_keeps_its_basic_share(make_plan, make_province, make_indicators, by_area, period):
    figures = make_indicators(people=PEOPLE, output=OUTPUT, asked={"1": 500.0, "2": 500.0, "3": None})
    row = by_area(allocate(make_plan(applied="asked"), figures, make_province("123"), period))["3"]
    assert (row["quota"], row["applied"], row["bound"]) == (50, None, "applied")
    assert "未报申请量" in row["why_zh"]


def test_a_missing_key_is_told_and_stays_null_in_the_parts(make_plan, make_province, make_indicators, by_area, period):
    two = make_plan(efficiency=(Key(of="output", weight=50), Key(of="people", weight=50)))
    figures = make_indicators(people=PEOPLE, output={"1": 10.0, "2": 30.0, "3": None})
    plan = allocate(two, figures, make_province("123"), period)
    assert by_area(plan)["3"]["efficiency_weight"] == 0.125
    assert "项output未报送" in by_area(plan)["3"]["why_zh"]
    part = plan.parts.filter((pl.col("ref_area") == "3") & (pl.col("of") == "output"))
    assert part.select("value", "share", "weight").rows() == [(None, None, 0.5)]


def test_performance_and_clearance_multiply_the_weight(make_plan, make_province, make_indicators, by_area, period):
    declared = make_plan(performance=Performance(), clearance=Clearance(items=("new",)))
    figures = make_indicators(people=PEOPLE, output=OUTPUT, new={"1": 1.0, "2": 0.0})
    rows = by_area(allocate(declared, figures, make_province("123"), period, scorecard=scorecard(c1=1, c2=2, c3=3)))
    assert [rows[a]["performance"] for a in "123"] == [1.2, 1.0, 0.8]
    assert [rows[a]["clearance"] for a in "123"] == [1.1, 0.8, 1.0]


def test_the_sentence_reproduces_the_quota(make_plan, make_province, make_indicators, by_area, period):
    declared = make_plan(performance=Performance(), supply=Supply(amount=54_321))
    figures = make_indicators(people={"1": 123.0, "2": 777.0, "3": 31.0}, output={"1": 71.0, "2": 13.0, "3": 999.0})
    plan = allocate(declared, figures, make_province("123"), period, scorecard=scorecard(c1=1, c2=2, c3=3))
    for area, row in by_area(plan).items():
        numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", row["why_zh"])]
        pool, share, basic, _per, price, weight, performance, efficiency, together, _unit, quota = numbers
        assert pool * share / 100 == pytest.approx(basic, abs=0.02), area
        assert price * weight * performance == pytest.approx(efficiency, abs=0.02)
        assert basic + efficiency == pytest.approx(together, abs=0.02)
        assert abs(quota - together) < 1
        assert quota == row["quota"]


def test_a_supply_that_was_not_filed_leaves_quotas_empty_and_says_so(make_plan, make_province, make_indicators, period):
    declared = make_plan(supply=Supply(item="supply"))
    plan = allocate(declared, make_indicators(people=PEOPLE, output=OUTPUT), make_province("123"), period)
    assert plan.table["quota"].to_list() == [None] * 3
    assert plan.conflicts["limit"].to_list() == ["supply.item = supply"]
    assert "无总量可分" in plan.table["why_zh"][0]


def test_a_key_that_nobody_filed_leaves_quotas_empty(make_plan, make_province, make_indicators, period):
    plan = allocate(make_plan(), make_indicators(people=PEOPLE), make_province("123"), period)
    assert plan.table["quota"].null_count() == 3
    assert plan.conflicts["limit"].to_list() == ["efficiency: output"]


def test_results_that_the_plan_uses_must_be_handed_in(make_plan, make_province, make_indicators, period):
    figures = make_indicators(people=PEOPLE, output=OUTPUT)
    with pytest.raises(MethodError, match="scorecard"):
        allocate(make_plan(performance=Performance()), figures, make_province("123"), period)
    with pytest.raises(MethodError, match="lines"):
        allocate(make_plan(gates=("farm",)), figures, make_province("123"), period)


def test_a_classification_without_areas_is_refused(make_plan, make_province, make_indicators, period):
    with pytest.raises(AllocationError, match="has no area"):
        allocate(make_plan(), make_indicators(people=PEOPLE, output=OUTPUT), make_province(""), period)
