"""Steep utilities: the plan of a mild α, followed in small steps of α to the one asked for, prices in twice the digits.

With α = 16 what a unit is worth differs by 30 orders of magnitude between areas. Newton then fails for two reasons: prices in doubles
do not say what is taken, and a step of the prices that looks right moves a small one far too little or too far. Here every step
is one of the amounts, to which prices are fitted.
"""

from dataclasses import replace

import numpy as np

from junxian.allocation.optimum.dual_newton import guess_levels, minimise_dual
from junxian.allocation.optimum.intake import Levels, Market
from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.slack import Slack
from junxian.allocation.optimum.steep.centred import find_careful_direction
from junxian.allocation.optimum.steep.fine_levels import (
    FineLevels,
    Place,
    is_alike,
    look,
    meet,
    move,
    refine,
    slope_dual,
)

MILD = 1.5  # the α that a path begins at, up or down
RATIO = 1.25  # of the first step of α
LEAST = 1e-4  # of a step, in logarithms
STEPS, HALVINGS, BISECTIONS, FITS, MOST = 40, 12, 100, 4, 1_500
TIGHT, MET = 1e-13, 1e-10  # violations at which Newton ends, and at which α goes on


def follow_alpha(market: Market, last: Levels) -> tuple[Place, int]:
    """Where prices are best for a scaled problem, and Newton's steps to there: from `last`, or from a mild α where that leads nowhere.

    No promise is made: the certificate tells how good it is. Checked in tests/unit/allocation/optimum/steep/test_continue_alpha.py.
    """
    place, steps = _settle(market, look(market, refine(last)))
    if place.slack.greatest <= MET:
        return place, steps
    alpha, to = MILD, market.problem.alpha
    mild = _set_alpha(market, alpha)
    begun = minimise_dual(mild, guess_levels(mild.problem))
    near, taken = _settle(mild, look(mild, refine(begun.levels)))
    steps, length = steps + begun.steps + taken, np.log(RATIO)
    while near.slack.greatest <= MET and alpha != to and length > LEAST and steps < MOST:
        ratio = np.exp(np.clip(np.log(to / alpha), -length, length))
        after = to if ratio == to / alpha else alpha * ratio
        following = _set_alpha(market, after)
        found, taken = _settle(following, look(following, _foresee(mild, following, near)))
        steps += taken + 1
        if found.slack.greatest <= MET:
            alpha, mild, near, length = after, following, found, length * (1.5 if taken < 12 else 1.0)
        else:
            length *= 0.4
    return (near if alpha == to else place), steps


def _set_alpha(market: Market, alpha: float) -> Market:
    return replace(market, problem=replace(market.problem, alpha=alpha))


def _settle(market: Market, place: Place) -> tuple[Place, int]:
    """Newton at one α, while the violation falls."""
    for step in range(STEPS):
        moved = None if place.slack.greatest <= TIGHT else _step(market, place)
        if moved is None:
            return place, step
        place = moved
    return place, STEPS


def _step(market: Market, place: Place) -> Place | None:
    """To amounts on the way to those that limits ask for, the violation falling; else to where the dual is least on the way there."""
    direction = find_careful_direction(market, place.levels, place.slope, place.slack)
    less = place.slope * market.meet(direction)
    for halving in range(HALVINGS):
        length = 0.5**halving
        found = look(market, _fit(market, place, length * less))
        if found.slack.greatest <= (1 - 0.3 * length) * place.slack.greatest:
            return found
    return _bisect(market, place, direction)


def _bisect(market: Market, place: Place, direction: Levels) -> Place | None:
    """Where the dual stops falling along a direction: found though an area takes all or nothing on either side."""
    low, high, length = 0.0, 1.0, 1.0
    for _ in range(BISECTIONS):
        part = Levels(length * direction.supply, length * direction.group, direction.bound, length * direction.row)
        found = look(market, move(place.levels, part, place.slack.row))
        begin, end = (slope_dual(market, place.levels, found.levels, at.intake) for at in (place, found))
        if not begin < 0:
            return None
        if end <= 0.1 * abs(begin) and (length == 1.0 or end >= -0.5 * abs(begin)):
            return found
        low, high = (length, high) if end < 0 else (low, length)
        length = 0.5 * (low + high)
    return None


def _foresee(market: Market, following: Market, place: Place) -> FineLevels:
    """Prices at the α that follows: amounts change as they would at these prices, and by what limits then ask."""
    alpha, problem = market.problem.alpha, market.problem
    growth = np.log(np.where(place.slope > 0, place.amount / problem.base, 1.0))
    more = -place.amount * growth * (following.problem.alpha - alpha) / alpha
    slack = _bind(market, place.levels, place.slack, more, place.slope)
    less = place.slope * market.meet(find_careful_direction(market, place.levels, place.slope, slack))
    return _fit(following, place, less - more)


def _fit(market: Market, place: Place, less: Array) -> FineLevels:
    """Prices fitted to what the amounts less so much are worth, each amount changing threefold at most.

    Where that ends a limit's hold, the others are fitted again without it.
    """
    problem, amount, is_free = market.problem, place.amount, place.slope > 0
    wanted = np.clip(amount - less, np.maximum(problem.lower, amount / 3), np.minimum(problem.upper, 3 * amount))
    worth = problem.weight * np.where(is_free, wanted / problem.base, 1.0) ** -problem.alpha
    slope = np.where(is_free & (worth > 0), wanted / (problem.alpha * np.where(worth > 0, worth, 1.0)), 0.0)
    levels, net, pulled = place.levels, place.net, place.slack
    for _ in range(FITS):
        slack = _bind(market, levels, pulled, slope * (worth - net), slope)
        moved = move(levels, find_careful_direction(market, levels, slope, slack), pulled.row)
        if is_alike(levels, moved):
            break
        levels, net, pulled = moved, meet(market, moved), pulled.drop()
    return moved


def _bind(market: Market, levels: FineLevels, pulled: Slack, amount: Array, slope: Array) -> Slack:
    """Sums of amounts by limits that bind, or are broken."""
    sums = market.add_up(amount, slope)
    return Slack(
        np.where((levels.supply.high > 0) | (pulled.supply != 0), sums.supply, 0.0),
        np.where(levels.bound != 0, sums.group, 0.0),
        np.where((levels.row.high != 0) | (pulled.row != 0), sums.row, 0.0),
    )
