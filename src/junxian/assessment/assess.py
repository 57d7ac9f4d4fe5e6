"""The assessment, step by step: score and rank the period, compare with the year before, award, vary, place neighbours."""

from typing import Any

import polars as pl

from junxian.assessment.award import find_vetoes
from junxian.assessment.awards import Awards, award_areas
from junxian.assessment.change import add_changes
from junxian.assessment.neighbour import Neighbours, rank_in_neighbours
from junxian.assessment.progress import measure_progress
from junxian.assessment.ranked import Ranked, rank_period
from junxian.assessment.robustness import Draws, vary
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
    tabulate_weights,
)
from junxian.assessment.standing import explain_standing, name_status
from junxian.assessment.stated import Stated, state_classes
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
    exception: MethodError where a declared method is not defined for them (an indicator with weight that is constant
    between same-year bounds, a geometric mean of a score that is not positive); the remedy is a declaration. Sources:
    OECD/JRC Handbook (2008); practice §1. Checked in tests/published/test_asem.py, tests/unit/assessment/,
    tests/properties/test_assessment_laws.py and test_scheme_laws.py.
    """
    indicators = add_changes(indicators, scheme)
    ranked = rank_period(indicators, scheme, classification, period)
    progress = measure_progress(ranked, indicators, scheme, classification, period)
    vetoed_by = find_vetoes(vetoes, scheme, ranked.setting.panel.areas)
    awards = award_areas(ranked, progress, vetoed_by)
    variation = vary(ranked.setting, ranked.bounds, ranked.scores, ranked.standing, draws, seed)
    stated = state_classes(ranked, variation)
    neighbours = rank_in_neighbours(ranked)
    return Scorecard(
        table=_tabulate(ranked, vetoed_by, awards, stated, neighbours),
        nodes=tabulate_nodes(ranked.setting, ranked.scores),
        indicators=tabulate_indicators(ranked.setting, ranked.bounds, ranked.scores),
        bounds=tabulate_bounds(ranked.setting, ranked.bounds),
        distribution=stated.distribution,
        left_out=list_left_out(indicators, scheme, classification),
        weights=tabulate_weights(ranked.setting),
        treatment=ranked.setting.treated.details,
        treated=ranked.setting.treated.points,
        progress=progress.table,
        awards=awards.table,
        award_notes=awards.notes,
        statements=stated.statements,
        pairs=stated.pairs,
        effects=stated.effects,
    )


def _tabulate(
    ranked: Ranked, vetoed_by: list[str], awards: Awards, stated: Stated, neighbours: Neighbours
) -> pl.DataFrame:
    setting, standing = ranked.setting, ranked.standing
    why = explain_standing(setting)
    columns: dict[str, Any] = {
        "ref_area": setting.panel.areas, "class": class_codes(setting), "status": name_status(setting),
        "why_zh": [name.zh for name in why], "why_en": [name.en for name in why],
        "coverage": setting.coverage, "score": ranked.scores.score, "bonus": standing.bonus,
        "deduction": standing.deduction, "total": standing.total, "rank": null_where_zero(standing.rank),
        "of": standing.of, "rank_low": null_where_zero(stated.low), "rank_high": null_where_zero(stated.high),
        "rank_median": null_where_zero(stated.median), "group": null_where_zero(stated.group), "tied": standing.tied, "vetoed_by": vetoed_by,
        "award": awards.by_rank, "neighbour_class": [c or None for c in neighbours.class_code],
        "neighbour_rank": null_where_zero(neighbours.rank), "neighbour_of": null_where_zero(neighbours.of),
    }  # fmt: skip
    return make_frame(columns, TABLE_SCHEMA)
