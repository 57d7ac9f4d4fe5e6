"""All declared limits of a problem as rows that can be named one by one: supply, floors, caps, rows, limits of areas."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, vstack

from junxian.allocation.optimum.problem import Array, Problem

Kind = Literal["supply", "floor", "cap", "row_high", "row_low", "lower", "upper"]


@dataclass(frozen=True)
class Limit:
    """One limit: its kind, where it stands (area, factor, group or row; None where it has none) and its amount."""

    kind: Kind
    amount: float
    area: int | None = None
    factor: int | None = None
    group: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class LimitRows:
    """matrix · x ≤ end, a row a limit; x ≥ 0 is no declared limit. `size` is what a relaxation is measured by."""

    limits: tuple[Limit, ...]
    matrix: csr_array
    end: Array
    size: Array


def list_limits(problem: Problem) -> LimitRows:
    """Every finite limit of a problem, in a fixed order; lower limits of 0 are none."""
    areas, factors = problem.shape
    whole = eye_array(areas * factors, format="csr")
    every = np.arange(areas * factors)
    parts = [(_name("supply", problem.supply, "factor"), _sum(every % factors, factors), problem.supply)]
    if problem.groups is not None:
        member, floor, cap = problem.groups.member, problem.groups.floor, problem.groups.cap
        inside = member[every // factors] >= 0
        held = _sum(member[every // factors] * factors + every % factors, floor.size, inside)
        asked, capped = np.flatnonzero(floor.ravel() > 0), np.flatnonzero(np.isfinite(cap.ravel()))
        parts.append((_cells("floor", floor, asked, "group"), -held[asked], -floor.ravel()[asked]))
        parts.append((_cells("cap", cap, capped, "group"), held[capped], cap.ravel()[capped]))
    if problem.rows is not None:
        high, low = (np.flatnonzero(np.isfinite(end)) for end in (problem.rows.high, problem.rows.low))
        matrix = csr_array(problem.rows.matrix)
        parts.append((_name("row_high", problem.rows.high, "row", high), matrix[high], problem.rows.high[high]))
        parts.append((_name("row_low", problem.rows.low, "row", low), -matrix[low], -problem.rows.low[low]))
    asked, capped = np.flatnonzero(problem.lower.ravel() > 0), np.flatnonzero(np.isfinite(problem.upper.ravel()))
    parts.append((_cells("lower", problem.lower, asked, "area"), -whole[asked], -problem.lower.ravel()[asked]))
    parts.append((_cells("upper", problem.upper, capped, "area"), whole[capped], problem.upper.ravel()[capped]))
    end = np.concatenate([part[2] for part in parts])
    limits = tuple(limit for part in parts for limit in part[0])
    return LimitRows(limits, csr_array(vstack([part[1] for part in parts])), end, _measure(problem, limits, end))


def _measure(problem: Problem, limits: tuple[Limit, ...], end: Array) -> Array:
    """A limit's own amount, or where it is 0 a thousandth of the supply of its factor."""
    small = 1e-3 * np.where(problem.supply > 0, problem.supply, 1.0)
    least = np.array([small[limit.factor] if limit.factor is not None else 1e-3 for limit in limits])
    return np.where(np.abs(end) > 0, np.abs(end), least)


def _sum(place: NDArray[np.int64], count: int, inside: NDArray[np.bool_] | None = None) -> csr_array:
    every = np.arange(place.size)
    inside = np.ones(place.size, bool) if inside is None else inside
    return csr_array((np.ones(int(inside.sum())), (place[inside], every[inside])), shape=(count, place.size))


def _name(kind: Kind, amounts: Array, index: str, chosen: NDArray[np.int64] | None = None) -> list[Limit]:
    chosen = np.arange(amounts.size) if chosen is None else chosen
    return [Limit(kind, float(amounts[k]), **{index: int(k)}) for k in chosen]


def _cells(kind: Kind, amounts: Array, chosen: NDArray[np.int64], index: str) -> list[Limit]:
    factors = amounts.shape[1]
    return [
        Limit(kind, float(amounts.ravel()[k]), factor=int(k % factors), **{index: int(k // factors)}) for k in chosen
    ]
