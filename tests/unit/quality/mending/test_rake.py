import numpy as np
import pytest

from junxian.quality.mending import rake, rake_table
from junxian.terms.errors import MethodError


def test_a_table_comes_to_its_margins_and_keeps_its_odds_ratio():
    seed = np.array([[40.0, 30.0], [35.0, 50.0]])
    raked = rake_table(seed, np.array([150.0, 300.0]), np.array([200.0, 250.0])).table
    assert raked.sum(axis=1) == pytest.approx([150, 300])
    assert raked.sum(axis=0) == pytest.approx([200, 250])
    odds = lambda t: t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0])  # noqa: E731
    assert odds(raked) == pytest.approx(odds(seed))


def test_the_factors_certify_the_table():
    seed = np.random.default_rng(1).lognormal(3, 1, (6, 4))
    raked = rake_table(seed, seed.sum(axis=1) * 1.1, seed.sum(axis=0) * 1.1)
    assert seed * raked.factors[0][:, None] * raked.factors[1][None, :] == pytest.approx(raked.table)
    assert raked.error < 1e-12


def test_a_zero_is_structural():
    seed = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    raked = rake_table(seed, np.array([3.0, 5.0]), np.array([2.0, 4.0, 2.0]))
    assert raked.table[0, 2] == 0.0
    assert raked.table[1, 2] == pytest.approx(2.0)


def test_a_margin_of_zero_empties_its_row():
    raked = rake_table(np.ones((2, 2)), np.array([0.0, 4.0]), np.array([1.0, 3.0]))
    assert raked.table.tolist() == [[0.0, 0.0], [1.0, 3.0]]


def test_margins_that_differ_by_two_per_cent_are_refused_with_the_amounts():
    seed = np.ones((2, 2))
    with pytest.raises(MethodError, match=r"sums to 100 and that of axes \(1,\) to 102, a difference of 2"):
        rake_table(seed, np.array([40.0, 60.0]), np.array([51.0, 51.0]))


def test_a_declared_tolerance_lets_margins_differ_by_rounding_and_the_error_says_so():
    raked = rake_table(np.ones((2, 2)), np.array([40.0, 60.0]), np.array([50.0, 50.1]), tolerance=0.01)
    assert 1e-4 < raked.error <= 0.01


def test_zeros_that_leave_no_table_are_named_with_the_amount():
    with pytest.raises(MethodError, match=r"3 cannot be placed") as caught:
        rake_table(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([5.0, 1.0]), np.array([2.0, 4.0]))
    assert "(0,) (0,)" in str(caught.value)


def test_a_row_without_a_cell_cannot_reach_its_margin():
    with pytest.raises(MethodError, match="cannot be placed"):
        rake_table(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([1.0, 3.0]), np.array([2.0, 2.0]))


def test_margins_that_only_zeros_could_meet_do_not_pass_as_met():
    with pytest.raises(MethodError, match="only if cells that are not zero become zero"):
        rake_table(np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([2.0, 1.0]), np.array([2.0, 1.0]))


def test_three_axes_come_to_margins_of_two():
    rng = np.random.default_rng(2)
    truth = rng.lognormal(2, 1, (4, 3, 5))
    seed = truth * rng.lognormal(0, 0.3, truth.shape)
    margins = [((0, 1), truth.sum(axis=2)), ((1, 2), truth.sum(axis=0)), ((0, 2), truth.sum(axis=1))]
    raked = rake(seed, margins)
    for axes, sums in margins:
        assert raked.table.sum(axis=tuple({0, 1, 2} - set(axes))) == pytest.approx(sums, rel=1e-11)


def test_margins_of_three_axes_that_contradict_each_other_where_they_overlap_are_refused():
    truth = np.ones((2, 2, 2))
    wrong = truth.sum(axis=0) * np.array([[1.1], [1.0]])
    with pytest.raises(MethodError, match=r"at \(0,\) of axes \(1,\)"):
        rake(truth, [((0, 1), truth.sum(axis=2)), ((1, 2), wrong)])


@pytest.mark.parametrize(
    ("seed", "rows"),
    [([[1.0, np.nan]], [1.0]), ([[1.0, -1.0]], [1.0]), ([[1.0, 1.0]], [np.nan]), ([[1.0, 1.0]], [-1.0])],
)
def test_missing_and_negative_figures_are_refused(seed, rows):
    with pytest.raises(MethodError, match="missing or negative"):
        rake(np.array(seed), [((0,), np.array(rows))])


@pytest.mark.parametrize(("axes", "sums"), [((1, 0), np.ones((1, 2))), ((2,), np.ones(1)), ((0,), np.ones(3))])
def test_a_margin_of_another_shape_is_refused(axes, sums):
    with pytest.raises(MethodError, match="raking"):
        rake(np.ones((1, 2)), [(axes, sums)])
