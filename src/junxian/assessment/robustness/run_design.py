"""Runs a design: scores and ranks of every replicate, and for each that failed the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.cases import Case, draw_points, split_cases
from junxian.assessment.robustness.design import Design
from junxian.assessment.robustness.factors import Levels
from junxian.assessment.robustness.model import Model, aggregate_once, make_table
from junxian.assessment.robustness.products import ROWS
from junxian.assessment.robustness.rank_replicates import Ranks, rank_replicates
from junxian.assessment.robustness.redraw import find_data_noise
from junxian.assessment.robustness.work import Failure, Part, Work, add_points, try_table, work_off
from junxian.engine import Executor, InProcess
from junxian.terms.errors import MethodError

PART_NUMBERS = 262_144  # scores of one part of the work; no result depends on it
PARTS_AT_ONCE = 16  # parts whose results wait to be taken over: what bounds the memory
TABLES_AT_ONCE = 64  # tables of scores held at once


@dataclass(frozen=True)
class Replicates:
    """`scores` and `ranks` (replicates, areas): NaN and 0 where a replicate failed or an area has no score.

    `failed`  every replicate that failed, with its reason.
    """

    scores: Array
    ranks: Ranks
    failed: tuple[Failure, ...]

    def tabulate_failures(self, design: Design) -> pl.DataFrame:
        """A row a failed replicate: what it took of every factor, and the reason."""
        rows = [failure.replicate for failure in self.failed]
        reasons = pl.Series("reason", [failure.reason for failure in self.failed], dtype=pl.String)
        return design.tabulate()[rows].with_columns(reasons)


def run_design(design: Design, model: Model, executor: Executor | None = None) -> Replicates:
    """Compute every replicate of a design.

    design  what each replicate takes; model  the composite indicator, with the nominal way of what does not vary
    executor  works parts off; neither it nor the parts' size changes a result
    A step that the model leaves out may still vary. A replicate that fails is listed with its reason, never dropped.
    MethodError where a factor cannot vary anything, or all replicates fail. Source: Saisana et al. (2005), JRSS A 168,
    307-323; OECD/JRC Handbook (2008), step 7. Checked against 600 replicates of COINr in
    tests/published/test_sensitivity.py.
    """
    _check_that_factors_vary(design, model)
    workers = InProcess() if executor is None else executor
    shape = (len(design), len(model.values))
    scores, ranks, failed = np.empty(shape), np.empty(shape, dtype=np.int32), list[Failure]()
    for work, parts in _lay_out(design, model, workers):
        for start in range(0, len(parts), PARTS_AT_ONCE):
            for done in workers.map(partial(work_off, work), parts[start : start + PARTS_AT_ONCE]):
                scores[done.rows], ranks[done.rows] = done.scores, done.ranks
                failed += done.failed
    if failed and len(failed) == len(design):
        raise MethodError("replicates", f"all {len(failed)} failed, the first because: {failed[0].reason}")
    return Replicates(scores, ranks, tuple(sorted(failed, key=lambda failure: failure.replicate)))


def score_nominal(model: Model) -> tuple[Array, Ranks]:
    """Scores and ranks (areas,) of the model itself; raises what its steps raise."""
    left_out = np.zeros(len(model.tree.indicators), dtype=bool)
    scores = add_points(aggregate_once(model, make_table(model), model.points, model.tree, left_out), model)
    return scores, rank_replicates(scores[None], model.decimals)[0]


def _check_that_factors_vary(design: Design, model: Model) -> None:
    for factor in design.factors:
        if factor.step == "imputation" and not np.isnan(model.values).any():
            raise MethodError(f"factor {factor.name!r}", "varies nothing: no figure is missing.", "Leave it out.")
        if factor.step == "weights":
            for part in getattr(factor, "parts", ()):
                model.find_part(part)
        if isinstance(factor, Levels) and factor.step == "normalisation" and None in factor.levels.values():
            raise MethodError(f"factor {factor.name!r}", "has a level without a function.", "Give one for every level.")


def _lay_out(design: Design, model: Model, workers: Executor) -> Iterator[tuple[Work, list[Part]]]:
    """The work in batches whose tables memory holds."""
    cases, drawn = split_cases(design, model), draw_points(design, model)
    redraws = find_data_noise(design) is not None
    tables = sorted({case.table for case in cases})
    for start in range(0, len(tables), TABLES_AT_ONCE):
        wanted = tables[start : start + TABLES_AT_ONCE]
        own = [case for case in cases if case.table in set(wanted)]
        first = {case.table: case.model for case in reversed(own)}
        made = {} if redraws else dict(zip(wanted, workers.map(try_table, [first[n] for n in wanted]), strict=True))
        yield Work(design, model, drawn, made), [part for case in own for part in _split(case)]


def _split(case: Case) -> list[Part]:
    size = max(1, PART_NUMBERS // max(1, len(case.model.values)) // ROWS) * ROWS
    return [Part(case, case.rows[start : start + size]) for start in range(0, len(case.rows), size)]
