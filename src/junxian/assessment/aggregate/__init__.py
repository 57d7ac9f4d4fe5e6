from junxian.assessment.aggregate.adjusted_mazziotta_pareto import aggregate_adjusted_mazziotta_pareto, set_goalposts
from junxian.assessment.aggregate.arithmetic import average_arithmetic
from junxian.assessment.aggregate.benefit_of_the_doubt import aggregate_benefit_of_the_doubt, find_best_weights
from junxian.assessment.aggregate.copeland import aggregate_copeland
from junxian.assessment.aggregate.directional import aggregate_directional
from junxian.assessment.aggregate.generalised import average_generalised
from junxian.assessment.aggregate.geometric import average_geometric
from junxian.assessment.aggregate.harmonic import average_harmonic
from junxian.assessment.aggregate.kemeny import aggregate_kemeny, rank_kemeny
from junxian.assessment.aggregate.mazziotta_pareto import aggregate_mazziotta_pareto, average_penalised
from junxian.assessment.aggregate.mean_min import aggregate_mean_min
from junxian.assessment.aggregate.methods import METHODS, needs_population
from junxian.assessment.aggregate.order_m import aggregate_order_m
from junxian.assessment.aggregate.outranking import aggregate_outranking, compare_pairs
from junxian.assessment.aggregate.promethee import aggregate_promethee, find_flows
from junxian.assessment.aggregate.topsis import aggregate_topsis
from junxian.assessment.aggregate.up_the_tree import aggregate_tree
from junxian.assessment.aggregate.vikor import aggregate_vikor, find_compromise
from junxian.assessment.aggregate.wroclaw import aggregate_wroclaw

__all__ = [
    "METHODS",
    "aggregate_adjusted_mazziotta_pareto",
    "aggregate_benefit_of_the_doubt",
    "aggregate_copeland",
    "aggregate_directional",
    "aggregate_kemeny",
    "aggregate_mazziotta_pareto",
    "aggregate_mean_min",
    "aggregate_order_m",
    "aggregate_outranking",
    "aggregate_promethee",
    "aggregate_topsis",
    "aggregate_tree",
    "aggregate_vikor",
    "aggregate_wroclaw",
    "average_arithmetic",
    "average_generalised",
    "average_geometric",
    "average_harmonic",
    "average_penalised",
    "compare_pairs",
    "find_best_weights",
    "find_compromise",
    "find_flows",
    "needs_population",
    "rank_kemeny",
    "set_goalposts",
]
