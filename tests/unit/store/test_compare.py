import polars as pl

from junxian.store.compare import compare_tables
from junxian.store.keys import key_columns

KEPT = pl.DataFrame({"ref_area": ["a", "b"], "rank": [1, 2], "score": [80.0, 70.0]})


def test_the_same_rows_in_another_order_are_no_difference():
    assert compare_tables("scorecard.table", KEPT, KEPT.reverse()) == []


def test_a_number_within_the_tolerance_is_a_difference_that_does_not_decide():
    now = KEPT.with_columns(pl.col("score") * (1 + 1e-12))
    assert [d.decides for d in compare_tables("scorecard.table", KEPT, now)] == [False, False]


def test_a_changed_rank_decides_and_names_its_cell():
    now = KEPT.with_columns(rank=pl.Series([2, 1]))
    (first, second) = compare_tables("scorecard.table", KEPT, now)
    assert (first.row, first.column, first.kept, first.now, first.decides) == ("a", "rank", "1", "2", True)
    assert second.row == "b"


def test_a_number_that_went_missing_decides():
    now = KEPT.with_columns(score=pl.Series([80.0, None]))
    assert [(d.row, d.decides) for d in compare_tables("scorecard.table", KEPT, now)] == [("b", True)]


def test_another_number_of_rows_is_one_difference():
    (difference,) = compare_tables("scorecard.table", KEPT, KEPT.head(1))
    assert difference.decides


def test_rows_of_an_allotted_table_are_known_by_its_kind_whatever_its_key():
    table = pl.DataFrame({"code": ["P1"], "zh": ["列入"], "kind": ["county"], "name": ["x"], "measure": ["land"]})
    assert key_columns("choice.projects@2023.projects", table) == ["code"]
    assert key_columns("choice.major@2023.1.limits", table) == ["kind", "name", "measure"]
    assert key_columns("programme.land@2023.amounts", table) == table.columns
