"""Error localisation: the fewest cells that must change so that all rules can hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from junxian.quality.mending.cover import Cover
from junxian.quality.mending.edits import Edits
from junxian.quality.mending.highs import Array
from junxian.quality.mending.implied import Feasibility, Implied
from junxian.quality.mending.settle_values import settle_values
from junxian.terms.errors import MethodError

EQUAL = 1e-9  # relative: weights this near are the same
MOST_SOLUTIONS = 8
MOST_ROUNDS = 2000


@dataclass(frozen=True)
class Located:
    """What must change in one record.

    cells       the solution chosen: of those with the least weight the one whose cells come first
    weight      its weight, the least there is
    solutions   solutions of that weight, each a tuple of cells in the order of the rules
    all_found   whether these are all of them
    values      (cells,) the record with the solution's cells, and missing ones, set so that every rule holds
    low, high   (cells,) what the rules leave to each cell of the solution, the others of it moving freely; equal where
                only one value fits, infinite where there is no limit, the filed value elsewhere
    missing     cells that were not filed; they are free to take any value and weigh nothing
    reasons     rules whose combination is broken, and the cells of which one must change
    """

    cells: tuple[str, ...]
    weight: float
    solutions: tuple[tuple[str, ...], ...]
    all_found: bool
    values: Array
    low: Array
    high: Array
    missing: tuple[str, ...]
    reasons: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def is_unique(self) -> bool:
        """Whether no other solution weighs as little."""
        return self.all_found and len(self.solutions) == 1


def localise_record(
    values: Array,
    edits: Edits,
    weights: Array | None = None,
    expected: Array | None = None,
    most: int = MOST_SOLUTIONS,
) -> Located:
    """Find the lightest set of cells whose change lets every rule hold (Fellegi and Holt), and whether it is the only one.

    values    (cells,) as filed, in the order of `edits.cells`; NaN is missing, which is free to change and weighs nothing
    weights   (cells,) above zero; the more a cell is suspected the less it weighs; all 1 where none are given
    expected  (cells,) what to set the cells near, NaN for the filed value
    most      solutions of equal weight that are listed at most
    Nothing is changed: `values` of the result satisfy every rule, checked by their sums; the filed record stays. A record
    that breaks nothing has no cells. MethodError where rules contradict each other, naming them.
    Source: Fellegi and Holt 1976; the cover with implied edits found on demand is Garfinkel, Kunnathur and Liepins 1986.
    There is no big constant, so that amounts of 10⁹ are as safe as small ones.
    Checked in tests/unit/quality/mending/test_localise.py and tests/published/test_mending.py.
    """
    filed = np.asarray(values, dtype=float)
    weighed = np.ones(len(filed)) if weights is None else np.asarray(weights, dtype=float)
    _expect_sound(filed, weighed, edits)
    missing = np.isnan(filed)
    if not missing.any() and not edits.measure_excess(filed).any():
        return Located((), 0.0, ((),), True, filed, filed, filed, (), ())
    feasibility, reasons = Feasibility(edits, filed, missing), list[Implied]()
    found, all_found = _list_lightest(feasibility, weighed, reasons, most)
    named = sorted(tuple(sorted(cells)) for cells in found)
    chosen = np.array(named[0], dtype=np.intp)
    settled, low, high = settle_values(edits, filed, chosen, expected)
    return Located(
        cells=_name(edits, named[0]), weight=float(weighed[chosen].sum()),
        solutions=tuple(_name(edits, cells) for cells in named), all_found=all_found, values=settled, low=low, high=high,
        missing=_name(edits, np.flatnonzero(missing)),
        reasons=tuple((tuple(edits.codes[r] for r in i.rules), _name(edits, sorted(i.cells))) for i in reasons),
    )  # fmt: skip


def localise_records(values: Array, edits: Edits, weights: Array | None = None, most: int = 2) -> list[Located]:
    """`localise_record` of every row of values (records, cells); weights of the same shape or (cells,)."""
    filed = np.asarray(values, dtype=float)
    weighed = np.broadcast_to(1.0 if weights is None else np.asarray(weights, dtype=float), filed.shape)
    return [localise_record(row, edits, weight, most=most) for row, weight in zip(filed, weighed, strict=True)]


def _list_lightest(
    feasibility: Feasibility, weights: Array, reasons: list[Implied], most: int
) -> tuple[list[frozenset[int]], bool]:
    """Solutions of the least weight, at most so many, and whether that is all of them."""
    found = list[frozenset[int]]()
    for cells in _list_by_weight(feasibility, weights, reasons):
        if found and sum(weights[list(cells)]) > sum(weights[list(found[0])]) * (1 + EQUAL):
            return found, True
        if len(found) == most:
            return found, False
        found.append(cells)
        if not cells:
            break
    return found, True


def _list_by_weight(feasibility: Feasibility, weights: Array, reasons: list[Implied]) -> Iterator[frozenset[int]]:
    """Sets of cells with which all rules can hold, the lightest first, none containing another."""
    cells, cover = frozenset[int](), Cover(weights)
    reasons += feasibility.list_broken_rules()
    for implied in reasons:
        _expect_possible(implied, feasibility.edits)
        cover.demand_one_of(implied.cells)
    cells = cover.find_lightest() or cells
    for _ in range(MOST_ROUNDS):
        broken = feasibility.find_broken(cells)
        if not broken:
            yield cells
            if not cells:
                return
        if not broken:
            cover.forbid(cells)
        for implied in broken:
            _expect_possible(implied, feasibility.edits)
            reasons.append(implied)
            cover.demand_one_of(implied.cells)
        lightest = cover.find_lightest()
        if lightest is None:
            return
        cells = lightest
    raise MethodError("error localisation", f"is not settled after {MOST_ROUNDS} implied edits.", "Localise fewer cells at a time.")  # fmt: skip


def _expect_possible(implied: Implied, edits: Edits) -> None:
    if not implied.cells:
        codes = ", ".join(edits.codes[r] for r in implied.rules)
        raise MethodError(f"rules {codes}", "contradict each other whatever is filed.", "Correct the rules.")


def _expect_sound(values: Array, weights: Array, edits: Edits) -> None:
    if values.shape != (len(edits.cells),) or weights.shape != values.shape:
        raise MethodError("error localisation", f"{values.shape} values and {weights.shape} weights for {len(edits.cells)} cells.", "Give one of each per cell.")  # fmt: skip
    if np.isinf(values).any():
        raise MethodError("error localisation", "a value is infinite.", "Give NaN where a figure is missing.")
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise MethodError(
            "error localisation", "a weight is not above zero.", "Give suspected cells small weights, never 0."
        )


def _name(edits: Edits, cells: Iterable[int]) -> tuple[str, ...]:
    return tuple(edits.cells[c] for c in cells)
