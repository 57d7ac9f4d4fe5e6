"""The best plans of one county: subsets of its projects within its own floor and cap, listed by what they lose (Numba)."""

import numpy as np
from numba import njit

from junxian.allocation.projects.problem import Array, Mask, Whole

BITS = 60  # projects of a county that may differ from its base plan: one bit each
NODES = 100_000  # subsets looked at in one county


@njit(cache=True)
def price_county(gain: Array, amount: Array, low: float, high: float) -> float:
    """The price of the county's own limit at which its gains in parts are greatest; nan where its floor is out of reach."""
    taken, short = 0.0, 0.0
    for j in range(gain.size):
        taken += amount[j] * (gain[j] > 0)
        short += amount[j]
    if short < low:
        return np.nan
    if low <= taken <= high:
        return 0.0
    ratio = np.where(amount > 0, gain / np.where(amount > 0, amount, 1.0), np.inf * np.where(gain > 0, 1.0, -1.0))
    order, end, used = np.argsort(-ratio), high if taken > high else low, 0.0
    for j in order:
        used += amount[j]
        if amount[j] > 0 and used >= end:
            return ratio[j]
    return 0.0


@njit(cache=True)
def list_plans(gain: Array, amount: Array, low: float, high: float, most: int) -> tuple[Mask, float]:
    """Up to `most` plans (plans, projects) of greatest gain with low ≤ amount · plan ≤ high, best first; a bound on every gain.

    Every plan loses the reduced gain of each project in which it differs from the base, and the price of what it leaves of
    the limit; subsets are listed by these losses up to a depth that doubles until enough plans are found. The bound is exact
    where the best was found within a depth that was searched through.
    """
    size = gain.size
    none = np.zeros((0, size), np.bool_)
    price = price_county(gain, amount, low, high)
    if np.isnan(price):
        return none, -np.inf
    reduced = gain - price * amount
    base = reduced > 0
    cost = np.abs(reduced)
    order = np.argsort(cost)[:BITS]
    ceiling = reduced[base].sum() + (price * high if price > 0 else price * low if price < 0 else 0.0)
    beyond = np.sort(cost)[BITS] if size > BITS else np.inf
    step = np.where(base, -amount, amount)[order]
    taken = amount[base].sum()
    depth, through, found = max(cost[order].mean() / 8, 1e-12), 0.0, 0
    masks, losses = np.zeros(most, np.int64), np.full(most, np.inf)
    while True:
        depth = min(depth, beyond)
        found, is_whole = search_plans(cost[order], step, taken, low, high, price, depth, masks, losses)
        if is_whole:
            through = depth
        if found == most or not is_whole or depth >= min(beyond, cost[order].sum() + abs(price) * amount.sum() + 1.0):
            break
        depth *= 2
    best = np.argsort(losses)[:found]
    plans = np.zeros((found, size), np.bool_)
    for k in range(found):
        plans[k] = base
        for b in range(order.size):
            if (masks[best[k]] >> b) & 1:
                plans[k, order[b]] = not base[order[b]]
    least = losses[best[0]] if found else np.inf
    return plans, ceiling - min(least, through)


@njit(cache=True)
def search_plans(
    cost: Array, step: Array, taken: float, low: float, high: float, price: float, depth: float, masks: Whole, losses: Array
) -> tuple[int, bool]:  # fmt: skip
    """Subsets of changes whose loss is at most `depth`, the best of them kept in masks and losses; whether all were seen."""
    size, most = cost.size, losses.size
    up, down = np.zeros(size + 1), np.zeros(size + 1)
    for b in range(size - 1, -1, -1):
        up[b], down[b] = up[b + 1] + max(step[b], 0.0), down[b + 1] + min(step[b], 0.0)
    losses[:] = np.inf
    found, nodes, top = 0, 0, 0
    place, spent, used, mask = (np.zeros(size + 2, np.int64), np.zeros(size + 2), np.zeros(size + 2), np.zeros(size + 2, np.int64))  # fmt: skip
    used[0] = taken
    fresh = True
    limit = depth
    while top >= 0:
        if fresh:
            nodes += 1
            if nodes > NODES:
                return found, False
            if low <= used[top] <= high:
                left = 0.0 if price == 0 else price * ((high if price > 0 else low) - used[top])
                loss = spent[top] + left
                if loss <= limit:
                    worst = found if found < most else int(np.argmax(losses))
                    losses[worst], masks[worst] = loss, mask[top]
                    found = min(found + 1, most)
                    if found == most:
                        limit = losses.max()
            fresh = False
        b = place[top]
        room = limit - spent[top]
        lowest = max(low, high - room / price) if price > 0 else low
        highest = min(high, low - room / price) if price < 0 else high
        if b >= size or cost[b] > room or used[top] + up[b] < lowest or used[top] + down[b] > highest:
            top -= 1
            continue
        place[top] = b + 1
        place[top + 1], spent[top + 1], used[top + 1] = b + 1, spent[top] + cost[b], used[top] + step[b]
        mask[top + 1] = mask[top] | (np.int64(1) << b)
        top += 1
        fresh = True
    return found, True
