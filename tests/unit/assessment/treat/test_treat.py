import numpy as np
import pytest

from junxian.assessment.treat import (
    Rule,
    plan_treatment,
    take_log_ct,
    transform_box_cox,
    treat_columns,
    treat_indicators,
    winsorise,
)
from junxian.terms import MethodError

NAN = np.nan
CALM = np.arange(1.0, 20.0)
ONE_FAR = np.array([*range(1, 19), 300.0])
TIED = np.array([1.0] * 15 + [2.0, 3.0, 500.0, 500.0])
VALUES = np.column_stack([CALM, ONE_FAR, TIED])
CODES = ["calm", "far", "tied"]


def _row(treatment, code):
    return treatment.details.row(CODES.index(code), named=True)


def test_only_what_fails_the_test_is_treated():
    found = treat_indicators(VALUES, CODES)
    np.testing.assert_array_equal(found.values[:, 0], CALM)
    np.testing.assert_array_equal(found.values[:, 1], winsorise(ONE_FAR).values)
    assert found.details["method"].to_list() == ["none", "winsorise", "winsorise"]
    assert found.details["passed"].to_list() == [True, True, True]
    assert found.points.rows() == [
        (18, "far", 300, 18, "high"), (17, "tied", 500, 3, "high"), (18, "tied", 500, 3, "high"),
    ]  # fmt: skip


def test_a_tie_beyond_the_limit_sends_the_indicator_to_the_second_method():
    found = treat_indicators(VALUES, CODES, at_most=1)
    np.testing.assert_allclose(found.values[:, 2], take_log_ct(TIED))
    row = _row(found, "tied")
    assert (row["first"], row["points"], row["second"], row["method"]) == ("winsorise", 0, "log_ct", "log_ct")
    assert row["why_en"].startswith(
        "Skewness 2.80 and kurtosis 6.51 reach 2 and 3.5. Not winsorised: ties would exceed"
    )
    assert "并列的极值超过1个的上限" in row["why_zh"]


def test_the_second_method_works_on_the_original_unless_combined():
    far = np.array([*range(1, 19), 300.0, 400.0, 900.0])[:, None]
    apart = treat_indicators(far, ["far"], at_most=1)
    np.testing.assert_allclose(apart.values, take_log_ct(far))
    assert apart.points.is_empty()
    combined = treat_indicators(far, ["far"], at_most=1, combine=True)
    np.testing.assert_allclose(combined.values, take_log_ct(winsorise(far, 1).values))
    assert combined.details["method"].item() == "winsorise+log_ct"
    assert combined.points.rows() == [(20, "far", 900, 400, "high")]


def test_without_a_second_method_the_first_stands_and_the_table_says_that_it_failed():
    values = np.array([*range(1, 19), 300.0, 400.0, 900.0])[:, None]
    found = treat_indicators(values, ["far"], at_most=1, then="none")
    np.testing.assert_array_equal(found.values, winsorise(values, 1).values)
    assert found.details["passed"].item() is False
    assert found.details["why_en"].item().endswith("Still not passed.")


def test_forced_points_are_winsorised_also_where_the_test_passes():
    """COINr ignores force_win where the test passes."""
    found = treat_indicators(VALUES, CODES, individually={"calm": {"at_most": 2, "force": True}})
    assert _row(found, "calm")["points"] == 2
    np.testing.assert_array_equal(found.values[:, 0], winsorise(CALM, 2, force=True).values)
    assert "because it is declared" in _row(found, "calm")["why_en"]


def test_exceptions_are_made_for_single_indicators():
    found = treat_indicators(
        VALUES, CODES, individually={"far": {"method": "none"}, "tied": {"method": "box_cox", "power": 0.0}}
    )
    np.testing.assert_array_equal(found.values[:, 1], ONE_FAR)
    np.testing.assert_allclose(found.values[:, 2], transform_box_cox(TIED, 0.0))
    assert _row(found, "far")["why_en"] == "Declared as not treated."
    assert _row(found, "far")["passed"] is False
    assert _row(found, "tied")["power"] == 0


def test_the_most_likely_power_is_told():
    found = treat_indicators(ONE_FAR[:, None], ["far"], method="box_cox")
    assert found.details["power"].item() < 0.5
    np.testing.assert_allclose(found.values, transform_box_cox(ONE_FAR[:, None]))


def test_a_method_that_is_not_defined_changes_nothing_and_is_told():
    values = (ONE_FAR / 1000)[:, None]
    found = treat_indicators(values, ["far"], method="log_gii")
    np.testing.assert_array_equal(found.values, values)
    assert found.details["method"].item() == "none"
    assert "is not defined for these values" in found.details["why_en"].item()
    after = treat_indicators(values, ["far"], method="log_gii", factor=1000)
    assert after.details["method"].item() == "log_gii"


def test_what_the_second_method_cannot_do_leaves_the_work_of_the_first():
    values = np.array([*range(1, 19), 300.0, 400.0, 900.0])[:, None] - 1
    found = treat_indicators(values, ["far"], at_most=1, then="log")
    np.testing.assert_array_equal(found.values, winsorise(values, 1).values)
    assert found.details["method"].item() == "winsorise"
    assert found.points.height == 1


@pytest.mark.parametrize("column", [np.full(19, 4.0), np.full(19, NAN), np.where(CALM < 3, CALM, NAN)])
def test_what_cannot_be_tested_is_not_treated_even_where_forced(column):
    found = treat_indicators(column[:, None], ["x"], force=True)
    np.testing.assert_array_equal(found.values[:, 0], column)
    row = found.details.row(0, named=True)
    assert (row["skewness"], row["passed"], row["method"], row["first"]) == (None, None, "none", None)
    assert row["why_zh"].startswith("已知数值过少")


def test_missing_values_stay_missing():
    values = np.append(ONE_FAR, NAN)[:, None]
    for method in ("winsorise", "log", "log_ct", "log_ct_plus", "log_ct_orig", "log_gii", "box_cox"):
        found = treat_indicators(values, ["far"], method=method).values
        np.testing.assert_array_equal(np.isnan(found), np.isnan(values))
        assert not np.array_equal(found, values, equal_nan=True)


def test_replicates_are_treated_each_by_itself():
    values = np.random.default_rng(9).lognormal(0, 1.5, (3, 40, 4))
    plan = plan_treatment(list("abcd"), Rule(at_most=2), individually={"d": {"method": "none"}})
    together = treat_columns(values, plan).values
    for replicate in range(3):
        np.testing.assert_array_equal(together[replicate], treat_columns(values[replicate], plan).values)
    np.testing.assert_array_equal(together[..., 3], values[..., 3])


def test_the_given_values_are_not_changed():
    values = VALUES.copy()
    treat_indicators(values, CODES)
    np.testing.assert_array_equal(values, VALUES)


def test_the_table_must_fit_the_plan():
    with pytest.raises(MethodError, match="does not hold the plan's 2 indicators"):
        treat_indicators(VALUES, CODES[:2])
