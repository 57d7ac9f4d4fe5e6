"""Parts of the problem that hang together only by prices: counties, each with one limit of its own, and single projects."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from junxian.allocation.projects.check import find_bounds
from junxian.allocation.projects.plans import list_plans
from junxian.allocation.projects.problem import Array, Mask, ProjectProblem, Whole
from junxian.allocation.projects.relax import Relaxation, state_rows


@dataclass(frozen=True)
class Block:
    """The open projects of one limit, how much each takes of it, and its ends less what is promised."""

    member: Whole
    amount: Array
    low: float
    high: float


@dataclass(frozen=True)
class Blocks:
    """The problem cut at all limits but one a block: `shared` rows (all pairs of needs among them) and their ends.

    single: open projects of no block; base: what is promised
    """

    blocks: tuple[Block, ...]
    single: Whole
    base: Mask
    shared: Any
    low: Array
    high: Array
    price: Array


@dataclass(frozen=True)
class Priced:
    """What prices of the shared rows prove (`bound`), gains of projects at these, and the best plans of each block."""

    bound: float
    price: Array
    gain: Array
    plans: tuple[Mask, ...]


def cut_blocks(problem: ProjectProblem, relaxation: Relaxation) -> Blocks | None:
    """Limits of counties and groups that share no project, those first whose prices weigh most; None where there is none."""
    matrix, low, high = state_rows(problem)
    least, greatest = find_bounds(problem)
    limits, price = problem.limits, np.r_[relaxation.price, relaxation.need_price]
    weight = np.abs(price[: len(limits)]) * (limits.matrix @ relaxation.part)
    is_open, taken, own = least < greatest, np.zeros(problem.size, bool), []
    for r in np.argsort(-weight, kind="stable").tolist():
        member = limits.matrix.indices[limits.matrix.indptr[r] : limits.matrix.indptr[r + 1]]
        if limits.kind[r] in ("county", "group") and len(member) and not taken[member].any():
            taken[member] = True
            own.append(r)
    if not own:
        return None
    base = least > 0
    used = matrix @ base.astype(float)
    blocks = tuple(_cut_one(matrix, r, is_open, low[r] - used[r], high[r] - used[r]) for r in sorted(own))
    rest = np.setdiff1d(np.arange(matrix.shape[0]), own)
    return Blocks(blocks, np.flatnonzero(is_open & ~taken), base, matrix[rest], low[rest], high[rest], price[rest])


def _cut_one(matrix: Any, row: int, is_open: Mask, low: float, high: float) -> Block:
    place = slice(matrix.indptr[row], matrix.indptr[row + 1])
    member, amount = matrix.indices[place].astype(np.int64), matrix.data[place]
    kept = is_open[member]
    slack = 1e-9 * max(1.0 * amount.max(initial=0), abs(high) if np.isfinite(high) else 0.0)
    return Block(member[kept], amount[kept], float(low) - slack, float(high) + slack)


def price_blocks(problem: ProjectProblem, cut: Blocks, price: Array, most: int) -> Priced:
    """Price the shared rows: every block then chooses for itself, and what all gain together is a bound on every choice."""
    gain = problem.benefit - cut.shared.T @ price
    ends = np.where(price > 0, cut.high, np.where(price < 0, cut.low, 0.0))
    bound = float(price @ ends + gain[cut.base].sum() + np.maximum(gain[cut.single], 0).sum())
    plans = []
    for block in cut.blocks:
        listed, best = list_plans(gain[block.member], block.amount, block.low, block.high, most)
        plans.append(listed)
        bound += best
    return Priced(bound, price, gain, tuple(plans))
