from datetime import date, timedelta

import pytest

from junxian.supervision.lights import light_task

ISSUED = date(2024, 1, 1)
DUE = ISSUED + timedelta(days=100)


def light(day, progress, closed=False):
    return light_task(ISSUED, DUE, ISSUED + timedelta(days=day), progress, closed=closed)


@pytest.mark.parametrize(
    ("day", "progress", "expected"),
    [
        (0, None, "green"),
        (5, None, "green"),
        (6, None, "yellow"),
        (50, 0.45, "green"),
        (50, 0.449, "yellow"),
        (92, 0.9, "green"),
        (93, 0.9, "blue"),
        (93, 0.5, "yellow"),
        (100, 1.0, "blue"),
        (101, 1.0, "red"),
        (101, None, "red"),
    ],
)
def test_a_light_weighs_progress_against_the_time_that_has_passed(day, progress, expected):
    assert light(day, progress) == expected


def test_a_closed_task_is_done_even_after_its_date():
    assert light(150, 1.0, closed=True) == "done"


def test_a_task_due_on_the_day_of_issue_is_behind_until_it_is_done():
    assert light_task(ISSUED, ISSUED, ISSUED, None, closed=False) == "yellow"
    assert light_task(ISSUED, ISSUED, ISSUED, 1.0, closed=False) == "blue"
