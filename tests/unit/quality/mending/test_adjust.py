import numpy as np
import pytest
from scipy.optimize import lsq_linear, minimize

from junxian.quality.mending import adjust
from junxian.quality.mending.conflict import find_conflict
from junxian.terms.errors import MethodError

SUM = np.array([[1.0, 1.0, -1.0]])
ZERO = (np.zeros(1), np.zeros(1))


def test_the_gap_is_shared_out_by_variance():
    found = adjust(np.array([40.0, 60.0, 106.0]), np.array([1.0, 2.0, 1.0]), SUM, ZERO)
    assert found.values == pytest.approx([41.0, 64.0, 105.0])
    assert found.proof < 1e-12


def test_a_figure_with_no_spread_stays():
    found = adjust(np.array([40.0, 60.0, 106.0]), np.array([1.0, 1.0, 0.0]), SUM, ZERO)
    assert found.values == pytest.approx([43.0, 63.0, 106.0])


def test_a_bound_binds_and_the_others_take_the_rest():
    bounds = (np.zeros(3), np.full(3, np.inf))
    found = adjust(np.array([1.0, 60.0, 31.0]), np.ones(3), SUM, ZERO, bounds)
    assert found.values == pytest.approx([0.0, 45.5, 45.5])
    assert found.binds.tolist() == [True, False, False]


def test_a_limit_that_holds_moves_nothing_and_has_no_price():
    found = adjust(np.array([1.0, 2.0]), np.ones(2), np.array([[1.0, 1.0]]), (np.zeros(1), np.full(1, 5.0)))
    assert found.values.tolist() == [1.0, 2.0]
    assert found.duals.tolist() == [0.0]


def test_the_dual_is_half_of_what_the_sum_of_squares_pays_for_a_limit():
    values, spread, rows = np.array([3.0, 5.0]), np.array([1.0, 2.0]), np.array([[1.0, 3.0]])

    def cost(limit):
        found = adjust(values, spread, rows, (np.array([limit]), np.full(1, np.inf)))
        return float((((found.values - values) / spread) ** 2).sum()), float(found.duals[0])

    (more, _), (here, dual), (less, _) = cost(25.001), cost(25.0), cost(24.999)
    assert here > 0
    assert dual == pytest.approx((more - less) / 0.002 / 2, rel=1e-6)


def test_rules_that_repeat_each_other_are_no_obstacle():
    found = adjust(
        np.array([40.0, 60.0, 106.0]), np.ones(3), np.vstack([SUM, 2 * SUM, SUM]), (np.zeros(3), np.zeros(3))
    )
    assert found.values == pytest.approx([42.0, 62.0, 104.0])


def draw(rng, *, tight):
    cells, rules = int(rng.integers(2, 20)), int(rng.integers(1, 8))
    matrix = np.where(rng.random((rules, cells)) < 0.5, rng.normal(size=(rules, cells)).round(1), 0)
    inside = np.abs(rng.normal(size=cells)) * (rng.random(cells) < (0.7 if tight else 1.0))
    sums, equal = matrix @ inside, rng.random(rules) < 0.6
    low = np.where(equal, sums, sums - rng.random(rules))
    high = np.where(equal, sums, np.where(rng.random(rules) < 0.5, np.inf, sums + rng.random(rules)))
    upper = np.where(rng.random(cells) < 0.3, inside + 0.1, np.inf)
    spread = rng.lognormal(0, 1, cells)
    return inside + 2 * rng.normal(size=cells), spread, matrix, (low, high), (np.zeros(cells), upper)


@pytest.mark.parametrize("tight", [False, True])
def test_random_problems_keep_every_limit_and_none_nearby_is_nearer(tight):
    rng = np.random.default_rng(7)
    for _ in range(40):
        values, spread, matrix, (low, high), (lower, upper) = draw(rng, tight=tight)
        found = adjust(values, spread, matrix, (low, high), (lower, upper))
        sums = matrix @ found.values
        assert (sums >= low - 1e-7).all()
        assert (sums <= high + 1e-7).all()
        assert (found.values >= lower).all()
        assert (found.values <= upper).all()
        assert found.proof < 1e-8


def test_scipy_agrees_where_there_are_only_bounds_and_where_there_are_sums():
    rng = np.random.default_rng(11)
    values, spread, matrix, _, bounds = draw(rng, tight=False)
    none = (np.full(len(matrix), -np.inf), np.full(len(matrix), np.inf))
    only_bounds = adjust(values, spread, matrix, none, bounds)
    peer = lsq_linear(np.diag(1 / spread), values / spread, bounds=(bounds[0], bounds[1]), tol=1e-12)
    assert only_bounds.values == pytest.approx(peer.x, abs=1e-7)
    filed = np.array([10.0, 20.0, 3.0, 40.0])
    rows, limits = np.array([[1.0, 1, 1, -1], [1, -1, 0, 0]]), (np.array([0.0, -5.0]), np.array([0.0, 0.0]))
    ours = adjust(filed, np.array([1.0, 2, 1, 3]), rows, limits, (np.zeros(4), np.full(4, 36.0)))
    theirs = minimize(
        lambda x: (((x - filed) / [1, 2, 1, 3]) ** 2).sum(), filed, bounds=[(0, 36)] * 4, method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 500},
        constraints=[{"type": "eq", "fun": lambda x: rows[0] @ x}, {"type": "ineq", "fun": lambda x: rows[1] @ x + 5}, {"type": "ineq", "fun": lambda x: -rows[1] @ x}],
    )  # fmt: skip
    assert ours.values == pytest.approx(theirs.x, abs=1e-5)


def test_the_solver_agrees_with_the_active_set():
    from scipy.sparse import csr_array

    from junxian.quality.mending.adjust import _scale
    from junxian.quality.mending.least_norm import Point, follow_active_set, solve_by_highs

    rng, compared = np.random.default_rng(5), 0
    for _ in range(10):
        values, spread, matrix, limits, bounds = draw(rng, tight=False)
        problem, _ = _scale(values, spread, csr_array(matrix), limits, bounds)
        point = follow_active_set(problem, Point(np.zeros(len(values)), np.zeros(len(matrix))))
        if point is not None:
            compared += 1
            assert solve_by_highs(problem).u == pytest.approx(point.u, abs=1e-8)
    assert compared >= 5


def test_limits_that_cannot_hold_are_named_with_the_least_that_is_missed():
    rows = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    with pytest.raises(MethodError, match=r"missed by 4 at least. Clashing: first, second\."):
        adjust(np.ones(3), np.ones(3), rows, (np.array([5.0, 9.0, 1.0]),) * 2, names=["first", "second", "third"])


def test_fixed_figures_that_break_a_sum_are_a_conflict():
    with pytest.raises(MethodError, match="missed by 6"):
        adjust(np.array([40.0, 60.0, 106.0]), np.zeros(3), SUM, ZERO)


def test_no_conflict_is_found_where_there_is_none():
    assert find_conflict(SUM, ZERO, (np.zeros(3), np.full(3, np.inf))) is None


@pytest.mark.parametrize(
    ("values", "spread", "limits"),
    [
        ([1.0, np.nan, 1.0], [1, 1, 1], ZERO),
        ([1.0, 1, 1], [1, -1, 1], ZERO),
        ([1.0, 1, 1], [1, 1], ZERO),
        ([1.0, 1, 1], [1, 1, 1], (np.ones(1), np.zeros(1))),
        ([1.0, 1, 1], [1, 1, 1], (np.full(1, np.nan), np.zeros(1))),
    ],
)
def test_arguments_that_cannot_be_meant_are_refused(values, spread, limits):
    with pytest.raises(MethodError, match="adjustment"):
        adjust(np.array(values), np.array(spread, dtype=float), SUM, limits)


def test_a_fixed_figure_outside_its_bounds_is_refused():
    with pytest.raises(MethodError, match="fixed at -1"):
        adjust(np.array([-1.0, 1, 0]), np.array([0.0, 1, 1]), SUM, ZERO, (np.zeros(3), np.full(3, np.inf)))
