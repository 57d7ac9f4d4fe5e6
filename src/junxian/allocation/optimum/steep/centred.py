"""The Newton direction where slopes differ by 20 orders of magnitude: coefficients of rows about their means, then QR.

What a row and a price of supply have in common is taken off every coefficient before squares are summed, so that an area with a
great slope does not drown the others. The same elimination as in `direction.py`, of which this is the careful form.
"""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.intake import Levels, Market
from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.slack import Slack
from junxian.allocation.optimum.steep.fine_levels import FineLevels

LEAST = 1e-9  # of a row's own size on the diagonal, so that rows that say the same can be solved


def find_careful_direction(market: Market, levels: FineLevels, slope: Array, slack: Slack) -> Levels:
    """The change of prices after which, by these slopes (areas, factors), every binding limit is met; 0 for prices without slope."""
    held, (groups, factors) = levels.bound != 0, levels.bound.shape
    pool, flat = _pool(market, held), slope.ravel()
    total = np.bincount(pool, flat, factors * (groups + 1))
    over = np.where(held & (total[factors:].reshape(groups, factors) > 0), slack.group, 0.0)
    beyond = np.concatenate([slack.supply - over.sum(axis=0), over.ravel()])
    moves = total > 0
    moves[:factors] &= (levels.supply.high > 0) | (slack.supply != 0)
    per = np.where(moves, 1 / np.where(moves, total, 1.0), 0.0)
    row = np.zeros_like(slack.row)
    live = np.flatnonzero((levels.row.high != 0) | (slack.row != 0))
    own = beyond * per
    if live.size:
        entries = _list_entries(market, live)
        mean = np.array([np.bincount(pool, flat * line, total.size) * per for line in entries])
        row[live] = _solve_rows(entries - mean[:, pool], flat, slack.row[live] - mean @ np.where(moves, beyond, 0.0))
        own = own - row[live] @ mean
    return Levels(own[:factors], own[factors:].reshape(groups, factors), levels.bound, row)


def _pool(market: Market, held: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The price that an amount shares: its factor's, or its group's own where that binds."""
    factors, member = held.shape[1], market.groups.member
    pool = np.tile(np.arange(factors), (len(member), 1))
    if len(held):
        pool = np.where((member >= 0)[:, None] & held[member], factors * (member[:, None] + 1) + pool, pool)
    return pool.ravel()


def _list_entries(market: Market, rows: NDArray[np.int64]) -> Array:
    entries = np.zeros((rows.size, market.problem.base.size))
    for k, r in enumerate(rows):
        own = slice(market.line[r], market.line[r + 1])
        entries[k, market.cell[own]] = market.entry[own]
    return entries


def _solve_rows(entries: Array, slope: Array, side: Array) -> Array:
    """The y of (entries · slope · entriesᵀ) y = side by QR of √slope · entriesᵀ, the greatest slopes first."""
    order = np.argsort(-slope)[: int((slope > 0).sum())]
    weighed = entries[:, order] * np.sqrt(slope[order])
    size = np.sqrt((weighed**2).sum(axis=1))
    size = np.where(size > 0, size, 1.0)
    stacked = np.vstack([(weighed / size[:, None]).T, LEAST * np.eye(size.size)])
    upper: Array = np.linalg.qr(stacked, mode="r")  # type: ignore[assignment]
    solved: Array = np.linalg.solve(upper, np.linalg.solve(upper.T, side / size)) / size
    return solved
