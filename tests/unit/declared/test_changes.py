import pytest

from junxian.declared.changes import base_of, declare_change, is_change, list_parts, list_scored
from junxian.declared.indicators import Indicator
from junxian.declared.scheme_steps import ChangeIndicator
from junxian.declared.schemes_folder import read_schemes

LEVEL = {"zh": "人均地区生产总值", "en": "GDP per resident"}


def make_level(unit="元/人"):
    return Indicator(
        code="E02", name=LEVEL, concept=LEVEL, unit=unit, method="value", of={"of": "x"}, direction="less_is_better"
    )


def test_growth_is_an_indicator_in_per_cent_with_the_direction_of_its_level():
    own = declare_change(make_level(), ChangeIndicator(code="E02"), "E02@growth", 1)
    assert (own.code, own.unit, own.method, own.sources, own.back) == ("E02@growth", "%", "growth", ("E02",), 1)
    assert own.direction == "less_is_better"
    assert (own.name.zh, own.name.en) == ("人均地区生产总值（增长）", "GDP per resident (growth)")


@pytest.mark.parametrize(
    ("unit", "expected"), [("元/人", "元/人"), ("%", "百分点"), ("倍", "百分点"), ("百分点", "百分点")]
)
def test_a_difference_stands_in_the_unit_of_its_level_and_that_of_a_share_in_points(unit, expected):
    own = declare_change(make_level(unit), ChangeIndicator(code="E02", method="change"), "E02@change", 1)
    assert own.unit == expected


def test_change_over_more_years_says_so():
    own = declare_change(make_level(), ChangeIndicator(code="E02"), "E02@growth3", 3)
    assert own.back == 3
    assert (own.name.zh, own.name.en) == ("人均地区生产总值（3年增长）", "GDP per resident (growth over 3 years)")


def test_codes_tell_a_change_from_a_level():
    assert (is_change("E02@growth"), is_change("E02")) == (True, False)
    assert (base_of("E02@growth"), base_of("E02")) == ("E02", "E02")


def test_points_are_split_exactly(tmp_path):
    edition = tmp_path / "schemes" / "county" / "2020"
    edition.mkdir(parents=True)
    (edition / "scheme.toml").write_text(
        """
code = "county"
edition = "2020"
name = { zh = "县域考核" }
why = { zh = "示例" }
classification = "function/2020"
class = [{ code = "K", name = { zh = "重点" } }]
node = [{ code = "total", name = { zh = "总分" } }]
change = { weight_level = 0.35, weight_change = 0.65, indicator = [{ code = "E01" }] }
""",
        encoding="utf-8",
    )
    (edition / "weights.csv").write_text(
        "node,parent,K\ntotal,,100\nE01,total,33.3\nE02,total,66.7\n", encoding="utf-8"
    )
    scheme = read_schemes(tmp_path)["county/2020"]
    assert list_scored(scheme) == ("E01", "E01@growth", "E02")
    points = {part: str(own[0].normalize()) for part, _, own in list_parts(scheme)}
    assert points["E01@both"] == "33.3"
    assert (points["E01"], points["E01@growth"]) == ("11.655", "21.645")
