"""Aggregation methods by the name that a scheme declares: one function and what it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

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
DECIMALS = 9  # of a score that are compared, as when ranks are decided


@dataclass(frozen=True)
class Method:
    """`function` of (values, weights, names, parameters); whether an area's score depends on the others'.

    is_turned  the function gives less-is-better between 0 and about 1, so that a node's score is 1 less it
    is_ordinal  only the order of values counts, which their last bits, that differ between machines, must not decide
    parameters  what a scheme may give: names, and whether a number (float) or a word (str)
    """

    function: Callable[..., Array]
    needs_population: bool = False
    is_turned: bool = False
    is_ordinal: bool = False
    parameters: Mapping[str, type] = field(default_factory=dict)

    def apply(self, values: Array, weights: Array, names: Names, parameters: Mapping[str, Parameter]) -> Array:
        """Scores of a node, more always better: values and weights (areas, children), with further axes before them."""
        own = np.round(values, DECIMALS) if self.is_ordinal else values
        scores = self.function(own, weights, names, **parameters)
        return 1.0 - scores if self.is_turned else scores


METHODS: Mapping[str, Method] = {
    "arithmetic": Method(average_arithmetic),
    "geometric": Method(average_geometric),
    "harmonic": Method(average_harmonic),
    "generalised": Method(average_generalised, parameters={"power": float}),
    "mean_min": Method(aggregate_mean_min, parameters={"penalty": float, "complementarity": float}),
    "mazziotta_pareto": Method(
        aggregate_mazziotta_pareto,
        needs_population=True,
        parameters={"penalty": str, "deviation": str, "standardise": float},
    ),
    "adjusted_mazziotta_pareto": Method(average_penalised, parameters={"penalty": str, "deviation": str}),
    "copeland": Method(aggregate_copeland, needs_population=True, is_ordinal=True),
    "outranking": Method(aggregate_outranking, needs_population=True, is_ordinal=True),
    "kemeny": Method(aggregate_kemeny, needs_population=True, is_ordinal=True),
    "wroclaw": Method(aggregate_wroclaw, needs_population=True, is_turned=True),
    "topsis": Method(aggregate_topsis, needs_population=True, parameters={"normalisation": str}),
    "vikor": Method(aggregate_vikor, needs_population=True, is_turned=True, parameters={"v": float}),
    "promethee": Method(
        aggregate_promethee,
        needs_population=True,
        is_ordinal=True,
        parameters={"preference": str, "indifference": float, "strict": float},
    ),
    "benefit_of_the_doubt": Method(
        aggregate_benefit_of_the_doubt,
        needs_population=True,
        parameters={"low": float, "high": float, "bounds_on": str},
    ),
    "order_m": Method(aggregate_order_m, needs_population=True, parameters={"m": float}),
}


def find_method(tree: Tree, node: str) -> Method:
    """The method of a node, arithmetic where none is declared; MethodError for names that are none of its own."""
    declared = tree.aggregate.get(node, "arithmetic")
    if declared not in METHODS:
        raise MethodError(f"aggregate of node {node!r}", f"{declared!r} is no aggregation.", suggest(declared, METHODS))
    method = METHODS[declared]
    for name, value in tree.parameters.get(node, {}).items():
        _check_parameter(f"aggregate of node {node!r}", declared, name, value)
    return method


def _check_parameter(where: str, declared: str, name: str, value: Parameter) -> None:
    permitted = METHODS[declared].parameters
    if name not in permitted:
        raise MethodError(where, f"{declared!r} has no parameter {name!r}.", suggest(name, permitted))
    if isinstance(value, str) != (permitted[name] is str):
        wanted = "a word" if permitted[name] is str else "a number"
        raise MethodError(where, f"{name} = {value!r}; {declared!r} wants {wanted} there.")


def needs_population(tree: Tree) -> bool:
    """Whether some node's score of an area depends on other areas, so that no row can be aggregated alone."""
    return any(find_method(tree, node).needs_population for node in tree.nodes)
