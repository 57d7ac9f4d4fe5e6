"""Floors and caps of areas, with the declared limit that makes each, and what is missing."""

import numpy as np
import pytest

from junxian.allocation.programme.bounds import bound_areas

from .conftest import change_table, declare


def test_base_and_basic_shares_sum_to_their_pools(source):
    land = bound_areas(declare().factor[0], source)
    assert land.supply == 800
    assert land.reserve == 200
    assert land.base.sum() == pytest.approx(800)
    assert land.base[0] == pytest.approx(800 * 60 / 200)
    assert land.basic.sum() == pytest.approx(100)
    assert land.basic[5] == pytest.approx(100 * 8 / 24)


def test_the_tightest_limit_holds_and_is_named(source):
    land = bound_areas(declare().factor[0], source)
    assert (land.upper[0], land.upper_by[0]) == (500, "applied")
    assert (land.upper[5], land.upper_by[5]) == (60, "applied")
    assert (land.lower[0], land.lower_by[0]) == (150, "collar")
    assert (land.lower_by[5], land.lower[5]) == ("basic", pytest.approx(100 * 8 / 24))


def test_an_application_below_the_basic_share_holds():
    land = bound_areas(declare().factor[0], change_table(land_applied=[500, 400, 150, 190, 120, 5]))
    assert (land.lower[5], land.upper[5], land.lower_by[5]) == (5, 5, "applied")


def test_without_an_application_only_the_basic_share_is_given_and_that_is_told():
    land = bound_areas(declare().factor[0], change_table(land_applied=[None, 400, 150, 190, 120, 60]))
    assert land.lower[0] == land.upper[0] == pytest.approx(land.basic[0])
    assert "no application" in land.notes["a"][0].text("en")


def test_what_nobody_filed_is_a_gap_and_a_missing_value_has_no_share():
    land = bound_areas(declare().factor[0], change_table(people=[60, None, 20, 40, 20, 10]))
    assert land.base[1] == 0
    assert land.base.sum() == pytest.approx(800)
    nothing = bound_areas(declare().factor[0], change_table(people=[None] * 6))
    assert "filed by nobody" in nothing.gaps[0].text("en")
    negative = bound_areas(declare().factor[0], change_table(gap=[1, -2, 5, 2, 6, 8]))
    assert "below zero" in negative.gaps[0].text("en")


def test_a_supply_that_was_not_filed_is_a_gap(source):
    land = bound_areas(declare(land={"supply": {"item": "land_supply"}}).factor[0], source)
    assert land.supply is None
    assert "supply" in land.gaps[0].text("en")


def test_multiples_of_the_base_limit_both_sides(source):
    energy = bound_areas(declare(energy={"at_least": 0.5}).factor[1], source)
    assert energy.upper == pytest.approx(3 * energy.base)
    assert (energy.lower >= np.maximum(energy.basic, 0.5 * energy.base) - 1e-9).all()
