"""What is to be allotted, to whom, within which limits: arrays of areas × factors and the rows that couple them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """A partition of areas with floors and caps of every factor's amount: cities, say.

    `member` (areas,) numbers the group of each area, -1 for none; `floor` and `cap` (groups, factors), 0 and inf for none.
    Groupings that overlap it (support group, functional class) are coupling rows.
    """

    member: NDArray[np.int64]
    floor: Array
    cap: Array


@dataclass(frozen=True)
class Rows:
    """Linear rows over all amounts: low ≤ matrix · x ≤ high, x in the order area by area, factor by factor.

    `matrix` (rows, areas · factors) sparse; `low`, `high` (rows,), -inf and inf for none; `names` in the words of the declaration.
    """

    matrix: csr_array
    low: Array
    high: Array
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """max Σ base · weight · U_α(x / base), areas × factors, within supply, limits, groups and rows.

    U_α(z) = z^(1−α)/(1−α), log z for α = 1, z for α = 0; α = inf is the lexicographic max-min of x / base.
    `base` > 0, `weight` ≥ 0, 0 ≤ `lower` ≤ `upper` (inf for none), all (areas, factors), amounts in each factor's unit;
    `supply` (factors,): Σ over areas of x ≤ supply, so that what the caps do not take is left over.
    """

    base: Array
    weight: Array
    lower: Array
    upper: Array
    supply: Array
    alpha: float = 1.0
    groups: Groups | None = None
    rows: Rows | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Areas, factors."""
        areas, factors = self.base.shape
        return areas, factors


@dataclass(frozen=True)
class Prices:
    """Dual prices, each the gain of the objective per unit of its limit.

    `supply` (factors,) ≥ 0; `groups` (groups, factors): positive where a floor binds (a subsidy), negative where a cap does;
    `rows` (rows,): positive where `high` binds (a surcharge), negative where `low` does.
    The price that area i meets for factor f is supply[f] + Σ_r rows[r] · matrix[r, if] − groups[g(i), f], and
    x = clip(base · (weight / price)^(1/α), lower, upper).
    """

    supply: Array
    groups: Array
    rows: Array


@dataclass(frozen=True)
class Certificate:
    """How good a plan is, and who says so: weak duality, nothing that the solver claims.

    `gap` = dual − primal ≥ 0 up to rounding; `relative_gap` = gap / the size of the objective (`relate`); residuals are the greatest violation of each kind of
    limit, relative to the limit's own size (supply, floor, cap, row), 0 where all hold. `rise`, α = inf only: the share of its supply by which no amount
    can rise without lowering one that stands no higher; proved for every level, those within 1e-7 of each other taken as one.
    """

    primal: float
    dual: float
    gap: float
    relative_gap: float
    residuals: dict[str, float]
    solver: str
    iterations: int
    judges: tuple["Verdict", ...] = ()
    rise: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What an independent solver found for the same problem: its objective, and the greatest difference of amounts."""

    judge: str
    objective: float
    relative_difference: float
    greatest_amount: float
    status: str


@dataclass(frozen=True)
class Optimum:
    """The plan `x` (areas, factors), its prices, and its certificate. Not to be published without the certificate."""

    x: Array
    prices: Prices
    certificate: Certificate
