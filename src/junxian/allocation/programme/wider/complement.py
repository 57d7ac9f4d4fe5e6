"""Factors that are worth something only together: the best plan, and the weights with which each follows from its price."""

import numpy as np

from junxian.allocation.optimum.complementary.bundle import (
    ACCEPTED,
    Bundle,
    certify_bundle,
    solve_bundle,
    weigh_as_if_alone,
)
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.wider.wide_plan import WidePlan, measure_size, reweigh, tell_wider
from junxian.declared.wider import Complement
from junxian.terms.errors import AllocationError


def plan_complements(case: Case, declared: Complement) -> WidePlan:
    """The plan of a bundle, given as a plan of single factors with the weights that they have beside each other.

    `gain`: what the plan is worth more than that of the same factors each for itself, by the bundle's own measure.
    """
    bundle = make_bundle(case, declared)
    found = solve_bundle(case.problem, bundle)
    own = reweigh(case, weigh_as_if_alone(case.problem, bundle, found.x))
    optimum = solve(own.problem)
    certificate = certify_bundle(case.problem, bundle, optimum.x)
    if not certificate.relative_gap <= ACCEPTED:
        raise AllocationError(
            "complement", f"the gap {certificate.relative_gap:.1e} could not be closed to {ACCEPTED:g}."
        )
    alone = certify_bundle(case.problem, bundle, solve(case.problem).x)
    gain = (certificate.primal - alone.primal) / measure_size(case)
    told = tell_wider("complement", "Clarabel", certificate.relative_gap, gain if np.isfinite(gain) else None)
    return WidePlan(own, optimum, told)


def make_bundle(case: Case, declared: Complement) -> Bundle:
    """The declared complement on the case's problem: an area counts by Σ base · weight of its factors; by 0 where it can get nothing of one."""
    codes = [factor.code for factor in case.programme.factor]
    columns = [codes.index(code) for code in declared.factors]
    problem: Problem = case.problem
    weight: Array = (problem.base * problem.weight)[:, columns].sum(axis=1)
    is_whole = (problem.upper[:, columns] > 0).all(axis=1) & (problem.weight[:, columns] > 0).all(axis=1)
    return Bundle(tuple(columns), declared.share, declared.elasticity, np.where(is_whole, weight, 0.0))
