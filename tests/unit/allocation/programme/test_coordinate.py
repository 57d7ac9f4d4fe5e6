"""A programme end to end: supplies conserved, five numbers reproduce every amount, groups, rows, conflicts, whole units."""

import numpy as np
import polars as pl
import pytest

from junxian.allocation.programme import coordinate_source
from junxian.terms import DeclarationError, MethodError

from .conftest import change_table, declare


def test_supply_is_reserve_and_allotted_and_returned_exactly(source):
    plan = coordinate_source(declare(), source)
    for row in plan.factors.iter_rows(named=True):
        assert row["reserve"] + row["allotted"] + row["returned"] == row["supply"]
        quotas = plan.amounts.filter(pl.col("factor") == row["factor"])["quota"]
        assert quotas.sum() == row["allotted"]
        assert (quotas == quotas.round(0)).all()
    assert abs(plan.certificate["relative_gap"][0]) < 1e-9
    assert plan.certificate["residual"][0] < 1e-9
    assert plan.certificate["rounding_loss"][0] >= 0


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_five_published_numbers_reproduce_every_amount(source, alpha):
    groups = [
        {"by": "city", "at_least": 0.9},
        {"classification": "class", "classes": ["s"], "at_least": 1.1, "factors": ["energy"]},
    ]
    rows = [{"name": {"zh": "烟尘", "en": "Soot"}, "at_most": 1300.0, "terms": [{"factor": "energy", "of": "soot"}]}]
    plan = coordinate_source(declare(alpha=alpha, group=groups, row=rows), source)
    table = plan.amounts
    net = table["price"] + table["surcharge"] - table["subsidy"]
    free = table["base"].to_numpy() * (table["weight"] / net).to_numpy() ** (1 / alpha)
    made = np.clip(free, table["lower"].to_numpy(), table["upper"].fill_null(np.inf).to_numpy())
    assert made == pytest.approx(table["amount"].to_numpy(), rel=1e-7)
    assert (table["surcharge"] != 0).any()
    assert "base × (weight ÷ price)" in table["why_en"][0]


def test_groups_and_rows_hold_and_tell_their_price(source):
    groups = [{"classification": "class", "classes": ["s"], "at_least": 1.3, "factors": ["energy"]}]
    plan = coordinate_source(declare(group=groups), source)
    (row,) = plan.limits.filter(pl.col("kind") == "row").to_dicts()
    assert row["held"] == pytest.approx(row["at_least"])
    assert row["price"] < 0
    assert row["name_zh"] == "s·用能"


def test_a_change_of_unit_changes_no_share(source):
    plan = coordinate_source(declare(), source)
    tonnes = declare(energy={"supply": {"amount": 0.5}, "unit": "万吨标准煤", "whole_unit": 0.0001})
    other = coordinate_source(tonnes, source)
    chosen = pl.col("factor") == "energy"
    assert other.amounts.filter(chosen)["quota"].to_list() == pytest.approx(
        (plan.amounts.filter(chosen)["quota"] / 10_000).to_list()
    )
    assert other.amounts["price"].to_list() == pytest.approx(plan.amounts["price"].to_list())


def test_limits_that_conflict_give_no_quota_but_their_names_and_what_mends_them(source):
    groups = [{"classification": "class", "classes": ["s"], "at_least": 2.0, "factors": ["land"]}]
    plan = coordinate_source(declare(group=groups), source)
    assert plan.certificate.is_empty()
    assert plan.amounts["quota"].null_count() == plan.amounts.height
    kinds = plan.conflicts["kind"].to_list()
    assert {"conflict", "relaxation"} == set(kinds)
    named = plan.conflicts.filter(pl.col("kind") == "conflict")
    assert named["zh"].str.contains("s·用地下限").any()
    assert named["zh"].str.contains("申请量").any()
    (mended,) = plan.conflicts.filter(pl.col("kind") == "relaxation")["amount"].to_list()
    eased = [{**groups[0], "at_least": (2.0 * 200 - mended) / 200 - 1e-6}]
    assert coordinate_source(declare(group=eased), source).certificate.height == 1


def test_a_missing_supply_gives_no_quota_and_says_so(source):
    plan = coordinate_source(declare(land={"supply": {"item": "land_supply"}}), source)
    assert plan.conflicts["kind"].to_list() == ["gap"]
    assert plan.certificate.is_empty()


def test_nobody_gets_more_than_it_applied_for_even_in_whole_units():
    plan = coordinate_source(declare(), change_table(land_applied=[500, 400, 150, 190, 120, 35.5]))
    land = plan.amounts.filter(pl.col("factor") == "land")
    assert (land["quota"] <= land["applied"]).all()


def test_alpha_moves_from_efficiency_to_evenness(source):
    least = []
    for alpha in (0.0, 1.0, 8.0, "inf"):
        plan = coordinate_source(declare(alpha=alpha), source)
        least.append(plan.factors["least_share"][1])
        assert plan.certificate.height == 1
    assert least == sorted(least)


def test_an_independent_judge_agrees(source):
    plan = coordinate_source(declare(), source, is_judged=True)
    assert plan.certificate["judged_by"][0] == "Clarabel"
    assert plan.certificate["judged_difference"][0] < 1e-7


def test_a_column_that_is_missing_is_named(source):
    with pytest.raises(MethodError, match="'nothing'"):
        coordinate_source(declare(land={"base": [{"of": "nothing", "weight": 1}]}), source)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"alpha": -1}, "alpha"),
        ({"alpha": 99}, "alpha"),
        ({"group": [{"at_least": 1.0}]}, "city"),
        ({"group": [{"by": "city"}]}, "limits nothing"),
        ({"group": [{"by": "city", "at_least": 2.0, "at_most": 1.0}]}, "below"),
        ({"row": [{"name": {"zh": "行"}, "terms": [], "at_most": 1}]}, "terms"),
        ({"row": [{"name": {"zh": "行"}, "terms": [{"factor": "water", "times": 1}], "at_most": 1}]}, "water"),
        ({"row": [{"name": {"zh": "行"}, "terms": [{"factor": "land"}], "at_most": 1}]}, "times"),
        ({"land": {"reserve": 0.8, "basic": 0.4}}, "exceed"),
        ({"land": {"unit": "亩亩"}}, "亩亩"),
        ({"land": {"supply": {"amount": -1}}}, "amount"),
        ({"land": {"at_most": 0.2, "at_least": 0.4}}, "at_most"),
    ],
)
def test_wrong_declarations_are_refused(change, told):
    with pytest.raises(DeclarationError, match=told):
        declare(**change)
