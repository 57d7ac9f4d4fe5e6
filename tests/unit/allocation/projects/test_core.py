"""The core: what is fixed, and that the bound of the core holds for every choice."""

import numpy as np
import pytest

from junxian.allocation.branching.mip import Answer, solve_mip
from junxian.allocation.projects.core import bound_all, find_core, state_core, widen_choice
from junxian.allocation.projects.moves import hold_limits
from junxian.allocation.projects.relax import relax_projects
from junxian.allocation.projects.rounding import round_relaxation


def _search(problem, count):
    relaxation = relax_projects(problem)
    picked = round_relaxation(problem, relaxation)
    core = find_core(problem, relaxation, picked, count)
    mip, fixed = state_core(problem, core, picked, np.inf, 0.0, 100_000)
    answer = solve_mip(mip)
    return core, widen_choice(core, answer), bound_all(core, answer, fixed, relaxation.bound), answer


@pytest.mark.parametrize("seed", range(4))
def test_bounds_of_cores_of_any_size_hold_for_the_best_of_all(draw_large, seed):
    problem = draw_large(seed, 60, counties=3)
    _, best, bound, answer = _search(problem, problem.size)
    assert answer.end == "proved"
    assert bound == pytest.approx(problem.benefit[best].sum(), rel=1e-9)
    for count in (5, 15, 30):
        core, found, wider, _ = _search(problem, count)
        assert hold_limits(problem, found)
        assert problem.benefit[found].sum() <= problem.benefit[best].sum() + 1e-9 <= wider + 2e-9
        assert len(core.place) < problem.size


def test_a_core_without_any_choice_leaves_the_rest_as_bound(draw_large):
    problem = draw_large(1, 60, counties=3)
    relaxation = relax_projects(problem)
    core = find_core(problem, relaxation, None, 10)
    assert bound_all(core, Answer(None, -np.inf, "conflict"), 5.0, relaxation.bound) == relaxation.bound - core.outside
    assert widen_choice(core, Answer(None, -np.inf, "conflict")) is None
