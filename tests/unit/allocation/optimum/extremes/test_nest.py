"""Amounts that break limits by rounding are brought within them; those that do not are left."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.certify import measure_residuals, sum_groups
from junxian.allocation.optimum.extremes.nest import nest_amounts
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.solve import solve


def draw_problem(seed):
    """Limits of areas, floors and caps of groups and supply, each reached by somebody in the plan."""
    random = np.random.default_rng([3, seed])
    areas, factors, count = int(random.integers(1, 30)), int(random.integers(1, 4)), int(random.integers(1, 5))
    kept = random.dirichlet(np.ones(areas), factors).T
    lower = kept * random.choice([0, 0.5, 1.0], kept.shape)
    upper = np.where(random.random(kept.shape) < 0.6, kept * random.choice([1.0, 1.5], kept.shape), np.inf)
    member, none = random.integers(-1, count, areas), np.zeros((count, factors))
    plain = Problem(kept, np.ones_like(kept), lower, upper, np.ones(factors), 0.0, Groups(member, none, none + np.inf))
    held = sum_groups(plain, kept)
    cap = np.where(random.random(held.shape) < 0.4, held * random.choice([1.0, 1.2], held.shape), np.inf)
    return replace(plain, groups=Groups(member, held * random.choice([0.5, 1.0], held.shape), cap)), kept


@pytest.mark.parametrize("seed", range(60))
def test_what_is_broken_by_1e_8_is_mended_and_nobody_moves_far(seed):
    problem, kept = draw_problem(seed)
    random = np.random.default_rng(seed)
    broken = kept * (1 + 1e-8 * random.uniform(-1, 1, kept.shape))
    mended = nest_amounts(problem, broken)
    assert max(measure_residuals(problem, mended).values()) <= 1e-13
    assert mended == pytest.approx(kept, abs=1e-7)


def test_what_is_within_limits_is_left_as_it_is():
    problem, kept = draw_problem(1)
    assert (nest_amounts(problem, 0.5 * (kept + problem.lower)) >= problem.lower).all()
    wide = replace(problem, lower=0 * kept, upper=kept + 1, groups=None, supply=problem.supply * 2)
    assert (nest_amounts(wide, kept) == kept).all()


@pytest.mark.parametrize("areas", [1, 12])
def test_a_linear_programme_that_breaks_the_supply_by_rounding_gives_a_plan(areas, monkeypatch):
    """HiGHS promises limits to its tolerance, not to ours."""
    import scipy.optimize

    honest = scipy.optimize.linprog

    def rough(*given, **options):
        answer = honest(*given, **options)
        answer.x = answer.x * (1 + 3e-9)
        return answer

    monkeypatch.setattr(scipy.optimize, "linprog", rough)
    base = np.arange(1.0, areas + 1)[:, None]
    found = solve(Problem(base, 1 / base, 0.2 * base, 3 * base, base.sum(axis=0), 0.0))
    assert max(found.certificate.residuals.values()) <= 1e-14
