from junxian.quality.mending.adjust import Adjusted, adjust
from junxian.quality.mending.benchmark import Benchmarked, benchmark, measure_extrapolation
from junxian.quality.mending.edits import (
    Edit,
    Edits,
    demand_bounds,
    demand_fixed_sum,
    demand_ratio,
    demand_sum,
    gather_edits,
    state_edits,
)
from junxian.quality.mending.hierarchy import Reconciled, reconcile_levels
from junxian.quality.mending.impute import Imputed, impute_with_interval
from junxian.quality.mending.localise import Located, localise_record, localise_records
from junxian.quality.mending.panel import Panel
from junxian.quality.mending.rake import Raked, rake, rake_table

__all__ = [
    "Adjusted",
    "Benchmarked",
    "Edit",
    "Edits",
    "Imputed",
    "Located",
    "Panel",
    "Raked",
    "Reconciled",
    "adjust",
    "benchmark",
    "demand_bounds",
    "demand_fixed_sum",
    "demand_ratio",
    "demand_sum",
    "gather_edits",
    "impute_with_interval",
    "localise_record",
    "localise_records",
    "measure_extrapolation",
    "rake",
    "rake_table",
    "reconcile_levels",
    "state_edits",
]
