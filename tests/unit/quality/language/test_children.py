import polars as pl
import pytest

from junxian.quality.language.children import Hierarchy
from junxian.terms import Areas
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

ROWS = [
    ("p", "province", "", None), ("bureau", "department", "p", None), ("c1", "city", "p", None), ("c2", "city", "p", None),
    ("k1", "county", "c1", None), ("k2", "county", "c1", "2020-06-30"), ("k3", "county", "p", None), ("z", "zone", "c1", None),
    ("park", "park", "k1", None),
]  # fmt: skip


@pytest.fixture
def areas():
    table = pl.DataFrame([{"code": c, "name": c, "level": v, "parent": p, "valid_to": t} for c, v, p, t in ROWS])
    table = table.with_columns(pl.col("valid_to").str.to_date()).match_to_schema(AREA_SCHEMA, missing_columns="insert")
    return Areas(table, pl.DataFrame(schema=CHANGE_SCHEMA))


def test_directly_below_lie_cities_counties_and_zones(areas):
    h = Hierarchy(areas)
    assert sorted(h.below("p", "2019")) == [("c1", True), ("c2", True), ("k3", True)]
    assert sorted(h.below("c1", "2019")) == [("k1", True), ("k2", True), ("z", False)]
    assert h.below("k1", "2019") == []


def test_only_areas_in_force_at_the_end_of_the_period_are_below(areas):
    assert sorted(Hierarchy(areas).below("c1", "2020")) == [("k1", True), ("z", False)]


def test_a_level_is_found_at_any_depth_zones_beside_counties(areas):
    h = Hierarchy(areas)
    assert sorted(h.below("p", "2020", "county")) == [("k1", True), ("k3", True), ("z", False)]
    assert sorted(h.below("p", "2020", "city")) == [("c1", True), ("c2", True)]
    assert h.below("c1", "2020", "park") == [("park", False)]


def test_figures_stand_under_the_present_code(areas):
    h = Hierarchy(areas, lambda code: {"k1": "k9", "k2": "k9"}.get(code, code))
    assert sorted(h.below("c1", "2019")) == [("k9", True), ("z", False)]
