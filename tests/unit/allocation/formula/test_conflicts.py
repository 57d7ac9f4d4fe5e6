import pytest

from junxian.allocation import allocate
from junxian.declared.allocations import Collar

PEOPLE = {"1": 100.0, "2": 100.0, "3": 100.0, "4": 100.0}


@pytest.fixture
def solve(make_plan, make_province, make_indicators, period):
    def run(figures, **more):
        declared = make_plan(collar=Collar(last="last"), **more)
        return allocate(
            declared, make_indicators(people=PEOPLE, output=PEOPLE, **figures), make_province("1234"), period
        )

    return run


def test_lower_limits_beyond_the_pool_name_the_fewest_areas_that_conflict(solve, by_area):
    plan = solve({"last": {"1": 40.0, "2": 30.0, "3": 20.0, "4": 2.0}})
    conflicts = plan.conflicts
    assert conflicts["limit"].to_list() == [
        "supply.amount = 1000",
        "collar.low = 0.8 × last",
        "collar.low = 0.8 × last",
    ]
    assert conflicts["area"].to_list() == ["", "1", "2"]
    assert conflicts["amount"][0] == pytest.approx((480 - 50) + (360 - 50) + (240 - 50) - 600)
    assert plan.table["quota"].sum() == 800
    assert all(row["quota"] >= row["basic"] == 50 for row in by_area(plan).values())
    assert "未能全额保证" in by_area(plan)["1"]["why_zh"]


def test_an_application_below_the_collar_is_named_and_holds(solve, by_area):
    asked = {"1": 60.0, "2": 900.0, "3": 900.0, "4": 900.0}
    plan = solve({"last": {"1": 10.0}, "asked": asked}, applied="asked")
    assert plan.conflicts["limit"].to_list() == ["applied = asked; collar.low = 0.8 × last"]
    assert plan.conflicts["amount"].to_list() == [60.0]
    assert "申请量只有60亩，按申请量核定" in plan.conflicts["zh"][0]
    assert by_area(plan)["1"]["quota"] == 60


def test_limits_without_a_whole_number_between_them_are_named(solve, by_area):
    plan = solve({"last": {"1": 10.0}}, whole_unit=100)
    assert plan.conflicts["limit"].to_list() == ["whole_unit = 100; collar.low = 0.8 × last"]
    assert by_area(plan)["1"]["quota"] == 100
    assert plan.conflicts["amount"].to_list() == [20.0]


def test_limits_that_all_hold_leave_no_conflict(solve):
    assert solve({"last": {"1": 10.0, "2": 14.0}}).conflicts.is_empty()
