"""Double counting: indicators of different nodes that say the same, and indicators that count the same item twice."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.declared.changes import base_of
from junxian.declared.indicators import Indicator
from junxian.diagnosis.members import Members

PAIR_SCHEMA: dict[str, Any] = {
    "class": pl.String, "first": pl.String, "second": pl.String,
    "kind": pl.String,  # correlated | shared_item
    "correlation": pl.Float64,  # of the scores; null where too few members filed both
    "first_node": pl.String, "second_node": pl.String,
    "items": pl.String,  # shared ones, joined by a space
    "weight": pl.Float64,  # of both together, the root at 100
}  # fmt: skip
COUNTED = ("of", "numerator", "part", "amount", "minuend", "subtrahend", "actual")  # roles in which an item is counted


def find_pairs(own: Members, definitions: Mapping[str, Indicator], correlated: float, members: int) -> pl.DataFrame:
    """Rows of PAIR_SCHEMA for the pairs of a class's indicators with weight.

    correlated  |r| above which two indicators of different nodes are named; members  fewer that filed both give none
    A level and its own change are no pair. Only a direct correlation of scores is looked at: both better together.
    """
    columns = np.flatnonzero(own.listed & (own.weights > 0)).tolist()
    counted = {code: find_items(base_of(code), definitions) for code in own.tree.indicators}
    rows = []
    for i, j in combinations(columns, 2):
        first, second = own.tree.indicators[i], own.tree.indicators[j]
        if base_of(first) == base_of(second):
            continue
        nodes, r = [_node_of(own, code) for code in (first, second)], _correlate(own, i, j, members)
        shared, both = sorted(counted[first] & counted[second]), float(own.weights[i] + own.weights[j])
        found = [own.code, first, second, None if np.isnan(r) else r, *nodes, " ".join(shared), both]
        if abs(r) > correlated and nodes[0] != nodes[1]:
            rows.append([*found[:3], "correlated", *found[3:]])
        if shared:
            rows.append([*found[:3], "shared_item", *found[3:]])
    return pl.DataFrame(rows, schema=PAIR_SCHEMA, orient="row")


def find_items(code: str, definitions: Mapping[str, Indicator]) -> frozenset[str]:
    """Items that an indicator counts: not those by which it only divides; through indicators that it is made of."""
    one = definitions.get(code)
    if one is None:
        return frozenset()
    sources = [source for role, keys in one.of.items() if role in COUNTED for source in keys]
    below = [find_items(s, definitions) if s in definitions and s != code else frozenset({s}) for s in sources]
    return frozenset().union(*below)


def _node_of(own: Members, code: str) -> str:
    """The node above an indicator; that above `@both` where level and change are scored."""
    node = own.tree.parent[code]
    return own.tree.parent[node] if "@" in node else node


def _correlate(own: Members, i: int, j: int, members: int) -> float:
    a, b = (_take(own, k) for k in (i, j))
    known = ~(np.isnan(a) | np.isnan(b))
    if known.sum() < members or min(float(np.ptp(a[known])), float(np.ptp(b[known]))) == 0:
        return np.nan
    return float(np.corrcoef(a[known], b[known])[0, 1])


def _take(own: Members, column: int) -> Array:
    return np.where(own.filed[:, column], own.scores[:, column], np.nan)
