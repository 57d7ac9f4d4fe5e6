"""Agreement of the index with what is known from outside: lists of winners, an order that experts would give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.audit.correlation import rank_middle
from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.scorecard import make_frame
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

LIST_SCHEMA: dict[str, Any] = {
    "list": pl.String, "name_zh": pl.String, "name_en": pl.String,
    "kind": pl.String,  # named | ordered
    "listed": pl.Int64, "found": pl.Int64, "compared": pl.Int64,  # on the list; of them ranked; areas compared in all
    "auc": pl.Float64,  # probability that a named area leads one of its class that is not named, ties half
    "hit_rate": pl.Float64,  # share of the named among as many first places of their classes
    "hit_rate_expected": pl.Float64,  # if the list were drawn by lot
    "spearman": pl.Float64,  # of an ordered list with the ranks, within classes
    "p": pl.Float64,  # of the AUC, or of Spearman's, by permutation within classes, one-sided
    "not_found": pl.String,  # listed and not ranked, joined by a space
}  # fmt: skip


@dataclass(frozen=True)
class OutsideList:
    """Areas that somebody else singled out: `areas` (codes), best first where `is_ordered`."""

    name: Name
    areas: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class ListAgreement:
    """How far ranks agree with a list; NaN where it cannot be told. Fields as in LIST_SCHEMA."""

    listed: int
    found: int
    compared: int
    auc: float
    hit_rate: float
    hit_rate_expected: float
    spearman: float
    p: float
    not_found: tuple[str, ...]


def compare_with_list(
    table: pl.DataFrame, listed: Sequence[str], *, is_ordered: bool = False, permutations: int = 1999, seed: int = 1
) -> ListAgreement:
    """Compare ranks with a list of areas from outside.

    table  ref_area, rank (null for unranked) and, where ranks are within classes, class
    listed  codes; with is_ordered the order counts, best first, and only listed areas are compared
    Everything is measured within classes and pooled, since ranks of different classes say nothing of each other.
    p = (1 + permutations with as much agreement) / (1 + permutations), lists drawn by lot within classes, in a stream
    of its own by seed. A small p says that agreement is not chance; it does not say who is right. MethodError for an
    area that is listed twice or an empty list. Checked in tests/unit/assessment/audit/test_outside_list.py.
    """
    if not listed or len(set(listed)) < len(listed):
        raise MethodError("outside list", "is empty or names an area twice.", "Name each area once, by its code.")
    ranked = table.filter(pl.col("rank").is_not_null()).sort("ref_area")
    classes = ranked["class"].to_list() if "class" in ranked.columns else [""] * ranked.height
    order = {area: place for place, area in enumerate(listed)}
    places = np.array([order.get(area, -1) for area in ranked["ref_area"]], dtype=np.int64)
    strata = [np.flatnonzero(np.array(classes) == code) for code in sorted(set(classes))]
    ranks, known = ranked["rank"].to_numpy(), set(ranked["ref_area"])
    rng = np.random.default_rng(seed)
    found, absent = int((places >= 0).sum()), tuple(area for area in listed if area not in known)
    if is_ordered:
        spearman, p = _compare_order(ranks, places, strata, permutations, rng)
        return ListAgreement(len(listed), found, found, np.nan, np.nan, np.nan, spearman, p, absent)
    auc, p = _measure_auc(ranks, places >= 0, strata, permutations, rng)
    hits, expected = _measure_hits(ranks, places >= 0, strata)
    return ListAgreement(len(listed), found, ranked.height, auc, hits, expected, np.nan, p, absent)


def compare_lists(table: pl.DataFrame, lists: Mapping[str, OutsideList], seed: int = 1) -> pl.DataFrame:
    """Agreement with several lists: rows of LIST_SCHEMA, in the order given."""
    rows = []
    for key, own in lists.items():
        found = compare_with_list(table, own.areas, is_ordered=own.is_ordered, seed=seed)
        row = vars(found) | {"list": key, "name_zh": own.name.zh, "name_en": own.name.text("en")}
        rows.append(row | {"kind": "ordered" if own.is_ordered else "named", "not_found": " ".join(found.not_found)})
    return make_frame({name: [row[name] for row in rows] for name in LIST_SCHEMA}, LIST_SCHEMA)


def _measure_auc(
    ranks: NDArray[np.int64], named: Mask, strata: list[Places], permutations: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Pairs of one class in which the named area leads, over all pairs of named and not named; and its p."""
    won, drawn, pairs = 0.0, np.zeros(permutations), 0
    for rows in strata:
        size, count = int(named[rows].sum()), len(rows)
        if not 0 < size < count:
            continue
        behind = count - rank_middle(ranks[rows][:, None].astype(float))[:, 0]  # areas that it leads, ties half
        inner = size * (size - 1) / 2
        lots = rng.permuted(np.broadcast_to(behind, (permutations, count)), axis=1)[:, :size]
        won += behind[named[rows]].sum() - inner
        drawn += lots.sum(axis=1) - inner
        pairs += size * (count - size)
    if not pairs:
        return float("nan"), float("nan")
    return float(won / pairs), _find_p(won, drawn)


def _measure_hits(ranks: NDArray[np.int64], named: Mask, strata: list[Places]) -> tuple[float, float]:
    hits, expected, total = 0.0, 0.0, int(named.sum())
    for rows in strata:
        size = int(named[rows].sum())
        hits += _share_first(ranks[rows], size)[named[rows]].sum()
        expected += size**2 / len(rows)
    return (hits / total, expected / total) if total else (float("nan"), float("nan"))


def _share_first(ranks: NDArray[np.int64], size: int) -> Array:
    """Whether each area is among the first `size`; areas that tie for the last places share them."""
    better = (ranks[None, :] < ranks[:, None]).sum(axis=1)
    tied = (ranks[None, :] == ranks[:, None]).sum(axis=1)
    return np.clip((size - better) / tied, 0.0, 1.0)


def _compare_order(
    ranks: NDArray[np.int64], places: NDArray[np.int64], strata: list[Places], permutations: int,
    rng: np.random.Generator,
) -> tuple[float, float]:  # fmt: skip
    """Spearman's correlation within classes, pooled: midranks about their class's mean."""
    product, spread, other, drawn = 0.0, 0.0, 0.0, np.zeros(permutations)
    for rows in strata:
        own = rows[places[rows] >= 0]
        if len(own) < 2:
            continue
        both = rank_middle(np.column_stack([ranks[own], places[own]]).astype(float))
        both -= both.mean(axis=0)
        product += float(both[:, 0] @ both[:, 1])
        drawn += rng.permuted(np.broadcast_to(both[:, 0], (permutations, len(own))), axis=1) @ both[:, 1]
        spread, other = spread + float(both[:, 0] @ both[:, 0]), other + float(both[:, 1] @ both[:, 1])
    if not spread * other > 0:
        return float("nan"), float("nan")
    return product / float(np.sqrt(spread * other)), _find_p(product, drawn)


def _find_p(found: float, drawn: Array) -> float:
    return float((1 + (drawn >= found - 1e-9).sum()) / (1 + len(drawn)))
