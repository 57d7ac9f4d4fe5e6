from junxian.assessment.robustness.choices import Choices, draw_choices
from junxian.assessment.robustness.class_ranks import vary_ranks
from junxian.assessment.robustness.intervals import RankIntervals, measure_intervals
from junxian.assessment.robustness.replicates import ClassToVary, aggregate_replicates, normalise_replicates
from junxian.assessment.robustness.variation import Draws, Variation, vary

__all__ = [
    "Choices",
    "ClassToVary",
    "Draws",
    "RankIntervals",
    "Variation",
    "aggregate_replicates",
    "draw_choices",
    "measure_intervals",
    "normalise_replicates",
    "vary",
    "vary_ranks",
]
