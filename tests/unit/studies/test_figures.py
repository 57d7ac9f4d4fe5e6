"""Figures are read once and assessed by any edition in any filed period."""

import pytest

from junxian.terms import MethodError, Period


def test_only_filed_periods_and_the_one_asked_for_are_listed(sichuan):
    assert [str(period) for period in sichuan.periods] == ["2015", "2020"]


def test_an_unknown_edition_names_the_nearest(sichuan):
    with pytest.raises(MethodError, match="county/2020"):
        sichuan.scheme("county/2021")


def test_an_assessment_without_intervals_ranks_alike(sichuan):
    scheme = sichuan.scheme()
    quick, whole = sichuan.assess(scheme, with_intervals=False).table, sichuan.assess(scheme).table
    assert quick["rank_low"].is_null().all()
    assert whole["rank_low"].is_not_null().any()
    assert quick.select("ref_area", "rank", "total").equals(whole.select("ref_area", "rank", "total"))


def test_a_veto_counts_in_the_period_in_which_lines_are_watched(example):
    scheme = example.scheme()
    now = example.assess(scheme, with_intervals=False).table
    before = example.assess(scheme, Period(example.period.year - 1), with_intervals=False).table
    assert (now["vetoed_by"] != "").any()
    assert (before["vetoed_by"] == "").all()
