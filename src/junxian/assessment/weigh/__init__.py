from junxian.assessment.weigh.adequacy import Adequacy, measure_adequacy
from junxian.assessment.weigh.balance import weigh_for_balance
from junxian.assessment.weigh.budget import BudgetAllocation, weigh_budget_allocation
from junxian.assessment.weigh.critic import weigh_critic
from junxian.assessment.weigh.declared import weigh_declared
from junxian.assessment.weigh.entropy import weigh_entropy
from junxian.assessment.weigh.equal import weigh_equal
from junxian.assessment.weigh.gini import weigh_gini
from junxian.assessment.weigh.information import weigh_for_information
from junxian.assessment.weigh.methods import METHODS, weigh
from junxian.assessment.weigh.optimise import OptimisedWeights
from junxian.assessment.weigh.pairwise import PairwiseComparison, combine_comparisons, weigh_pairwise
from junxian.assessment.weigh.principal_components import (
    PrincipalComponents,
    find_principal_components,
    weigh_principal_components,
)
from junxian.assessment.weigh.rotate import rotate_varimax
from junxian.assessment.weigh.spread import measure_coverage, multiply_down, spread_weights
from junxian.assessment.weigh.standard_deviation import weigh_standard_deviation

__all__ = [
    "METHODS",
    "Adequacy",
    "BudgetAllocation",
    "OptimisedWeights",
    "PairwiseComparison",
    "PrincipalComponents",
    "combine_comparisons",
    "find_principal_components",
    "measure_adequacy",
    "measure_coverage",
    "multiply_down",
    "rotate_varimax",
    "spread_weights",
    "weigh",
    "weigh_budget_allocation",
    "weigh_critic",
    "weigh_declared",
    "weigh_entropy",
    "weigh_equal",
    "weigh_for_balance",
    "weigh_for_information",
    "weigh_gini",
    "weigh_pairwise",
    "weigh_principal_components",
    "weigh_standard_deviation",
]
