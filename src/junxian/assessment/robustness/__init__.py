from junxian.assessment.robustness.choices import Choices, draw_choices
from junxian.assessment.robustness.class_ranks import vary_ranks
from junxian.assessment.robustness.design import (
    Design,
    enumerate_design,
    place_factors,
    read_design,
    sample_random,
    sample_saltelli,
)
from junxian.assessment.robustness.effects import measure_effects
from junxian.assessment.robustness.factors import Levels, Noise, Range
from junxian.assessment.robustness.intervals import RankIntervals, measure_intervals
from junxian.assessment.robustness.model import Model
from junxian.assessment.robustness.normalisation import Normalisation
from junxian.assessment.robustness.rank_replicates import rank_replicates
from junxian.assessment.robustness.rank_statistics import summarise_ranks
from junxian.assessment.robustness.replicates import ClassToVary, aggregate_replicates, normalise_replicates
from junxian.assessment.robustness.run_design import Replicates, run_design, score_nominal
from junxian.assessment.robustness.score_replicates import ManyScores, score_replicates
from junxian.assessment.robustness.sensitivity import Sensitivity, enumerate_sensitivity, estimate_sensitivity
from junxian.assessment.robustness.targets import measure_rank_shift
from junxian.assessment.robustness.variation import Draws, Variation, vary
from junxian.assessment.robustness.work import Failure

__all__ = [
    "Choices",
    "ClassToVary",
    "Design",
    "Draws",
    "Failure",
    "Levels",
    "ManyScores",
    "Model",
    "Noise",
    "Normalisation",
    "Range",
    "RankIntervals",
    "Replicates",
    "Sensitivity",
    "Variation",
    "aggregate_replicates",
    "draw_choices",
    "enumerate_design",
    "enumerate_sensitivity",
    "estimate_sensitivity",
    "measure_effects",
    "measure_intervals",
    "measure_rank_shift",
    "normalise_replicates",
    "place_factors",
    "rank_replicates",
    "read_design",
    "run_design",
    "sample_random",
    "sample_saltelli",
    "score_nominal",
    "score_replicates",
    "summarise_ranks",
    "vary",
    "vary_ranks",
]
