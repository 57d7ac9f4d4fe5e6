"""One factor in whole units: the most valuable units first, the least valuable taken first, never across a limit."""

import numpy as np
from numba import njit

TIE = 1e-9
FIRST = 1e200  # what the first unit of an area is worth where nothing is worth −∞


@njit(cache=True)
def settle_factor(  # type: ignore[no-untyped-def] # noqa: ANN201
    units, lower, upper, member, order, start, floor, cap, wanted, supply, base, weight, toll, alpha,  # noqa: ANN001
):  # fmt: skip
    """Bring `units` (areas,) between all limits at the greatest value; False where groups or supply cannot be met.

    Values are those of a unit less its `toll`; base is in units. `wanted` (groups,) is 1 where a group stands at its floor,
    −1 at its cap, 0 free; `order`, `start` list areas by group. Where no swap of two units gains, no plan is worth more.
    """
    areas, groups = len(units), len(floor)
    held = np.zeros(groups, np.int64)
    give, take = np.empty(areas), np.empty(areas)
    for i in range(areas):
        held[member[i]] += units[i]
        _note(i, units, lower, upper, base, weight, toll, alpha, give, take)
    for g in range(groups):
        aim = min(max(held[g], floor[g]), cap[g])
        aim = floor[g] if wanted[g] > 0 else cap[g] if wanted[g] < 0 else aim
        inside = order[start[g] : start[g + 1]]
        while held[g] != aim:
            up = held[g] < aim
            i = _most(inside, give) if up else _least(inside, take)
            if i < 0:
                break
            _change(i, 1 if up else -1, units, held, member, lower, upper, base, weight, toll, alpha, give, take)
        if held[g] < floor[g] or held[g] > cap[g]:
            return False
    given = units.sum()
    while given != supply:
        up = given < supply
        i = _most_open(give, member, held, cap) if up else _least_open(take, member, held, floor)
        if i < 0 or (up and give[i] <= 0.0 and alpha != np.inf):
            break
        _change(i, 1 if up else -1, units, held, member, lower, upper, base, weight, toll, alpha, give, take)
        given += 1 if up else -1
    if given > supply:
        return False
    for _ in range(8 * areas):
        i, j = _find_swap(give, take, member, order, start, held, floor, cap)
        if i < 0:
            break
        _change(i, 1, units, held, member, lower, upper, base, weight, toll, alpha, give, take)
        _change(j, -1, units, held, member, lower, upper, base, weight, toll, alpha, give, take)
    return True


@njit(cache=True)
def count_worth(net, base, weight, alpha, units, lower, upper):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Into `units` (areas,): how many units are worth at least the net price of a unit, within the area's limits."""
    for i in range(len(net)):
        if weight[i] <= 0.0:
            count = upper[i] if net[i] < 0.0 else lower[i]
        elif net[i] <= 0.0:
            count = upper[i]
        else:
            amount = base[i] * (weight[i] / net[i]) ** (1.0 / alpha)
            count = upper[i] if amount >= upper[i] else np.int64(np.floor(amount))
            if count < upper[i] and worth_unit(count + 1, base[i], weight[i], alpha) >= net[i]:
                count += 1
        units[i] = min(max(count, lower[i]), upper[i])


@njit(cache=True)
def worth_unit(n, base, weight, alpha):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """What the n-th unit adds in value; α = inf: the lower the level before it, the more, and of equal ones the higher after it."""
    if alpha == np.inf:
        return -(n - 1 - TIE) / base
    if weight <= 0.0:
        return 0.0
    if alpha == 0.0:
        return weight
    if n <= 1 and alpha >= 1.0:
        return FIRST * base * weight
    if alpha == 1.0:
        return base * weight * np.log1p(1.0 / (n - 1))
    power = 1.0 - alpha
    return base * weight * ((n / base) ** power - ((n - 1) / base) ** power) / power


@njit(cache=True)
def _note(i, units, lower, upper, base, weight, toll, alpha, give, take):  # type: ignore[no-untyped-def] # noqa: ANN001
    n = units[i]
    give[i] = worth_unit(n + 1, base[i], weight[i], alpha) - toll[i] if n < upper[i] else -np.inf
    take[i] = worth_unit(n, base[i], weight[i], alpha) - toll[i] if n > lower[i] else np.inf


@njit(cache=True)
def _change(i, by, units, held, member, lower, upper, base, weight, toll, alpha, give, take):  # type: ignore[no-untyped-def] # noqa: ANN001
    units[i] += by
    held[member[i]] += by
    _note(i, units, lower, upper, base, weight, toll, alpha, give, take)


@njit(cache=True)
def _most(inside, give):  # type: ignore[no-untyped-def] # noqa: ANN001
    best, found = -np.inf, -1
    for i in inside:
        if give[i] > best:
            best, found = give[i], i
    return found


@njit(cache=True)
def _least(inside, take):  # type: ignore[no-untyped-def] # noqa: ANN001
    best, found = np.inf, -1
    for i in inside:
        if take[i] <= best and take[i] < np.inf:
            best, found = take[i], i
    return found


@njit(cache=True)
def _most_open(give, member, held, cap):  # type: ignore[no-untyped-def] # noqa: ANN001
    best, found = -np.inf, -1
    for i in range(len(give)):
        if give[i] > best and held[member[i]] < cap[member[i]]:
            best, found = give[i], i
    return found


@njit(cache=True)
def _least_open(take, member, held, floor):  # type: ignore[no-untyped-def] # noqa: ANN001
    best, found = np.inf, -1
    for i in range(len(take)):
        if take[i] <= best and take[i] < np.inf and held[member[i]] > floor[member[i]]:
            best, found = take[i], i
    return found


@njit(cache=True)
def _find_swap(give, take, member, order, start, held, floor, cap):  # type: ignore[no-untyped-def] # noqa: ANN001
    """Who should get a unit from whom: within a group, or from a group above its floor to one below its cap; −1 for nobody."""
    i, j = _most_open(give, member, held, cap), _least_open(take, member, held, floor)
    best, taker, giver = 0.0, -1, -1
    if i >= 0 and j >= 0 and i != j:
        best, taker, giver = _gain(give[i], take[j]), i, j
    for g in range(len(floor)):
        inside = order[start[g] : start[g + 1]]
        i, j = _most(inside, give), _least(inside, take)
        if i >= 0 and j >= 0 and i != j and _gain(give[i], take[j]) > best:
            best, taker, giver = _gain(give[i], take[j]), i, j
    return (taker, giver) if best > 0.0 else (-1, -1)


@njit(cache=True)
def _gain(give, take):  # type: ignore[no-untyped-def] # noqa: ANN001
    return give - take if give - take > 1e-12 * (abs(give) + abs(take)) else 0.0
