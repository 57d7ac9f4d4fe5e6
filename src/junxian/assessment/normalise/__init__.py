from junxian.assessment.normalise.borda import normalise_borda
from junxian.assessment.normalise.distance_to_maximum import normalise_distance_to_maximum
from junxian.assessment.normalise.distance_to_reference import normalise_distance_to_reference
from junxian.assessment.normalise.distance_to_target import normalise_distance_to_target
from junxian.assessment.normalise.efficacy import normalise_efficacy
from junxian.assessment.normalise.figures import CONSTANT
from junxian.assessment.normalise.fraction_of_maximum import normalise_fraction_of_maximum
from junxian.assessment.normalise.goalposts import normalise_goalposts
from junxian.assessment.normalise.methods import METHODS, normalise
from junxian.assessment.normalise.min_max import normalise_min_max
from junxian.assessment.normalise.panel import normalise_panel
from junxian.assessment.normalise.percentile_rank import normalise_percentile_rank, normalise_rank
from junxian.assessment.normalise.rank import normalise_ascending_rank
from junxian.assessment.normalise.scaled import normalise_scaled
from junxian.assessment.normalise.stretch import is_constant
from junxian.assessment.normalise.z_score import normalise_z_score

__all__ = [
    "CONSTANT",
    "METHODS",
    "is_constant",
    "normalise",
    "normalise_ascending_rank",
    "normalise_borda",
    "normalise_distance_to_maximum",
    "normalise_distance_to_reference",
    "normalise_distance_to_target",
    "normalise_efficacy",
    "normalise_fraction_of_maximum",
    "normalise_goalposts",
    "normalise_min_max",
    "normalise_panel",
    "normalise_percentile_rank",
    "normalise_rank",
    "normalise_scaled",
    "normalise_z_score",
]
