import numpy as np
import pytest

from junxian.quality.shift_expected import expect_columns
from junxian.quality.shift_scan import Shift, find_shifts, read_aside

COLUMNS = ("revenue", "spending", "savings", "loans", "pupils")
LEVELS = np.log([0.05, 0.2, 0.9, 0.7, 0.06])
ITEMS = [{"code": "size", "unit": "人"}, *({"code": c, "name": {"zh": f"{c}项"}} for c in COLUMNS)]
RULE = {"kind": "shifted_row", "form": "form", "columns": list(COLUMNS), "anchors": ["size"]}


def table(counties, seed=20240710):
    """Sizes and five columns in fixed proportion to size, each off by 20 %."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    size = np.exp(rng.normal(12, 0.6, len(counties)))
    return size, size[:, None] * np.exp(LEVELS + rng.normal(0, 0.2, (len(counties), len(COLUMNS))))


def rows(counties, size, columns):
    cells = [(c, "2020", "size", float(s)) for c, s in zip(counties, size, strict=True)]
    for place, code in enumerate(counties):
        cells += [
            (code, "2020", k, float(round(x)) if np.isfinite(x) else None)
            for k, x in zip(COLUMNS, columns[place], strict=True)
        ]
    return cells


def shift(columns, row, first, last, step):
    moved = np.array(read_aside(first, last, step))
    values = columns[row].copy()
    columns[row, first : last + 1] = np.nan
    columns[row, moved] = values[moved - step]


def test_a_shifted_run_is_named_with_its_step_and_withheld_to_the_end_of_the_row(ask, draw):
    size, columns = table(draw.counties)
    shift(columns, 7, 1, 3, 1)
    [s] = ask(RULE, ITEMS, rows(draw.counties, size, columns))
    assert (s.area, s.withholds) == ("990108", ("spending", "savings", "loans", "pupils"))
    amount = f"{round(columns[7, 2]):,}万元"
    assert "一行中spending项、savings项、loans项各列疑似错位" in s.message.zh
    assert f"向左移1列读则相符，即“savings项”列的{amount}应为spending项" in s.message.zh
    assert "数据未作改动" in s.message.zh


def test_rows_that_stand_right_are_left_alone(ask, draw):
    assert ask(RULE, ITEMS, rows(draw.counties, *table(draw.counties))) == []


@pytest.mark.parametrize("wrong", [1e4, 1e-4, 30.0])
def test_one_wild_value_is_no_shift(ask, draw, wrong):
    size, columns = table(draw.counties)
    columns[4, 2] *= wrong
    assert ask(RULE, ITEMS, rows(draw.counties, size, columns)) == []


def test_a_row_that_is_large_for_its_size_throughout_is_no_shift(ask, draw):
    size, columns = table(draw.counties)
    columns[4] *= 4
    assert ask(RULE, ITEMS, rows(draw.counties, size, columns)) == []


def test_an_anchor_that_is_off_is_no_shift_though_columns_are_near_each_other():
    rng = np.random.default_rng(np.random.SeedSequence(7))
    size = rng.normal(12, 0.6, 40)
    logs = size[:, None] + np.log([0.1, 0.15, 0.225, 0.34, 0.5]) + rng.normal(0, 0.05, (40, 5))
    off, moved = size.copy(), logs.copy()
    off[3] += np.log(1.5)  # now each column looks like the one before it
    shift(moved, 3, 1, 3, 1)
    classes, movable = np.full(40, "A"), [True] * 5
    assert find_shifts(logs, expect_columns(logs, off[:, None], classes, 8), movable, 2, 20.0) == {}
    found = find_shifts(moved, expect_columns(moved, size[:, None], classes, 8), movable, 2, 20.0)
    assert {row: (s.first, s.last, s.step) for row, s in found.items()} == {3: (1, 3, 1)}


def test_a_row_without_an_anchor_is_not_asked_about(ask, draw):
    size, columns = table(draw.counties)
    shift(columns, 7, 1, 3, 1)
    cells = [c for c in rows(draw.counties, size, columns) if c[:3] != ("990108", "2020", "size")]
    assert ask(RULE, ITEMS, cells) == []


def test_fewer_rows_than_peers_asked_for_say_nothing(ask, draw):
    size, columns = table(draw.counties[:7])
    shift(columns, 4, 1, 3, 1)
    assert ask(RULE, ITEMS, rows(draw.counties[:7], size, columns)) == []


def scan(columns, size, classes=None, movable=None):
    logs, anchors = np.log(columns), np.log(size)[:, None]
    names = np.array(classes if classes is not None else [""] * len(size))
    return find_shifts(logs, expect_columns(logs, anchors, names, 8), movable or [True] * len(COLUMNS), 2, 20.0)


@pytest.mark.parametrize(
    ("first", "last", "step"), [(0, 4, 1), (0, 4, -1), (0, 4, 2), (1, 4, 1), (0, 3, -1), (0, 4, -2)]
)
def test_run_and_step_are_recovered(first, last, step):
    size, columns = table(range(40))
    shift(columns, 11, first, last, step)
    found = scan(columns, size)
    assert list(found) == [11]
    assert (found[11].first, found[11].step) == (first, step)


def test_an_anchor_is_never_part_of_a_run():
    size, columns = table(range(40))
    shift(columns, 11, 0, 4, 1)
    assert all(s.first > 1 for s in scan(columns, size, movable=[True, False, True, True, True]).values())


def test_a_class_has_its_own_level():
    size, columns = table(range(40))
    columns[20:, 2] *= 6
    classes = ["low"] * 20 + ["high"] * 20
    assert scan(columns, size, classes) == {}
    centre = expect_columns(np.log(columns), np.log(size)[:, None], np.array(classes), 8).centre
    assert np.median(centre[20:, 2] - np.log(size[20:])) - np.median(
        centre[:20, 2] - np.log(size[:20])
    ) == pytest.approx(np.log(6), abs=0.3)


def test_blanks_are_expected_where_like_rows_are_blank():
    size, columns = table(range(40))
    small = np.argsort(size)[:15]
    columns[small, 3] = np.nan
    assert scan(columns, size) == {}


def test_a_shift_reads_the_columns_of_its_run_that_have_one_beside():
    assert list(Shift(1, 3, 1, 30.0).read_aside) == [2, 3]
    assert list(Shift(1, 3, -1, 30.0).read_aside) == [1, 2]
