"""Limits beyond which an audit finds something worth a word; all of them proposals that an office may set otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AuditLimits:
    """Limits of the audit.

    Correlations above `high` count double, below `negative` pay against each other (COINr's guide and the JRC take 0.9
    or 0.92 and −0.4), below `weak` with the parent hardly belong to it.
    """

    high: float = 0.92
    negative: float = -0.4
    weak: float = 0.3
    significance: float = 0.05
    alpha: float = 0.6  # least Cronbach alpha of a node
    idle_spread: float = (
        0.05  # standard deviation of normalised scores, as a share of the scale, below which one is idle
    )
    same_score: float = 0.9  # share of areas with one and the same score from which an indicator is idle
    saturated: float = 0.25  # share of areas at one end of the scale
    dominant: float = 0.35  # share of the spread of scores that one indicator makes
    out_of_proportion: float = 2.0  # importance share over weight, or weight over importance share
    wide_interval: float = 1 / 3  # mean width of rank intervals, as a share of the class
    influence: float = 0.1  # mean rank shift when a part is removed, as a share of the class
    unstable: float = 0.7  # Spearman correlation of ranks between years below which ranks are tossed about
    settled: float = 0.98  # from which the order is known before the year begins
    between_classes: float = 0.25  # share of the variance of scores that the class explains
    small_class: int = 10  # members below which same-year bounds hang on single areas
    unranked: float = 0.05  # share of areas that are not ranked
