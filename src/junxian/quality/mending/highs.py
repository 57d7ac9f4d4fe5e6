"""The solver HiGHS for mending: asked again where it comes to no answer; what it cannot solve is an error, never a number."""

from typing import Any

from junxian.engine.highs import Array, Mask, expect_ok, open_solver, pass_programme
from junxian.terms.errors import MethodError

__all__ = ["Array", "Mask", "expect_ok", "open_solver", "pass_programme", "solve"]

AGAIN: tuple[dict[str, Any], ...] = ({}, {"presolve": "off"}, {"simplex_strategy": 4}, {"solver": "ipm"})
AS_IT_WAS = {"presolve": "choose", "simplex_strategy": 1, "solver": "choose"}


def solve(solver: Any) -> str:
    """Run it: "optimal", "infeasible" or "unbounded"; MethodError for anything else.

    Where it comes to no answer it is asked again from nothing, without presolve and by another algorithm.
    """
    import highspy

    named = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kUnbounded: "unbounded",
    }
    for options in AGAIN:
        for name, value in options.items():
            expect_ok(solver.setOptionValue(name, value))
        if options:
            solver.clearSolver()
        solver.run()
        if (status := solver.getModelStatus()) in named or status == highspy.HighsModelStatus.kTimeLimit:
            break
    for name, value in AS_IT_WAS.items():
        expect_ok(solver.setOptionValue(name, value))
    if status not in named:
        said = solver.modelStatusToString(status)
        raise MethodError("solver", f"HiGHS stops with `{said}`.", "Mend fewer areas or rules at a time.")
    return named[status]
