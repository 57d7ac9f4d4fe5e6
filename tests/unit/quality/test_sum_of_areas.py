from datetime import date

import pytest

RULE = {"kind": "sum_of_areas", "items": ["gdp"], "of": "city", "tolerance": 0.001}
TWO = [{"code": c, "parent": "990200"} for c in ("990101", "990102")]  # the only counties of the second city
ITEMS = [{"code": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}}]


@pytest.fixture
def areas(draw):
    return draw.areas(TWO)


def rows(city, one, two, period="2020"):
    return [("990200", period, "gdp", city), ("990101", period, "gdp", one), ("990102", period, "gdp", two)]


def test_a_city_that_its_counties_do_not_come_to_is_found(ask, areas):
    [s] = ask(RULE, ITEMS, rows(1000.0, 600.0, 300.0), areas=areas)
    assert (s.area, s.found, s.expected, s.withholds) == ("990200", "900万元", "1,000万元", ("gdp",))
    assert (
        s.message.zh
        == "乙市2020年地区生产总值为1,000万元，所辖2个地区之和为900万元，相差100万元（10.0%）。请上下级对账。"
    )


def test_the_tolerance_is_relative_and_leaves_room_for_rounding(ask, areas):
    assert ask(RULE, ITEMS, rows(1000.0, 600.0, 401.0), areas=areas) == []
    assert ask(RULE | {"tolerance": 0}, ITEMS, rows(1000.0, 600.0, 401.0), areas=areas) == []
    assert len(ask(RULE | {"tolerance": 0}, ITEMS, rows(1000.0, 600.0, 402.0), areas=areas)) == 1


def test_nothing_is_said_while_a_county_or_the_city_is_not_filed(ask, areas):
    assert ask(RULE, ITEMS, rows(1000.0, None, 300.0), areas=areas) == []
    assert ask(RULE, ITEMS, rows(None, 600.0, 300.0), areas=areas) == []


def test_a_county_that_ended_before_the_period_is_not_asked_for(ask, draw):
    areas = draw.areas([TWO[0], TWO[1] | {"valid_to": date(2019, 6, 30)}])
    assert ask(RULE, ITEMS, rows(600.0, 600.0, None), areas=areas) == []


def test_a_zone_counts_where_it_is_filed_beside_the_counties(ask, draw):
    zone = {"code": "990271", "name": "开发区", "level": "zone", "parent": "990200", "located_in": "990101"}
    areas = draw.areas([*TWO, zone])
    assert ask(RULE, ITEMS, [*rows(1000.0, 600.0, 300.0), ("990271", "2020", "gdp", 100.0)], areas=areas) == []
    assert ask(RULE, ITEMS, rows(900.0, 600.0, 300.0), areas=areas) == []


def test_a_difference_of_one_county_names_it(ask, areas):
    [s] = ask(RULE, ITEMS, rows(600.0, 600.0, 300.0), areas=areas)
    assert "与2号县一个地区的数字相当" in s.message.zh


def test_the_province_is_the_sum_of_all_counties(ask, draw):
    figures = [(c, "2020", "gdp", 10.0) for c in draw.counties]
    assert ask(RULE | {"of": "province"}, ITEMS, [*figures, ("990000", "2020", "gdp", 200.0)]) == []
    [s] = ask(RULE | {"of": "province"}, ITEMS, [*figures, ("990000", "2020", "gdp", 250.0)])
    assert s.area == "990000"


def test_ratios_are_never_summed(ask, areas):
    ratio = [{"code": "gdp", "unit": "%", "measure": "ratio"}]
    assert ask(RULE, ratio, rows(50.0, 40.0, 30.0), areas=areas) == []
