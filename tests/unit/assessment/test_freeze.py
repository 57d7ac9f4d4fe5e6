from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.assessment.freeze import freeze_bounds
from junxian.indicators import IndicatorTable
from junxian.terms import MethodError, Period

ROWS = [(f"{i:02}", "KA"[i % 2], float(i), float(i * i), float(10 - i), float(i % 3)) for i in range(12)]
FROZEN = {"bounds": "frozen", "base_period": "2019", "low_percentile": 10, "high_percentile": 80}


def freeze(scheme, rows=ROWS, **normalise):
    frame = pl.DataFrame(rows, schema=["ref_area", "class", "e1", "e2", "r1", "r2"], orient="row")
    table = IndicatorTable.from_wide(frame.drop("class"), Period(2019), less_is_better=["r2"])
    classes = frame.select(pl.col("ref_area").alias("area"), "class")
    return freeze_bounds(table, scheme(normalise=FROZEN | normalise), classes, Period(2019))


def bound(bounds, class_code, code):
    row = bounds.row(by_predicate=(pl.col("class") == class_code) & (pl.col("indicator") == code), named=True)
    return row["low"], row["high"]


def test_bounds_are_percentiles_of_the_class_with_the_low_one_at_the_worse_end(scheme):
    bounds = freeze(scheme)
    own = [row for row in ROWS if row[1] == "K"]
    assert bound(bounds, "K", "e2") == pytest.approx(tuple(np.percentile([row[3] for row in own], [10, 80])))
    assert bound(bounds, "K", "r2") == pytest.approx(tuple(np.percentile([row[5] for row in own], [20, 90])))
    assert bounds.height == 8


def test_bounds_may_be_those_of_all_classes_together(scheme):
    bounds = freeze(scheme, base_pool="all")
    expected = pytest.approx(tuple(np.percentile([row[3] for row in ROWS], [10, 80])))
    assert bound(bounds, "K", "e2") == bound(bounds, "A", "e2") == expected


def test_declared_goalposts_are_written_as_they_are(scheme):
    bounds = freeze(scheme, indicator=[{"code": "e1", "low": -5, "high": 50}])
    assert bound(bounds, "K", "e1") == bound(bounds, "A", "e1") == (-5.0, 50.0)


def test_an_indicator_by_another_method_needs_no_bounds(scheme):
    bounds = freeze(scheme, indicator=[{"code": "e1", "method": "percentile_rank"}])
    assert "e1" not in bounds["indicator"]


def test_a_missing_figure_sets_no_bound_and_an_area_with_too_few_neither(scheme):
    rows = [(*row[:2], None, *row[3:]) if row[0] == "02" else row for row in ROWS]
    rows = [(*row[:2], None, None, None, 99.0) if row[0] == "04" else row for row in rows]
    known = [row[2] for row in rows if row[1] == "K" and row[2] is not None]
    bounds = freeze(lambda **changes: scheme(coverage=0.5, **changes), rows)
    assert bound(bounds, "K", "e1") == pytest.approx(tuple(np.percentile(known, [10, 80])))
    assert bound(bounds, "K", "r2")[1] < 99


def test_a_constant_or_almost_empty_base_year_asks_for_declared_goalposts(scheme):
    constant = [(*row[:2], 7.0, *row[3:]) for row in ROWS]
    with pytest.raises(MethodError, match="'e1' in class K: has both percentiles at 7 in 2019"):
        freeze(scheme, constant)
    empty = [(*row[:2], None, *row[3:]) if row[0] != "01" else row for row in ROWS]
    with pytest.raises(MethodError, match="'e1' in class K: has 0 values in 2019") as error:
        freeze(lambda **changes: scheme(coverage=0.1, **changes), empty)
    assert "[[normalise.indicator]]" in error.value.remedy


def test_the_change_of_a_level_has_bounds_of_its_own(scheme):
    frame = pl.DataFrame(ROWS, schema=["ref_area", "class", "e1", "e2", "r1", "r2"], orient="row")
    now = IndicatorTable.from_wide(frame.drop("class").with_columns(pl.col("e1") * 1.5 + 1), Period(2019))
    before = IndicatorTable.from_wide(frame.drop("class").with_columns(pl.col("e1") + 1), Period(2018))
    table = replace(now, table=pl.concat([before.table, now.table]))
    classes = frame.select(pl.col("ref_area").alias("area"), "class")
    declared = scheme(normalise=FROZEN, change={"indicator": [{"code": "e1"}]})
    bounds = freeze_bounds(table, declared, classes, Period(2019))
    growth = [100 * (row[2] * 1.5 + 1) / (row[2] + 1) - 100 for row in ROWS if row[1] == "A"]
    assert bound(bounds, "A", "e1@growth") == pytest.approx(tuple(np.percentile(growth, [10, 80])))
