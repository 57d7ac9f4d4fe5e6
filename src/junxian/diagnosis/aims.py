"""Where an area wants to stand: a rank, and the total that it takes while the others stand still."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.declared.schemes import Scheme
from junxian.diagnosis.members import Members
from junxian.terms.errors import MethodError

NEXT_RANK, NEXT_GROUP = "next_rank", "next_group"


@dataclass(frozen=True)
class Rivals:
    """The ranked areas among which a class is ranked, best first: its own and those of `rank_across`.

    `group` numbers the groups that cannot be told apart, from the first; 0 where the scorecard has none.
    """

    areas: tuple[str, ...]
    total: Array
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    group: NDArray[np.int64]


@dataclass(frozen=True)
class Aims:
    """For every area of a class (areas,) what it aims at: the rival's `area` ("" for none), `total` and `rank` there."""

    kind: str
    area: tuple[str, ...]
    total: Array
    rank: NDArray[np.int64]


def list_rivals(scorecard: Scorecard, scheme: Scheme, code: str) -> Rivals:
    """Everybody who is ranked together with a class."""
    across = tuple(getattr(scheme, "rank_across", ()))
    classes = across if code in across else (code,)
    table = scorecard.table.filter(pl.col("class").is_in(classes) & pl.col("rank").is_not_null())
    table = table.sort(["total", "ref_area"], descending=[True, False])
    group = table["group"] if "group" in table.columns else pl.Series([0] * table.height, dtype=pl.Int64)
    low, high, groups = (s.fill_null(0).to_numpy() for s in (table["rank_low"], table["rank_high"], group))
    return Rivals(tuple(table["ref_area"]), table["total"].to_numpy().copy(), low, high, groups)


def find_total(rivals: Rivals, area: str, rank: int, *, ahead: bool = False, decimals: int = 2) -> float:
    """The total with which an area has a rank, the others standing still.

    rank  1 is best; a total that equals another's shares its rank, so the rank-th best of the others is drawn level with;
    ahead  one unit of the last decimal more, so that it is passed. MethodError for a rank that there is not.
    """
    others = np.array([t for t, own in zip(rivals.total, rivals.areas, strict=True) if own != area])
    if not 1 <= rank <= len(rivals.areas):
        raise MethodError(f"rank {rank}", f"is none of 1 to {len(rivals.areas)}, which are given here.")
    if rank > others.size:
        return -np.inf
    return float(others[rank - 1]) + (10.0**-decimals if ahead else 0.0)


def aim_at_next_rank(members: Members, rivals: Rivals) -> Aims:
    """Every area's nearest better total; drawing level with it shares its rank."""
    above = [np.flatnonzero(rivals.total > total) for total in members.total]
    return _aim(
        NEXT_RANK,
        rivals,
        [int(np.flatnonzero(rivals.total == rivals.total[a[-1]])[0]) if a.size else None for a in above],
    )


def aim_at_next_group(members: Members, rivals: Rivals) -> Aims:
    """Every area's nearest better rival that it can be told apart from.

    That is the last of the next group above where the scorecard has groups, else the last whose whole rank interval lies
    before the area's own; nobody where there is neither.
    """
    return _aim(NEXT_GROUP, rivals, [_find_apart(rivals, rivals.areas.index(area)) for area in members.areas])


def _find_apart(rivals: Rivals, own: int) -> int | None:
    if rivals.group[own]:
        before = rivals.group < rivals.group[own]
    else:
        before = (rivals.high < rivals.low[own]) & (rivals.high > 0)
    apart = np.flatnonzero(before & (rivals.total > rivals.total[own]))
    return int(apart[-1]) if apart.size else None


def _aim(kind: str, rivals: Rivals, places: list[int | None]) -> Aims:
    total = np.array([np.nan if p is None else rivals.total[p] for p in places], dtype=float)
    rank = [0 if p is None else 1 + int((rivals.total > rivals.total[p]).sum()) for p in places]
    return Aims(
        kind, tuple("" if p is None else rivals.areas[p] for p in places), total, np.array(rank, dtype=np.int64)
    )
