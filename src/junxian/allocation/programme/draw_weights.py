"""Other weights of a case: powers and key weights drawn within a spread."""

from collections.abc import Iterator

import numpy as np

from junxian.allocation.optimum.problem import Array
from junxian.allocation.programme.build import Case


def draw_weights(case: Case, replicates: int, spread: float, seed: int) -> Iterator[Array]:
    """Weights (areas, factors) of the problem, drawn so many times, each power and key weight by itself and uniformly.

    Draw k has its own stream (seed, k). Checked in tests/unit/allocation/programme/test_comparison.py.
    """
    given = np.column_stack([one.gate * one.clearance for one in case.bounds])
    counted = case.problem.weight > 0
    for number in range(replicates):
        random = np.random.default_rng([seed, number])
        weight = case.scores.performance.copy()
        for name, (columns, weights) in case.scores.parts.items():
            drawn = weights * random.uniform(1 - spread, 1 + spread, weights.size)
            power = case.scores.powers[name] * random.uniform(1 - spread, 1 + spread)
            weight = weight * ((drawn / drawn.sum()) @ columns) ** power
        yield np.where(counted, weight[:, None] * given * case.worth, 0.0)
