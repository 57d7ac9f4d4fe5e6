"""Awards of every declared kind: who is awarded, on which ground, what in money and land, who was barred for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.award import find_due, give_awards, pass_on
from junxian.assessment.award_wording import (
    NOBODY_ROSE,
    WAS_UNRANKED,
    say_first_entry,
    say_gain,
    say_per_rank,
    say_rank,
    say_rise,
)
from junxian.assessment.kinds import Mask, Places
from junxian.assessment.progress import Progress
from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.ranked import Ranked
from junxian.assessment.scorecard import make_frame
from junxian.declared.scheme_awards import KINDS_AGAINST_LAST_YEAR, Award
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

AWARD_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "award": pl.String, "kind": pl.String,
    "name_zh": pl.String, "name_en": pl.String,
    "given": pl.Boolean,  # False: due by figures, and barred by a red line
    "basis_zh": pl.String, "basis_en": pl.String,
    "money": pl.Float64, "money_unit": pl.String,  # null where none is declared or given
    "land": pl.Float64, "land_unit": pl.String,
    "vetoed_by": pl.String,  # red lines, joined by a space
    "passed_from": pl.String,  # the barred area whose place it took
}  # fmt: skip
NOTE_SCHEMA: dict[str, Any] = {"award": pl.String, "class": pl.String, "why_zh": pl.String, "why_en": pl.String}


@dataclass(frozen=True)
class Awards:
    """`by_rank` (areas,) who has an award for rank; `table` of AWARD_SCHEMA; `notes` of NOTE_SCHEMA: what is not given."""

    by_rank: Mask
    table: pl.DataFrame
    notes: pl.DataFrame


@dataclass(frozen=True)
class Course:
    """What awards are decided on."""

    now: Ranked
    progress: Progress
    vetoed_by: Sequence[str]


def award_areas(now: Ranked, progress: Progress, vetoed_by: Sequence[str]) -> Awards:
    """Give the awards of the scheme in their declared order.

    vetoed_by  one per area, "" for none (`find_vetoes`). Rank and progress: the first `places` of every class, of the
    classes that are ranked together, or of all where the award says `together`; by the score of a node where it says
    `of`. Only a gain or a rise is progress. A barred area loses its award and the place passes to the next; `not_with`
    keeps out who holds another. First entry: within the first `places` and outside them the year before. Per rank:
    money for every rank gained or lost, within the cap; a veto cancels what was gained. Where the year before cannot be
    compared nothing is given, and `notes` says why. An unranked area is awarded nothing.
    Source: practice §1.2, §1.4, §1.7. Checked in tests/unit/assessment/test_awards.py.
    """
    course = Course(now, progress, vetoed_by)
    rows: list[dict[str, Any]] = []
    notes: list[tuple[str, str, str, str]] = []
    by_rank = np.zeros(len(vetoed_by), dtype=bool)
    for award in now.setting.scheme.awards:
        if award.kind in KINDS_AGAINST_LAST_YEAR and progress.why.zh:
            notes.append((award.code, "", progress.why.zh, progress.why.text("en")))
            continue
        for code, members in _find_groups(course, award):
            held = {row["ref_area"] for row in rows if row["given"] and row["award"] in award.not_with}
            own = list(_GIVE[award.kind](course, award, members, held))
            notes += [(award.code, code, why.zh, why.text("en")) for why in _say_nobody(award, own)]
            rows += own
    areas = {row["ref_area"] for row in rows if row["given"] and row["kind"] == "rank"}
    by_rank = np.array([area in areas for area in now.setting.panel.areas], dtype=bool)
    columns = {name: [row[name] for row in rows] for name in AWARD_SCHEMA}
    return Awards(by_rank, make_frame(columns, AWARD_SCHEMA), pl.DataFrame(notes, schema=NOTE_SCHEMA, orient="row"))


def _find_groups(course: Course, award: Award) -> Iterator[tuple[str, Places]]:
    """Members that compete with each other for an award: of a class, of those ranked together, or of all of them."""
    setting = course.now.setting
    scheme = setting.scheme
    may = [i for i, c in enumerate(scheme.class_) if c.award and (not award.classes or c.code in award.classes)]
    for group in [may] if award.together else setting.rank_groups:
        if places := [place for place in group if place in may]:
            members = np.flatnonzero(np.isin(setting.panel.class_of, places))
            yield " ".join(scheme.classes[place] for place in places), members


def _give_for_rank(course: Course, award: Award, members: Places, held: set[str]) -> Iterator[dict[str, Any]]:
    ranks, of = _rank_members(course, award, members)
    node = next((n.name for n in course.now.setting.scheme.node if n.code == award.of), None)
    own = dict(zip(members.tolist(), ranks.tolist(), strict=True))
    kept = _without(course, ranks, members, held)
    yield from _give_places(course, award, members, kept, lambda row: say_rank(own[row], int(of[row]), node))


def _rank_members(course: Course, award: Award, members: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ranks of the members and, for every area, among how many: as published, or anew where the award asks for it."""
    setting, standing = course.now.setting, course.now.standing
    if not award.of and not award.together:
        return standing.rank[members], standing.of
    scored = standing.total
    if award.of:
        if award.of not in setting.tree.nodes:
            raise MethodError(f"award {award.code!r}", f"node {award.of!r} has no indicators.", "Name another node.")
        nodes = course.now.scores.nodes[:, setting.tree.nodes.index(award.of)]
        scored = np.where(standing.rank > 0, round_scores(nodes, setting.scheme.decimals), np.nan)
    ranks = rank_competition(scored[members])
    return ranks, np.full(len(scored), (ranks > 0).sum())


def _give_for_progress(course: Course, award: Award, members: Places, held: set[str]) -> Iterator[dict[str, Any]]:
    progress, now = course.progress, course.now
    gained = progress.gain if award.by == "score" else progress.rise.astype(float)
    gained = np.where((now.standing.rank > 0) & (progress.rank_before > 0) & (gained > 0), gained, np.nan)
    ranks = _without(course, rank_competition(gained[members]), members, held)
    say = say_gain if award.by == "score" else say_rise
    yield from _give_places(course, award, members, ranks, lambda row: say(now, progress, row))


def _without(course: Course, ranks: NDArray[np.int64], members: Places, held: set[str]) -> NDArray[np.int64]:
    """Ranks with 0 for areas that hold an award which excludes this one."""
    return np.where([course.now.setting.panel.areas[row] in held for row in members], 0, ranks)


def _give_places(
    course: Course, award: Award, members: Places, ranks: NDArray[np.int64], say: Any
) -> Iterator[dict[str, Any]]:
    bars = [course.vetoed_by[row] for row in members]
    due, given = find_due(ranks, award.places), give_awards(ranks, bars, award.places)
    passed = pass_on(ranks, due, given)
    for i in np.argsort(ranks, kind="stable"):
        if due[i] or given[i]:
            row = int(members[i])
            giver = course.now.setting.panel.areas[members[passed[int(i)]]] if int(i) in passed else ""
            yield _make_row(course, award, row, bool(given[i]), say(row), award.money, giver)


def _give_first_entry(course: Course, award: Award, members: Places, held: set[str]) -> Iterator[dict[str, Any]]:
    rank, before = course.now.standing.rank, course.progress.rank_before
    for row in members[np.argsort(rank[members], kind="stable")].tolist():
        is_inside = 0 < rank[row] <= award.places and course.now.setting.panel.areas[row] not in held
        if is_inside and before[row] > award.places:
            basis = say_first_entry(course.now.standing, course.progress, award, row)
            yield _make_row(course, award, row, not course.vetoed_by[row], basis, award.money)
        elif is_inside and before[row] == 0:
            yield _make_row(course, award, row, False, WAS_UNRANKED, 0.0)


def _give_per_rank(course: Course, award: Award, members: Places, held: set[str]) -> Iterator[dict[str, Any]]:
    cap = np.inf if award.cap is None else award.cap
    for row in members.tolist():
        rise = int(course.progress.rise[row])
        if rise and course.now.setting.panel.areas[row] not in held:
            money = float(np.clip(rise * award.money, -cap, cap))
            is_given = rise < 0 or not course.vetoed_by[row]
            yield _make_row(course, award, row, is_given, say_per_rank(award, rise, money), money)


_GIVE = {
    "rank": _give_for_rank,
    "progress": _give_for_progress,
    "first_entry": _give_first_entry,
    "per_rank": _give_per_rank,
}


def _make_row(
    course: Course, award: Award, row: int, is_given: bool, basis: Name, money: float, passed_from: str = ""
) -> dict[str, Any]:
    panel, scheme = course.now.setting.panel, course.now.setting.scheme
    return {
        "ref_area": panel.areas[row], "class": scheme.classes[panel.class_of[row]], "award": award.code,
        "kind": award.kind, "name_zh": award.name.zh, "name_en": award.name.text("en"), "given": is_given,
        "basis_zh": basis.zh, "basis_en": basis.text("en"),
        "money": money if is_given and money else None, "money_unit": award.money_unit if award.money else None,
        "land": award.land if is_given and award.land else None, "land_unit": award.land_unit if award.land else None,
        "vetoed_by": course.vetoed_by[row], "passed_from": passed_from,
    }  # fmt: skip


def _say_nobody(award: Award, rows: list[dict[str, Any]]) -> list[Name]:
    """Why a progress award found nobody."""
    return [NOBODY_ROSE] if award.kind == "progress" and not any(row["given"] for row in rows) else []
