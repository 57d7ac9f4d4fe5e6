"""A plan for the worst of several scenarios: certified, better in its worst case, dearer in the expected one."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.robust.worst_case import plan_for_the_worst
from junxian.allocation.optimum.solve import solve
from junxian.terms import MethodError


def draw(seed):
    random = np.random.default_rng(seed)
    base = random.uniform(1, 4, (8, 2))
    problem = Problem(
        base,
        random.uniform(0.2, 1, (8, 2)),
        0.3 * base,
        3 * base,
        base.sum(axis=0),
        float(random.choice([0.5, 1.0, 2.0])),
    )
    return problem, problem.weight * random.uniform(0.5, 1.5, (12, 8, 2))


@pytest.mark.parametrize("seed", range(8))
def test_the_gap_closes_and_caution_has_its_price(seed):
    problem, scenarios = draw(seed)
    found = plan_for_the_worst(problem, scenarios)
    worth = lambda x, k: float(value(replace(problem, weight=scenarios[k]), x).sum())  # noqa: E731
    assert found.worst == pytest.approx(min(worth(found.optimum.x, k) for k in range(12)), rel=1e-9)
    assert -1e-9 <= found.relative_gap <= 1e-6
    assert found.mixture.sum() == pytest.approx(1)
    assert found.nominal_loss >= -1e-9
    assert found.worst_gain >= -1e-6 * max(1, abs(found.worst))
    for k in range(12):
        other = solve(replace(problem, weight=scenarios[k])).x
        assert min(worth(other, j) for j in range(12)) <= found.bound + 1e-9
    assert (found.optimum.x.sum(axis=0) <= problem.supply * (1 + 1e-9)).all()


@pytest.mark.parametrize("seed", range(4))
def test_no_other_plan_regrets_less_in_its_worst_scenario(seed):
    problem, scenarios = draw(seed)
    worth = lambda x: np.array([value(replace(problem, weight=w), x).sum() for w in scenarios])  # noqa: E731
    plans = [solve(replace(problem, weight=w)).x for w in scenarios]
    best = np.array([worth(x)[k] for k, x in enumerate(plans)])
    found = plan_for_the_worst(problem, scenarios, best)
    regret = (best - worth(found.optimum.x)).max()
    assert regret == pytest.approx(-found.worst, rel=1e-9)
    mixed = np.random.default_rng(seed).dirichlet(np.ones(12), 50)
    others = plans + [np.tensordot(odds, np.array(plans), axes=1) for odds in mixed]
    assert regret <= min((best - worth(x)).max() for x in others) + 1e-6
    assert found.optimum.x == pytest.approx(
        solve(replace(problem, weight=np.tensordot(found.mixture, scenarios, axes=1))).x, rel=1e-7
    )


def test_one_scenario_is_the_plan_itself():
    problem, _ = draw(1)
    found = plan_for_the_worst(problem, problem.weight[None])
    assert found.optimum.x == pytest.approx(solve(problem).x, rel=1e-6)
    assert found.nominal_loss == pytest.approx(0, abs=1e-9)


def test_scenarios_of_another_shape_are_refused():
    problem, scenarios = draw(1)
    with pytest.raises(MethodError, match="scenarios"):
        plan_for_the_worst(problem, scenarios[:, :3])
