"""False alarms and recall of shifted rows in the county yearbook of 2020, all provinces (2,075 rows of the same table)."""

import numpy as np
import polars as pl
import pytest

from junxian.quality.shift_expected import expect_columns
from junxian.quality.shift_scan import find_shifts, read_aside

COLUMNS = [
    "fiscal_rev_10k",
    "fiscal_exp_10k",
    "savings_10k",
    "loans_10k",
    "industrial_firms",
    "students_secondary",
    "students_primary",
]
ANCHORS = ["pop_registered", "gdp_10k"]
LIMIT, MOST_FALSE, LEAST_RECALL = 20.0, 2, 0.90


@pytest.fixture(scope="module")
def yearbook(shared):
    return pl.read_csv(shared / "data/national/county_yearbook_2020.csv.gz", schema_overrides={"adcode": pl.String})


def take_logs(table, columns):
    return (
        table.select(pl.when(pl.col(c) > 0).then(pl.col(c).cast(pl.Float64).log()) for c in columns)
        .to_numpy()
        .astype(float)
    )


def scan(table, logs):
    expected = expect_columns(logs, take_logs(table, ANCHORS), table["province"].to_numpy().astype(str), 8)
    return find_shifts(logs, expected, [True] * len(COLUMNS), 2, LIMIT)


def test_hardly_a_row_that_nobody_moved_is_called_shifted(yearbook):
    found = {yearbook["county"][row] for row in scan(yearbook, take_logs(yearbook, COLUMNS))}
    assert "长宁县" in found
    assert len(found - {"长宁县"}) <= MOST_FALSE


def test_most_planted_shifts_are_found_with_their_step(yearbook):
    rng = np.random.default_rng(np.random.SeedSequence(20240710))
    clean = take_logs(yearbook, COLUMNS)
    full = np.flatnonzero(np.isfinite(clean).all(axis=1))
    hits = right = planted = 0
    for _ in range(5):
        logs, truth = clean.copy(), {}
        for row in rng.choice(full, 40, replace=False):
            truth[int(row)] = plant(logs, row, rng)
        found = scan(yearbook, logs)
        planted += len(truth)
        hits += sum(row in found for row in truth)
        right += sum(row in found and found[row].step == step for row, step in truth.items())
    assert hits / planted >= LEAST_RECALL
    assert right / hits >= LEAST_RECALL


def plant(logs, row, rng):
    """Shift a run of a row by one or two columns, blanks where it came from; gives the step."""
    step = int(rng.choice([-2, -1, 1, 2]))
    length = int(rng.integers(abs(step) + 2, len(COLUMNS) + 1))
    first = int(rng.integers(0, len(COLUMNS) - length + 1))
    moved = np.array(read_aside(first, first + length - 1, step))
    values = logs[row].copy()
    logs[row, first : first + length] = np.nan
    logs[row, moved] = values[moved - step]
    return step
