import pytest

ITEMS = [
    {"code": "g", "name": {"zh": "增速"}, "unit": "%", "measure": "ratio", "decimals": 1},
    {"code": "now", "name": {"zh": "现价总量"}},
    {"code": "fixed", "name": {"zh": "可比价总量"}},
    {"code": "base", "name": {"zh": "上年可比价总量"}},
]
EXACT = {"kind": "growth_against_level", "growth": "g", "constant": "fixed"}
NOMINAL = {"kind": "growth_against_level", "growth": "g", "current": "now"}


def year(period, area="990101", **figures):
    return [(area, period, key, value) for key, value in figures.items()]


def loud(suspicions):
    return [s for s in suspicions if s.severity != "note"]


def test_growth_that_levels_do_not_give_is_held_with_the_level(ask):
    rows = year("2019", fixed=10000.0) + year("2020", g=9.5, fixed=10610.0)
    [s] = ask(EXACT, ITEMS, rows)
    assert (s.severity, s.period, s.items, s.withholds) == ("hold", "2020", ("g", "fixed"), ("g", "fixed"))
    assert (s.found, s.expected) == ("9.5%", "6.10%")
    assert "按可比价算应为6.10%" in s.message.zh


@pytest.mark.parametrize("growth", [6.1, 6.05, 6.15])
def test_what_rounding_explains_is_no_gap(ask, growth):
    assert ask(EXACT, ITEMS, year("2019", fixed=10000.0) + year("2020", g=growth, fixed=10610.0)) == []


def test_small_levels_allow_for_their_own_rounding(ask):
    assert ask(EXACT, ITEMS, year("2019", fixed=10.0) + year("2020", g=8.0, fixed=11.0)) == []


def test_a_declared_tolerance_replaces_that_of_rounding(ask):
    rows = year("2019", fixed=10000.0) + year("2020", g=6.4, fixed=10610.0)
    assert ask(EXACT | {"tolerance": 0.5}, ITEMS, rows) == []


def test_the_base_may_stand_in_the_same_row(ask):
    rule = EXACT | {"constant_before": "base"}
    assert ask(rule, ITEMS, year("2020", g=6.1, fixed=10610.0, base=10000.0)) == []
    assert len(loud(ask(rule, ITEMS, year("2020", g=7.1, fixed=10610.0, base=10000.0)))) == 1


def test_a_level_that_is_wrong_breaks_two_years_and_is_one_cause(ask):
    from junxian.quality.precedence import absorb_explained

    rows = [
        r for n, v in enumerate((100000.0, 110000.0, 150000.0, 133100.0)) for r in year(str(2017 + n), fixed=v, g=10.0)
    ]
    found = loud(ask(EXACT, ITEMS, rows))
    assert [s.period for s in found] == ["2019", "2020"]
    assert len(absorb_explained(found)) == 1


@pytest.mark.parametrize(("level", "asked"), [(1060.0, False), (1300.0, True), (900.0, True), (1170.0, False)])
def test_without_constant_prices_the_implied_deflator_is_a_question(ask, level, asked):
    found = loud(ask(NOMINAL, ITEMS, year("2019", now=1000.0) + year("2020", g=5.0, now=level)))
    assert [s.severity for s in found] == (["explain"] if asked else [])
    assert all(s.withholds == () for s in found)


def test_what_cannot_be_tested_is_said_once_for_the_newest_period(ask):
    rows = [r for area in ("990101", "990102") for p in ("2019", "2020") for r in year(p, area, g=5.0, now=1000.0)]
    [s] = ask(NOMINAL, ITEMS, rows)
    assert (s.severity, s.area, s.period) == ("note", "", "2020")
    assert "2个地区2020年增速" in s.message.zh
    assert "无法检验" in s.message.zh
    assert "cannot be tested" in s.message.text("en")


def test_a_new_area_has_no_last_year_to_be_asked_about(ask):
    assert ask(EXACT, ITEMS, year("2020", g=5.0, fixed=1000.0)) == []
    [s] = ask(EXACT, ITEMS, year("2019", g=4.0) + year("2020", g=5.0, fixed=1000.0))
    assert s.severity == "note"


def test_missing_zero_and_negative_levels_are_not_compared(ask):
    rows = year("2019", fixed=0.0) + year("2020", g=5.0, fixed=10.0) + year("2020", "990102", g=None, fixed=9.0)
    assert loud(ask(EXACT, ITEMS, rows)) == []


def test_months_are_held_against_the_same_month_of_last_year(ask):
    rows = year("2019-03", fixed=10000.0) + year("2020-02", fixed=1.0) + year("2020-03", g=6.1, fixed=10610.0)
    assert loud(ask(EXACT, ITEMS, rows, form={"frequency": "M"}, period="2020-03")) == []
