"""Complementary factors: land that is useless without energy. The benefit is of several factors together."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from junxian.allocation.optimum.check import check_problem
from junxian.allocation.optimum.concave.program import Program, Tangent, bound_gap, measure_break
from junxian.allocation.optimum.extremes.linear import list_rows, read_prices
from junxian.allocation.optimum.problem import Array, Certificate, Optimum, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError, MethodError

ACCEPTED = 1e-4  # what an interior point method reaches on steep aggregates; the certificate tells how near it came


@dataclass(frozen=True)
class Bundle:
    """Factors of a problem whose benefit is one: weight · U_α(A(z)), z = amount / base, instead of each for itself.

    A is the CES aggregate (Σ share · z^ρ)^(1/ρ) with elasticity of substitution σ = 1/(1−ρ): σ = 1 is Cobb-Douglas (Π z^share),
    σ = 0 Leontief (least z). `share` sums to 1; `weight` (areas,) ≥ 0 counts beside base · weight of the other factors.
    """

    factors: tuple[int, ...]
    share: tuple[float, ...]
    elasticity: float
    weight: Array


def solve_bundle(problem: Problem, bundle: Bundle) -> Optimum:
    """The best plan where a bundle of factors is worth only together; the weights of these factors in the problem play no part.

    0 ≤ α < inf. By Clarabel, in shares of the supplies; the gap is bounded by the tangent of the objective, not by the solver's
    word, and a plan is refused beyond 1e-4. Source: CES aggregates as in production theory (Arrow et al. 1961).
    Checked in tests/unit/allocation/optimum/complementary/test_bundle.py.
    """
    check_problem(problem)
    _check(problem, bundle)
    found = _lay_out(problem, bundle, in_pairs=False)
    if bundle.elasticity == 1 and not _is_near(found.certificate):
        found = _lay_out(problem, bundle, in_pairs=True)
    if not _is_near(found.certificate):
        raise AllocationError(
            "allocation", f"the gap {found.certificate.relative_gap:.1e} could not be closed to {ACCEPTED:g}."
        )
    return found


def _lay_out(problem: Problem, bundle: Bundle, *, in_pairs: bool) -> Optimum:
    """What Clarabel finds; a product as one cone, or pair by pair, which ends nearer where single amounts are tiny."""
    scaled = scale_problem(problem)
    inner, weight = scaled.problem, bundle.weight / scaled.worth
    rows, end = list_rows(inner)
    program = Program(inner.base.size, inner.lower.ravel(), inner.upper.ravel(), rows, end)
    _add_alone(program, inner, _leave_out(inner.weight, bundle))
    for i in np.flatnonzero(weight > 0):
        _add_bundle(program, inner, bundle, int(i), float(weight[i]), in_pairs=in_pairs)
    x, duals = program.solve()
    amounts = np.clip(x.reshape(inner.shape) * scaled.amount, problem.lower, problem.upper)
    return Optimum(amounts, scaled.restore(read_prices(inner, duals)), certify_bundle(problem, bundle, amounts))


def _is_near(certificate: Certificate) -> bool:
    return certificate.relative_gap <= ACCEPTED and certificate.residuals["row"] <= ACCEPTED


def certify_bundle(problem: Problem, bundle: Bundle, x: Array) -> Certificate:
    """Value of any plan `x` (areas, factors), and a bound of every other by the tangent of the objective there."""
    scaled = scale_problem(problem)
    inner, weight, at = scaled.problem, bundle.weight / scaled.worth, x / scaled.amount
    alone = _leave_out(inner.weight, bundle)
    rows, end = list_rows(inner)
    touched = _touch(inner, alone, bundle, weight, at)
    gap = max(
        bound_gap(touched, at.ravel(), inner.lower.ravel(), inner.upper.ravel(), rows, end), 0.0
    )  # below: rounding
    primal = value_bundle(inner, alone, bundle, weight, at)
    size = max(abs(primal), float((inner.base * alone).sum() + weight.sum()), 1e-300)
    broken = {"row": measure_break(at.ravel(), rows, end)}
    return Certificate(
        primal * scaled.worth, (primal + gap) * scaled.worth, gap * scaled.worth, gap / size, broken, "Clarabel", 0
    )


def weigh_as_if_alone(problem: Problem, bundle: Bundle, x: Array) -> Array:
    """Weights (areas, factors) with which each factor for itself would be given as the bundle is at its optimum `x`; 0 < α < inf, σ > 0.

    At the optimum a factor's marginal value is weight · share · A^(1/σ − α) · z^(−1/σ) / base; the weight is that, times z^α. So
    the plan is the optimum of the separable problem too, and follows from prices as any other. 0 where the bundle is worth nothing.
    Checked in tests/unit/allocation/optimum/complementary/test_bundle.py.
    """
    columns, alpha, power = list(bundle.factors), problem.alpha, 1 / bundle.elasticity
    z = x[:, columns] / problem.base[:, columns]
    counted = (bundle.weight > 0) & (z > 0).all(axis=1)
    z = np.where(counted[:, None], z, 1.0)
    together = aggregate(bundle, z)[:, None]
    own = bundle.weight[:, None] * np.array(bundle.share) * together ** (power - alpha) * z ** (alpha - power)
    weight: Array = problem.weight.copy()
    weight[:, columns] = np.where(counted[:, None], own / problem.base[:, columns], 0.0)
    return weight


def _leave_out(weight: Array, bundle: Bundle) -> Array:
    """The weights of factors that count for themselves."""
    together = np.isin(np.arange(weight.shape[1]), bundle.factors)
    return np.where(together, 0.0, weight)


def aggregate(bundle: Bundle, z: Array) -> Array:
    """A(z) of every row of z (areas, factors of the bundle)."""
    share = np.array(bundle.share)
    if bundle.elasticity == 0:
        return np.asarray(z.min(axis=1))
    if bundle.elasticity == 1:
        return np.asarray(np.prod(z**share, axis=1))
    rho = 1 - 1 / bundle.elasticity
    with np.errstate(divide="ignore"):
        return np.asarray((share * z**rho).sum(axis=1) ** (1 / rho))


def value_bundle(problem: Problem, alone: Array, bundle: Bundle, weight: Array, x: Array) -> float:
    """Σ base · weight · U_α(z) of the factors alone, and Σ weight · U_α(A(z)) of the bundle."""
    z = x / problem.base
    together = aggregate(bundle, np.where(weight[:, None] > 0, z[:, list(bundle.factors)], 1.0))
    own = _utility(np.where(alone > 0, z, 1.0), problem.alpha)
    both = _utility(np.where(weight > 0, together, 1.0), problem.alpha)
    return float(
        np.where(alone > 0, problem.base * alone * own, 0.0).sum() + np.where(weight > 0, weight * both, 0.0).sum()
    )


def _check(problem: Problem, bundle: Bundle) -> None:
    if not 0 <= problem.alpha < np.inf:
        raise MethodError("alpha", f"is {problem.alpha}.", "A bundle needs 0 ≤ α < inf.")
    if (
        len(set(bundle.factors)) != len(bundle.factors)
        or not set(bundle.factors) <= set(range(problem.shape[1]))
        or len(bundle.factors) < 2
    ):
        raise MethodError(
            "bundle", f"names factors {bundle.factors}.", "Name two or more different factors of the problem."
        )
    if len(bundle.share) != len(bundle.factors) or min(bundle.share) <= 0 or abs(sum(bundle.share) - 1) > 1e-9:
        raise MethodError("bundle", f"has shares {bundle.share}.", "Give every factor a share above 0; they sum to 1.")
    if bundle.weight.shape != problem.shape[:1] or not (np.isfinite(bundle.weight) & (bundle.weight >= 0)).all():
        raise MethodError("bundle", "has a weight that is below zero or missing.", "Give every area one.")
    if not (np.isfinite(bundle.elasticity) and bundle.elasticity >= 0):
        raise MethodError(
            "bundle", f"has elasticity {bundle.elasticity}.", "Choose 0 (never one for the other) or more."
        )


def _add_alone(program: Program, problem: Problem, alone: Array) -> None:
    base, weight, upper = problem.base.ravel(), alone.ravel(), problem.upper.ravel()
    for j in np.flatnonzero((weight > 0) & (upper > 0)):
        program.add_utility(int(j), 1 / float(base[j]), float(base[j] * weight[j]), problem.alpha)


def _add_bundle(program: Program, problem: Problem, bundle: Bundle, i: int, weight: float, *, in_pairs: bool) -> None:
    import clarabel

    together = program.add_variable()
    places = [i * problem.shape[1] + f for f in bundle.factors]
    scales = [1 / float(problem.base[i, f]) for f in bundle.factors]
    if bundle.elasticity == 0:
        for place, scale in zip(places, scales, strict=True):
            program.add_row([(together, 1.0), (place, -scale)], 0.0)
    elif bundle.elasticity == 1 and in_pairs:
        _add_pairs(program, bundle.share, together, [*zip(places, scales, strict=True)])
    elif bundle.elasticity == 1:
        slots: list[tuple[int | None, float]] = [*zip(places, scales, strict=True)]
        program.add_cone(clarabel.GenPowerConeT(list(bundle.share), 1), [*slots, (together, 1.0)])
    else:
        _add_ces(program, bundle, together, places, scales)
    program.add_utility(together, 1.0, weight, problem.alpha)


def _add_pairs(program: Program, shares: tuple[float, ...], together: int, slots: list[tuple[int, float]]) -> None:
    """Π z^share ≥ A: the first factor and the product of the others, pair by pair."""
    import clarabel

    first, *others = slots
    if len(others) == 1:
        (product,) = others
    else:
        product = (program.add_variable(), 1.0)
        _add_pairs(program, shares[1:], product[0], others)
    program.add_cone(clarabel.PowerConeT(shares[0] / sum(shares)), [first, product, (together, 1.0)])


def _add_ces(program: Program, bundle: Bundle, together: int, places: list[int], scales: list[float]) -> None:
    """Every factor's part r: ρ > 0: Σ share · r ≥ A with r ≤ z^ρ A^(1−ρ); ρ < 0: Σ share · r ≤ A with r^(1/(1−ρ)) z^(−ρ/(1−ρ)) ≥ A."""
    import clarabel

    rho = 1 - 1 / bundle.elasticity
    parts = [program.add_variable() for _ in places]
    sign = 1.0 if rho < 0 else -1.0
    program.add_row(
        [*((part, sign * share) for part, share in zip(parts, bundle.share, strict=True)), (together, -sign)], 0.0
    )
    for part, place, scale in zip(parts, places, scales, strict=True):
        if rho > 0:
            program.add_cone(clarabel.PowerConeT(rho), [(place, scale), (together, 1.0), (part, 1.0)])
        else:
            program.add_cone(clarabel.PowerConeT(1 / (1 - rho)), [(part, 1.0), (place, scale), (together, 1.0)])


def _touch(problem: Problem, alone: Array, bundle: Bundle, weight: Array, x: Array) -> Tangent:
    """The tangent of the objective at x; for Leontief the slope of every area may be any mixture of its factors'."""
    z, alpha, columns = x / problem.base, problem.alpha, list(bundle.factors)
    slope = np.where(alone > 0, alone * np.where(alone > 0, z, 1.0) ** -alpha, 0.0)
    own = np.where(weight[:, None] > 0, z[:, columns], 1.0)
    together = aggregate(bundle, own)
    rise = np.where(weight > 0, weight * np.where(weight > 0, np.maximum(together, 1e-300), 1.0) ** -alpha, 0.0)[
        :, None
    ]
    if bundle.elasticity == 0:
        steps = (rise / problem.base[:, columns]).ravel()
        count = steps.size
        place = (np.arange(problem.shape[0])[:, None] * problem.shape[1] + np.array(columns)).ravel()
        return Tangent(
            slope.ravel(), csr_array((steps, (place, np.arange(count))), shape=(x.size, count)),
            csr_array((np.ones(count), (np.repeat(np.arange(problem.shape[0]), len(columns)), np.arange(count)))),
            (rise * (own - together[:, None])).ravel(),
        )  # fmt: skip
    power = -1 / bundle.elasticity
    slope[:, columns] = (
        rise
        * np.array(bundle.share)
        * (own / np.maximum(together, 1e-300)[:, None]) ** power
        / problem.base[:, columns]
    )
    return Tangent(slope.ravel())


def _utility(z: Array, alpha: float) -> Array:
    with np.errstate(divide="ignore"):
        return np.log(z) if alpha == 1 else np.asarray(z ** (1 - alpha) / (1 - alpha))
