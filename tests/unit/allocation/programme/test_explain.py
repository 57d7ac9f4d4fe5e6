"""The sentences of an area: they carry the numbers, say what binds, and what would have to change."""

import pytest

from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.source import TableSource

from .conftest import AREAS, change_table, declare


def tell(source, **changes):
    plan = coordinate_source(declare(**changes), source)
    return {(row["ref_area"], row["factor"]): row for row in plan.amounts.iter_rows(named=True)}


def test_a_county_held_by_its_application_learns_that_it_must_apply_for_more(source):
    rows = tell(source)
    held = [row for row in rows.values() if row["bound"] == "upper" and row["upper_by"] == "applied"]
    assert held
    for row in held:
        assert "超过上限（申请量）" in row["why_zh"]
        assert "多申请方可增加" in row["why_zh"]
        assert "Only a larger application would raise it." in row["why_en"]


def test_a_county_within_its_limits_learns_what_more_weight_brings(source):
    for alpha, more in ((0.5, "about 2% more"), (1.0, "about 1% more"), (2.0, "about 0.5% more")):
        free = [row for row in tell(source, alpha=alpha).values() if row["bound"] == "none"]
        assert free
        assert all(more in row["why_en"] for row in free)


def test_a_county_at_its_floor_is_told_what_keeps_it_up(source):
    kept = [row for row in tell(source, energy={"at_least": 0.9}).values() if row["bound"] == "lower"]
    assert kept
    for row in kept:
        assert "Below its floor" in row["why_en"]
        assert "低于下限" in row["why_zh"]


def test_the_sentence_carries_the_scores_and_powers_that_make_the_weight(source):
    row = tell(source)["a", "energy"]
    assert "效率1^1 × 需求0.2^0.5" in row["why_zh"]
    assert row["weight"] == pytest.approx(0.2**0.5 * row["momentum"] ** 0.5)


def test_a_city_floor_shows_as_a_subsidy(source):
    rows = tell(source, group=[{"by": "city", "at_least": 0.98}])
    helped = [row for row in rows.values() if row["subsidy"] > 1e-9]
    assert helped
    assert all("− subsidy of its city's floor" in row["why_en"] for row in helped)
    for row in helped:
        net = row["price"] + row["surcharge"] - row["subsidy"]
        told = float(row["why_en"].split("net price ")[1].split(";")[0])
        assert told == pytest.approx(net, abs=1e-6)


@pytest.mark.parametrize(("alpha", "words"), [("inf", "made as even as limits allow"), (0.0, "net price, so")])
def test_the_ends_of_alpha_are_told_in_their_own_words(source, alpha, words):
    assert words in tell(source, alpha=alpha)["a", "energy"]["why_en"]


@pytest.mark.parametrize("alpha", [8.0, 16.0])
def test_a_steep_plan_is_reproduced_by_the_numbers_of_its_sentence(source, alpha):
    for row in tell(source, alpha=alpha).values():
        price = row["why_zh"].split("全省统一价")[1].split("；")[0].replace("×10^", "e")
        assert float(price) == pytest.approx(row["price"], rel=1e-5)


def test_amounts_of_a_small_unit_are_told_in_full():
    source = TableSource(AREAS, {})
    rows = tell(source, energy={"unit": "万吨标准煤", "supply": {"amount": 0.5}, "whole_unit": 0.0001})
    assert rows
    for row in (row for row in rows.values() if row["factor"] == "energy"):
        told = row["why_zh"].split("取整后为")[1].split("万吨")[0]
        assert float(told) == row["quota"]


def test_a_conflict_tells_small_amounts_in_full():
    row = {
        "name": {"zh": "烟尘", "en": "Soot"},
        "unit": "吨",
        "at_most": 0.00123,
        "terms": [{"factor": "land", "times": 1e-5}],
    }
    plan = coordinate_source(declare(row=[row]), TableSource(AREAS, {}))
    assert "烟尘上限0.00123吨" in plan.conflicts["zh"].to_list()


def test_an_area_whose_weight_is_zero_is_told_that_it_gets_its_floor():
    class Ranked(TableSource):
        def rank(self, area):
            return ("abcdef".index(area) + 1, 6)

    weight = declare().weight.model_dump(exclude_none=True) | {"performance": {"low": 0.0, "high": 1.0}}
    loose = {"supply": {"amount": 50000}, "at_most": 1.0}  # the caps leave some over, so that the price is 0
    row = tell(Ranked(AREAS, {}), weight=weight, energy=loose)["f", "energy"]
    assert row["weight"] == 0
    assert row["bound"] == "lower"
    assert "权重为零，只给下限" in row["why_zh"]
    assert "cap" not in row["why_en"]


def test_a_surcharge_is_told_however_small_the_price():
    """All but one want next to nothing, so that one has many times its base where its marginal value is tiny."""
    row = {
        "name": {"zh": "烟尘", "en": "Soot"},
        "unit": "吨",
        "at_most": 4500.0,
        "terms": [{"factor": "energy", "times": 1.0}],
    }
    source = change_table(energy_applied=[1, 1, 1, 1, 1, 1e6])
    energy = {"basic": 0.0, "at_most": 100.0, "applied": "energy_applied"}
    one = tell(source, alpha=16.0, row=[row], energy=energy)["f", "energy"]
    assert one["bound"] == "none"
    assert one["price"] == 0 < one["surcharge"] < 1e-12
    assert "共用约束附加" in one["why_zh"]
