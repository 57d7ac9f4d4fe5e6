from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.assess import assess
from junxian.assessment.normalise import normalise_efficacy, normalise_min_max, normalise_rank, normalise_z_score
from junxian.assessment.rank import rank_competition
from junxian.assessment.scorecard import Scorecard

__all__ = [
    "Scorecard",
    "aggregate_tree",
    "assess",
    "normalise_efficacy",
    "normalise_min_max",
    "normalise_rank",
    "normalise_z_score",
    "rank_competition",
]
