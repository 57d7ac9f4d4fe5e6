"""Robust z among few peers: the MAD of few values is itself uncertain, so that a fixed limit cries wolf in small classes.

Source: Croux and Rousseeuw (1992) on the small-sample behaviour of the MAD; the widening is measured here by simulation.
"""

import numpy as np
import polars as pl
import pytest

from junxian.quality.peers import CONSISTENT, widen_limit

LIMIT, DRAWS = 5.0, 400_000


def share_beyond(peers, limit):
    """Share of normal values whose robust z among `peers` values lies beyond a limit."""
    rng = np.random.default_rng(np.random.SeedSequence(peers))
    values = rng.standard_normal((DRAWS // peers, peers))
    centred = values - np.median(values, axis=1, keepdims=True)
    spread = CONSISTENT * np.median(np.abs(centred), axis=1, keepdims=True)
    return float(np.mean(np.abs(centred / spread) > limit))


@pytest.mark.parametrize("peers", [12, 16, 20, 30, 44, 100])
def test_the_widened_limit_keeps_false_alarms_near_one_in_ten_thousand(peers):
    widened = pl.select(widen_limit(LIMIT, pl.Series([peers]))).item()
    assert share_beyond(peers, widened) < 2.5e-4


def test_without_widening_one_value_in_140_would_be_called_at_eight_peers():
    assert share_beyond(8, LIMIT) == pytest.approx(1 / 140, rel=0.15)
