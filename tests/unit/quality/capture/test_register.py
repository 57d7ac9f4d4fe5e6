import polars as pl
import pytest

from junxian.quality.capture.register import compare_register
from junxian.terms.errors import MethodError


def compare(register, records, **over):
    table = pl.DataFrame(records, schema={"unit": pl.String, "revenue": pl.Float64}, orient="row")
    return compare_register(
        pl.DataFrame({"unit": register}, schema={"unit": pl.String}), table, unit="unit", value="revenue", threshold=2000, **over
    )  # fmt: skip


def test_misses_and_false_entries_are_named():
    found = compare(["a", "b", "c", "d"], [("a", 3000), ("b", 2000), ("c", 900), ("e", 5000), ("f", 1999)])
    assert found.misses["unit"].to_list() == ["e"]
    assert found.false_entries["unit"].to_list() == ["c"]
    assert found.unrecorded["unit"].to_list() == ["d"]
    assert (found.matched, found.rate, found.false_rate) == (2, pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_several_records_of_a_unit_are_added_up():
    found = compare([], [("a", 1500), ("a", 600), ("b", 1500)])
    assert found.misses.rows() == [("a", 2100)]


def test_a_unit_without_a_known_value_is_neither():
    found = compare(["a"], [("a", None), ("b", None)])
    assert (found.misses.height, found.false_entries.height, found.rate, found.false_rate) == (0, 0, None, None)


def test_units_on_the_edge_may_stay_registered():
    records = [("a", 1900), ("b", 1000)]
    assert compare(["a", "b"], records).false_entries["unit"].to_list() == ["a", "b"]
    assert compare(["a", "b"], records, tolerance=0.1).false_entries["unit"].to_list() == ["b"]


def test_the_largest_misses_stand_first():
    assert compare([], [("a", 2500), ("b", 9000), ("c", 2500)]).misses["unit"].to_list() == ["b", "a", "c"]


def test_a_unit_registered_twice_and_an_absent_column_are_refused():
    with pytest.raises(MethodError, match="'a' twice"):
        compare(["a", "a"], [])
    with pytest.raises(MethodError, match="no column 'tax'"):
        compare_register(
            pl.DataFrame({"unit": ["a"]}), pl.DataFrame({"unit": ["a"]}), unit="unit", value="tax", threshold=1
        )
