"""The plan of a programme in the way that it declares: each factor for itself, as complements, over years, for the worst case."""

from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.wider.wide_plan import WidePlan


def plan_widely(case: Case, seed: int) -> WidePlan:
    """Solve the problem of a programme in its declared way; AllocationError where there is no plan, or none that is certified.

    Checked in tests/unit/allocation/programme/wider.
    """
    programme = case.programme
    if programme.complement is not None:
        from junxian.allocation.programme.wider.complement import plan_complements

        return plan_complements(case, programme.complement)
    if programme.years is not None:
        from junxian.allocation.programme.wider.years import plan_years

        return plan_years(case, programme.years)
    if programme.worst_case is not None:
        from junxian.allocation.programme.wider.worst_case import plan_worst_case

        return plan_worst_case(case, programme.worst_case, seed)
    return WidePlan(case, solve(case.problem))
