"""The rank that an area would have in its neighbouring class: how much its place owes to a border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Array, Places
from junxian.assessment.points import add_points
from junxian.assessment.rank import place_among, round_scores
from junxian.assessment.scores import aggregate_rows, normalise_rows
from junxian.assessment.setting import Setting
from junxian.assessment.standing import Standing
from junxian.assessment.weigh import measure_coverage


@dataclass(frozen=True)
class Neighbours:
    """Of every area: the neighbouring class ("" for none), the rank there and among how many; 0 where there is none."""

    class_code: list[str]
    rank: NDArray[np.int64]
    of: NDArray[np.int64]


def rank_in_neighbours(setting: Setting, bounds: Bounds, standing: Standing) -> Neighbours:
    """Place every ranked area among the ranked members of the first neighbour that its class declares.

    It is scored with that class's weights and bounds, which it does not help to set, and counted with them in `of`.
    No rank where less than the scheme's coverage is filed by that class's weights.
    Checked in tests/unit/assessment/test_neighbour.py.
    """
    scheme, count = setting.scheme, len(setting.panel.areas)
    found = Neighbours([""] * count, np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64))
    for place, declared in enumerate(scheme.class_):
        if declared.neighbours:
            _place_class(setting, bounds, standing, place, scheme.classes.index(declared.neighbours[0]), found)
    return found


def _place_class(
    setting: Setting, bounds: Bounds, standing: Standing, place: int, there: int, found: Neighbours
) -> None:
    panel, scheme = setting.panel, setting.scheme
    others = standing.total[panel.members(there)]
    others = others[~np.isnan(others)]
    rows = panel.members(place)
    points = np.broadcast_to(setting.points[there], (len(rows), setting.points.shape[1]))
    coverage = measure_coverage(points, setting.filed[rows], setting.tree)
    rows = rows[~np.isnan(standing.total[rows]) & (coverage >= scheme.coverage)]
    if not others.size or not rows.size:
        return
    score = _score_as_members(setting, bounds, rows, there)
    totals = round_scores(add_points(score, standing.bonus[rows], standing.deduction[rows]), scheme.decimals)
    for row, total in zip(rows, totals, strict=True):
        found.class_code[row] = scheme.classes[there]
        found.rank[row], found.of[row] = place_among(total, others), others.size + 1


def _score_as_members(setting: Setting, bounds: Bounds, rows: Places, there: int) -> Array:
    normalised = normalise_rows(setting.panel, rows, there, setting.scheme.normalise, bounds)
    points = np.broadcast_to(setting.points[there], (len(rows), setting.points.shape[1]))
    labels = tuple(setting.panel.areas[row] for row in rows)
    return aggregate_rows(normalised, points, setting.tree, np.ones(len(rows), dtype=bool), labels).score
