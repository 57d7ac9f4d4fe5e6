import numpy as np
import pytest

from junxian.diagnosis.separable import Gain, find_least_effort
from junxian.terms.errors import MethodError


def gain(*knots):
    effort, points = np.array([(0.0, 0.0), *knots]).T
    return Gain(effort, points)


def points_of(gains, effort):
    return sum(np.interp(e, g.effort, g.points) for g, e in zip(gains, effort, strict=True))


def search(gains, needed, norm, steps=61):
    """Least size over a grid of efforts for all levers but the last, whose effort then follows."""
    *grid, last = gains
    axes = np.meshgrid(*[np.linspace(0, g.effort[-1], steps) for g in grid], indexing="ij")
    tried = np.stack([axis.ravel() for axis in axes], axis=1)
    missing = needed - sum(np.interp(tried[:, k], g.effort, g.points) for k, g in enumerate(grid))
    fine = np.linspace(0, last.effort[-1], 20001)
    follows = fine[np.minimum(np.searchsorted(np.interp(fine, last.effort, last.points), missing), len(fine) - 1)]
    enough = np.interp(follows, last.effort, last.points) >= missing - 1e-9
    efforts = np.column_stack([tried, np.where(missing <= 0, 0.0, follows)])[enough]
    return np.linalg.norm(efforts, 1 if norm == "l1" else 2, axis=1).min()


def test_the_dearest_points_come_last():
    gains = [gain((2, 4)), gain((1, 3)), gain((4, 2))]
    found = find_least_effort(gains, 5)
    np.testing.assert_allclose(found.effort, [1, 1, 0])
    assert found.size == 2


def test_squares_spread_the_effort_in_proportion_to_the_rates():
    found = find_least_effort([gain((10, 20)), gain((10, 10))], 10, "l2")
    np.testing.assert_allclose(found.effort, [4, 2])
    np.testing.assert_allclose(found.effort @ [2, 1], 10)


def test_a_bound_comes_first_where_leaving_it_costs_more_than_it_brings():
    gains = [gain((1, 0), (2, 10)), gain((4, 4))]
    np.testing.assert_allclose(find_least_effort(gains, 1).effort, [0, 1])
    np.testing.assert_allclose(find_least_effort(gains, 3).effort, [1.3, 0])


def test_nothing_needed_takes_no_effort_and_too_much_is_said_to_be():
    gains = [gain((1, 2)), gain((1, 1))]
    assert find_least_effort(gains, 0).effort.tolist() == [0, 0]
    found = find_least_effort(gains, 3.5)
    assert not found.enough
    assert found.effort.tolist() == [1, 1]
    assert find_least_effort(gains, 3).enough


def test_levers_that_bring_nothing_stay():
    gains = [gain((0, 0)), gain((3, 0)), gain((2, 1))]
    for norm in ("l1", "l2"):
        np.testing.assert_allclose(find_least_effort(gains, 0.5, norm).effort, [0, 0, 1])


@pytest.mark.parametrize("norm", ["l1", "l2"])
@pytest.mark.parametrize("seed", range(12))
def test_no_effort_of_a_fine_grid_is_less(norm, seed):
    rng = np.random.default_rng(seed)
    gains = []
    for _ in range(3):
        knots = rng.integers(1, 4)
        effort, points = rng.uniform(0.1, 1, knots).cumsum(), rng.uniform(0, 2, knots) * (rng.random(knots) > 0.4)
        gains.append(Gain(np.append(0, effort), np.append(0, points.cumsum())))
    whole = sum(g.points[-1] for g in gains)
    needed = rng.uniform(0.2, 0.9) * whole
    if whole == 0:
        pytest.skip("drew levers that bring nothing")
    found = find_least_effort(gains, needed, norm)
    assert points_of(gains, found.effort) == pytest.approx(max(needed, points_of(gains, found.effort)), abs=1e-9)
    searched = search(gains, needed, norm)
    assert found.size <= searched + 1e-9
    assert found.size >= searched - 0.06
    assert found.exact


def test_more_choices_than_can_be_tried_are_said_to_be_not_exact(monkeypatch):
    monkeypatch.setattr("junxian.diagnosis.separable.CHOICES", 4)
    gains = [gain((1, 0), (2, 1 + k)) for k in range(4)] + [gain((10, 10))]
    found = find_least_effort(gains, 3)
    assert found.enough
    assert not found.exact
    assert points_of(gains, found.effort) == pytest.approx(3)


def test_another_norm_is_answered_with_the_nearest():
    with pytest.raises(MethodError, match="norm 'l3'"):
        find_least_effort([gain((1, 1))], 1, "l3")
