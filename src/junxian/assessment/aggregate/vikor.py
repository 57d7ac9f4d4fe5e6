"""VIKOR: a compromise between the loss of the whole and the largest single loss."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError


@dataclass(frozen=True)
class Compromise:
    """Per area, less is better: `utility` S (weighted sum of losses), `regret` R (the largest), `index` Q."""

    utility: Array
    regret: Array
    index: Array


def find_compromise(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    v: float = 0.5,
    more_is_better: Mask | None = None,
) -> Compromise:
    """S, R and Q = v · (S − S*) / (S⁻ − S*) + (1 − v) · (R − R*) / (R⁻ − R*) of every area.

    values  (areas, children), NaN for missing; a loss is w · (best − x) / (best − worst), 0 in a child that is the same
    for all; weights  (children,) or (areas, children), equal when not given, each area's own over the children that it
    knows: what is missing raises the weight, and so the regret, of the others
    v  weight of the whole against the largest loss, 0 to 1
    Returns (areas,) each, LESS is better, Q from 0 to 1; NaN without a value. A term whose range is 0 counts 0.
    MethodError for v outside 0 to 1. Source: Opricovic & Tzeng (2004), European Journal of Operational Research 156,
    445-455. Checked in tests/published/test_aggregate.py (pymcdm and scikit-criteria).
    """
    if not 0 <= v <= 1:
        raise MethodError(names.where("VIKOR"), f"v = {v:g} is not between 0 and 1.")
    population = read_population(values, weights, names, more_is_better)
    own, known = population.values, population.known
    best = np.where(known, own, -np.inf).max(axis=0, initial=-np.inf)
    width = best - np.where(known, own, np.inf).min(axis=0, initial=np.inf)
    losses = population.weights * np.where(known, best - own, 0.0) / np.where(width > 0, width, 1.0)
    utility, regret = losses.sum(axis=1), losses.max(axis=1, initial=0.0)
    index = v * _place(utility) + (1 - v) * _place(regret)
    return Compromise(population.fill(utility), population.fill(regret), population.fill(index))


def _place(losses: Array) -> Array:
    """Place between the least and the largest; 0 where they are the same but for the last bits."""
    if not losses.size:
        return losses
    width = losses.max() - losses.min()
    return (losses - losses.min()) / width if width > 1e-12 * losses.max() else np.zeros_like(losses)


def aggregate_vikor(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    v: float = 0.5,
    more_is_better: Mask | None = None,
) -> Array:
    """The textbook's Q of `find_compromise` (areas,), LESS is better; in a tree 1 − Q stands instead."""
    return find_compromise(values, weights, names, v=v, more_is_better=more_is_better).index
