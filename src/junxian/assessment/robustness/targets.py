"""What a sensitivity analysis explains: how far ranks move, or the score or rank of single areas."""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.rank_replicates import Ranks


def measure_rank_shift(ranks: Ranks, nominal: NDArray[np.integer]) -> Array:
    """Mean absolute shift of ranks against the nominal ones (replicates,), over areas ranked in both.

    ranks  (replicates, areas), 0 for none; nominal  (areas,). NaN where a replicate ranks nobody.
    The scores or ranks themselves, (replicates, areas), are targets too: which choice moves this area. Source: Saisana
    et al. (2005), JRSS A 168, 307-323. Checked in tests/published/test_sensitivity.py.
    """
    both = (ranks > 0) & (np.asarray(nominal) > 0)
    shift = np.where(both, np.abs(ranks - np.asarray(nominal)), 0).sum(axis=1)
    count = both.sum(axis=1)
    return np.divide(shift, count, out=np.full(len(ranks), np.nan), where=count > 0)
