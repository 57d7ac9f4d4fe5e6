from junxian.plots.correlation import plot_correlations
from junxian.plots.effects import plot_effects
from junxian.plots.framework import plot_framework
from junxian.plots.intervals import plot_rank_intervals
from junxian.plots.waterfall import plot_gap

__all__ = ["plot_correlations", "plot_effects", "plot_framework", "plot_gap", "plot_rank_intervals"]
