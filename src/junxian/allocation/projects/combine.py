"""Plans of counties combined: prices at which they agree (Dantzig and Wolfe), and one plan a county within what is shared."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from junxian.allocation.branching.mip import Answer, Mip, measure_benefit, measure_rows
from junxian.allocation.projects.blocks import Blocks, Priced, price_blocks
from junxian.allocation.projects.problem import Array, Mask, ProjectProblem, Whole
from junxian.allocation.projects.relax import keep_signs
from junxian.engine.highs import open_solver, pass_programme

ROUNDS = 30
FEW, MANY = 4, 40  # plans of a county in a round, and at the end
SINGLES = 400  # projects of no county that stay open


@dataclass
class Columns:
    """Plans found so far: block and members of each."""

    block: list[int] = field(default_factory=list)
    member: list[Whole] = field(default_factory=list)
    seen: set[tuple[int, bytes]] = field(default_factory=set)

    def add(self, block: int, member: Whole) -> None:
        """Add a plan that is not there yet."""
        if (key := (block, member.tobytes())) not in self.seen:
            self.seen.add(key)
            self.block.append(block)
            self.member.append(member)

    def add_all(self, cut: Blocks, priced: Priced) -> None:
        """Add the plans of all blocks."""
        for k, (block, plans) in enumerate(zip(cut.blocks, priced.plans, strict=True)):
            for plan in plans:
                self.add(k, block.member[plan])

    def state(self, count: int) -> csc_array:
        """Projects by plans: 1 where the plan has the project."""
        start = np.cumsum([0, *(len(one) for one in self.member)])
        place = np.concatenate([*self.member, np.zeros(0, np.int64)])
        return csc_array((np.ones(len(place)), place, start), shape=(count, len(self.member)))


@dataclass(frozen=True)
class Combined:
    """The programme over plans, then single projects: `make` turns an answer into projects."""

    mip: Mip
    make: Callable[[Answer], Mask | None]
    fixed: float


def agree_on_prices(problem: ProjectProblem, cut: Blocks, picked: Mask, gap: float) -> tuple[Priced, Columns]:
    """Prices of the shared rows that prove the least bound found, and the plans met on the way.

    From the prices of the linear programme, half way to those at which the plans found so far agree, until these prove
    no better bound by more than a tenth of `gap`. Deterministic. Checked in tests/unit/allocation/projects/test_combine.py.
    """
    columns = Columns()
    for k, block in enumerate(cut.blocks):
        columns.add(k, block.member[picked[block.member]])
    best = price_blocks(problem, cut, cut.price, FEW)
    columns.add_all(cut, best)
    for _ in range(ROUNDS):
        value, price = _agree(problem, cut, columns, best)
        if value >= best.bound - 0.1 * gap * abs(best.bound):
            break
        tried = price_blocks(problem, cut, (best.price + price) / 2, FEW)
        columns.add_all(cut, tried)
        best = tried if tried.bound < best.bound else best
    return best, columns


def _agree(problem: ProjectProblem, cut: Blocks, columns: Columns, best: Priced) -> tuple[float, Array]:
    """Mix the plans found so far for the greatest benefit: its value, and the prices of the shared rows; inf where none fits."""
    import highspy

    matrix, low, high, benefit, fixed, _ = _state(problem, cut, columns, best)
    each, unit = measure_rows(matrix), measure_benefit(benefit)
    solver = open_solver()
    ends = np.zeros(len(benefit)), np.ones(len(benefit))
    rows = matrix.multiply(1 / each[:, None])
    pass_programme(solver, -benefit / unit, ends, rows, (low / each, high / each))
    solver.run()
    solution = solver.getSolution()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return np.inf, best.price
    count = len(cut.low)
    price = -np.array(solution.row_dual[:count]) * unit / each[:count]
    return float(benefit @ np.array(solution.col_value)) + fixed, keep_signs(price, cut.low, cut.high)


def combine_plans(
    problem: ProjectProblem, cut: Blocks, priced: Priced, columns: Columns, least: float, target: float, gap: float, nodes: int
) -> Combined:  # fmt: skip
    """One plan a block, of those that can be part of a choice better than `least`, within the shared rows."""
    columns.add_all(cut, price_blocks(problem, cut, priced.price, MANY))
    _keep_near(cut, priced, columns, priced.bound - least)
    matrix, low, high, benefit, fixed, parts = _state(problem, cut, columns, priced)

    def make(answer: Answer) -> Mask | None:
        if answer.picked is None:
            return None
        return (parts[0] @ answer.picked.astype(float) + parts[1]) > 0.5

    mip = Mip(benefit, csc_array(matrix), low, high, None, target - fixed, gap, nodes, np.inf)
    return Combined(mip, make, fixed)


def _keep_near(cut: Blocks, priced: Priced, columns: Columns, most: float) -> None:
    """Leave out plans that lose more against their block's best than is left between bound and choice."""
    gains = np.array([priced.gain[member].sum() for member in columns.member])
    block = np.array(columns.block)
    best = np.full(len(cut.blocks), -np.inf)
    np.maximum.at(best, block, gains)
    kept = np.flatnonzero(gains >= best[block] - most)
    columns.block = [columns.block[k] for k in kept]
    columns.member = [columns.member[k] for k in kept]


def _state(
    problem: ProjectProblem, cut: Blocks, columns: Columns, priced: Priced
) -> tuple[csr_array, Array, Array, Array, float, tuple[csc_array, Array]]:
    """Rows (shared, then one plan a block) over plans and open singles; what is fixed; projects by columns, and fixed ones."""
    gain = priced.gain[cut.single]
    order = np.argsort(np.abs(gain), kind="stable")
    opened, closed = cut.single[order[:SINGLES]], cut.single[order[SINGLES:]]
    fixed = cut.base.copy()
    fixed[closed[priced.gain[closed] > 0]] = True
    alone = csc_array((np.ones(len(opened)), (opened, np.arange(len(opened)))), shape=(problem.size, len(opened)))
    parts = csc_array(hstack([columns.state(problem.size), alone]))
    block = np.array(columns.block)
    one = csr_array((np.ones(len(block)), (block, np.arange(len(block)))), shape=(len(cut.blocks), parts.shape[1]))
    used, ones = cut.shared @ fixed.astype(float), np.ones(len(cut.blocks))
    rows = csr_array(vstack([cut.shared @ parts, one]))
    low, high = np.r_[cut.low - used, ones], np.r_[cut.high - used, ones]
    return rows, low, high, parts.T @ problem.benefit, float(problem.benefit[fixed].sum()), (parts, fixed.astype(float))
