"""Scaled: a declared shift and factor."""

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.goalposts import normalise_goalposts
from junxian.assessment.normalise.stretch import Bounds


def normalise_scaled(
    values: ArrayLike,
    *,
    bounds: Bounds = (0.0, 100.0),
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Shift and stretch, base + span · (x − low)/(high − low), never truncated: for what is a share or a score already.

    bounds  the ends of the scale that the values are on; otherwise as normalise_goalposts. Missing stays missing.
    MethodError as normalise_goalposts.
    Source: Global Innovation Index 2020; COINr's n_scaled. Checked in tests/published/test_normalise.py.
    """
    return normalise_goalposts(
        values, bounds=bounds, is_truncated=False, base=base, span=span, more_is_better=more_is_better
    )
