import pytest

from junxian.quality.wording import say_areas, say_number, say_period


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [("2020", "2020年", "2020"), ("2020-Q2", "2020年二季度", "Q2 2020"), ("2020-03", "2020年3月", "Mar 2020"), ("2020-01..09", "2020年1—9月", "Jan-Sep 2020")],
)  # fmt: skip
def test_periods_read_as_in_an_office(period, zh, en):
    assert (say_period(period).zh, say_period(period).en) == (zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "zh"),
    [
        (369079.0, "万元", 0, "369,079万元"),
        (0.5, "1", 4, "0.5000"),
        (1.25, "万元", 0, "1.25万元"),
        (5.0, "%", 1, "5.0%"),
    ],
)
def test_numbers_keep_what_rounding_would_change(value, unit, decimals, zh):
    assert say_number(value, unit, decimals).zh == zh


def test_many_areas_are_counted(draw):
    province = draw.province([], [])
    assert say_areas(draw.counties[:2], province).zh == "1号县、2号县"
    assert say_areas(draw.counties, province).en.endswith("and 14 more")
