"""The problem of choosing projects: what each brings, linear limits on what is chosen, and which project needs which."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

Kind = Literal["budget", "county", "group", "either-or"]
KINDS = get_args(Kind)


@dataclass(frozen=True)
class Limits:
    """Rows `low ≤ matrix · picked ≤ high`, every coefficient ≥ 0; ±inf where there is no such end.

    matrix (limits, projects); kind, name (of the county, group or set) and measure (factor, or "number"), one a row
    """

    matrix: Any
    low: Array
    high: Array
    kind: tuple[Kind, ...]
    name: tuple[str, ...]
    measure: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.low)


@dataclass(frozen=True)
class ProjectProblem:
    """Pick projects for the greatest benefit within limits.

    benefit (projects,) in any one unit; limits as above; needs (pairs, 2): the first only if the second;
    must and excluded (projects,): promised already, and not to be chosen
    """

    benefit: Array
    limits: Limits
    needs: Whole
    must: Mask
    excluded: Mask

    @property
    def size(self) -> int:
        """Number of projects."""
        return len(self.benefit)


def limit_budgets(asks: Array, budgets: Array, factors: tuple[str, ...]) -> Limits:
    """At most the budget of every factor; asks (projects, factors) and budgets (factors,) in the factor's own unit."""
    count = len(factors)
    kinds: list[Kind] = ["budget"] * count
    return Limits(
        csr_array(asks.T), np.full(count, -np.inf), np.asarray(budgets, float), tuple(kinds), ("",) * count, factors
    )  # fmt: skip


def limit_groups(
    kind: Kind, amounts: Array, group: Whole, names: tuple[str, ...], low: Array, high: Array, measure: str
) -> Limits:
    """Floor and cap of the sum of amounts (projects,) in every group; group (projects,) is -1 where in none.

    low and high (groups,), ±inf for none; groups without either are left out.
    """
    member = np.flatnonzero((group >= 0) & (amounts != 0))
    matrix = csr_array((amounts[member].astype(float), (group[member], member)), shape=(len(names), len(amounts)))
    kept = np.flatnonzero(np.isfinite(low) | np.isfinite(high))
    named = tuple(names[k] for k in kept)
    return Limits(matrix[kept], low[kept], high[kept], (kind,) * len(kept), named, (measure,) * len(kept))


def join_limits(*parts: Limits) -> Limits:
    """One table of several."""
    return Limits(
        csr_array(vstack([part.matrix for part in parts])),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
        sum((part.kind for part in parts), ()),
        sum((part.name for part in parts), ()),
        sum((part.measure for part in parts), ()),
    )


def state_problem(
    benefit: Array, limits: Limits, needs: Any = (), must: Mask | None = None, excluded: Mask | None = None
) -> ProjectProblem:
    """A problem with nothing needed, promised or excluded where that is not said."""
    return ProjectProblem(
        np.asarray(benefit, float),
        limits,
        np.asarray(needs, np.int64).reshape(-1, 2),
        np.zeros(len(benefit), bool) if must is None else must,
        np.zeros(len(benefit), bool) if excluded is None else excluded,
    )
