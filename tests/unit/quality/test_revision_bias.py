import pytest

from junxian.quality.kinds import MEASURES

RULE = {"kind": "revision_bias", "items": ["gdp"], "flash": ["flash"], "severity": "note"}
ITEMS = [
    {"code": "gdp", "name": {"zh": "地区生产总值"}},
    {"code": "flash", "name": {"zh": "快报数"}},
    {"code": "rate", "name": {"zh": "增速"}, "unit": "%", "measure": "ratio", "decimals": 1, "signed": True},
]
YEARS = range(2013, 2021)


def rows_of(area, changes, key="gdp", flash="flash", base=1000.0):
    rows = []
    for year, change in zip(YEARS, changes, strict=False):
        rows += [(area, str(year), flash, base), (area, str(year), key, base * (1 + change))]
    return rows


def measure(draw, rule, rows):
    province = draw.province([draw.form(ITEMS)], [rule])
    return MEASURES["revision_bias"].measure(
        province.rules["revision_bias"], draw.filed(province, draw.returns(province, rows))
    )


def test_final_figures_always_above_the_flash_are_found(ask, draw):
    rows = rows_of("990101", [0.02, 0.03, 0.01, 0.04, 0.02, 0.03, 0.02, 0.05])
    [s] = ask(RULE, ITEMS, rows)
    assert (s.area, s.period, s.found, s.p_value) == ("990101", "2020", "8/8 +", pytest.approx(2 / 256))
    assert "近8次修订中有8次为上调" in s.message.zh
    assert "初报偏低" in s.message.zh


def test_revisions_to_both_sides_are_not_found(ask):
    assert ask(RULE, ITEMS, rows_of("990101", [0.02, -0.03, 0.01, -0.04, 0.02, -0.03, 0.02, -0.05])) == []


def test_a_bias_too_small_to_matter_is_no_question(draw):
    trials = measure(draw, RULE, rows_of("990101", [0.001] * 8))
    assert trials["p_value"][0] < 0.01
    assert not trials["odd"][0]


def test_fewer_than_six_revisions_cannot_be_tested(draw):
    trials = measure(draw, RULE, rows_of("990101", [0.02] * 5))
    assert trials["p_value"].to_list() == [None]
    assert "无法检验：两次数字俱全的不足6期" in trials["reason_zh"][0]
    assert measure(draw, RULE, [("990101", "2020", "gdp", 1.0)])["ref_area"].to_list() == ["990000"]


def test_periods_without_any_revision_say_nothing_of_a_side(draw):
    assert measure(draw, RULE, rows_of("990101", [0.0] * 8))["p_value"].to_list() == [None]


def test_only_the_last_periods_count(draw):
    rows = rows_of("990101", [-0.02, -0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02])
    assert measure(draw, RULE | {"periods": 6}, rows)["p_value"][0] == pytest.approx(2 / 64)


def test_without_a_flash_item_the_first_filing_is_compared_with_the_one_in_force(draw):
    rows = []
    for year in YEARS:
        for n, value in ((1, 1000.0), (2, 1010.0), (3, 1030.0)):
            file = {"vintage": n, "file": f"figures/form/{year}/bureau.{n}.csv"}
            rows.append(("990101", str(year), "gdp", value, file))
    rows.append(("990102", "2020", "gdp", 5.0))
    trials = measure(draw, RULE | {"flash": []}, rows)
    assert trials["ref_area"].to_list() == ["990101"]
    assert trials["statistic"][0] == pytest.approx(0.03)
    assert trials["n"][0] == 8


def test_rates_are_revised_in_points(draw):
    rows = []
    for year in YEARS:
        rows += [("990101", str(year), "rate", 6.5), ("990101", str(year), "flash", 7.0)]
    trials = measure(draw, RULE | {"items": ["rate"]}, rows)
    assert trials["statistic"][0] == pytest.approx(-0.5)
    assert trials["odd"][0]
