"""Tiles by city, and the values that the map shows."""

import dataclasses
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.bulletin.contents.map_values import find_worst
from junxian.bulletin.html.map_data import compose_map_data
from junxian.bulletin.html.tiles import HEADING, lay_tiles


@settings(deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=25), min_size=1, max_size=25))
def test_no_two_tiles_overlap_and_every_area_has_one(sizes):
    members = [(f"c{i}", [f"c{i}a{j}" for j in range(size)]) for i, size in enumerate(sizes)]
    tiles = lay_tiles(members)
    assert sorted(t.code for t in tiles if t.kind == "area") == sorted(a for _, areas in members for a in areas)
    placed = [(t.left, t.top, t.left + t.width, t.top + (1 if t.kind == "area" else HEADING)) for t in tiles]
    for i, a in enumerate(placed):
        for b in placed[:i]:
            apart = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert min(apart) <= 1e-9


def test_the_worst_state_decides_and_nothing_known_is_unknown():
    assert find_worst(["green", "orange", "yellow"]) == "orange"
    assert find_worst(["unknown", "green"]) == "green"
    assert find_worst([]) == "unknown"


def test_the_map_holds_score_interval_state_and_quota(small_content):
    row = small_content.map_values.filter(ref_area="990102").row(0, named=True)
    kept = ("total", "rank", "rank_low", "rank_high", "width", "state", "quota:land/2020")
    assert tuple(row[name] for name in kept) == (85.0, 2, 1, 3, 3, "yellow", 150.0)


def test_a_geojson_keeps_codes_and_shapes_only(small_content):
    shape = {
        "type": "Polygon",
        "coordinates": [[[104.123456789, 30.0], [105.0, 30.0], [105.0, 31.0], [104.123456789, 30.0]]],
    }
    file = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"code": 990101, "tel": "x"}, "geometry": shape}],
    }
    data = compose_map_data(dataclasses.replace(small_content, geojson=json.dumps(file)))
    assert data["tiles"] is False
    (feature,) = data["geojson"]["features"]
    assert feature["properties"] == {"code": "990101"}
    assert feature["geometry"]["coordinates"][0][0] == [104.123, 30.0]
