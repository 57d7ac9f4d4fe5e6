import numpy as np
import pytest

from junxian.quality.series import lay_out, median_of

ITEMS = ["gdp", {"code": "sales", "accumulation": "year_to_date"}]


@pytest.fixture
def series_of(draw):
    def lay(rows, keys=("gdp",), form=None, classes=None):
        province = draw.province([draw.form(ITEMS, **(form or {}))], [], classes=classes)
        filed = draw.filed(province, draw.returns(province, rows), "2025")
        return list(lay_out(filed, keys, "class/2020" if classes else "", 2))

    return lay


def test_figures_stand_by_area_and_by_period_in_time(series_of):
    [s] = series_of([("990102", "2020", "gdp", 4.0), ("990101", "2019", "gdp", 1.0), ("990101", "2020", "gdp", 2.0)])
    assert (s.areas, s.periods) == (("990101", "990102"), ("2019", "2020"))
    assert np.array_equal(s.values["gdp"], [[1.0, 2.0], [np.nan, 4.0]], equal_nan=True)
    assert s.place(1, 1) == ("990102", "2020")


def test_a_gap_of_more_than_three_years_parts_two_series(series_of):
    rows = [("990101", year, "gdp", 1.0) for year in ("2010", "2013", "2017")]
    assert [s.periods for s in series_of(rows)] == [("2010", "2013"), ("2017",)]


def test_what_runs_on_stands_by_month_of_the_year(series_of):
    rows = [("990101", f"{y}-{m:02}", "sales", 1.0) for y in (2019, 2020) for m in (2, 3)]
    tables = series_of(rows, ["sales"], {"frequency": "M"})
    assert [s.periods for s in tables] == [("2019-02", "2020-02"), ("2019-03", "2020-03")]


def test_rows_of_another_level_are_no_series(series_of):
    [s] = series_of([("990100", "2020", "gdp", 9.0), ("990101", "2020", "gdp", 1.0)])
    assert s.areas == ("990101",)


def test_a_class_that_is_too_small_is_held_against_all(series_of):
    rows = [(f"9901{n:02}", "2020", "gdp", 1.0) for n in range(1, 5)]
    [s] = series_of(rows, classes={"990101": "K", "990102": "K", "990103": "E"})
    groups = [(own.tolist(), speakers.tolist()) for own, speakers in s.groups]
    assert groups == [([0, 1], [0, 1]), ([2, 3], [0, 1, 2, 3])]


def test_medians_pass_over_what_is_missing():
    table = np.array([[1.0, np.nan, np.nan], [3.0, np.nan, 5.0], [8.0, np.nan, np.nan]])
    assert np.array_equal(median_of(table, 0), [3.0, np.nan, 5.0], equal_nan=True)
    assert np.array_equal(median_of(table, 1), [1.0, 4.0, 8.0])
