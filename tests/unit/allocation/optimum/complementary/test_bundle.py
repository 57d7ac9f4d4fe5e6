"""Complementary factors beside brute force, beside the kernel where both apply, and at the ends of the elasticity."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from junxian.allocation.optimum.complementary.bundle import Bundle, _lay_out, aggregate, solve_bundle, value_bundle
from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.solve import solve
from junxian.terms import AllocationError, MethodError

BASE = np.array([[2.0, 5.0], [3.0, 4.0], [1.0, 6.0]])
PROBLEM = Problem(BASE, np.ones((3, 2)), np.full((3, 2), 0.2), np.full((3, 2), 9.0), np.array([6.0, 12.0]), 1.0)
WEIGHT = np.array([1.0, 2.0, 0.5])


def bundle(elasticity, share=(0.6, 0.4)):
    return Bundle((0, 1), share, elasticity, WEIGHT)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("elasticity", [0.0, 0.5, 1.0, 2.0])
def test_no_plan_found_by_brute_force_is_worth_more(elasticity, alpha):
    problem, both = replace(PROBLEM, alpha=alpha), bundle(elasticity)
    found = solve_bundle(problem, both)
    worth = lambda x: value_bundle(problem, np.zeros((3, 2)), both, WEIGHT, x.reshape(3, 2))  # noqa: E731
    limits = [{"type": "ineq", "fun": lambda x, f=f: problem.supply[f] - x.reshape(3, 2)[:, f].sum()} for f in (0, 1)]
    random = np.random.default_rng(1)
    best = max(
        worth(np.clip(minimize(lambda x: -worth(x), random.uniform(0.3, 3, 6), bounds=[(0.2, 9)] * 6, constraints=limits).x, 0.2, 9))
        for _ in range(8)
    )  # fmt: skip
    assert found.certificate.dual >= best - 1e-7
    assert found.certificate.primal >= best - 1e-4
    assert found.certificate.relative_gap <= 1e-4
    assert (found.x.sum(axis=0) <= problem.supply * (1 + 1e-7)).all()


def test_cobb_douglas_with_logarithms_is_the_kernel_with_shared_weights():
    both = bundle(1.0)
    separate = replace(PROBLEM, weight=WEIGHT[:, None] * np.array([0.6, 0.4]) / BASE)
    assert solve_bundle(PROBLEM, both).x == pytest.approx(solve(separate).x, abs=1e-4)


def test_elasticity_runs_from_leontief_over_cobb_douglas():
    z = np.array([[1.0, 4.0], [2.0, 0.5]])
    assert aggregate(bundle(0.01), z) == pytest.approx(z.min(axis=1), rel=2e-2)
    assert aggregate(bundle(1.0001), z) == pytest.approx(aggregate(bundle(1.0), z), rel=1e-4)
    near, ends = (solve_bundle(PROBLEM, bundle(e)).x for e in (1.02, 1.0))
    assert near == pytest.approx(ends, abs=0.05)


def test_land_without_energy_is_not_given():
    """Leontief: the area that cannot get energy gets no more land than its energy can use."""
    upper = np.full((3, 2), 9.0)
    upper[0, 1] = 1.0  # z of energy at most 0.2
    found = solve_bundle(replace(PROBLEM, upper=upper, lower=np.zeros((3, 2))), bundle(0.0))
    assert found.x[0, 0] / BASE[0, 0] == pytest.approx(0.2, abs=1e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"factors": (0,), "share": (1.0,)},
        {"factors": (0, 2)},
        {"share": (0.5, 0.6)},
        {"share": (1.0, 0.0)},
        {"elasticity": -1.0},
        {"weight": np.array([1.0, -1.0, 1.0])},
    ],
)
def test_wrong_bundles_are_refused(wrong):
    with pytest.raises(MethodError, match="bundle"):
        solve_bundle(PROBLEM, replace(bundle(1.0), **wrong))


def test_limits_that_conflict_give_no_plan():
    with pytest.raises(AllocationError):
        solve_bundle(replace(PROBLEM, lower=np.full((3, 2), 5.0)), bundle(1.0))


def test_cobb_douglas_is_closed_where_one_area_can_get_almost_nothing():
    base = np.repeat([[45.9], [23.1], [31.3], [37.1], [211.2]], 2, axis=1)
    upper = np.column_stack([2 * base[:, 0], [12.71, 73.86, 0.04, 193.44, 68.6]])
    weight = np.array([0.0494, 0.0455, 0.504, 0.1049, 0.0013]) * base[:, 0]
    problem = Problem(base, np.ones((5, 2)), np.zeros((5, 2)), upper, base.sum(axis=0), 3.0)
    assert solve_bundle(problem, Bundle((0, 1), (0.6, 0.4), 1.0, weight)).certificate.relative_gap <= 1e-5


def test_a_product_pair_by_pair_is_the_product():
    """Three factors, laid out both ways: the same plan."""
    base, upper = np.full((3, 3), 10.0), np.full((3, 3), 30.0)
    upper[0, 2] = 4.0
    problem = Problem(base, np.ones((3, 3)), np.zeros((3, 3)), upper, np.full(3, 30.0), 2.0)
    both = Bundle((0, 1, 2), (0.5, 0.3, 0.2), 1.0, np.full(3, 10.0))
    whole, pairs = (_lay_out(problem, both, in_pairs=way) for way in (False, True))
    assert pairs.x == pytest.approx(whole.x, abs=1e-2)
    assert pairs.certificate.primal == pytest.approx(whole.certificate.primal, rel=1e-5)
