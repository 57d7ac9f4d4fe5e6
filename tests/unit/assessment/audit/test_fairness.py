import numpy as np
import polars as pl
import pytest
from scipy import stats

from junxian.assessment.audit import measure_fairness
from junxian.assessment.audit.fairness import CLASS_SCHEMA, explain_by_class

RNG = np.random.default_rng(6)
GROUPS = [RNG.normal(70, 5, 20), RNG.normal(75, 5, 15), RNG.normal(71, 5, 5)]


def test_the_share_between_classes_and_the_f_test_agree_with_scipy():
    eta, p = explain_by_class(GROUPS)
    every = np.concatenate(GROUPS)
    within = sum(((group - group.mean()) ** 2).sum() for group in GROUPS)
    assert eta == pytest.approx(1 - within / ((every - every.mean()) ** 2).sum(), rel=1e-12)
    assert p == pytest.approx(stats.f_oneway(*GROUPS).pvalue, rel=1e-9)


def test_where_there_is_nothing_to_explain_there_is_no_share():
    assert np.isnan(explain_by_class([GROUPS[0]])).all()
    assert np.isnan(explain_by_class([np.full(3, 0.1 + 0.2), np.full(2, 0.3)])).all()
    assert np.isnan(explain_by_class([])).all()
    assert explain_by_class([np.full(3, 1.0), np.full(3, 2.0)]) == (1.0, 0.0)
    assert explain_by_class([np.array([1.0]), np.array([2.0])])[0] == 1.0


@pytest.fixture
def table():
    totals = [90.0, 80.0, 70.0, 60.0, 95.0, 85.0, None]
    return pl.DataFrame({
        "ref_area": list("1234567"), "class": ["K"] * 4 + ["A"] * 3, "total": totals,
        "rank": [1, 2, 3, 4, 1, 2, None], "award": [True, False, False, False, True, False, False],
    })  # fmt: skip


def test_classes_in_the_given_order_with_awards_and_the_first_tenth(table):
    found = measure_fairness(table, ["K", "A", "E"]).classes
    assert dict(found.schema) == CLASS_SCHEMA
    assert found.select("class", "areas", "ranked", "mean", "median", "awarded", "award_share").rows() == [
        ("K", 4, 4, 75.0, 75.0, 1, 0.25), ("A", 3, 2, 90.0, 90.0, 1, 0.5), ("E", 0, 0, None, None, 0, None),
    ]  # fmt: skip
    assert found.select("top_tenth", "top_tenth_expected").rows() == [(0, 4 / 6), (1, 2 / 6), (0, 0.0)]


def test_all_that_tie_at_the_end_of_the_first_tenth_are_counted(table):
    tied = table.with_columns(pl.when(pl.col("total") > 85).then(90.0).otherwise("total").alias("total"))
    assert measure_fairness(tied).classes.select("class", "top_tenth").rows() == [("A", 1), ("K", 1)]
    assert measure_fairness(tied.clear()).classes.is_empty()
