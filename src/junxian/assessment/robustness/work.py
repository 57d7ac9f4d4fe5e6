"""What a worker does with a part of a design: scores, ranks, and the reason of what failed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Places
from junxian.assessment.robustness.blocks import collapse_tree
from junxian.assessment.robustness.cases import Case, find_points
from junxian.assessment.robustness.design import Design
from junxian.assessment.robustness.model import Model, aggregate_once, is_fast, make_table
from junxian.assessment.robustness.products import hold_memory
from junxian.assessment.robustness.rank_replicates import Ranks, rank_replicates
from junxian.assessment.robustness.redraw import Redraw, find_data_noise
from junxian.assessment.robustness.score_replicates import score_replicates
from junxian.assessment.tree import Tree
from junxian.terms.errors import JunxianError

Table = Array | str  # normalised scores (indicators, areas), or why there are none
Reasons = dict[int, str]  # by place among the rows of a part


@dataclass(frozen=True)
class Failure:
    """A replicate that gave no scores, and the reason."""

    replicate: int
    reason: str


@dataclass(frozen=True)
class Work:
    """What every part of the work needs; sent to a worker once. `drawn`: noise on points, `tables` by their numbers."""

    design: Design
    model: Model
    drawn: Array | None
    tables: dict[int, Table]


@dataclass(frozen=True)
class Part:
    """Replicates of one case."""

    case: Case
    rows: Places


@dataclass(frozen=True)
class Done:
    """Scores and ranks of a part's rows, and which of them failed."""

    rows: Places
    scores: Array
    ranks: Ranks
    failed: list[Failure]


def work_off(work: Work, part: Part) -> Done:
    """Score and rank the replicates of a part."""
    hold_memory()
    points = find_points(work.design, work.model, part.rows, work.drawn)
    scores, reasons = _score(work, part, points)
    scores = add_points(scores, work.model)
    if reasons:
        scores[list(reasons)] = np.nan
    failed = [Failure(int(part.rows[place]), reason) for place, reason in reasons.items()]
    return Done(part.rows, scores, rank_replicates(scores, work.model.decimals), failed)


def add_points(scores: Array, model: Model) -> Array:
    """Scores with the model's points on top."""
    return scores if model.added is None else scores + model.added


def try_table(model: Model) -> Table:
    """The model's table of scores, or why there is none: whatever a step raises is the reason of its replicates."""
    try:
        return make_table(model)
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> str:
    return str(error) if isinstance(error, JunxianError) else f"{type(error).__name__}: {error}"


def _score(work: Work, part: Part, points: Array) -> tuple[Array, Reasons]:
    """Scores (rows, areas), and the reason of each row that failed."""
    case, column = part.case, find_data_noise(work.design)
    if case.failure:
        return _fail_all(points, work.model, case.failure)
    if column is not None:
        return _score_redrawn(work, part, points, column)
    table = work.tables[case.table]
    if isinstance(table, str):
        return _fail_all(points, work.model, table)
    return _score_table(case, table, points)


def _fail_all(points: Array, model: Model, reason: str) -> tuple[Array, Reasons]:
    return np.full((len(points), len(model.values)), np.nan), dict.fromkeys(range(len(points)), reason)


def _score_table(case: Case, table: Array, points: Array) -> tuple[Array, Reasons]:
    """Scores on one table; what is undefined is scored again on its own, for its reason."""
    if not (is_fast(case.way) and isinstance(case.way, Tree)):
        return _score_singly(case, ((table, own) for own in points), len(points))
    found = score_replicates(table, points, case.way, case.left_out)
    reasons, known = Reasons(), dict[bytes, str]()
    for place in np.flatnonzero(found.undefined).tolist():
        used = (points[place] > 0).tobytes()
        reason = known.get(used, "")
        if not reason:
            found.scores[place], reason = _score_one(case, table, points[place])
            if reason and len(collapse_tree(case.way)) == 1:
                known[used] = reason  # what is wrong is wrong in the table: the same for all that use the same of it
        if reason:
            reasons[place] = reason
    return found.scores, reasons


def _score_redrawn(work: Work, part: Part, points: Array, column: int) -> tuple[Array, Reasons]:
    """Scores on figures drawn anew for every row; what is undefined is scored again on its own, for its reason."""
    redraw, reasons = Redraw(part.case, work.design, column), Reasons()
    scores, alone = np.empty((len(points), len(work.model.values))), np.ones(len(points), dtype=bool)
    if redraw.can_score_together:
        streams = redraw.open_streams(part.rows)
        for places in redraw.split(len(points)):
            found = redraw.score(streams, points[places])
            scores[places], alone[places] = found.scores, found.undefined
    for place in np.flatnonzero(alone).tolist():
        table = try_table(redraw.take_model(int(part.rows[place])))
        scores[place], reason = _score_one(part.case, table, points[place])
        if reason:
            reasons[place] = reason
    return scores, reasons


def _score_singly(case: Case, each: Iterable[tuple[Table, Array]], count: int) -> tuple[Array, Reasons]:
    scores, reasons = np.empty((count, len(case.model.values))), Reasons()
    for place, (table, points) in enumerate(each):
        scores[place], reason = _score_one(case, table, points)
        if reason:
            reasons[place] = reason
    return scores, reasons


def _score_one(case: Case, table: Table, points: Array) -> tuple[Array, str]:
    """Scores (areas,) of one replicate; NaN with the reason where a step or the aggregation raised one."""
    nothing = np.full(len(case.model.values), np.nan)
    if isinstance(table, str):
        return nothing, table
    try:
        scores = aggregate_once(case.model, table, points, case.way, case.left_out)
    except Exception as error:
        return nothing, _explain(error)
    return scores, "" if not np.isnan(scores).all() else "no area has a score"
