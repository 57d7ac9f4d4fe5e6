"""Where every area stands in its class: total, rank, ties, and the reason where there is no rank."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.points import add_points
from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.setting import Setting
from junxian.assessment.wording import LISTED, NOTHING, explain_alone, explain_coverage, explain_imputed, explain_spread
from junxian.terms.name import Name


@dataclass(frozen=True)
class Standing:
    """Of every area: `total` (rounded, NaN for unranked) after `bonus` and `deduction`, its `rank` (0 for unranked).

    `of` how many are ranked with it, those of its class or of `rank_across`; `tied` whether it shares its rank.
    """

    bonus: Array
    deduction: Array
    total: Array
    rank: NDArray[np.int64]
    of: NDArray[np.int64]
    tied: Mask


def rank_classes(setting: Setting, score: Array, bonus: Array, deduction: Array) -> Standing:
    """Rank the areas of every class, or of the classes that are ranked together, by score with points; NaN is unranked.

    Totals are rounded to the scheme's decimals first. Scores of classes that are ranked together were each set apart,
    with their class's own weights and bounds (Shandong 2021, practice §1.4).
    """
    total = round_scores(add_points(score, bonus, deduction), setting.scheme.decimals)
    rank, of, tied = np.zeros(len(total), dtype=np.int64), np.zeros(len(total), dtype=np.int64), np.isnan(total)
    for group in setting.rank_groups:
        rows = np.flatnonzero(np.isin(setting.panel.class_of, group))
        ranks = rank_competition(total[rows])
        values, numbers = np.unique(ranks[ranks > 0], return_counts=True)
        rank[rows], of[rows], tied[rows] = ranks, (ranks > 0).sum(), np.isin(ranks, values[numbers > 1])
    return Standing(bonus, deduction, total, rank, of, tied)


def name_status(setting: Setting) -> list[str]:
    """Status of every area: ranked, listed (ranked in a class without award) or unranked."""
    ranked = ["ranked" if one.award else "listed" for one in setting.scheme.class_]
    return [
        ranked[place] if ok else "unranked"
        for place, ok in zip(setting.panel.class_of, setting.comparable, strict=True)
    ]


def explain_standing(setting: Setting) -> list[Name]:
    """The reason of every area's status, empty for one that is ranked on all its indicators."""
    panel, weighed = setting.panel, setting.weighed[setting.panel.class_of]
    lacks = ((panel.status != "ok") & weighed).any(axis=1)
    is_listed = ~np.array([one.award for one in setting.scheme.class_])[panel.class_of]
    reasons, said = [Name(zh="")] * len(panel.areas), dict[Hashable, Name]()
    for row in np.flatnonzero(lacks | ~setting.comparable | is_listed):
        case = (panel.class_of[row], setting.comparable[row], *panel.status[row], *panel.missing[row])
        if case not in said:
            said[case] = _explain(setting, int(row), np.flatnonzero(weighed[row]).tolist(), bool(lacks[row]))
        reasons[row] = said[case]
    return reasons


def _explain(setting: Setting, row: int, weighed: list[int], lacks: bool) -> Name:
    scheme, place, coverage = setting.scheme, int(setting.panel.class_of[row]), float(setting.coverage[row])
    if not setting.screening.kept[row]:
        if coverage < scheme.coverage and setting.panel.areas[row] not in scheme.screen.exclude:
            return explain_coverage(setting.panel, row, weighed, coverage, scheme)
        why = setting.screening.table.row(row, named=True)
        return Name(zh=f"{why['why_zh']}不参加排位。", en=f"{why['why_en']} Not ranked.")
    if np.isnan(setting.treated.before[row, weighed]).all():
        return NOTHING
    if not setting.comparable[row]:
        return explain_alone(scheme, place)
    parts = [] if scheme.class_[place].award else [LISTED]
    if lacks:
        parts.append(_explain_lacking(setting, row, weighed))
    return Name(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))


def _explain_lacking(setting: Setting, row: int, weighed: list[int]) -> Name:
    """What is missing and what became of it: imputed, spread, or first the one and then the other."""
    panel, before = setting.panel, setting.treated.before
    absent = [column for column in weighed if panel.status[row, column] != "ok"]
    filled = [column for column in absent if not np.isnan(before[row, column])]
    spread = [column for column in absent if column not in filled]
    parts = [explain_imputed(panel, row, filled, setting.scheme.impute.method)] if filled else []
    parts += [explain_spread(panel, row, spread)] if spread else []
    return Name(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))
