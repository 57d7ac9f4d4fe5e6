from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtr

from junxian.declared.quality_setting import QualitySetting
from junxian.quality import check_returns
from junxian.quality.discovery import Discoveries, adjust_p_values, control_discovery
from junxian.quality.trials import TRIAL_SCHEMA

METHODS = ["BH", "BY", "Holm"]


def trials(p, kind="matching", period="2020", odd=True):
    rows = [
        {"rule": "r", "kind": kind, "ref_area": f"{n:06}", "time_period": period, "item": "gdp", "n": 20, "statistic": 1.0,
         "p_value": x, "odd": odd, "reason_zh": "", "reason_en": ""}
        for n, x in enumerate(p)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TRIAL_SCHEMA, orient="row")


@pytest.mark.parametrize("method", METHODS)
def test_missing_p_values_are_no_tests(method):
    p = np.array([0.01, np.nan, 0.2, 0.03])
    found = adjust_p_values(p, method)
    np.testing.assert_allclose(found[[0, 2, 3]], adjust_p_values(p[[0, 2, 3]], method), rtol=1e-15)
    assert np.isnan(found[1])


@pytest.mark.parametrize("method", METHODS)
def test_unseen_tests_count_as_if_their_p_values_were_one(method):
    p = np.array([0.0001, 0.002, 0.04])
    full = adjust_p_values(np.r_[p, np.ones(17)], method)[:3]
    np.testing.assert_allclose(adjust_p_values(p, method, 20), full, rtol=1e-15)


@pytest.mark.parametrize("method", METHODS)
def test_equal_p_values_get_equal_answers_whatever_their_order(method):
    p = np.array([0.02, 0.01, 0.01, 0.5, 0.02])
    found = adjust_p_values(p, method)
    assert found[1] == found[2]
    assert found[0] == found[4]
    order = np.array([3, 1, 4, 0, 2])
    np.testing.assert_array_equal(adjust_p_values(p[order], method), found[order])


@pytest.mark.parametrize("method", METHODS)
def test_no_tests_and_one_test_are_left_as_they_are(method):
    assert adjust_p_values(np.array([]), method).size == 0
    assert adjust_p_values(np.array([0.03]), method)[0] == 0.03
    assert adjust_p_values(np.array([0.0, 1.0]), method).tolist() == [0.0, 1.0]


def test_holm_and_by_are_stricter_than_bh():
    p = np.random.default_rng(1).random(40) ** 3
    bh = adjust_p_values(p, "BH")
    assert (adjust_p_values(p, "BY") >= bh).all()
    assert (adjust_p_values(p, "Holm") >= bh - 1e-15).all()


@pytest.mark.parametrize("method", ["BH", "BY"])
def test_of_all_alarms_no_more_than_the_rate_are_false_on_average(method):
    rng, shares = np.random.default_rng(3), []
    for _ in range(400):
        z = rng.normal(size=200)
        z[:20] += 3.5
        found = adjust_p_values(2 * ndtr(-np.abs(z)), method) <= 0.1
        shares.append(found[20:].sum() / max(found.sum(), 1))
    assert np.mean(shares) <= 0.1
    assert method == "BY" or np.mean(shares) > 0.07  # BH uses what it may: 0.1 · 180/200


def test_a_test_is_flagged_where_it_is_rejected_and_large_enough_to_matter():
    both = pl.concat([trials([1e-6]), trials([1e-6], odd=False), trials([0.5] * 8)])
    found = control_discovery(both, QualitySetting())
    assert found.tests["state"].to_list() == ["flagged", "passed", *["passed"] * 8]
    [row] = found.families.filter(family="").to_dicts()
    assert (row["tests"], row["rejected"], row["flagged"]) == (10, 2, 1)
    assert row["expected_false"] == pytest.approx(0.2)
    assert row["threshold"] == 1e-6


def test_what_cannot_be_tested_is_listed_and_does_not_count():
    found = control_discovery(trials([0.04, None, None]), QualitySetting())
    assert found.tests["state"].to_list() == ["flagged", "cannot_be_tested", "cannot_be_tested"]
    assert found.families.filter(family="")["cannot_be_tested"][0] == 2
    assert found.tests["q_value"].to_list()[:2] == [0.04, None]


def test_periods_are_judged_apart():
    found = control_discovery(pl.concat([trials([0.04]), trials([0.04] + [0.9] * 19, period="2021")]), QualitySetting())
    assert found.tests["flagged"].sum() == 1
    assert found.tests.filter("flagged")["time_period"].to_list() == ["2020"]


def test_kinds_are_judged_together_or_apart_as_declared():
    table = pl.concat([trials([0.04], kind="heaping"), trials([0.9] * 19)])
    assert control_discovery(table, QualitySetting()).tests["flagged"].sum() == 0
    apart = control_discovery(table, QualitySetting(across="kind"))
    assert apart.tests.filter("flagged")["kind"].to_list() == ["heaping"]
    assert apart.tests["q_family"].to_list() == apart.tests["q_value"].to_list()


def test_unseen_tests_of_a_rule_make_its_findings_rarer():
    unseen = pl.DataFrame({"kind": ["matching"], "time_period": ["2020"], "count": [99]})
    assert control_discovery(trials([0.01]), QualitySetting(), unseen).tests["flagged"].sum() == 0
    kept = control_discovery(trials([0.0005]), QualitySetting(), unseen)
    assert kept.tests["q_value"][0] == pytest.approx(0.05)
    assert kept.families["tests"].to_list() == [100, 100]


def test_without_trials_there_is_nothing():
    found = control_discovery(trials([]), QualitySetting())
    assert (found.tests.schema, found.families.schema) == (Discoveries().tests.schema, Discoveries().families.schema)
    assert found.tests.is_empty()
    assert found.families.is_empty()


def test_the_order_of_rows_is_kept():
    table = trials([0.5, 0.001, 0.2, 0.03])
    assert control_discovery(table, QualitySetting()).tests["ref_area"].to_list() == table["ref_area"].to_list()


def test_a_run_asks_only_about_tests_that_the_control_lets_through(draw):
    """One county far out among twenty: found at a rate of a tenth, not at one in ten thousand."""
    rng, rows = np.random.default_rng(1), []
    for n, code in enumerate(draw.counties):
        gdp, power = 1000.0, 500.0
        for year in range(2010, 2021):
            step = rng.normal(0.05, 0.04)
            gdp, power = gdp * np.exp(0.6 * step + rng.normal(0, 0.006)), power * np.exp(step)
            raised = 1.1 if (n, year) == (4, 2020) else 1.0
            rows += [(code, str(year), "gdp", round(gdp * raised, 2)), (code, str(year), "power", round(power, 2))]
    rule = {"kind": "matching", "item": "gdp", "proxies": ["power"], "severity": "explain"}
    province = draw.province([draw.form(["gdp", "power"])], [rule])
    found = check_returns(draw.returns(province, rows), province, province.period, province.date)
    assert found.findings.select("rule", "ref_area", "time_period").rows() == [("matching", draw.counties[4], "2020")]
    assert found.tests.filter("flagged")["ref_area"].to_list() == [draw.counties[4]]
    assert found.tests.height == 200
    assert found.expected_false("2020") == found.expected_false(province.period) == pytest.approx(0.1)
    assert found.expected_false("2015") == 0
    strict = replace(province, quality=QualitySetting(false_discovery=1e-6))
    again = check_returns(draw.returns(strict, rows), strict, strict.period, strict.date)
    assert again.findings.is_empty()
    assert again.tests["q_value"].to_list() == found.tests["q_value"].to_list()
