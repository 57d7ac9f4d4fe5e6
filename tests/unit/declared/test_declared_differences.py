"""What differs in the declarations of plans: keys as they are written, each mode's own keys left out of the other's."""

from pathlib import Path

import pytest

from junxian.declared import read_province
from junxian.declared.declared_differences import list_declared_differences

SAMPLE = Path(__file__).resolve().parents[3] / "sample"


@pytest.fixture(scope="module")
def province():
    return read_province(SAMPLE / "example-province")


def change(declared, **more):
    return type(declared).model_validate({**declared.model_dump(), **more})


def test_a_declaration_differs_nowhere_from_itself_whatever_its_name(province):
    one = province.programmes["coordinated/2023"]
    renamed = change(one, edition="x", name={"zh": "另一个"}, basis="")
    assert list_declared_differences({1: one, 2: renamed}).is_empty()


def test_knobs_that_differ_are_named_as_they_are_written(province):
    one = province.programmes["coordinated/2023"]
    content = one.model_dump()
    content["weight"]["need"]["power"] = 2
    content["weight"]["efficiency"]["keys"][0]["weight"] = 60
    content["factor"][1]["reserve"] = 0.1
    content["factor"][0]["at_most"] = None
    content["group"][1]["classes"] = ("support", "other")
    other = change(one, **{**content, "alpha": "inf"})
    found = list_declared_differences({1: one, 3: other})
    assert found.rows() == [
        ("alpha", 1, "1"), ("alpha", 3, "inf"),
        ("weight.efficiency.keys.E11.weight", 1, "50"), ("weight.efficiency.keys.E11.weight", 3, "60"),
        ("weight.need.power", 1, "0.5"), ("weight.need.power", 3, "2"),
        ("factor.land.at_most", 1, "3"), ("factor.land.at_most", 3, None),
        ("factor.energy.reserve", 1, "0.2"), ("factor.energy.reserve", 3, "0.1"),
        ("group.欠发达托底县.classes", 1, "support"), ("group.欠发达托底县.classes", 3, "support, other"),
    ]  # fmt: skip


def test_a_formula_stands_beside_a_programme_with_what_both_know(province):
    formula = change(province.plans["energy/2023"], reserve=0.3, performance=None)
    found = list_declared_differences({1: province.programmes["coordinated/2023"], 2: formula})
    assert found.rows() == [
        ("mode", 1, "welfare"), ("mode", 2, "formula"),
        ("weight.performance.low", 1, "0.8"), ("weight.performance.low", 2, None),
        ("weight.performance.high", 1, "1.2"), ("weight.performance.high", 2, None),
        ("factor.energy.reserve", 1, "0.2"), ("factor.energy.reserve", 2, "0.3"),
    ]  # fmt: skip


def test_formulas_of_the_same_factor_differ_in_their_pools_and_of_others_in_nothing_of_these(province):
    land, energy = province.plans["land/2023"], province.plans["energy/2023"]
    keys = (*land.efficiency[:1], *energy.efficiency[:1])
    found = list_declared_differences({1: land, 2: change(land, efficiency=[key.model_dump() for key in keys])})
    assert all(key.startswith("factor.land.efficiency.") for key in found["key"])
    assert "factor.land.efficiency.energy_output.weight" in found["key"].to_list()
    assert not [key for key in list_declared_differences({1: land, 2: energy})["key"] if key.startswith("factor.")]
