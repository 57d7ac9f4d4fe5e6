"""The light of a task: done, red overdue, yellow behind, blue near its date, green on track."""

from datetime import date
from fractions import Fraction
from typing import Literal

Light = Literal["green", "blue", "yellow", "red", "done"]
BEHIND = Fraction(-5, 100)  # progress less share of time: five percentage points behind
NEAR = 7  # days left


def light_task(issued: date, due: date, as_of: date, progress: float | None, *, closed: bool) -> Light:
    """The light on a day, the worst that applies; a task that nobody reported on counts as not begun.

    Red: past due and not closed. Yellow: more than 5 percentage points behind the share of its time that has passed.
    Blue: at most 7 days left. Source: practice §8 (our proposal after Suqian 2025).
    Checked in tests/unit/supervision/test_lights.py.
    """
    if closed:
        return "done"
    if as_of > due:
        return "red"
    if Fraction(str(progress or 0)) - share_of_time(issued, due, as_of) < BEHIND:
        return "yellow"
    return "blue" if (due - as_of).days <= NEAR else "green"


def share_of_time(issued: date, due: date, as_of: date) -> Fraction:
    """The share of a task's time that has passed, 0 to 1; 1 where it is due on the day of issue."""
    whole = (due - issued).days
    passed = min(max((as_of - issued).days, 0), whole)
    return Fraction(passed, whole) if whole else Fraction(1)
