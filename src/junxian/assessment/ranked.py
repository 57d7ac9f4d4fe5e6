"""One period scored and ranked: what an assessment goes on from, and what the year before is compared by."""

from dataclasses import dataclass

import polars as pl

from junxian.assessment.bounds import Bounds, set_bounds
from junxian.assessment.normalised import normalise_panel
from junxian.assessment.points import read_points
from junxian.assessment.scores import Scores, score_panel
from junxian.assessment.setting import Setting, set_up
from junxian.assessment.standing import Standing, rank_classes
from junxian.assessment.weighed import weigh_panel
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period


@dataclass(frozen=True)
class Ranked:
    """The setting, bounds and scores of a period, and where every area stands."""

    setting: Setting
    bounds: Bounds
    scores: Scores
    standing: Standing


def rank_period(indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame, period: Period) -> Ranked:
    """Screen, impute and treat; set bounds, normalise, weigh, aggregate, add points and rank the areas of one period."""
    setting = set_up(indicators, scheme, classification, period)
    bounds = set_bounds(setting)
    normalised = normalise_panel(setting, bounds)
    setting = weigh_panel(setting, normalised)
    scores = score_panel(setting, normalised)
    bonus, deduction = (
        read_points(declared, indicators, setting.panel, period) for declared in (scheme.bonus, scheme.deduction)
    )
    return Ranked(setting, bounds, scores, rank_classes(setting, scores.score, bonus, deduction))
