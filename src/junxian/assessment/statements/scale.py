"""Replicates of unlike methods lie on unlike scales; what differs by the scale alone must not pass for noise."""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def align_scales(scores: Array, scales: NDArray[np.integer]) -> Array:
    """Stretch the scores of every scale so that they spread on average as those of scale 0 do.

    scores  (replicates, areas); scales  (replicates,) which replicates share a scale: one number for each combination
    of normalisation and aggregation, 0 for that of the published scores
    Returns scores (replicates, areas). Ranks stay as they are, since a replicate is stretched as a whole; a scale on
    which nothing spreads stays too. Without it a pair whose order never changes would seem unsure, because a lead of 20
    points on one scale is one of 5 on another. MethodError where no replicate is on scale 0.
    Checked in tests/unit/assessment/statements/test_scale.py.
    """
    if scales.shape != scores.shape[:1] or not (scales == 0).any():
        raise MethodError(
            "rank statements", "no replicate lies on the scale of the published scores, or scales do not fit.",
            "Give one number per replicate, 0 for the published normalisation and aggregation.",
        )  # fmt: skip
    spread = scores.std(axis=1)
    kinds, places = np.unique(scales, return_inverse=True)
    means = np.array([spread[scales == kind].mean() for kind in kinds])
    factors = np.divide(means[kinds == 0], means, out=np.ones(len(kinds)), where=means > 0)
    return scores * factors[places][:, None]
