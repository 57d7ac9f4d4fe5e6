"""Progress against the year before, which is assessed again from its filed figures by the same scheme."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.rank import round_scores
from junxian.assessment.ranked import Ranked, rank_period
from junxian.assessment.scorecard import class_codes, make_frame, null_where_zero
from junxian.assessment.wording import NO_YEAR_BEFORE
from junxian.declared.scheme_awards import KINDS_AGAINST_LAST_YEAR
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period

PROGRESS_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String,
    "score": pl.Float64, "score_before": pl.Float64,  # before points, rounded to the scheme's decimals
    "gain": pl.Float64,  # score − score_before; null where one of the two is
    "rank": pl.Int64, "rank_before": pl.Int64, "of_before": pl.Int64,  # by total, as ranks are decided
    "rise": pl.Int64,  # rank_before − rank: places gained
}  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """Of every area `gain` of score (NaN for none), `rank_before` and `rise` (0 and no rise where `is_known` is False).

    `why` says why nothing can be compared, empty where it can; `table` rows of PROGRESS_SCHEMA.
    """

    gain: Array
    rank_before: NDArray[np.int64]
    rise: NDArray[np.int64]
    why: Name
    table: pl.DataFrame


def measure_progress(
    now: Ranked, indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame, period: Period
) -> Progress:
    """Compare every area with itself a year before, where an award of the scheme asks for it.

    The year before is scored from its own filed figures by this scheme, this classification and, unless they are of the
    same year, these bounds; no earlier result is read. Scores are compared before bonus and deduction, which need not
    have been filed then. An area that was not ranked then has no gain and no rise. Where the year before has no figures,
    or the method is not defined for them, nothing is compared and `why` says so.
    Source: practice §1.7 (gain of score rather than of rank). Checked in tests/unit/assessment/test_progress.py.
    """
    if not any(award.kind in KINDS_AGAINST_LAST_YEAR for award in scheme.awards):
        return _nothing(now, Name(zh=""))
    try:
        before = rank_period(indicators, scheme, classification, period.year_before())
    except MethodError as error:
        text = f"{period.year_before()}: {error}"
        return _nothing(
            now, Name(zh=f"上年不能按本方案计算（{text}）。", en=f"The year before cannot be scored ({text}).")
        )
    if not (before.standing.rank > 0).any():
        return _nothing(now, NO_YEAR_BEFORE)
    return _compare(now, before)


def _nothing(now: Ranked, why: Name) -> Progress:
    count = len(now.setting.panel.areas)
    none = np.zeros(count, dtype=np.int64)
    return Progress(np.full(count, np.nan), none, none, why, pl.DataFrame(schema=PROGRESS_SCHEMA))


def _compare(now: Ranked, before: Ranked) -> Progress:
    decimals = now.setting.scheme.decimals
    score, earlier = (round_scores(one.scores.score, decimals) for one in (now, before))
    gain = round_scores(score - earlier, decimals)
    rank, rank_before = now.standing.rank, before.standing.rank
    rise = np.where((rank > 0) & (rank_before > 0), rank_before - rank, 0)
    known = pl.Series((rank > 0) & (rank_before > 0))
    columns = {
        "ref_area": now.setting.panel.areas, "class": class_codes(now.setting), "score": score, "score_before": earlier,
        "gain": gain, "rank": null_where_zero(rank), "rank_before": null_where_zero(rank_before),
        "of_before": null_where_zero(np.where(rank_before > 0, before.standing.of, 0)),
        "rise": pl.Series(rise).set(~known, None),
    }  # fmt: skip
    return Progress(gain, rank_before, rise, Name(zh=""), make_frame(columns, PROGRESS_SCHEMA))
