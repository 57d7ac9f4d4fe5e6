from datetime import date
from fractions import Fraction

import polars as pl

from junxian.declared.redlines import LineVersion, RedLine
from junxian.redlines import LINE_SCHEMA, Lines, gate_of, list_vetoes
from junxian.terms import Name


def line(gates):
    version = LineVersion(valid_from=date(2021, 1, 1), thresholds={"red": 100.0})
    return RedLine(code="debt", name=Name(zh="债务"), breach="above", version=(version,), gates=gates)


def test_a_named_state_has_its_declared_gate_exactly():
    funds = {"funds": {"green": 1.0, "yellow": 0.7, "orange": 0.3, "red": 0.0}}
    assert [gate_of(line(funds), "funds", s) for s in ("green", "yellow", "orange", "red")] == [
        1, Fraction(7, 10), Fraction(3, 10), 0,
    ]  # fmt: skip


def test_a_state_that_is_not_named_takes_the_gate_of_the_nearest_better_one():
    assert gate_of(line({"funds": {"yellow": 0.7, "red": 0.0}}), "funds", "orange") == Fraction(7, 10)
    assert gate_of(line({"funds": {"red": 0.0}}), "funds", "orange") == 1


def test_another_factor_is_not_gated():
    assert gate_of(line({"funds": {"red": 0.0}}), "land", "red") == 1


def test_vetoes_are_the_breaches_of_the_named_lines():
    rows = [{"ref_area": "1", "line": "debt", "state": "red"}, {"ref_area": "1", "line": "air", "state": "red"}]
    table = pl.DataFrame(rows, schema={name: LINE_SCHEMA[name] for name in ("ref_area", "line", "state")})
    assert list_vetoes(Lines(table, table), ["debt"]).rows() == [("1", "debt")]
