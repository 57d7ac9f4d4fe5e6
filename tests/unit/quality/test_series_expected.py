import numpy as np
import pytest

from junxian.quality.series import Series
from junxian.quality.series_expected import expect


def table(rows, groups=None):
    values = np.array(rows, dtype=float)
    everyone = np.arange(len(values))
    periods = tuple(str(2010 + n) for n in range(values.shape[1]))
    return Series(tuple(map(str, everyone)), periods, {"x": values}, groups or ((everyone, everyone),))


GROWTH = np.array([1.0, 1.3, 1.2, 1.8, 1.9])


def test_what_all_peers_do_is_no_deviation():
    e = expect(table([GROWTH, 2 * GROWTH, 7 * GROWTH]), "x")
    assert np.allclose(np.nan_to_num(e.before), 0)
    assert np.allclose(e.logs, e.centre)


def test_one_figure_that_leaps_stands_out_and_its_neighbours_do_not():
    rows = np.tile(GROWTH, (5, 1))
    rows[2, 2] *= 1.5
    out = expect(table(rows), "x").stands_out
    assert out[2, 2] == pytest.approx(np.log(1.5))
    assert np.allclose(np.delete(out.ravel(), 12), 0)


def test_a_level_that_stays_does_not_stand_out():
    rows = np.tile(GROWTH, (5, 1))
    rows[2, 2:] *= 1.5
    assert np.allclose(expect(table(rows), "x").stands_out, 0)


def test_the_figure_between_two_faults_does_not_stand_out():
    rows = np.tile(GROWTH, (5, 1))
    rows[2, [1, 3]] *= 1e4
    assert expect(table(rows), "x").stands_out[2, 2] == 0


def test_at_the_end_the_neighbour_that_agrees_better_counts():
    rows = np.tile(GROWTH, (5, 1))
    rows[2, 3] *= 3
    e = expect(table(rows), "x")
    assert e.logs[2, 4] == pytest.approx(e.centre[2, 4])


def test_gaps_zeros_and_single_figures_are_passed_over():
    e = expect(table([[1.0, np.nan, 1.0], [0.0, 2.0, -1.0], [np.nan, np.nan, np.nan]]), "x")
    assert e.before[0, 2] == 0
    assert np.isnan(e.before[1]).all()
    assert e.steps == 1


def test_the_spread_of_a_calm_area_is_drawn_towards_that_of_all():
    rng = np.random.default_rng(np.random.SeedSequence(1))
    steps = rng.normal(0, 0.1, (40, 20))
    steps[0] *= 0.01
    spread = expect(table(np.exp(np.cumsum(steps, axis=1))), "x").spread
    assert 0.03 < spread[0] < 0.08
    assert np.median(spread[1:]) == pytest.approx(0.1, abs=0.02)


def test_unrest_is_that_of_the_peers_in_the_year():
    rng = np.random.default_rng(np.random.SeedSequence(2))
    steps = rng.normal(0, 0.05, (80, 12))
    steps[:40, 6] *= 5
    groups = tuple((rows, rows) for rows in np.split(np.arange(80), 2))
    unrest = expect(table(np.exp(np.cumsum(steps, axis=1)), groups), "x").unrest
    assert 3 < unrest[0, 6] < 6
    assert np.ptp(unrest[:40], axis=0) == pytest.approx(0)
    assert np.median(np.delete(unrest[:40], 6, axis=1)) < 1.2
    assert unrest[40:].max() < 1.5
    assert unrest.min() == 1


def test_one_wild_area_makes_no_unrest():
    rows = np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.05, (40, 8)), axis=1))
    calm = expect(table(rows), "x").unrest
    rows[0, 4] *= 1e4
    assert expect(table(rows), "x").unrest[:, [4, 5]] == pytest.approx(calm[:, [4, 5]], rel=0.15)
