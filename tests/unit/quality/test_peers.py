import math

import polars as pl
import pytest

from junxian.quality.peers import compare_with_peers, widen_limit

CLASSES = pl.DataFrame({"ref_area": ["a", "b", "c", "d"], "class": ["K", "K", "K", "E"]})


def values(*numbers):
    areas = ["a", "b", "c", "d", "e"][: len(numbers)]
    return pl.DataFrame({"time_period": "2020", "ref_area": areas, "value": [*map(float, numbers)]})


def judge(frame, min_peers=3, floor=0.01):
    return {row["ref_area"]: row for row in compare_with_peers(frame, CLASSES, min_peers, floor).to_dicts()}


def test_a_class_gives_its_median_and_mad():
    row = judge(values(1, 2, 4, 9))["a"]
    assert (row["centre"], row["spread"], row["peers"], row["own_class"]) == (2.0, pytest.approx(1.4826), 3, True)


def test_a_small_class_and_an_area_of_no_class_are_compared_with_all():
    rows = judge(values(1, 2, 4, 9, 3))
    for area in ("d", "e"):
        assert (rows[area]["centre"], rows[area]["peers"], rows[area]["own_class"]) == (3.0, 5, False)


def test_too_few_values_have_no_middle():
    assert judge(values(1, 2), min_peers=3)["a"]["centre"] is None


def test_the_spread_has_a_floor():
    assert judge(values(2, 2, 2), floor=0.1)["a"]["spread"] == 0.1


def test_the_limit_widens_among_few_peers():
    limits = pl.select(widen_limit(5.0, pl.Series([12, 100]))).to_series()
    assert limits.to_list() == [pytest.approx(5 * (1 + 145 / 144)), pytest.approx(5 * 1.0145)]
    assert math.isclose(limits[1], 5.0725)
