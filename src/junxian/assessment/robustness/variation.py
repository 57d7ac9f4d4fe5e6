"""Sets up the replicates of an assessment and brings their scores and ranks back to its areas."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Array, Places
from junxian.assessment.points import add_points
from junxian.assessment.robustness.choices import Choices, draw_choices
from junxian.assessment.robustness.class_ranks import Treat, vary_ranks
from junxian.assessment.robustness.rank_replicates import Ranks
from junxian.assessment.robustness.replicates import ClassToVary
from junxian.assessment.scores import Scores
from junxian.assessment.setting import Setting
from junxian.assessment.standing import Standing
from junxian.assessment.treat import treat_columns
from junxian.terms.errors import MethodError

Draws = Callable[[list[str], list[str]], Array]


@dataclass(frozen=True)
class Varied:
    """Areas of one or more `classes` that are ranked together, as `rows` of the panel.

    `scores` with points and `ranks` (replicates, members).
    """

    classes: tuple[int, ...]
    rows: Places
    scores: Array
    ranks: Ranks


@dataclass(frozen=True)
class Variation:
    """The replicates of every group of areas that are ranked together, and what each took; no group without any."""

    groups: tuple[Varied, ...]
    choices: Choices | None


def vary(
    setting: Setting, bounds: Bounds, scores: Scores, standing: Standing, draws: Draws | None, seed: int
) -> Variation:
    """Score and rank every class in all replicates of the scheme; nothing where it declares none.

    draws  makes (replicates, areas, indicators) with data error from lists of areas and indicators
    """
    declared, tree = setting.scheme.robustness, setting.tree
    if not declared.replicates:
        return Variation((), None)
    classes = [_take_class(setting, bounds, scores, standing, place) for place in range(len(setting.scheme.classes))]
    choices = draw_choices(declared, len(classes), len(tree.parts), seed)
    drawn = _draw(setting, draws if declared.data_error else None)
    point = setting.treated.before[setting.comparable]
    found = vary_ranks(
        point, drawn, classes, choices, tree, setting.scheme, setting.panel.more_is_better, setting.rank_groups,
        _find_treatment(setting),
    )  # fmt: skip
    compared = np.flatnonzero(setting.comparable)
    groups = (
        Varied(
            group,
            compared[np.concatenate([classes[place].rows for place in group])],
            np.concatenate([found[place].scores for place in group], axis=1),
            np.concatenate([found[place].ranks for place in group], axis=1),
        )
        for group in setting.rank_groups
    )
    return Variation(tuple(one for one in groups if one.rows.size), choices)


def _find_treatment(setting: Setting) -> Treat | None:
    """The scheme's treatment of outliers, for values (…, areas, indicators)."""
    plan = setting.treated.plan
    return None if plan is None else lambda values: treat_columns(values, plan).values


def _take_class(setting: Setting, bounds: Bounds, scores: Scores, standing: Standing, place: int) -> ClassToVary:
    members = setting.panel.members(place)
    rows = members[standing.rank[members] > 0]
    among_compared = np.cumsum(setting.comparable) - 1
    fixed = np.array([setting.scheme.normalise.is_fixed(code) for code in setting.tree.indicators], dtype=bool)
    low, high = (np.where(fixed, end[place], np.nan) for end in (bounds.low, bounds.high))
    return ClassToVary(
        rows=among_compared[rows],
        pool=among_compared[bounds.pools[place]],
        points=setting.points[place],
        ends=(low, high) if fixed.any() else None,
        nominal=np.where(setting.weighed[place], scores.normalised[rows], np.nan),
        added=add_points(np.zeros(len(rows)), standing.bonus[rows], standing.deduction[rows]),
        method=setting.scheme.normalise.method,
    )


def _draw(setting: Setting, draws: Draws | None) -> Array | None:
    """Draws of the comparable areas (replicates, areas, indicators)."""
    if draws is None:
        return None
    areas = [setting.panel.areas[row] for row in np.flatnonzero(setting.comparable)]
    drawn = draws(areas, list(setting.tree.indicators))
    wanted = (setting.scheme.robustness.replicates, len(areas), len(setting.tree.indicators))
    if drawn.shape != wanted:
        raise MethodError(
            "rank intervals", f"draws have the shape {drawn.shape}, not {wanted}.",
            "Draw (replicates, areas, indicators) as the scheme declares.",
        )  # fmt: skip
    return drawn
