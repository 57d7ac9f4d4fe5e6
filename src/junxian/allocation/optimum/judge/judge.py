"""Has a plan judged by another solver and writes the verdict into its certificate."""

from dataclasses import replace

import numpy as np

from junxian.allocation.optimum.certify import relate
from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.judge.levels import rise_levels
from junxian.allocation.optimum.problem import Optimum, Problem, Verdict


def judge_plan(problem: Problem, optimum: Optimum) -> Optimum:
    """The plan with a verdict: Clarabel's for 0 ≤ α < inf, that of HiGHS on levels for α = inf.

    Clarabel solves the problem anew: its value, and how far its amounts lie apart in shares of the supply; for α = 0 amounts
    may differ where several plans are best. For α = inf HiGHS looks for anybody who could rise (`rise_levels`): the objective is
    the least level, the difference what they could gain in shares of supply. Run on demand, not in every run: it takes a hundred times
    as long as the plan. Checked in tests/unit/allocation/optimum/judge/test_judge.py.
    """
    verdict = _judge_levels(problem, optimum) if np.isinf(problem.alpha) else _judge_value(problem, optimum)
    return replace(optimum, certificate=replace(optimum.certificate, judges=(*optimum.certificate.judges, verdict)))


def _judge_value(problem: Problem, optimum: Optimum) -> Verdict:
    found = solve_conic(problem)
    apart = np.abs(found.x - optimum.x) / np.where(problem.supply > 0, problem.supply, 1.0)
    primal = optimum.certificate.primal
    difference = relate(problem, abs(found.objective - primal), primal)
    return Verdict("Clarabel", found.objective, difference, float(apart.max()), found.status)


def _judge_levels(problem: Problem, optimum: Optimum) -> Verdict:
    found = rise_levels(problem, optimum.x)
    return Verdict("HiGHS", found.least, found.rise, found.rise, f"{found.asked} of {found.count} levels")
