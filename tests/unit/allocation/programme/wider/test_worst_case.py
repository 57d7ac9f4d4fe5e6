"""The best plan in the worst scenario: regrets level out, supplies are the least, and caution has its price."""

import numpy as np
import pytest

from junxian.allocation.programme import coordinate_source

from ..conftest import AREAS, change_table, declare

MERIT = {"name": {"zh": "效率优先", "en": "Efficiency first"}, "powers": {"efficiency": 2, "need": 0}}
NEED = {"name": {"zh": "需求优先", "en": "Need first"}, "powers": {"efficiency": 0, "need": 2}}
LEAN = {"name": {"zh": "用地偏紧", "en": "Less land"}, "supply": {"land": 0.9}}


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_regret_is_level_in_the_scenarios_that_count(source, alpha):
    plan = coordinate_source(declare(alpha=alpha, worst_case={"scenario": [MERIT, NEED]}), source)
    table = plan.scenarios
    assert table["name_zh"].to_list() == ["预期情形", "效率优先", "需求优先"]
    counted = table.filter(table["odds"] > 1e-6)
    assert counted.height >= 2
    assert counted["plan"].to_numpy() == pytest.approx(np.full(counted.height, table["plan"].min()), abs=1e-6)
    assert (table["plan"] <= 1e-9).all()
    assert table["plan"].min() >= table["expected"].min() - 1e-7
    (row,) = plan.wider.to_dicts()
    assert row["gain"] == pytest.approx(table["plan"].min() - table["expected"].min())
    assert row["loss"] >= 0
    assert row["relative_gap"] <= 1e-6
    assert plan.certificate["relative_gap"][0] < 1e-9


def test_five_numbers_make_every_amount(source):
    table = coordinate_source(declare(worst_case={"draws": 6, "scenario": [MERIT, NEED]}), source).amounts
    scored = table["efficiency"] * table["need"] ** 0.5 * table["momentum"] ** 0.5 * table["multiplier"]
    assert (scored * table["adjustment"]).to_list() == pytest.approx(table["weight"].to_list())
    free = (table["base"] * table["weight"] / table["price"]).to_numpy()
    made = np.clip(free, table["lower"].to_numpy(), table["upper"].fill_null(np.inf).to_numpy())
    assert made == pytest.approx(table["amount"].to_numpy(), rel=1e-7)
    assert "最坏情形调整" in table["why_zh"][0]


def test_the_least_supply_is_planned_with_and_the_rest_returned(source):
    plan = coordinate_source(declare(worst_case={"scenario": [LEAN]}), source)
    land, energy = plan.factors.to_dicts()
    assert land["allotted"] == pytest.approx(0.9 * 800, abs=1)
    assert land["supply"] == land["reserve"] + land["allotted"] + land["returned"]
    assert energy["allotted"] == pytest.approx(5000)
    assert plan.wider["loss"][0] > 0


def test_by_value_the_plan_is_the_best_in_the_scenario_that_is_worth_least(source):
    plan = coordinate_source(declare(worst_case={"measure": "value", "scenario": [MERIT, NEED]}), source)
    assert plan.wider["kind"][0] == "value"
    assert plan.scenarios["plan"].min() >= plan.scenarios["expected"].min() - 1e-7


def test_a_lean_supply_below_the_floors_is_named(source):
    short = {"name": {"zh": "用地大减", "en": "Land cut"}, "supply": {"land": 0.1}}
    plan = coordinate_source(declare(worst_case={"scenario": [short]}), source)
    assert not plan.certificate.height
    assert plan.conflicts["zh"][0].startswith("各情形中总量最少时：")
    assert "relaxation" in set(plan.conflicts["kind"])


def test_the_same_seed_draws_the_same_scenarios(source):
    one, two, other = (
        coordinate_source(declare(worst_case={"draws": 4}), source, seed=seed).amounts["amount"].to_list()
        for seed in (1, 1, 2)
    )
    assert one == two
    assert one != other


def test_an_area_that_can_get_nothing_leaves_a_cautious_plan_for_the_others():
    source = change_table(land_applied=[500, 400, 150, 190, 120, None])
    plan = coordinate_source(
        declare(land={"basic": 0.0, "collar": None}, worst_case={"scenario": [MERIT, NEED]}), source
    )
    assert plan.amounts.filter(factor="land", ref_area="f")["quota"].to_list() == [0]
    assert plan.wider["relative_gap"][0] <= 1e-6
    assert plan.scenarios["plan"].is_finite().all()


def test_the_last_of_its_class_may_count_for_nothing(source):
    class Ranked(type(source)):
        def rank(self, area):
            return ("abcdef".index(area) + 1, 6)

    weight = declare().weight.model_dump(exclude_none=True) | {"performance": {"low": 0.0, "high": 1.0}}
    plan = coordinate_source(declare(weight=weight, worst_case={"scenario": [MERIT, NEED]}), Ranked(AREAS, {}))
    assert plan.certificate.height == 1
    assert plan.scenarios["plan"].is_finite().all()
