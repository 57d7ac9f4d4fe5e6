import pytest

RULE = {"kind": "order_of_magnitude", "items": ["gdp"]}
ITEMS = [{"code": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}}, {"code": "people", "unit": "人"}]


def series(values, area="990101", start=2017):
    return [(area, str(start + n), "gdp", v) for n, v in enumerate(values)]


def places(suspicions):
    return [(s.area, s.period) for s in suspicions]


def test_a_slip_of_unit_in_the_last_period_is_found_with_the_value_it_would_be(ask):
    [s] = ask(RULE, ITEMS, series([900.0, 1000.0, 1.1e7]), period="2019")
    assert (s.period, s.found, s.expected, s.withholds) == ("2019", "11,000,000万元", "1,100万元", ("gdp",))
    assert s.message.zh == (
        "1号县2019年地区生产总值为11,000,000万元，约为2018年（1,000万元）的10,000倍，若属此类错误应为1,100万元。"
        "疑似计量单位用错（应按万元填报，误按元填报），请核实；数据未作改动。"
    )


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("factor", [1e4, 1e-4, 10.0, 0.1])
def test_a_single_slip_is_found_where_it_is_and_only_there(ask, place, factor):
    values = [1000.0, 1080.0, 1150.0, 1260.0]
    values[place] *= factor
    assert places(ask(RULE, ITEMS, series(values))) == [("990101", str(2017 + place))]


def test_growth_is_no_slip(ask):
    assert ask(RULE, ITEMS, series([1000.0, 1900.0, 3500.0, 6000.0])) == []


def test_a_jump_that_is_no_power_of_ten_is_no_slip(ask):
    assert ask(RULE, ITEMS, series([1000.0, 1000.0, 30_000.0, 1000.0])) == []


def test_a_unit_changed_for_good_is_found_in_every_figure_from_the_change_on(ask):
    found = places(ask(RULE, ITEMS, series([1000.0, 1100.0, 1150.0, 0.12, 0.13])))
    assert found == [("990101", "2020"), ("990101", "2021")]


def test_the_fewer_figures_are_doubted_where_a_unit_changed_early(ask):
    assert places(ask(RULE, ITEMS, series([0.09, 1000.0, 1100.0, 1150.0]))) == [("990101", "2017")]


def test_two_slips_in_a_row_leave_their_neighbours_alone(ask):
    found = places(ask(RULE, ITEMS, series([1000.0, 1.1e7, 1.15e7, 1200.0, 1250.0])))
    assert found == [("990101", "2018"), ("990101", "2019")]


def test_a_tenfold_jump_that_stays_for_years_is_growth_of_some_kind(ask):
    assert ask(RULE, ITEMS, series([100.0, 110.0, 115.0, 120.0, 1250.0, 1300.0, 1350.0, 1400.0])) == []


def test_zeros_and_missing_values_are_not_asked_about(ask):
    assert ask(RULE, ITEMS, series([1000.0, 0.0, None, 1100.0])) == []


def test_periods_far_apart_are_no_neighbours(ask):
    rows = [("990101", "2001", "gdp", 100.0), ("990101", "2020", "gdp", 1000.0)]
    assert ask(RULE, ITEMS, rows) == []


def test_items_of_one_row_that_slipped_together_make_one_suspicion(ask):
    rule = {"kind": "order_of_magnitude", "items": ["gdp", "retail"]}
    rows = [(a, p, k, v) for a, p, _, v in series([1000.0, 1100.0, 0.12]) for k in ("gdp", "retail")]
    [s] = ask(rule, ["gdp", "retail"], rows)
    assert s.items == ("gdp", "retail")


PEERS = RULE | {"per": "people", "classification": "class/2020"}


def peers(counties, odd):
    """One period only: GDP per person between 4 and 6, the last county's as given."""
    rows = [(c, "2020", "gdp", 1000.0 * (4 + 2 * n / len(counties))) for n, c in enumerate(counties)]
    rows[-1] = (counties[-1], "2020", "gdp", 5000.0 * odd)
    return rows + [(c, "2020", "people", 1000.0) for c in counties]


def test_without_another_period_the_class_decides(ask, draw):
    classes = dict.fromkeys(draw.counties, "K")
    [s] = ask(PEERS, ITEMS, peers(draw.counties, 1e-4), classes=classes)
    assert s.area == draw.counties[-1]
    assert "约为按同类地区推算数的10,000分之一" in s.message.zh
    assert "误按亿元填报" in s.message.zh
    assert ask(PEERS, ITEMS, peers(draw.counties, 3.0), classes=classes) == []


def test_a_class_that_is_too_small_does_not_decide(ask, draw):
    classes = dict.fromkeys(draw.counties[:-1], "K") | {draw.counties[-1]: "U"}
    assert ask(PEERS, ITEMS, peers(draw.counties, 10.0), classes=classes) == []


def test_of_two_periods_the_class_tells_which_is_wrong(ask, draw):
    classes = dict.fromkeys(draw.counties, "K")
    earlier = [(a, "2019", k, v) for a, _, k, v in peers(draw.counties, 1e4)]
    found = ask(PEERS, ITEMS, earlier + peers(draw.counties, 1.0), classes=classes)
    assert (draw.counties[-1], "2020") not in places(found)


def test_figures_that_run_on_are_compared_with_the_same_month(ask):
    items = [{"code": "gdp", "accumulation": "year_to_date"}]
    rows = [("990101", f"{y}-{m:02}", "gdp", 100.0 * m) for y in (2019, 2020) for m in range(1, 13)]
    assert ask(RULE, items, rows, form={"frequency": "M"}, period="2020-12") == []
