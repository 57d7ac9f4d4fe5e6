"""The areas that a method compares with each other, with the weights that each of them gives to what it knows."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.kinds import Array, Mask, Places
from junxian.terms.errors import MethodError


@dataclass(frozen=True)
class Population:
    """Areas of which something is known: `values` (areas, children), NaN for unknown, all more is better.

    weights  (areas, children) each area's own, 0 for unknown, summing to 1
    places, columns  where the areas and the children stand in the whole table of that `shape`
    """

    values: Array
    weights: Array
    places: Places
    columns: Places
    shape: tuple[int, ...]
    names: Names

    @property
    def known(self) -> Mask:
        """Which values count."""
        known: Mask = self.weights > 0
        return known

    def fill(self, scores: Array) -> Array:
        """Scores of all rows, NaN for those outside the population."""
        filled = np.full(self.shape[0], np.nan)
        filled[self.places] = scores
        return filled

    def fill_table(self, table: Array) -> Array:
        """A table (areas, children) of all rows and columns, NaN for those outside the population."""
        filled = np.full(self.shape, np.nan)
        filled[np.ix_(self.places, self.columns)] = table
        return filled


def read_population(
    values: Array, weights: Array | None = None, names: Names = UNNAMED, more_is_better: Mask | None = None
) -> Population:
    """Take the areas and children that count: those with a value that has weight.

    values  (areas, children), NaN for missing; weights  (children,) or (areas, children), equal when not given: those of
    missing children are spread over the others in proportion; more_is_better  (children,) all when not given
    MethodError for weights that are negative or no numbers.
    """
    table = np.atleast_2d(np.asarray(values, dtype=float))
    given = np.broadcast_to(1.0 if weights is None else np.asarray(weights, dtype=float), table.shape)
    if not (given >= 0).all():
        raise MethodError(names.where("aggregation"), "weights must be numbers that are not negative.")
    counts = np.where(np.isnan(table), 0.0, given)
    rows, columns = (np.flatnonzero(counts.sum(axis=axis) > 0) for axis in (1, 0))
    counts = counts[np.ix_(rows, columns)]
    own = table[np.ix_(rows, columns)]
    if more_is_better is not None:
        own = np.where(np.asarray(more_is_better)[columns], own, -own)
    shares = counts / np.where(rows.size, counts.sum(axis=1, keepdims=True), 1.0)
    kept = Names(names.node, [names.area(int(i)) for i in rows], [names.child(int(i)) for i in columns])
    return Population(np.where(counts > 0, own, np.nan), shares, rows, columns, table.shape, kept)


def share_weights(population: Population, method: str) -> Array:
    """The one set of weights (children,), summing to 1, of which every area's own is the part that it knows.

    A method that compares two areas needs weights that are the same for both. Those of areas that lack something are
    the common ones, spread; what they leave is undone here. MethodError where two areas weigh children differently.
    """
    if not population.weights.size:
        return np.zeros(0)
    patterns, first = np.unique(population.weights, axis=0, return_index=True)
    common = np.zeros(population.weights.shape[1])
    waiting = sorted(range(len(patterns)), key=lambda place: -np.count_nonzero(patterns[place]))
    while waiting:
        place = next((p for p in waiting if (common * patterns[p]).any()), waiting[0])
        waiting.remove(place)
        own = _scale_to(common, patterns[place])
        both = (common > 0) & (own > 0)
        if not np.allclose(common[both], own[both], rtol=1e-9, atol=0):
            area = population.names.area(int(first[place]))
            raise MethodError(
                population.names.where(method),
                f"{area} weighs the children in other proportions than areas before it.",
                "Areas can be compared in pairs only where they share one set of weights: aggregate each class apart.",
            )
        common = np.where(common > 0, common, own)
    return common / common.sum()


def _scale_to(common: Array, own: Array) -> Array:
    both = (common > 0) & (own > 0)
    return own * (common[both].sum() / own[both].sum()) if both.any() else own
