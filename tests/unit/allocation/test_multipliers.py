from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.allocation.multipliers import find_groups, multiply_need, read_clearance, read_gate, read_performance
from junxian.declared.allocations import Clearance, Multiplier, Performance
from junxian.declared.redlines import LineVersion, RedLine
from junxian.terms import Name


def ranked(rank, of, status="ranked"):
    return {"1": {"status": status, "rank": rank, "of": of}}


@pytest.mark.parametrize(("rank", "expected"), [(1, Fraction(6, 5)), (3, Fraction(1)), (5, Fraction(4, 5))])
def test_performance_falls_in_equal_steps_from_first_to_last(rank, expected):
    assert read_performance(Performance(), ranked(rank, 5), "1") == (expected, ())


@pytest.mark.parametrize("ranks", [{}, ranked(None, 5, "unranked"), ranked(2, 4, "listed"), ranked(1, 1)])
def test_an_area_that_cannot_be_compared_counts_one_and_it_is_told(ranks):
    value, notes = read_performance(Performance(), ranks, "1")
    assert value == 1
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("done", "expected", "notes"),
    [
        ((1, 1), Fraction(11, 10), 0),
        ((1, 0), Fraction(4, 5), 0),
        ((0, None), Fraction(4, 5), 0),
        ((1, None), Fraction(1), 1),
    ],
)
def test_clearance_rewards_all_done_and_lowers_any_missed(done, expected, notes):
    tasks = tuple({} if value is None else {"1": Fraction(value)} for value in done)
    value, said = read_clearance(Clearance(items=("a", "b")), tasks, "1")
    assert (value, len(said)) == (expected, notes)


def line(code, red):
    version = LineVersion(valid_from=date(2021, 1, 1), thresholds={"red": 100.0})
    return RedLine(
        code=code, name=Name(zh=code, en=code), breach="below", version=(version,), gates={"land": {"red": red}}
    )


LINES = {"farm": line("farm", 0.0), "air": line("air", 0.5)}


def test_the_least_gate_of_the_named_lines_holds(make_plan):
    plan = make_plan(gates=("farm", "air"))
    assert read_gate(plan, LINES, {("1", "farm"): "green", ("1", "air"): "red"}, "1")[0] == Fraction(1, 2)
    assert read_gate(plan, LINES, {("1", "farm"): "red", ("1", "air"): "red"}, "1")[0] == 0


def test_an_unknown_state_takes_the_declared_one_and_it_is_told(make_plan):
    gate, notes = read_gate(make_plan(gates=("farm",), gate_unknown="red"), LINES, {("1", "farm"): "unknown"}, "1")
    assert gate == 0
    assert "无法判定，按红色处理" in notes[0].zh
    assert read_gate(make_plan(gates=("farm",)), LINES, {}, "1")[0] == 1


def test_need_is_multiplied_for_the_declared_classes_only(make_plan):
    plan = make_plan(need_multiplier=(Multiplier(classification="support/1", classes=("s",), times=1.3),))
    groups = pl.DataFrame({"area": ["1", "2"], "class": ["s", "other"]})
    province = SimpleNamespace(classifications={"support/1": groups})
    multiplied = [multiply_need(find_groups(plan, province), area) for area in ("1", "2", "3")]
    assert [times for times, _ in multiplied] == [Fraction(13, 10), 1, 1]
    assert [len(notes) for _, notes in multiplied] == [1, 0, 0]
