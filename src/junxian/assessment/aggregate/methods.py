"""Aggregation methods by the name that a scheme declares: one function and what it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from junxian.assessment.aggregate.arithmetic import average_arithmetic
from junxian.assessment.aggregate.benefit_of_the_doubt import aggregate_benefit_of_the_doubt
from junxian.assessment.aggregate.cells import Names
from junxian.assessment.aggregate.copeland import aggregate_copeland
from junxian.assessment.aggregate.generalised import average_generalised
from junxian.assessment.aggregate.geometric import average_geometric
from junxian.assessment.aggregate.harmonic import average_harmonic
from junxian.assessment.aggregate.kemeny import aggregate_kemeny
from junxian.assessment.aggregate.mazziotta_pareto import aggregate_mazziotta_pareto, average_penalised
from junxian.assessment.aggregate.mean_min import aggregate_mean_min
from junxian.assessment.aggregate.order_m import aggregate_order_m
from junxian.assessment.aggregate.outranking import aggregate_outranking
from junxian.assessment.aggregate.promethee import aggregate_promethee
from junxian.assessment.aggregate.topsis import aggregate_topsis
from junxian.assessment.aggregate.vikor import aggregate_vikor
from junxian.assessment.aggregate.wroclaw import aggregate_wroclaw
from junxian.assessment.kinds import Array
from junxian.assessment.tree import Tree
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

Parameter = float | str


@dataclass(frozen=True)
class Method:
    """`function` of (values, weights, names, parameters); whether an area's score depends on the others'.

    is_turned  the function gives less-is-better between 0 and about 1, so that a node's score is 1 less it
    parameters  names that a scheme may give
    """

    function: Callable[..., Array]
    needs_population: bool = False
    is_turned: bool = False
    parameters: tuple[str, ...] = ()

    def apply(self, values: Array, weights: Array, names: Names, parameters: Mapping[str, Parameter]) -> Array:
        """Scores of a node, more always better: values and weights (areas, children), with further axes before them."""
        scores = self.function(values, weights, names, **parameters)
        return 1.0 - scores if self.is_turned else scores


METHODS: Mapping[str, Method] = {
    "arithmetic": Method(average_arithmetic),
    "geometric": Method(average_geometric),
    "harmonic": Method(average_harmonic),
    "generalised": Method(average_generalised, parameters=("power",)),
    "mean_min": Method(aggregate_mean_min, parameters=("penalty", "complementarity")),
    "mazziotta_pareto": Method(
        aggregate_mazziotta_pareto, needs_population=True, parameters=("penalty", "deviation", "standardise")
    ),
    "adjusted_mazziotta_pareto": Method(average_penalised, parameters=("penalty", "deviation")),
    "copeland": Method(aggregate_copeland, needs_population=True),
    "outranking": Method(aggregate_outranking, needs_population=True),
    "kemeny": Method(aggregate_kemeny, needs_population=True),
    "wroclaw": Method(aggregate_wroclaw, needs_population=True, is_turned=True),
    "topsis": Method(aggregate_topsis, needs_population=True, parameters=("normalisation",)),
    "vikor": Method(aggregate_vikor, needs_population=True, is_turned=True, parameters=("v",)),
    "promethee": Method(
        aggregate_promethee, needs_population=True, parameters=("preference", "indifference", "strict")
    ),
    "benefit_of_the_doubt": Method(
        aggregate_benefit_of_the_doubt, needs_population=True, parameters=("low", "high", "bounds_on")
    ),
    "order_m": Method(aggregate_order_m, needs_population=True, parameters=("m",)),
}


def find_method(tree: Tree, node: str) -> Method:
    """The method of a node, arithmetic where none is declared; MethodError for names that are none of its own."""
    declared = tree.aggregate.get(node, "arithmetic")
    if declared not in METHODS:
        raise MethodError(f"aggregate of node {node!r}", f"{declared!r} is no aggregation.", suggest(declared, METHODS))
    method = METHODS[declared]
    for name in tree.parameters.get(node, {}):
        if name not in method.parameters:
            raise MethodError(
                f"aggregate of node {node!r}",
                f"{declared!r} has no parameter {name!r}.",
                suggest(name, method.parameters),
            )
    return method


def needs_population(tree: Tree) -> bool:
    """Whether some node's score of an area depends on other areas, so that no row can be aggregated alone."""
    return any(find_method(tree, node).needs_population for node in tree.nodes)
