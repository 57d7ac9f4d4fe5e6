"""Rows of one's own: what is not filed is never counted as nothing."""

import numpy as np
import pytest

from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.build import build_case
from junxian.allocation.programme.source import TableSource
from junxian.terms import MethodError

from .conftest import AREAS, change_table, declare

SOOT = {"name": {"zh": "烟尘", "en": "Soot"}, "unit": "吨", "terms": [{"factor": "energy", "of": "soot"}]}
HOLED = [0.4, None, 0.2, 0.5, 0.2, 0.1]


def line_of(row, source):
    return build_case(declare(row=[row]), source).problem.rows.matrix.toarray()[0].reshape(6, 2)[:, 1]


def test_an_area_without_a_coefficient_counts_as_the_greatest_under_a_cap_and_is_told():
    source = change_table(soot=HOLED)
    assert line_of({**SOOT, "at_most": 1300.0}, source).tolist() == [0.4, 0.5, 0.2, 0.5, 0.2, 0.1]
    plan = coordinate_source(declare(row=[{**SOOT, "at_most": 1300.0}]), source)
    told = dict(plan.amounts.filter(factor="energy").select("ref_area", "why_en").iter_rows())
    assert "soot is missing and counts in Soot as the greatest" in told["b"]
    assert "soot" not in told["a"]


def test_under_a_floor_it_counts_as_the_least():
    assert line_of({**SOOT, "at_least": 100.0}, change_table(soot=HOLED))[1] == 0.1


def test_a_term_of_a_class_leaves_other_areas_out(source):
    term = {"factor": "energy", "of": "soot", "classification": "class", "classes": ["s"]}
    assert line_of({**SOOT, "terms": [term], "at_most": 500.0}, source).tolist() == [0, 0, 0.2, 0, 0.2, 0.1]


def test_a_limit_that_was_not_filed_gives_no_plan_and_one_that_was_holds():
    row = {**SOOT, "at_most_item": "soot_limit"}
    refused = coordinate_source(declare(row=[row]), TableSource(AREAS, {}))
    assert refused.certificate.is_empty()
    assert "the limit of Soot was not filed" in refused.conflicts["en"][0]
    plan = coordinate_source(declare(row=[row]), TableSource(AREAS, {"soot_limit": 1300.0}))
    quotas = plan.amounts.filter(factor="energy").sort("ref_area")["quota"].to_numpy()
    assert AREAS["soot"].to_numpy() @ quotas <= 1300 + 1e-9


def test_coefficients_that_nobody_filed_give_no_plan():
    plan = coordinate_source(declare(row=[{**SOOT, "at_most": 1300.0}]), change_table(soot=[None] * 6))
    assert "soot is filed by nobody" in plan.conflicts["en"][0]


def test_the_city_groups_hold_and_worth_takes_the_unit_out(source):
    case = build_case(declare(group=[{"by": "city", "at_least": 0.9, "factors": ["land"]}]), source)
    assert case.cities == ["x", "y"]
    assert case.problem.groups.floor == pytest.approx(np.array([[0.9 * 800 * 130 / 200, 0], [0.9 * 800 * 70 / 200, 0]]))
    assert case.worth == pytest.approx([1 / 800, 1 / 5000])


def test_a_group_without_an_area_of_the_table_is_refused(source):
    with pytest.raises(MethodError, match="have no area of class q"):
        build_case(declare(group=[{"classification": "class", "classes": ["q"], "at_least": 1.0}]), source)


def test_under_a_cap_filed_by_the_province_and_a_floor_it_counts_as_the_greatest():
    row = {**SOOT, "at_least": 1.0, "at_most_item": "soot_limit"}
    source = TableSource(change_table(soot=HOLED).table, {"soot_limit": 1300.0})
    assert line_of(row, source)[1] == 0.5


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_a_row_that_allows_nothing_to_a_class_leaves_a_plan_for_the_others(alpha):
    row = {"name": {"zh": "禁配", "en": "None"}, "at_most": 0.0}
    row["terms"] = [{"factor": "energy", "times": 1.0, "classification": "class", "classes": ["s"]}]
    plan = coordinate_source(declare(alpha=alpha, row=[row], energy={"basic": 0.0}), TableSource(AREAS, {}))
    energy = plan.amounts.filter(factor="energy").sort("ref_area")
    assert energy["quota"].to_list()[2] == energy["quota"].to_list()[4] == energy["quota"].to_list()[5] == 0
    assert energy["quota"].sum() == 5000
    assert energy["upper_by"].to_list() == ["at_most", "at_most", "row", "at_most", "row", "row"]
    assert "上下限相同（自定约束不予配置），为0" in energy["why_zh"][2]
