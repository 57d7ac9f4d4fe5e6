"""Judges, ends of α, conflicts and whole units on 2,844 areas × 6 factors: processor time of one core, the least of several runs."""

from dataclasses import replace

import numpy as np
from allocation_kernel import least, make_problem

from junxian.allocation.optimum.certify import measure_residuals
from junxian.allocation.optimum.extremes.linear import solve_linear
from junxian.allocation.optimum.extremes.max_min import solve_max_min
from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.judge.levels import rise_levels
from junxian.allocation.optimum.judge.piecewise import bracket_optimum
from junxian.allocation.optimum.limits.conflict import find_conflict
from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.whole.round_plan import round_plan
from junxian.allocation.optimum.whole.whole_limits import count_limits


def main() -> None:
    """Print one line a job."""
    problem = make_problem()
    judge_values(problem)
    measure_ends(problem)
    round_whole(problem)
    explain(problem)


def judge_values(problem: Problem) -> None:
    """Clarabel at several α, and the bracket of chords and tangents."""
    for alpha in (0.5, 1.0, 2.0, 4.0):
        own, plan = replace(problem, alpha=alpha), solve(replace(problem, alpha=alpha))
        other = solve_conic(own)
        apart = np.abs(other.x - plan.x) / problem.supply
        value = plan.certificate.primal
        print(
            f"Clarabel α={alpha}: {least(lambda own=own: solve_conic(own), 2):.2f} s",
            other.status,
            f"value {(other.objective - value) / max(1, abs(value)):.1e}, amounts {apart.max():.1e} of supply",
        )
    for pieces in (8, 16):
        print(f"bracket of {pieces}: {least(lambda pieces=pieces: bracket_optimum(problem, pieces), 1):.2f} s", bracket_optimum(problem, pieces), solve(problem).certificate.primal)  # fmt: skip


def measure_ends(problem: Problem) -> None:
    """α = 0, α = inf with and without the row, and its judge."""
    linear, even = replace(problem, alpha=0.0), replace(problem, alpha=np.inf)
    print(f"linear: {least(lambda: solve_linear(linear), 2):.2f} s", solve_linear(linear).certificate.relative_gap)
    print(f"max-min, no row: {least(lambda: solve_max_min(replace(even, rows=None)), 2):.3f} s")
    plan = solve_max_min(even)
    print(f"max-min, row: {least(lambda: solve_max_min(even), 1):.2f} s", plan.certificate)
    print(f"levels judged: {least(lambda: rise_levels(even, plan.x), 1):.2f} s", rise_levels(even, plan.x))


def round_whole(problem: Problem) -> None:
    """A unit of a fortieth of the mean share; what largest remainder would break."""
    unit = problem.supply / problem.shape[0] / 40
    for name, own in (
        ("row", problem),
        ("no row", replace(problem, rows=None)),
        ("row, α=inf", replace(problem, alpha=np.inf)),
    ):
        plan = solve(own)
        whole = round_plan(own, plan, unit)
        seconds = least(lambda own=own, plan=plan: round_plan(own, plan, unit), 3)
        print(
            f"whole units, {name}: {1000 * seconds:.1f} ms",
            f"loss {whole.relative_loss:.1e}, left {whole.left.sum():g}, worst residual {max(measure_residuals(own, whole.x).values()):.1e}",
        )
    _break_by_remainder(problem, unit)


def _break_by_remainder(problem: Problem, unit: np.ndarray) -> None:
    limits, exact = count_limits(problem, unit), solve(problem).x / unit
    units = np.floor(exact + 1e-9).astype(np.int64)
    for f in range(problem.shape[1]):
        lacking = max(0, int(limits.supply[f] - units[:, f].sum()))
        units[np.argsort(units[:, f] - exact[:, f], kind="stable")[:lacking], f] += 1
    held = limits.sum_groups(units)
    print(
        "largest remainder:",
        int((units < limits.lower).sum()),
        "below floor,",
        int((units > limits.upper).sum()),
        "above cap,",
        int((held < limits.floor).sum()),
        "group floors missed",
    )


def explain(problem: Problem) -> None:
    """Group floors raised by half; and all lower limits raised beyond supply."""
    floors = replace(problem, groups=replace(problem.groups, floor=problem.groups.floor * 1.5))
    lowers = replace(problem, lower=2.6 * problem.lower, upper=2 * problem.upper)
    for name, own in (("group floors", floors), ("lower limits", lowers)):
        found = find_conflict(own)
        print(
            f"conflict of {name}: {least(lambda own=own: find_conflict(own), 1):.2f} s",
            len(found.limits),
            "limits",
            len(found.relaxed),
            "relaxed",
            found.is_smallest,
        )


if __name__ == "__main__":
    main()
