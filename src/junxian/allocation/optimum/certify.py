"""The certificate of a plan by weak duality, in plain NumPy: it asks nothing of whoever found the plan."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.problem import Array, Certificate, Prices, Problem


def certify(problem: Problem, x: Array, prices: Prices, solver: str, iterations: int) -> Certificate:
    """Value of `x`, the bound that `prices` give to every plan, their gap, and how far `x` breaks any limit.

    D(prices) ≥ value of every plan within the limits, for any prices of the right signs (wrong ones count as 0). The gap is
    summed as slackness (price · unused, and what areas would rather take at these prices), not as a difference of two
    large numbers, and no part counts below zero: by how much `x` breaks a limit stands in the residuals alone. Amounts that can only be 0 and weights of 0 are left out of both values. For α = inf the values are the
    least x / base that is free to move, and the gap is not defined (`max_min`). Checked in tests/unit/allocation/optimum/test_certify.py.
    """
    upper = tighten(problem)
    net, prices = meet_prices(problem, prices), _right_signs(prices)
    wanted = respond(problem, net, upper)
    counted = (upper > 0) & (problem.weight > 0)
    worth, best = value(problem, x, counted), value(problem, wanted, counted)
    regret = np.maximum(np.where(counted, best - worth, 0.0) - net * (wanted - x), 0.0)  # below zero only by rounding
    slack = _supply_slack(problem, x, prices) + _group_slack(problem, x, prices) + _row_slack(problem, x, prices)
    primal, gap = float(worth.sum()), float(regret.sum() + slack)
    return Certificate(
        primal=primal,
        dual=primal + gap,
        gap=gap,
        relative_gap=relate(problem, gap, primal),
        residuals=measure_residuals(problem, x),
        solver=solver,
        iterations=iterations,
    )


def relate(problem: Problem, gap: float, primal: float) -> float:
    """A gap beside the size of the objective: its value, or Σ base · weight where the value happens to be near 0.

    So weights in any unit are held to the same. 0 where nothing is weighed.
    """
    size = max(abs(primal), float((problem.base * problem.weight).sum()))
    return gap / size if size > 0 else 0.0


def tighten(problem: Problem) -> Array:
    """Upper limits that follow from supply: what is left when all others have their least."""
    room = np.maximum(problem.supply - problem.lower.sum(axis=0), 0.0)
    tight: Array = np.maximum(np.minimum(problem.upper, problem.lower + room), problem.lower)
    return tight


def meet_prices(problem: Problem, prices: Prices) -> Array:
    """The price that every area meets for every factor: supply + surcharges of rows − subsidy of its group."""
    net = np.broadcast_to(prices.supply, problem.shape) + surcharge(problem, prices) - subsidy(problem, prices)
    return net


def surcharge(problem: Problem, prices: Prices) -> Array:
    """Σ over rows of price · coefficient, (areas, factors)."""
    if problem.rows is None:
        return np.zeros(problem.shape)
    added: Array = (problem.rows.matrix.T @ prices.rows).reshape(problem.shape)
    return added


def subsidy(problem: Problem, prices: Prices) -> Array:
    """What the floor (or, below zero, the cap) of its group takes off the price, (areas, factors)."""
    if problem.groups is None or not len(prices.groups):
        return np.zeros(problem.shape)
    member = problem.groups.member
    off: Array = np.where(member[:, None] >= 0, prices.groups[member], 0.0)
    return off


def respond(problem: Problem, net: Array, upper: Array | None = None) -> Array:
    """clip(base · (weight / price)^(1/α), lower, upper): what areas take at these prices; α = 0: all or nothing."""
    upper = problem.upper if upper is None else upper
    weight, alpha = problem.weight, problem.alpha
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if alpha == 0:
            free = np.where(weight > net, np.inf, 0.0)
        else:
            free = problem.base * np.where(net > 0, weight / net, np.inf) ** (1 / alpha)
    free = np.where(weight > 0, free, np.where(net < 0, np.inf, 0.0))
    return np.clip(free, problem.lower, upper)


def value(problem: Problem, x: Array, counted: NDArray[np.bool_] | None = None) -> Array:
    """Base · weight · U_α(x / base) of every amount; 0 where not counted."""
    counted = np.asarray(problem.weight > 0) if counted is None else counted
    z = np.where(counted, x / problem.base, 1.0)
    with np.errstate(divide="ignore"):
        if problem.alpha == 1:
            utility = np.log(z)
        elif problem.alpha == 0:
            utility = z
        else:
            utility = z ** (1 - problem.alpha) / (1 - problem.alpha)
    worth: Array = np.where(counted, problem.base * problem.weight * utility, 0.0)
    return worth


def measure_residuals(problem: Problem, x: Array) -> dict[str, float]:
    """The greatest violation of each kind of limit, relative to the limit's own size; 0 where all hold."""
    over = x.sum(axis=0) - problem.supply
    found = {
        "supply": _greatest(over, problem.supply),
        "lower": _greatest(problem.lower - x, problem.lower),
        "upper": _greatest(x - problem.upper, problem.upper),
    }
    if problem.groups is not None:
        held = sum_groups(problem, x)
        found["floor"] = _greatest(problem.groups.floor - held, problem.groups.floor)
        found["cap"] = _greatest(held - problem.groups.cap, problem.groups.cap)
    if problem.rows is not None:
        used, size = problem.rows.matrix @ x.ravel(), abs(problem.rows.matrix) @ x.ravel()
        found["row"] = max(_greatest(used - problem.rows.high, size), _greatest(problem.rows.low - used, size))
    return found


def sum_groups(problem: Problem, x: Array) -> Array:
    """What every group holds of every factor, (groups, factors)."""
    assert problem.groups is not None
    place, count = problem.groups.member + 1, len(problem.groups.floor) + 1
    held: Array = np.column_stack([np.bincount(place, column, count)[1:] for column in x.T]).astype(float, copy=False)
    return held


def _greatest(over: Array, size: Array) -> float:
    if not over.size:
        return 0.0
    finite = np.isfinite(over)
    relative = np.where(finite, over, 0.0) / np.where(np.isfinite(size) & (size > 0), size, 1.0)
    return float(max(0.0, relative.max()))


def _right_signs(prices: Prices) -> Prices:
    return Prices(np.maximum(prices.supply, 0.0), prices.groups, prices.rows)


def _supply_slack(problem: Problem, x: Array, prices: Prices) -> float:
    return float(prices.supply @ np.maximum(problem.supply - x.sum(axis=0), 0.0))


def _group_slack(problem: Problem, x: Array, prices: Prices) -> float:
    if problem.groups is None or not len(prices.groups):
        return 0.0
    held, q = sum_groups(problem, x), prices.groups
    above = np.where(q > 0, q * (held - problem.groups.floor), 0.0)
    below = np.where(q < 0, q * (held - np.where(q < 0, problem.groups.cap, 0.0)), 0.0)
    return float(np.maximum(above + below, 0.0).sum())


def _row_slack(problem: Problem, x: Array, prices: Prices) -> float:
    if problem.rows is None:
        return 0.0
    used, rho = problem.rows.matrix @ x.ravel(), prices.rows
    high, low = np.where(rho > 0, problem.rows.high, used), np.where(rho < 0, problem.rows.low, used)
    return float(np.maximum(rho * (np.where(rho > 0, high, low) - used), 0.0).sum())
