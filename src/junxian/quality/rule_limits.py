"""What rules demand in linear terms of one row: limits on sums of figures, and whether limits can be met together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Condition,
    Item,
    Negative,
    Number,
    Product,
    Quotient,
    Scaled,
    Shifted,
    Sum,
    SumParts,
    Term,
)

Line = dict[str, Fraction]  # cell -> coefficient; "" -> constant
SURE = 1e-7  # of a scaled limit: nearer the solver cannot tell
SPACE = 1e-6


@dataclass(frozen=True)
class Limit:
    """Σ coefficient·cell ≤ most, or < most."""

    terms: Mapping[str, float]
    most: float
    is_strict: bool = False

    def normalise(self) -> "Limit":
        """The same with the largest coefficient ± 1."""
        size = max(abs(a) for a in self.terms.values())
        return Limit({k: a / size for k, a in sorted(self.terms.items())}, self.most / size, self.is_strict)


@dataclass(frozen=True)
class Demand:
    """The limits of one rule; `is_whole` where they say all that the rule does."""

    limits: tuple[Limit, ...]
    is_whole: bool

    @property
    def cells(self) -> frozenset[str]:
        """The cells that the limits name."""
        return frozenset(cell for limit in self.limits for cell in limit.terms)


def read_demand(condition: Condition) -> Demand:
    """The linear limits that a checked condition demands in any case; what stands behind `or` and `if` is left out."""
    limits, is_whole = list[Limit](), True
    for part in list_demanded(condition):
        found = list(_read_limits(part)) if isinstance(part, Compare) else []
        limits += found
        is_whole = is_whole and bool(found)
    return Demand(tuple(limit.normalise() for limit in limits), is_whole)


def list_demanded(node: Condition) -> Iterator[Condition]:
    """The conditions that a condition demands in any case; what stands behind `or` and `if` stays as it is."""
    if isinstance(node, And):
        for part in node.operands:
            yield from list_demanded(part)
    elif isinstance(node, Between):
        yield Compare("<=", node.low, node.operand)
        yield Compare("<=", node.operand, node.high)
    else:
        yield node


def _read_limits(node: Compare) -> Iterator[Limit]:
    left, right = read_line(node.left), read_line(node.right)
    allowed = read_line(node.tolerance) if node.tolerance is not None else {}
    if left is None or right is None or allowed is None or set(allowed) - {""} or node.comparison == "!=":
        return
    line, slack = _add([left, _times(right, Fraction(-1))]), allowed.get("", Fraction(0))
    for sign in {"=": (1, -1), "<": (1,), "<=": (1,), ">": (-1,), ">=": (-1,)}[node.comparison]:
        terms = {cell: float(sign * a) for cell, a in line.items() if cell and a}
        if terms:
            most = float(slack - sign * line.get("", Fraction(0)))
            yield Limit(terms, most, node.comparison in ("<", ">"))


def read_line(node: Term, shifts: tuple[str, ...] = ()) -> Line | None:
    """A term as a sum of cells times numbers; None where it is none. A cell of an earlier period has a name of its own."""
    match node:
        case Number():
            return {"": Fraction(node.value)}
        case Item():
            return {"|".join((node.key, *shifts)): Fraction(1)}
        case SumParts():
            return {"|".join((key, *shifts)): Fraction(1) for key in node.keys}
        case Shifted():
            return read_line(node.operand, (*shifts, node.by))
        case Negative():
            return _times(read_line(node.operand, shifts), Fraction(-1))
        case Scaled():
            return _times(read_line(node.operand, shifts), node.factor)
        case Sum():
            lines = [read_line(part, shifts) for part in node.terms]
            return None if None in lines else _add([line for line in lines if line is not None])
        case Product():
            left, right = read_line(node.left, shifts), read_line(node.right, shifts)
            for one, other in ((left, right), (right, left)):
                if one is not None and not set(one) - {""}:
                    return _times(other, one[""])
        case Quotient():
            below = read_line(node.right, shifts)
            if below is not None and not set(below) - {""} and below[""]:
                return _times(read_line(node.left, shifts), 1 / below[""])
    return None


def _times(line: Line | None, factor: Fraction) -> Line | None:
    return None if line is None else {cell: a * factor for cell, a in line.items()}


def _add(lines: Iterable[Line | None]) -> Line:
    total: Line = {}
    for line in lines:
        for cell, a in (line or {}).items():
            total[cell] = total.get(cell, Fraction(0)) + a
    return total


def can_hold_together(limits: Sequence[Limit]) -> bool:
    """Whether any figures meet all limits: a linear programme that leaves strict limits as much room as they can have."""
    if not limits:
        return True
    from scipy.optimize import linprog

    matrix, most, cells = _lay(limits)
    strict = np.array([float(limit.is_strict) for limit in limits])
    room = np.column_stack([matrix, strict])
    found = linprog([0.0] * len(cells) + [-1.0], room, most, bounds=[(None, None)] * len(cells) + [(0, 1)])
    return bool((found.status == 0 and (not strict.any() or -found.fun > SPACE)) or found.status not in (0, 2))


def is_implied(limit: Limit, by: Sequence[Limit]) -> bool:
    """Whether figures that meet some limits always meet another."""
    from scipy.optimize import linprog

    matrix, most, cells = _lay(by)
    if not set(limit.terms) <= set(cells):
        return False
    found = linprog([-limit.terms.get(cell, 0.0) for cell in cells], matrix, most, bounds=[(None, None)] * len(cells))
    if found.status != 0:
        return False
    room = limit.most - -found.fun
    touches = limit.is_strict and not any(one.is_strict for one in by)
    allowed = SURE * (1 + abs(limit.most))
    return bool(room > allowed if touches else room >= -allowed)


def _lay(limits: Sequence[Limit]) -> tuple[np.ndarray, list[float], list[str]]:
    cells = sorted({cell for limit in limits for cell in limit.terms})
    return np.array([[limit.terms.get(c, 0.0) for c in cells] for limit in limits]), [x.most for x in limits], cells


def find_conflict(demands: Mapping[str, Demand]) -> list[str]:
    """The fewest rules that a search by leaving out finds unable to hold together; empty where all can."""
    kept = list(demands)
    if can_hold_together([x for code in kept for x in demands[code].limits]):
        return []
    for code in list(demands):
        rest = [other for other in kept if other != code]
        if not can_hold_together([x for other in rest for x in demands[other].limits]):
            kept = rest
    return kept


def is_same(a: Demand, b: Demand) -> bool:
    """Whether two rules demand the same limits, to the rounding of floats."""
    first, second = ([_write(x) for x in demand.limits] for demand in (a, b))
    return bool(first) and sorted(first) == sorted(second)


def _write(limit: Limit) -> str:
    terms = " ".join(f"{cell}:{a:.9g}" for cell, a in limit.terms.items())
    return f"{terms} {'<' if limit.is_strict else '<='} {limit.most + 0.0:.9g}"
