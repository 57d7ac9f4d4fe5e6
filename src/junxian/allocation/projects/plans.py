"""The best plans of one county: subsets of its projects within its own floor and cap, listed by what they lose (Numba)."""

import numpy as np
from numba import njit
from scipy.sparse import csr_array

from junxian.allocation.branching.mip import Mip, solve_mip
from junxian.allocation.projects.problem import Array, Mask, Whole

BITS = 60  # projects of a county that may differ from its base plan: one bit each
NODES = 100_000  # subsets looked at in one county
GAP, MIP_NODES = 1e-6, 1000  # of a county in which none of these is a plan


def price_county(gain: Array, amount: Array, low: float, high: float) -> float:
    """The price of the county's own limit at which its gains in parts are greatest; nan where its floor is out of reach."""
    taken = float(amount[gain > 0].sum())
    if amount.sum() < low:
        return np.nan
    if low <= taken <= high:
        return 0.0
    member = np.flatnonzero(amount > 0)
    ratio = gain[member] / amount[member]
    order = np.argsort(-ratio, kind="stable")
    used = np.cumsum(amount[member][order])
    last = np.searchsorted(used, high if taken > high else low)
    return float(ratio[order[min(int(last), len(order) - 1)]])


def list_plans(gain: Array, amount: Array, low: float, high: float, most: int) -> tuple[Mask, float]:
    """Up to `most` plans (plans, projects) of greatest gain with low ≤ amount · plan ≤ high, best first; a bound on every gain.

    Every plan loses the reduced gain of each project in which it differs from the base, and the price of what it leaves of
    the limit; subsets are listed by these losses up to a depth that doubles until enough plans are found. The bound is exact
    where the best was found within a depth that was searched through.
    Checked against all subsets in tests/unit/allocation/projects/test_plans.py.
    """
    price = price_county(gain, amount, low, high)
    if np.isnan(price):
        return np.zeros((0, gain.size), bool), -np.inf
    reduced = gain - price * amount
    base, cost = reduced > 0, np.abs(reduced)
    order = np.argsort(cost, kind="stable")
    beyond = cost[order[BITS]] if gain.size > BITS else np.inf
    order = order[:BITS]
    step = np.where(base, -amount, amount)[order]
    masks, losses, through = _deepen(cost[order], step, float(amount[base].sum()), (low, high, price), beyond, most)
    end = price * high if price > 0 else price * low if price < 0 else 0.0
    ceiling = float(reduced[base].sum()) + end
    bound = ceiling - min(losses.min(initial=np.inf), through)
    return (_spell_out(base, order, masks), bound) if len(masks) else _search_one(gain, amount, low, high, bound)


def _search_one(gain: Array, amount: Array, low: float, high: float, bound: float) -> tuple[Mask, float]:
    """The best plan by branch and bound, where one large project hides all plans behind too many subsets."""
    row = csr_array(amount[None, :])
    answer = solve_mip(Mip(gain, row, np.array([low]), np.array([high]), None, np.inf, GAP, MIP_NODES, np.inf))
    plans = np.zeros((0, gain.size), bool) if answer.picked is None else answer.picked[None, :]
    return plans, min(bound, answer.bound)


def _deepen(
    cost: Array, step: Array, taken: float, own: tuple[float, float, float], beyond: float, most: int
) -> tuple[Whole, Array, float]:
    """Search with doubled depth until enough plans are found or all are seen: plans, losses, the depth searched through."""
    masks, losses = np.zeros(most, np.int64), np.full(most, np.inf)
    deepest = min(beyond, float(cost.sum() + abs(own[2]) * (np.abs(step).sum() + taken)) + 1.0)
    depth, through = max(float(cost.mean()) / 8 if cost.size else 0.0, 1e-12), 0.0
    while True:
        depth = min(depth, deepest)
        found, is_whole = search_plans(cost, step, taken, *own, depth, masks, losses)
        through = depth if is_whole else through
        if found == most or not is_whole or depth >= deepest:
            best = np.argsort(losses[:found], kind="stable")
            return masks[best], losses[best], through
        depth *= 2


def _spell_out(base: Mask, order: Whole, masks: Whole) -> Mask:
    """Plans out of the bits by which they differ from the base."""
    plans = np.repeat(base[None, :], len(masks), axis=0)
    plans[:, order] ^= ((masks[:, None] >> np.arange(len(order))) & 1).astype(bool)
    return plans


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
