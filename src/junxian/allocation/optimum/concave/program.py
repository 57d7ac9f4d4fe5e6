"""A concave programme laid out for Clarabel: amounts within limits, rows, and utilities as cones; and its certificate."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csc_array, csr_array, eye_array, hstack, vstack

from junxian.allocation.optimum.problem import Array
from junxian.terms.errors import AllocationError

TOLERANCE = 1e-10
HUGE = 1e20  # what HiGHS takes for infinite


@dataclass
class Program:
    """max `gain` · v over variables v, the first `amounts` of which lie within `lower` and `upper`, within rows ≤ `end` and cones.

    A cone holds `offset − matrix · v`; rows are added before cones, so that their duals are found by place.
    """

    amounts: int
    lower: Array
    upper: Array
    rows: csr_array
    end: Array
    gain: list[float] = field(default_factory=list)
    lines: list[tuple[int, int, float]] = field(default_factory=list)  # cone line, variable, coefficient
    offsets: list[float] = field(default_factory=list)
    cones: list[Any] = field(default_factory=list)
    more_rows: list[tuple[list[tuple[int, float]], float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gain = [0.0] * self.amounts

    def add_variable(self, gain: float = 0.0) -> int:
        """A free variable with its gain; its place."""
        self.gain.append(gain)
        return len(self.gain) - 1

    def add_row(self, entries: list[tuple[int, float]], end: float) -> None:
        """Σ coefficient · variable ≤ end."""
        self.more_rows.append((entries, end))

    def add_cone(self, cone: Any, slots: list[tuple[int | None, float]]) -> None:
        """A cone whose entries are coefficient · variable, or a constant where the variable is None."""
        for variable, number in slots:
            if variable is not None:
                self.lines.append((len(self.offsets), variable, -number))
            self.offsets.append(number if variable is None else 0.0)
        self.cones.append(cone)

    def add_utility(self, argument: int, scale: float, worth: float, alpha: float) -> None:
        """Gain worth · U_α(scale · argument): log as an exponential cone, powers as power cones."""
        import clarabel

        if alpha == 0:
            self.gain[argument] += worth * scale
            return
        value = self.add_variable(worth if alpha == 1 else worth / (1 - alpha))
        if alpha == 1:
            self.add_cone(clarabel.ExponentialConeT(), [(value, 1.0), (None, 1.0), (argument, scale)])
        elif alpha < 1:
            self.add_cone(clarabel.PowerConeT(1 - alpha), [(argument, scale), (None, 1.0), (value, 1.0)])
        else:
            self.add_cone(clarabel.PowerConeT(1 / alpha), [(value, 1.0), (argument, scale), (None, 1.0)])

    def solve(self) -> tuple[Array, Array]:
        """The first `amounts` variables and the duals (≥ 0) of the rows; AllocationError where no plan keeps all limits.

        How near to the optimum Clarabel came is for `bound_gap` to say.
        """
        import clarabel

        size = len(self.gain)
        linear, end = self._list_linear(size)
        count = len(self.offsets)
        lines = np.array(self.lines).reshape(-1, 3)
        cone = csr_array((lines[:, 2], (lines[:, 0].astype(int), lines[:, 1].astype(int))), shape=(count, size))
        settings = clarabel.DefaultSettings()
        settings.verbose, settings.max_threads = False, 1
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = TOLERANCE
        answer = clarabel.DefaultSolver(
            csc_array((size, size)), -np.array(self.gain), csc_array(vstack([linear, cone])),
            np.concatenate([end, np.array(self.offsets)]), [clarabel.NonnegativeConeT(end.size), *self.cones], settings,
        ).solve()  # fmt: skip
        if "Infeasible" in str(answer.status) or not np.isfinite(answer.x).all():
            raise AllocationError("allocation", f"no plan keeps all limits ({answer.status}).")
        x = np.clip(np.asarray(answer.x)[: self.amounts], self.lower, self.upper)
        return x, np.asarray(answer.z)[: self.end.size]

    def _list_linear(self, size: int) -> tuple[csr_array, Array]:
        finite = np.flatnonzero(np.isfinite(self.upper))
        own = eye_array(self.amounts, format="csr")
        parts = [_widen(part, size) for part in (self.rows, -own, own[finite])]
        end = [self.end, -self.lower, self.upper[finite]]
        if self.more_rows:
            entries = [(r, j, c) for r, (row, _) in enumerate(self.more_rows) for j, c in row]
            r, j, c = zip(*entries, strict=True)
            parts.append(csr_array((np.array(c, float), (np.array(r), np.array(j))), shape=(len(self.more_rows), size)))
            end.append(np.array([limit for _, limit in self.more_rows]))
        return csr_array(vstack(parts)), np.concatenate(end)


def _widen(matrix: csr_array, size: int) -> csr_array:
    matrix = csr_array(matrix)
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], size))


@dataclass(frozen=True)
class Tangent:
    """An upper bound of a concave objective that touches it near x: its slope there, and kinks where the slope may be chosen.

    At a kink the slope is `steps` · λ, λ ≥ 0 summing to 1 over each of the `kinks`; `excess` (λ's) is what each choice costs at x.
    """

    slope: Array
    steps: csr_array | None = None  # amounts × λ's
    kinks: csr_array | None = None  # kinks × λ's, ones
    excess: Array | None = None


def bound_gap(tangent: Tangent, x: Array, lower: Array, upper: Array, rows: csr_array, end: Array) -> float:
    """How much any plan within limits and rows can be worth more than `x`: the least bound that any prices of the rows give.

    No plan is worth more than value(x) + Σ over amounts of the best move along slope − prices of rows, + prices · slack. The
    prices (and the slopes at kinks) that bound best are found by linear programming (HiGHS); any would do for a bound, so
    nothing is asked of who found x.
    """
    from scipy.optimize import linprog

    size, count = x.size, end.size
    steps = csr_array((size, 0)) if tangent.steps is None else tangent.steps
    choices = steps.shape[1]
    up, down = np.maximum(upper - x, 0.0), np.minimum(lower - x, 0.0)
    blocks = []
    for move in (up, down):  # move · (slope + steps λ − rowsᵀ y) ≤ e
        scaled = csr_array(rows.T * -move[:, None]), csr_array(steps * move[:, None]), -eye_array(size, format="csr")
        blocks.append(hstack(scaled))
    with np.errstate(invalid="ignore"):
        limits = np.concatenate([-up * tangent.slope, -down * tangent.slope])
    if not (np.abs(limits) < HUGE).all():  # at an amount of 0 the slope is infinite, and bounds nothing
        return float("inf")
    cost = np.concatenate(
        [end - rows @ x, np.zeros(choices) if tangent.excess is None else tangent.excess, np.ones(size)]
    )
    equal = (
        None
        if tangent.kinks is None
        else hstack(
            [csr_array((tangent.kinks.shape[0], count)), tangent.kinks, csr_array((tangent.kinks.shape[0], size))]
        )
    )
    answer = linprog(
        cost, csr_array(vstack(blocks)), limits, None if equal is None else csr_array(equal), None if equal is None else np.ones(equal.shape[0]),
        bounds=[(0, None)] * (count + choices + size), method="highs",
    )  # fmt: skip
    return float(answer.fun) if answer.status == 0 else float("inf")


def measure_break(x: Array, rows: csr_array, end: Array) -> float:
    """The greatest violation of a row, relative to what it sums."""
    size = np.maximum(abs(rows) @ np.abs(x), 1e-300)
    return float(np.maximum((rows @ x - end) / size, 0.0).max(initial=0.0))
