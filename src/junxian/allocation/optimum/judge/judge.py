"""Has a plan judged by others and writes their verdicts into its certificate."""

from dataclasses import replace

import numpy as np

from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.problem import Optimum, Problem, Verdict


def judge_plan(problem: Problem, optimum: Optimum) -> Optimum:
    """The plan with Clarabel's verdict: its value, and how far its amounts lie apart in shares of the supply.

    0 ≤ α < inf. Run on demand and in tests, not in every run: it takes a hundred times as long as the plan.
    """
    found = solve_conic(problem)
    apart = np.abs(found.x - optimum.x) / np.where(problem.supply > 0, problem.supply, 1.0)
    primal = optimum.certificate.primal
    verdict = Verdict(
        judge="Clarabel",
        objective=found.objective,
        relative_difference=abs(found.objective - primal) / max(1.0, abs(primal)),
        greatest_amount=float(apart.max()),
        status=found.status,
    )
    return replace(optimum, certificate=replace(optimum.certificate, judges=(*optimum.certificate.judges, verdict)))
