"""Edit rules in a plain form: linear sums of cells that must lie between two numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from junxian.quality.mending.highs import Array
from junxian.terms.errors import MethodError

INF = float("inf")
ROUNDING = 1e-12  # of the size of a rule's terms, which counts as kept


@dataclass(frozen=True)
class Edit:
    """One rule: low ≤ Σ coefficient·cell ≤ high. A sum with a tolerance has its exact value half way."""

    code: str
    terms: Mapping[str, float]  # cell → coefficient
    low: float = -INF
    high: float = INF

    @property
    def is_balance(self) -> bool:
        """Whether the sum is given, exactly or within a tolerance: an equality and no limit."""
        return np.isfinite(self.low) and np.isfinite(self.high) and len(self.terms) > 1


def demand_sum(code: str, total: str, parts: Iterable[str], tolerance: float = 0.0) -> Edit:
    """Total = Σ parts, within ± tolerance."""
    return Edit(code, {total: 1.0} | dict.fromkeys(parts, -1.0), -tolerance, tolerance)


def demand_fixed_sum(code: str, parts: Iterable[str], equals: float, tolerance: float = 0.0) -> Edit:
    """Σ parts = a number, within ± tolerance."""
    return Edit(code, dict.fromkeys(parts, 1.0), equals - tolerance, equals + tolerance)


def demand_bounds(code: str, cell: str, low: float = -INF, high: float = INF) -> Edit:
    """Low ≤ cell ≤ high."""
    return Edit(code, {cell: 1.0}, low, high)


def demand_ratio(code: str, numerator: str, denominator: str, low: float = -INF, high: float = INF) -> list[Edit]:
    """Low ≤ numerator / denominator ≤ high for a denominator that is not negative."""
    limits = [Edit(f"{code} ≤", {numerator: 1.0, denominator: -high}, high=0.0)] if high < INF else []
    return limits + ([Edit(f"{code} ≥", {numerator: 1.0, denominator: -low}, low=0.0)] if low > -INF else [])


@dataclass(frozen=True)
class Edits:
    """Rules over named cells: low ≤ matrix @ values ≤ high.

    cells (cells,), codes (rules,), matrix (rules, cells), low and high (rules,), infinite where there is no limit
    """

    cells: tuple[str, ...]
    codes: tuple[str, ...]
    matrix: Array
    low: Array
    high: Array

    @cached_property
    def balances(self) -> Array:
        """The exact sum of every rule that is one, NaN of a limit."""
        many = (self.matrix != 0).sum(axis=1) > 1
        given = np.isfinite(self.low) & np.isfinite(self.high) & many
        return np.where(given, (np.where(given, self.low, 0) + np.where(given, self.high, 0)) / 2, np.nan)

    def measure_excess(self, values: Array, nearly: float = ROUNDING) -> Array:
        """By how much values (cells,) break each rule (rules,): 0 where kept but for rounding, NaN where one is missing."""
        used = np.where(self.matrix != 0, values, 0.0)
        with np.errstate(invalid="ignore"):
            terms = self.matrix * used
            sums = terms.sum(axis=1)
            over = np.maximum(np.maximum(self.low - sums, sums - self.high), 0.0)
            return np.where(over > nearly * np.abs(terms).sum(axis=1), over, np.where(np.isnan(over), np.nan, 0.0))


def gather_edits(edits: Sequence[Edit], cells: Sequence[str] | None = None) -> Edits:
    """Lay rules out as a matrix, over the cells they name or over those given, in that order.

    MethodError for a rule with a coefficient that is not a number, with its limits crossed, or about an unknown cell.
    """
    names = tuple(dict.fromkeys(c for e in edits for c in e.terms)) if cells is None else tuple(cells)
    place = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(edits), len(names)))
    for row, edit in zip(matrix, edits, strict=True):
        _expect_sound(edit, place)
        for cell, coefficient in edit.terms.items():
            row[place[cell]] = coefficient
    low, high = (np.array([getattr(e, side) for e in edits], dtype=float) for side in ("low", "high"))
    return Edits(names, tuple(e.code for e in edits), matrix, low, high)


def state_edits(
    matrix: Array,
    senses: Sequence[str],
    bounds: Sequence[float] | Array,
    cells: Sequence[str],
    codes: Sequence[str] = (),
) -> Edits:
    """Rules given as matrix (rules, cells), senses "=", "≤" or "≥" (also "<=", ">="), and bounds (rules,)."""
    known = {"=": (True, True), "==": (True, True), "≤": (False, True), "<=": (False, True), "≥": (True, False), ">=": (True, False)}  # fmt: skip
    if unknown := [s for s in senses if s not in known]:
        raise MethodError("edit rules", f"sense {unknown[0]!r} is none.", "Write =, ≤ or ≥.")
    named = tuple(codes) or tuple(f"rule {n}" for n in range(1, len(senses) + 1))
    terms = [
        {c: float(a) for c, a in zip(cells, row, strict=True) if a != 0} for row in np.asarray(matrix, dtype=float)
    ]
    sides = [known[s] for s in senses]
    return gather_edits(
        [Edit(code, t, b if low else -INF, b if high else INF)
         for code, t, (low, high), b in zip(named, terms, sides, map(float, bounds), strict=True)], cells,
    )  # fmt: skip


def _expect_sound(edit: Edit, place: Mapping[str, int]) -> None:
    if not all(np.isfinite(a) for a in edit.terms.values()) or np.isnan([edit.low, edit.high]).any():
        raise MethodError(f"rule {edit.code!r}", "has a coefficient or limit that is no number.", "Correct it.")
    if edit.low > edit.high:
        raise MethodError(
            f"rule {edit.code!r}", f"asks for at least {edit.low:g} and at most {edit.high:g}.", "Swap them."
        )
    if unknown := [cell for cell in edit.terms if cell not in place]:
        raise MethodError(f"rule {edit.code!r}", f"names {unknown[0]!r}, which is no cell.", "Name one of the cells.")
