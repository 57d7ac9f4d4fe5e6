import numpy as np
import polars as pl
import pytest

from junxian.assessment.audit import follow_panel, measure_cagr, measure_change, measure_percent_change
from junxian.assessment.audit.trend import TREND_SCHEMA, fit_slope
from junxian.terms.errors import MethodError

NAN = np.nan
YEARS = np.array([2016.0, 2017.0, 2019.0, 2020.0])


@pytest.mark.parametrize(("values", "growth"), [
    ([1, 9, 9, 16], 1.0), ([NAN, 4, 5, 32], 1.0), ([2, 2, 9, 2], 0.0), ([0, 1, 1, 0], 0.0), ([5, 1, 1, 0], -1.0),
    ([0, 1, 1, 5], NAN), ([-1, 1, 1, 5], NAN), ([-1, 0, 0, -16], 1.0), ([NAN, NAN, 3, NAN], NAN), ([NAN] * 4, NAN),
])  # fmt: skip
def test_compound_growth_from_the_first_to_the_last_known_value(values, growth):
    np.testing.assert_allclose(measure_cagr(np.array(values, dtype=float), YEARS), growth)


def test_order_of_times_does_not_matter_and_series_are_worked_off_together():
    values = np.array([[1.0, 2.0, 4.0, 16.0], [3.0, 3.0, 3.0, 3.0]])
    order = np.array([2, 0, 3, 1])
    for measure in (measure_cagr, measure_change, measure_percent_change):
        np.testing.assert_allclose(measure(values[:, order], YEARS[order]), measure(values, YEARS))
    np.testing.assert_allclose(measure_change(values, YEARS), [15.0, 0.0])


def test_percent_change_of_a_fitted_line_and_of_two_values():
    values = np.array([10.0, 13.0, 16.0, 21.0])
    slope, start = np.polyfit(YEARS - 2016, values, 1)
    assert measure_percent_change(values, YEARS) == pytest.approx(100 * slope / start)
    assert measure_percent_change(values, YEARS, per=10) == pytest.approx(1000 * slope / start)
    assert measure_percent_change(np.array([NAN, 10.0, 16.0, NAN]), YEARS) == pytest.approx(30.0)


@pytest.mark.parametrize(("values", "change"), [
    ([7, 7, NAN, 7], 0.0), ([NAN, NAN, 7, NAN], NAN), ([0, NAN, NAN, 4], NAN), ([NAN] * 4, NAN),
])  # fmt: skip
def test_percent_change_of_constants_single_values_and_from_zero(values, change):
    np.testing.assert_allclose(measure_percent_change(np.array(values, dtype=float), YEARS), change)


def test_slopes_over_what_is_known():
    values = np.array([[1.0, NAN, 7.0, 9.0], [NAN, NAN, NAN, 9.0]])
    np.testing.assert_allclose(fit_slope(values, YEARS), [2.0, NAN])


def test_a_panel_of_areas_and_indicators():
    panel = pl.DataFrame(
        [("2", "x", 2018, 1.0), ("2", "x", 2020, 4.0), ("1", "x", 2018, None), ("1", "x", 2019, 3.0), ("1", "y", 2020, 1.0)],
        schema=["ref_area", "indicator", "time", "value"], orient="row",
    )  # fmt: skip
    found = follow_panel(panel)
    assert dict(found.schema) == TREND_SCHEMA
    assert found.select("ref_area", "indicator", "known", "first_time", "cagr").rows() == [
        ("1", "x", 1, 2019.0, None), ("1", "y", 1, 2020.0, None), ("2", "x", 2, 2018.0, 1.0),
    ]  # fmt: skip
    assert follow_panel(panel, latest=2).filter(ref_area="2")["cagr"].to_list() == [None]
    assert follow_panel(panel.clear()).is_empty()
    with pytest.raises(MethodError, match="stands twice"):
        follow_panel(pl.concat([panel, panel]))


def test_values_without_times_are_refused():
    with pytest.raises(MethodError, match="needs a time"):
        measure_cagr(np.ones(3), YEARS)
