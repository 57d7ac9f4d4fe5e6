"""PROMETHEE II: by how much an area is preferred to the others, less by how much they are preferred to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.outranking import CHUNK_PAIRS
from junxian.assessment.aggregate.population import Population, read_population, share_weights
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

Preference = Literal["usual", "linear"]


@dataclass(frozen=True)
class Flows:
    """Per area: how far it is preferred (`leaving`), how far others are (`entering`), and `net`, from −1 to 1."""

    leaving: Array
    entering: Array
    net: Array


def find_flows(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    preference: Preference = "usual",
    indifference: Array | float = 0.0,
    strict: Array | float | None = None,
    more_is_better: Mask | None = None,
) -> Flows:
    """Flows of every area over all others: mean weighted preferences.

    values  (areas, children), NaN for missing; weights  (children,) or (areas, children), equal when not given; a pair
    is compared on the children known to both, their weights brought to 1, and not at all where there are none
    preference  usual: 1 for any lead; linear: 0 up to `indifference`, 1 from `strict`, rising between them, both in the
    children's unit, one number or (children,)
    Returns (areas,) each: leaving and entering from 0 to 1, net (more is better) from −1 to 1; NaN without a value, 0
    with nobody to compare with. MethodError where areas weigh children differently and for thresholds that do not rise.
    Source: Brans & Vincke (1985), Management Science 31, 647-656. Checked in tests/published/test_aggregate.py (pymcdm).
    """
    population = read_population(values, weights, names, more_is_better)
    low, high = _read_thresholds(preference, indifference, strict, population.shape[1], names)
    count = len(population.places)
    leaving, entering, compared = np.zeros(count), np.zeros(count), np.zeros(count)
    for start, preferred, is_pair in _prefer(population, preference, low, high):
        leaving[start : start + len(preferred)] = preferred.sum(axis=1)
        compared[start : start + len(preferred)] = is_pair.sum(axis=1) - 1
        entering += preferred.sum(axis=0)
    number = np.maximum(compared, 1)
    leaving, entering = leaving / number, entering / number
    return Flows(*(population.fill(flow) for flow in (leaving, entering, leaving - entering)))


def aggregate_promethee(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    preference: Preference = "usual",
    indifference: Array | float = 0.0,
    strict: Array | float | None = None,
    more_is_better: Mask | None = None,
) -> Array:
    """The net flow of `find_flows` (areas,), from −1 to 1, more is better."""
    return find_flows(
        values, weights, names,
        preference=preference, indifference=indifference, strict=strict, more_is_better=more_is_better,
    ).net  # fmt: skip


def _read_thresholds(
    preference: str, indifference: Array | float, strict: Array | float | None, children: int, names: Names
) -> tuple[Array, Array]:
    if preference not in ("usual", "linear"):
        raise MethodError(names.where("PROMETHEE"), f"preference {preference!r} is neither usual nor linear.")
    if preference == "linear" and strict is None:
        raise MethodError(names.where("PROMETHEE"), "a linear preference needs `strict`.", "Give strict = 10, say.")
    low, high = (
        np.broadcast_to(np.asarray(0.0 if end is None else end, dtype=float), (children,))
        for end in (indifference, strict)
    )
    if preference == "linear" and not ((low >= 0) & (low < high)).all():
        raise MethodError(
            names.where("PROMETHEE"), f"indifference {indifference} and strict {strict} do not rise from 0."
        )
    return low, high


def _prefer(population: Population, preference: str, low: Array, high: Array) -> Iterator[tuple[int, Array, Mask]]:
    """In portions of rows: where it starts, how far the row is preferred to each area, and whether they compare."""
    common = share_weights(population, "PROMETHEE")
    values, known = population.values, population.known
    size = max(1, CHUNK_PAIRS // max(1, len(values)))
    for start in range(0, len(values), size):
        own, knows = values[start : start + size], known[start : start + size]
        preferred, both = np.zeros((len(own), len(values))), np.zeros((len(own), len(values)))
        for child, place in enumerate(population.columns):
            lead = own[:, child, None] - values[None, :, child]
            if preference == "linear":
                degree = np.clip((lead - low[place]) / (high[place] - low[place]), 0.0, 1.0)
            else:
                degree = (lead > 0).astype(float)
            pair = knows[:, child, None] & known[None, :, child]
            preferred += np.where(pair, common[child] * degree, 0.0)
            both += common[child] * pair
        yield start, np.divide(preferred, both, out=np.zeros_like(both), where=both > 0), both > 0
