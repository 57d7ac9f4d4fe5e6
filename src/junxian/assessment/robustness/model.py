"""A composite indicator as its replicates see it: figures, tree, weights and the nominal way of every step."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.aggregate.methods import find_method
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.robustness.blocks import is_of_means
from junxian.assessment.robustness.normalisation import Normalisation
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

Repair = Callable[[Array], Array]
Way = Tree | Callable[[Array, Array], Array]  # how scores are aggregated: up a tree, or by a function


@dataclass(frozen=True)
class Model:
    """A composite indicator.

    values  (areas, indicators), NaN for missing; more_is_better  (indicators,)
    tree  of indicators and nodes, with each node's aggregation; points  (parts,) any unit, proportions count
    normalise  figures and directions to scores; impute, treat  figures to figures, None to leave the step out
    decimals  to which scores are rounded before ranks are decided; added  (areas,) points on top; areas  their names
    """

    values: Array
    more_is_better: Mask
    tree: Tree
    points: Array
    normalise: Callable[[Array, Mask], Array] = field(default_factory=lambda: Normalisation("min_max"))
    impute: Repair | None = None
    treat: Repair | None = None
    decimals: int = 9
    added: Array | None = None
    areas: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        indicators, parts = len(self.tree.indicators), len(self.tree.parts)
        _check_shape("values", self.values, (len(self.values), indicators))
        _check_shape("more_is_better", self.more_is_better, (indicators,))
        _check_shape("points", self.points, (parts,))
        if self.added is not None:
            _check_shape("added", self.added, (len(self.values),))
        if self.areas is not None:
            _check_shape("areas", np.asarray(self.areas), (len(self.values),))
        if not ((self.points >= 0).all() and np.isfinite(self.points).all()):
            raise MethodError("model", "points are negative or missing.", "Give points from 0 up.")

    def find_part(self, code: str) -> int:
        """Place of a part among the parts; MethodError with the nearest name where there is none."""
        if code not in self.tree.parts:
            raise MethodError("model", f"part {code!r} is not in the tree.", suggest(code, self.tree.parts))
        return self.tree.parts.index(code)


def _check_shape(name: str, given: Any, wanted: tuple[int, ...]) -> None:
    if np.shape(given) != wanted:
        raise MethodError("model", f"{name} has the shape {np.shape(given)}.", f"Give {wanted}.")


def make_table(model: Model) -> Array:
    """Normalised scores (indicators, areas): figures imputed, treated and normalised as the model says."""
    values = model.values
    for step in (model.impute, model.treat):
        values = values if step is None else np.asarray(step(values), dtype=np.float64)
    _check_shape("imputed and treated figures", values, model.values.shape)
    scores = np.asarray(model.normalise(values, model.more_is_better), dtype=np.float64)
    _check_shape("normalised scores", scores, model.values.shape)
    if np.isinf(scores).any():
        raise MethodError("model", "a normalised score is infinite.", "Take another normalisation, or treat outliers.")
    return np.ascontiguousarray(scores.T)


def choose_way(model: Model, aggregation: Any) -> Way:
    """A method named for all nodes or by node, a tree, or a function; None is the model's own tree."""
    if aggregation is None:
        return model.tree
    if isinstance(aggregation, Tree):
        if aggregation.parts != model.tree.parts or aggregation.parent != model.tree.parent:
            raise MethodError("aggregation", "the tree has other parts than the model's.", "Vary its methods only.")
        return aggregation
    if callable(aggregation):
        return aggregation  # type: ignore[no-any-return]
    named = dict.fromkeys(model.tree.nodes, aggregation) if isinstance(aggregation, str) else dict(aggregation)
    for node in named:
        model.find_part(node)
    kept = {node: own for node, own in model.tree.parameters.items() if node not in named}
    way = replace(model.tree, aggregate={**model.tree.aggregate, **named}, parameters=kept)
    for node in named:
        find_method(way, node)
    return way


def is_fast(way: Way) -> bool:
    """Whether many replicates can be aggregated at once."""
    return isinstance(way, Tree) and is_of_means(way)


def aggregate_once(model: Model, table: Array, points: Array, way: Way, left_out: Mask) -> Array:
    """Scores (areas,) of one replicate, by any aggregation; raises what the aggregation raises.

    A function gets the scores (areas, indicators) and the weights of indicators in the whole, (indicators,) or, where
    something is missing, (areas, indicators).
    """
    scores = np.where(left_out, np.nan, table.T)
    filed = ~np.isnan(scores)
    shares = spread_weights(points, filed, model.tree)
    if isinstance(way, Tree):
        return aggregate_tree(scores, shares, way, model.areas)[:, -1]
    weights = multiply_down(shares, model.tree)[:, : len(model.tree.indicators)]
    total = np.asarray(way(scores, weights[0] if (filed == filed[:1]).all() else weights), dtype=np.float64)
    _check_shape("aggregated scores", total, (len(scores),))
    return total
