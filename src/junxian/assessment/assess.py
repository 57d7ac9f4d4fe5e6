"""The assessment, step by step: impute, set bounds, normalise, weigh, aggregate, add points, rank, award, vary."""

from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.award import find_vetoes, give_awards
from junxian.assessment.bounds import set_bounds
from junxian.assessment.neighbour import Neighbours, rank_in_neighbours
from junxian.assessment.points import read_points
from junxian.assessment.robustness import Draws, Variation, vary
from junxian.assessment.scope import list_left_out
from junxian.assessment.scorecard import (
    TABLE_SCHEMA,
    Scorecard,
    class_codes,
    make_frame,
    null_where_zero,
    tabulate_bounds,
    tabulate_indicators,
    tabulate_nodes,
)
from junxian.assessment.scores import Scores, score_panel
from junxian.assessment.setting import Setting, set_up
from junxian.assessment.standing import Standing, explain_standing, name_status, rank_classes
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period


def assess(
    indicators: IndicatorTable,
    scheme: Scheme,
    classification: pl.DataFrame,
    period: Period,
    *,
    draws: Draws | None = None,
    vetoes: pl.DataFrame | None = None,
    seed: int,
) -> Scorecard:
    """Assess the areas of a classification for one period by a scheme.

    classification  area, class; draws  makes (replicates, areas, indicators) with data error from lists of areas and
    indicators; vetoes  ref_area, line: red lines that bar from awards; seed  of the rank intervals
    An area with less than the scheme's coverage of the weight filed is unranked, with the reason. A missing indicator's
    weight is spread over its filed siblings unless the scheme imputes. Nothing is raised over figures, with one
    exception: MethodError where an indicator with weight is constant between same-year bounds, or a geometric mean
    meets a score that is not positive; the remedy is a declaration. Sources: OECD/JRC Handbook (2008); practice §1.7.
    Checked in tests/published/test_asem.py, tests/unit/assessment/, tests/properties/test_assessment_laws.py.
    """
    setting = set_up(indicators, scheme, classification, period)
    bounds = set_bounds(setting)
    scores = score_panel(setting, bounds)
    bonus, deduction = (
        read_points(declared, indicators, setting.panel, period) for declared in (scheme.bonus, scheme.deduction)
    )
    standing = rank_classes(setting, scores.score, bonus, deduction)
    vetoed_by = find_vetoes(vetoes, scheme, setting.panel.areas)
    variation = vary(setting, bounds, scores, standing, draws, seed)
    neighbours = rank_in_neighbours(setting, bounds, standing)
    return Scorecard(
        table=_tabulate(setting, scores, standing, vetoed_by, variation, neighbours),
        nodes=tabulate_nodes(setting, scores),
        indicators=tabulate_indicators(setting, bounds, scores),
        bounds=tabulate_bounds(setting, bounds),
        distribution=variation.distribution,
        left_out=list_left_out(indicators, scheme, classification),
    )


def _tabulate(
    setting: Setting,
    scores: Scores,
    standing: Standing,
    vetoed_by: list[str],
    variation: Variation,
    neighbours: Neighbours,
) -> pl.DataFrame:
    why = explain_standing(setting)
    columns: dict[str, Any] = {
        "ref_area": setting.panel.areas, "class": class_codes(setting), "status": name_status(setting),
        "why_zh": [name.zh for name in why], "why_en": [name.en for name in why],
        "coverage": setting.coverage, "score": scores.score, "bonus": standing.bonus,
        "deduction": standing.deduction, "total": standing.total, "rank": null_where_zero(standing.rank),
        "of": standing.of, "rank_low": null_where_zero(variation.low), "rank_high": null_where_zero(variation.high),
        "rank_median": null_where_zero(variation.median), "tied": standing.tied, "vetoed_by": vetoed_by,
        "award": _award(setting, standing, vetoed_by), "neighbour_class": [c or None for c in neighbours.class_code],
        "neighbour_rank": null_where_zero(neighbours.rank), "neighbour_of": null_where_zero(neighbours.of),
    }  # fmt: skip
    return make_frame(columns, TABLE_SCHEMA)


def _award(setting: Setting, standing: Standing, vetoed_by: list[str]) -> np.ndarray:
    awarded = np.zeros(len(vetoed_by), dtype=bool)
    for place, declared in enumerate(setting.scheme.class_):
        rows = setting.panel.members(place)
        if declared.award:
            bars = [vetoed_by[row] for row in rows]
            awarded[rows] = give_awards(standing.rank[rows], bars, setting.scheme.awards_per_class)
    return awarded
