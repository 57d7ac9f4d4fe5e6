"""What happens to the ranks when one indicator or node is taken out and its weight spread over its siblings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.audit.class_scores import ClassScores, read_classes
from junxian.assessment.audit.correlation import correlate_columns
from junxian.assessment.kinds import Array
from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.scorecard import Scorecard, make_frame
from junxian.assessment.weigh import spread_weights
from junxian.declared.schemes import Scheme
from junxian.terms.errors import MethodError

Rescore = Callable[[Scheme], Scorecard]

REMOVAL_SCHEMA: dict[str, Any] = {
    "class": pl.String, "part": pl.String, "parent": pl.String, "points": pl.Float64,
    "mean_shift": pl.Float64,  # mean |change of rank|; null where nothing would be left, or nobody can be compared
    "mean_shift_share": pl.Float64,  # of the number ranked
    "greatest_shift": pl.Int64,
    "mover": pl.String,  # who moves most; of several the first by code
    "mover_before": pl.Int64, "mover_after": pl.Int64,
    "spearman": pl.Float64, "first_changes": pl.Boolean,
    "compared": pl.Int64,  # areas ranked before and after
}  # fmt: skip


@dataclass(frozen=True)
class RemovalRanks:
    """`ranks` (parts, areas) after each of `parts` was taken out, 0 where there is none."""

    parts: tuple[str, ...]
    ranks: NDArray[np.int64]


def remove_parts(scores: ClassScores, decimals: int) -> RemovalRanks:
    """Take out every part with weight but the root, one at a time, and rank again from the normalised scores.

    The removed part's weight is spread over its siblings; a node left empty passes its weight on. Normalisation, points
    and who is ranked stay: right wherever weights are declared. Bonus and deduction stay too. MethodError where the
    scores do not follow from the normalised ones through the tree; then give `rescore` to `measure_removal`.
    Source: COINr's remove_elements. Checked in tests/unit/assessment/audit/test_removal.py by assessing again.
    """
    check_recomputed(scores)
    places = [place for place in range(len(scores.tree.parts) - 1) if scores.points[place] > 0]
    ranks = np.zeros((len(places), len(scores.areas)), dtype=np.int64)
    for row, place in enumerate(places):
        points = scores.points.copy()
        points[place] = 0.0
        total = round_scores(_rescore_class(scores, points) + scores.added, decimals)
        ranks[row] = rank_competition(total)
    return RemovalRanks(tuple(scores.tree.parts[place] for place in places), ranks)


def check_recomputed(scores: ClassScores) -> None:
    """MethodError where scores do not follow from normalised indicators through the tree to 1e-6."""
    away = np.abs(_rescore_class(scores, scores.points) - scores.score)
    if not (away <= 1e-6).all():
        raise MethodError(
            f"removal of parts, class {scores.code}",
            f"the scores of {int((~(away <= 1e-6)).sum())} areas do not follow from the indicators through the tree.",
            "Hand in rescore, a function that assesses with a changed scheme.",
        )


def _rescore_class(scores: ClassScores, points: Array) -> Array:
    filed = ~np.isnan(scores.normalised)
    shares = spread_weights(points, filed, scores.tree)
    root: Array = aggregate_tree(scores.normalised, shares, scores.tree, scores.areas)[:, -1]
    return root


def measure_removal(scores: ClassScores, removed: RemovalRanks) -> pl.DataFrame:
    """How far ranks shift for each removed part: rows of REMOVAL_SCHEMA, in the order of the parts."""
    return make_frame(
        _collect([_measure_one(scores, part, after) for part, after in zip(removed.parts, removed.ranks, strict=True)]),
        REMOVAL_SCHEMA,
    )


def rescore_without(scheme: Scheme, part: str, rescore: Rescore) -> Scorecard:
    """Assess with a scheme that gives a part no weight in any class, without rank intervals."""
    classes = list(scheme.classes)
    is_part = pl.col("node") == part
    weights = scheme.weights.with_columns(pl.when(is_part).then(0).otherwise(pl.col(c)).alias(c) for c in classes)
    weights = weights.cast({code: scheme.weights.schema[code] for code in classes})
    robustness = scheme.robustness.model_copy(update={"replicates": 0})
    return rescore(scheme.model_copy(update={"weights": weights, "robustness": robustness}))


def remove_by_rescoring(classes: tuple[ClassScores, ...], scheme: Scheme, rescore: Rescore) -> dict[str, RemovalRanks]:
    """The same by assessing again for every part: for schemes whose weights or bounds follow from the figures.

    A part without weight in any class is left out; who loses its rank for lack of coverage has rank 0.
    """
    parts = [part for i, part in enumerate(classes[0].tree.parts[:-1]) if any(own.points[i] > 0 for own in classes)]
    cards = {part: read_classes(rescore_without(scheme, part, rescore), scheme) for part in parts}
    return {own.code: _read_ranks(own, cards) for own in classes}


def _read_ranks(own: ClassScores, cards: dict[str, tuple[ClassScores, ...]]) -> RemovalRanks:
    parts = [part for part in cards if own.points[own.tree.parts.index(part)] > 0]
    ranks = np.zeros((len(parts), len(own.areas)), dtype=np.int64)
    for row, part in enumerate(parts):
        found = {a: r for c in cards[part] if c.code == own.code for a, r in zip(c.areas, c.rank, strict=True)}
        ranks[row] = [found.get(area, 0) for area in own.areas]
    return RemovalRanks(tuple(parts), ranks)


def _measure_one(scores: ClassScores, part: str, after: NDArray[np.int64]) -> dict[str, Any]:
    place = scores.tree.parts.index(part)
    row: dict[str, Any] = dict.fromkeys(REMOVAL_SCHEMA) | {
        "class": scores.code, "part": part, "parent": scores.tree.parent[part], "points": scores.points[place],
    }  # fmt: skip
    kept = np.flatnonzero(after > 0)
    if not kept.size:
        return row | {"compared": 0}
    before, now = scores.rank[kept], after[kept]
    shift = np.abs(now - before)
    most = kept[np.argmax(shift)]
    spearman = correlate_columns(before[:, None].astype(float), now[:, None].astype(float), "spearman").r[0, 0]
    return row | {
        "mean_shift": float(shift.mean()), "mean_shift_share": float(shift.mean() / len(scores.areas)),
        "greatest_shift": int(shift.max()), "mover": scores.areas[most], "mover_before": int(scores.rank[most]),
        "mover_after": int(after[most]), "spearman": float(spearman),
        "first_changes": bool(((before == 1) != (now == 1)).any()), "compared": len(kept),
    }  # fmt: skip


def _collect(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in REMOVAL_SCHEMA}
