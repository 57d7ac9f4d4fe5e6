"""Laws that hold for any figures: order, units and names of areas change nothing; what is held is never used."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.quality.peers import compare_with_peers
from junxian.quality.shift_expected import expect_columns
from junxian.quality.shift_scan import find_shifts, read_aside

SEEDS = st.integers(0, 10_000)
LEVELS = np.log([0.05, 0.2, 0.9, 0.7, 0.06])


def draw_table(seed, rows=30):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    size = rng.normal(12, 0.6, rows)
    return size, size[:, None] + LEVELS + rng.normal(0, 0.2, (rows, len(LEVELS)))


def plant(logs, row, step):
    moved = np.array(read_aside(0, len(LEVELS) - 1, step))
    values = logs[row].copy()
    logs[row] = np.nan
    logs[row, moved] = values[moved - step]


def scan(logs, size):
    expected = expect_columns(logs, size[:, None], np.array([""] * len(size)), 8)
    return {
        row: (s.first, s.last, s.step) for row, s in find_shifts(logs, expected, [True] * len(LEVELS), 2, 20.0).items()
    }


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 29), st.sampled_from([-1, 1]))
def test_the_order_of_rows_changes_no_shift(seed, row, step):
    size, logs = draw_table(seed)
    plant(logs, row, step)
    order = np.random.default_rng(np.random.SeedSequence(seed)).permutation(len(size))
    there, moved = scan(logs, size), scan(logs[order], size[order])
    assert {int(order[r]): s for r, s in moved.items()} == there


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.lists(st.sampled_from([-9.2, 0.0, 4.6]), min_size=5, max_size=5))
def test_the_unit_of_a_column_changes_no_shift_of_the_others(seed, units):
    """A unit is a constant on the logarithm: a table without shifts has none in other units either."""
    size, logs = draw_table(seed)
    assert scan(logs, size) == scan(logs + np.array(units), size)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.floats(-20, 20))
def test_a_common_factor_moves_the_centre_and_nothing_else(seed, factor):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    areas = [f"{n:02}" for n in range(20)]
    values = pl.DataFrame({"time_period": "2020", "ref_area": areas, "value": rng.normal(0, 1, 20)})
    classes = pl.DataFrame({"ref_area": areas, "class": ["K"] * 12 + ["E"] * 8})
    there = compare_with_peers(values, classes, 8, 0.01)
    moved = compare_with_peers(values.with_columns(pl.col("value") + factor), classes, 8, 0.01)
    assert np.allclose(moved["centre"] - there["centre"], factor)
    assert np.allclose(moved["spread"], there["spread"])
    assert moved["peers"].to_list() == there["peers"].to_list()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.permutations(range(20)))
def test_the_order_of_areas_changes_no_comparison(seed, order):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    areas = [f"{n:02}" for n in range(20)]
    values = pl.DataFrame({"time_period": "2020", "ref_area": areas, "value": rng.normal(0, 1, 20)})
    classes = pl.DataFrame({"ref_area": areas, "class": ["K"] * 12 + ["E"] * 8})
    there = compare_with_peers(values, classes, 8, 0.01).sort("ref_area")
    assert compare_with_peers(values[list(order)], classes, 8, 0.01).sort("ref_area").equals(there)
