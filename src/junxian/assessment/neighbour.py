"""The rank that an area would have in its neighbouring class: how much its place owes to a border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.aggregate import needs_population
from junxian.assessment.kinds import Array, Places
from junxian.assessment.normalised import normalise_rows
from junxian.assessment.points import add_points
from junxian.assessment.rank import place_among, round_scores
from junxian.assessment.ranked import Ranked
from junxian.assessment.scores import aggregate_rows
from junxian.assessment.weigh import measure_coverage


@dataclass(frozen=True)
class Neighbours:
    """Of every area: the neighbouring class ("" for none), the rank there and among how many; 0 where there is none."""

    class_code: list[str]
    rank: NDArray[np.int64]
    of: NDArray[np.int64]


def rank_in_neighbours(ranked: Ranked) -> Neighbours:
    """Place every ranked area among the ranked members of the first neighbour that its class declares.

    It is scored with that class's weights and bounds, which it does not help to set, and counted with them in `of`.
    No rank where less than the scheme's coverage is filed by that class's weights, and none where a node's method
    compares areas with each other: a visitor would change every member's score.
    Checked in tests/unit/assessment/test_assess.py.
    """
    scheme, count = ranked.setting.scheme, len(ranked.setting.panel.areas)
    found = Neighbours([""] * count, np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64))
    if needs_population(ranked.setting.tree):
        return found
    for place, declared in enumerate(scheme.class_):
        if declared.neighbours:
            _place_class(ranked, place, scheme.classes.index(declared.neighbours[0]), found)
    return found


def _place_class(ranked: Ranked, place: int, there: int, found: Neighbours) -> None:
    setting, standing, decimals = ranked.setting, ranked.standing, ranked.setting.scheme.decimals
    others = standing.total[setting.panel.members(there)]
    others = others[~np.isnan(others)]
    rows = setting.panel.members(place)
    points = np.broadcast_to(setting.declared_points[there], (len(rows), setting.points.shape[1]))
    coverage = measure_coverage(points, setting.filed[rows], setting.tree)
    rows = rows[~np.isnan(standing.total[rows]) & (coverage >= setting.scheme.coverage)]
    if not others.size or not rows.size:
        return
    score = _score_as_members(ranked, rows, there)
    totals = round_scores(add_points(score, standing.bonus[rows], standing.deduction[rows]), decimals)
    for row, total in zip(rows, totals, strict=True):
        found.class_code[row] = setting.scheme.classes[there]
        found.rank[row], found.of[row] = place_among(total, others), others.size + 1


def _score_as_members(ranked: Ranked, rows: Places, there: int) -> Array:
    setting = ranked.setting
    normalised = normalise_rows(setting, rows, there, ranked.bounds)
    points = np.broadcast_to(setting.points[there], (len(rows), setting.points.shape[1]))
    labels = tuple(setting.panel.areas[row] for row in rows)
    return aggregate_rows(normalised, points, setting.tree, np.ones(len(rows), dtype=bool), labels).score
