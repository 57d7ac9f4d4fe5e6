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
SCALE = {"base": 0.0, "span": 100.0}  # parameters of every method that has a scale of its own, as when not given
DECIMALS = 9  # of a score that are compared, as when ranks are decided


@dataclass(frozen=True)
class Method:
    """`function` of (values, weights, names, parameters); whether an area's score depends on the others'.

    is_turned  the function gives less-is-better between 0 and about 1, so that a node's score is 1 less it
    is_ordinal  only the order of values counts, which their last bits, that differ between machines, must not decide
    ends  the least and the largest score that there can be, for scores on a scale of their own; for each other area
    that is compared where `counts_areas`. A scheme may bring them to base … base + span, the scale of the siblings
    parameters  what a scheme may give: names, and whether a number (float) or a word (str)
    """

    function: Callable[..., Array]
    needs_population: bool = False
    is_turned: bool = False
    is_ordinal: bool = False
    ends: tuple[float, float] | None = None
    counts_areas: bool = False
    parameters: Mapping[str, type] = field(default_factory=dict)

    @property
    def permitted(self) -> Mapping[str, type]:
        """The parameters, with those of the scale where there is one."""
        return {**self.parameters, **(dict.fromkeys(SCALE, float) if self.ends else {})}

    def apply(self, values: Array, weights: Array, names: Names, parameters: Mapping[str, Parameter]) -> Array:
        """Scores of a node, more always better: values and weights (areas, children), with further axes before them."""
        own = np.round(values, DECIMALS) if self.is_ordinal else values
        given = {name: value for name, value in parameters.items() if name not in SCALE}
        scores = self.function(own, weights, names, **given)
        if self.is_turned:
            scores = 1.0 - scores
        scale = [float(parameters.get(name, usual)) for name, usual in SCALE.items()]
        return scores if given.keys() == parameters.keys() else self._bring_to(scores, *scale)

    def _bring_to(self, scores: Array, base: float, span: float) -> Array:
        """The least possible score at base, the largest at base + span; one area alone in the middle, as at a draw."""
        low, high = self.ends or (0.0, 1.0)
        others = int((~np.isnan(scores)).sum()) - 1 if self.counts_areas else 1
        if others < 1:
            return np.where(np.isnan(scores), np.nan, base + span / 2)
        return base + span * (scores / others - low) / (high - low)


METHODS: Mapping[str, Method] = {
    "arithmetic": Method(average_arithmetic),
    "geometric": Method(average_geometric),
    "harmonic": Method(average_harmonic),
    "generalised": Method(average_generalised, parameters={"power": float}),
    "mean_min": Method(aggregate_mean_min, parameters={"penalty": float, "complementarity": float}),
    "mazziotta_pareto": Method(
        aggregate_mazziotta_pareto, True, parameters={"penalty": str, "deviation": str, "standardise": float}
    ),
    "adjusted_mazziotta_pareto": Method(average_penalised, parameters={"penalty": str, "deviation": str}),
    "copeland": Method(aggregate_copeland, True, is_ordinal=True, ends=(-1, 1), counts_areas=True),
    "outranking": Method(aggregate_outranking, True, is_ordinal=True, ends=(0, 1)),
    "kemeny": Method(aggregate_kemeny, True, is_ordinal=True, ends=(0, 1), counts_areas=True),
    "wroclaw": Method(aggregate_wroclaw, True, is_turned=True, ends=(0, 1)),
    "topsis": Method(aggregate_topsis, True, ends=(0, 1), parameters={"normalisation": str}),
    "vikor": Method(aggregate_vikor, True, is_turned=True, ends=(0, 1), parameters={"v": float}),
    "promethee": Method(
        aggregate_promethee,
        True,
        is_ordinal=True,
        ends=(-1, 1),
        parameters={"preference": str, "indifference": float, "strict": float},
    ),
    "benefit_of_the_doubt": Method(
        aggregate_benefit_of_the_doubt,
        True,
        ends=(0, 1),
        parameters={"low": float, "high": float, "bounds_on": str},
    ),
    "order_m": Method(aggregate_order_m, True, ends=(0, 1), parameters={"m": float}),
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
    permitted = METHODS[declared].permitted
    if name not in permitted:
        raise MethodError(where, f"{declared!r} has no parameter {name!r}.", suggest(name, permitted))
    if isinstance(value, str) != (permitted[name] is str):
        wanted = "a word" if permitted[name] is str else "a number"
        raise MethodError(where, f"{name} = {value!r}; {declared!r} wants {wanted} there.")


def needs_population(tree: Tree) -> bool:
    """Whether some node's score of an area depends on other areas, so that no row can be aggregated alone."""
    return any(find_method(tree, node).needs_population for node in tree.nodes)
