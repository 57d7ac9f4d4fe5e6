import pytest

from junxian.quality.kinds.year_to_date import Sum, keep_rising

SALES = {"code": "sales", "name": {"zh": "零售额", "en": "Sales"}, "accumulation": "year_to_date"}
RULE = {"kind": "year_to_date", "items": ["sales"]}
MONTHLY = {"frequency": "M"}


def months(values, year=2020, key="sales", area="990101"):
    return [(area, f"{year}-{m:02}", key, v) for m, v in values.items()]


def find(ask, values, rule=RULE, items=(SALES,), rows=()):
    return ask(rule, list(items), [*months(values), *rows], form=MONTHLY, period="2020-12")


def test_a_sum_that_falls_is_found_with_the_month_that_it_falls_below(ask):
    [s] = find(ask, {2: 20.0, 3: 35.0, 4: 31.0, 5: 47.0})
    assert (s.area, s.period, s.items, s.withholds) == ("990101", "2020-04", ("sales",), ("sales",))
    assert s.message.zh.startswith("1号县2020年4月零售额累计为31万元，低于2020年3月的35万元。")


def test_a_name_that_says_so_far_is_not_said_twice(ask):
    named = SALES | {"name": {"zh": "零售额累计", "en": "Sales so far"}}
    [s] = find(ask, {2: 20.0, 3: 35.0, 4: 31.0, 5: 47.0}, items=(named,))
    assert s.message.zh.startswith("1号县2020年4月零售额累计为31万元")


def test_the_month_that_is_too_high_is_doubted_where_the_later_ones_agree(ask):
    [s] = find(ask, {2: 20.0, 3: 95.0, 4: 41.0, 5: 52.0})
    assert s.period == "2020-03"
    assert "高于2020年4月的41万元" in s.message.zh


def test_the_newest_is_doubted_where_nothing_tells(ask):
    assert [s.period for s in find(ask, {2: 20.0, 3: 35.0, 4: 31.0})] == ["2020-04"]


def test_rising_equal_and_missing_sums_and_a_new_year_are_no_fall(ask):
    later = months({1: 3.0}, 2021)
    assert find(ask, {2: 20.0, 3: 20.0, 5: None, 6: 35.0}, rows=later) == []


def test_a_fall_that_a_filed_correction_explains_is_none(ask):
    items = [SALES, {"code": "fix", "signed": True}]
    rule = RULE | {"corrections": {"sales": "fix"}}
    fixed = [("990101", "2020-04", "fix", -5.0)]
    assert find(ask, {3: 35.0, 4: 31.0}, rule, items, fixed) == []
    assert len(find(ask, {3: 35.0, 4: 29.0}, rule, items, fixed)) == 1


@pytest.mark.parametrize("over", [{"signed": True}, {"measure": "ratio"}, {"accumulation": "period"}])
def test_items_that_may_fall_are_not_asked_about(ask, over):
    assert find(ask, {3: 35.0, 4: 31.0}, items=[SALES | over]) == []


def test_the_fewest_sums_are_doubted():
    sums = [Sum(str(n), v, 0) for n, v in enumerate([1, 2, 50, 3, 4, 40, 5])]
    assert keep_rising(sums) == [0, 1, 3, 4, 5]  # of 40 and 5 the later


YEARLY = {"code": "year", "name": {"zh": "全年零售额"}}


@pytest.fixture
def ask_years(draw):
    from junxian.quality.kinds import KINDS

    def ask(values, annual, item=SALES, **over):
        forms = [
            draw.form([item], **MONTHLY),
            draw.form([YEARLY | {"unit": over.pop("unit", "万元")}], code="annual", name={"zh": "年报"}),
        ]
        rule = {"kind": "year_to_date", "annual": {"sales": "year"}} | over
        province = draw.province(forms, [rule], period="2020-12")
        returns = draw.returns(province, [*months(values), ("990101", "2020", "year", annual)])
        declared = next(iter(province.rules.values()))
        return KINDS["year_to_date"](declared, draw.filed(province, returns))

    return ask


def test_december_agrees_with_the_year(ask_years):
    assert ask_years({11: 90.0, 12: 100.0}, 100.0) == []
    [s] = ask_years({11: 90.0, 12: 100.0}, 104.0)
    assert (s.period, s.items, s.found, s.expected) == ("2020", ("year",), "104万元", "100万元")


def test_rounding_and_a_declared_tolerance_are_allowed(ask_years):
    assert ask_years({12: 100.0}, 101.0) == []
    assert ask_years({12: 100.0}, 104.0, tolerance=0.05) == []


def test_units_are_converted(ask_years):
    assert ask_years({12: 12000.0}, 1.2, unit="亿元") == []


def test_months_are_added_up_only_where_all_are_filed(ask_years):
    single = SALES | {"accumulation": "period"}
    assert ask_years(dict.fromkeys(range(1, 13), 10.0), 120.0, single) == []
    assert len(ask_years(dict.fromkeys(range(1, 13), 10.0), 150.0, single)) == 1
    assert ask_years(dict.fromkeys(range(2, 13), 10.0), 150.0, single) == []
