import dataclasses

import polars as pl

from junxian.assessment import assess
from junxian.indicators import IndicatorTable
from junxian.terms import Period

PERIOD = Period(2020)


def _assess(scheme, points, **changes):
    wide = pl.DataFrame(
        {"ref_area": ["1", "2", "3"], "e1": [1.0, 2, 3], "e2": [1.0, 2, 3], "r1": [1.0, 2, 3], "r2": [1.0, 2, 3]}
    )
    table = IndicatorTable.from_wide(wide, PERIOD)
    items = pl.DataFrame(
        [(area, "2020", item, value, "分") for area, item, value in points], schema=table.items.schema, orient="row"
    )
    known = pl.DataFrame(
        [(i, "item", i, i, "分", "") for i in ("extra", "fault")], schema=table.definitions.schema, orient="row"
    )
    table = dataclasses.replace(table, items=items, definitions=pl.concat([table.definitions, known]))
    classes = pl.DataFrame({"area": ["1", "2", "3"], "class": ["K"] * 3})
    declared = {"bonus": {"item": "extra", "cap": 3}, "deduction": {"item": "fault", "cap": 5}}
    return assess(table, scheme(**declared, **changes), classes, PERIOD, seed=1).table


def test_points_are_added_and_deducted_within_their_caps(scheme):
    table = _assess(scheme, [("1", "extra", 9.0), ("2", "fault", 7.0), ("3", "extra", -2.0), ("3", "fault", 1.5)])
    assert table["bonus"].to_list() == [3.0, None, 0.0]
    assert table["deduction"].to_list() == [None, 5.0, 1.5]
    assert table["total"].to_list() == [63.0, 75.0, 98.5]


def test_points_may_change_the_rank(scheme):
    table = _assess(scheme, [("3", "fault", 5.0)], normalise={"method": "efficacy", "base": 96, "span": 4})
    assert table["rank"].to_list() == [2, 1, 3]


def test_points_that_nobody_filed_change_nothing(scheme):
    table = _assess(scheme, [])
    assert table["bonus"].null_count() == 3
    assert table["total"].to_list() == [60.0, 80.0, 100.0]
