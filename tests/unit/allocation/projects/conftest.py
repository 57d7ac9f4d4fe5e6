"""A problem drawn from a seed: small whole asks, a county floor and cap, an exact and a free either-or set, needs."""

import numpy as np
import pytest

from junxian.allocation.projects.problem import join_limits, limit_budgets, limit_groups, state_problem


def draw_limits(asks, county, sets, counties=3):
    total = np.bincount(county, asks[:, 0], minlength=counties)
    names = tuple(f"county {k}" for k in range(counties))
    return join_limits(
        limit_budgets(asks, np.floor(0.5 * asks.sum(axis=0)), ("land", "funds")),
        limit_groups("county", asks[:, 0], county, names, np.floor(0.2 * total), np.ceil(0.7 * total), "land"),
        limit_groups("either-or", np.ones(len(asks)), sets, ("s", "t"), np.array([-np.inf, 1]), np.ones(2), "number"),
    )


@pytest.fixture
def draw_problem():
    def draw(seed, size=10):
        random = np.random.default_rng(seed)
        asks = random.integers(0, 9, (size, 2)).astype(float)
        sets = np.where(np.arange(size) < 6, random.integers(-1, 2, size), -1)
        must, excluded = np.zeros(size, bool), np.zeros(size, bool)
        must[4], excluded[5] = seed % 2, seed % 3 == 0
        limits = draw_limits(asks, random.integers(0, 3, size), sets)
        benefit = random.integers(-1, 20, size).astype(float)
        return state_problem(benefit, limits, [(0, 1), (2, 3)], must, excluded)

    return draw


@pytest.fixture
def draw_large():
    """Counties differ in benefit, so that floors and caps bind; asks of funds are the last column."""

    def draw(seed, size, counties=20):
        random = np.random.default_rng(seed)
        asks = random.lognormal(0, 0.6, (size, 3)) * random.lognormal(0, 0.5, (size, 1))
        county = random.integers(0, counties, size)
        benefit = asks.mean(axis=1) * random.lognormal(0, 0.4, size) * random.lognormal(0, 0.6, counties)[county]
        total = np.bincount(county, asks[:, 2], minlength=counties)
        names = tuple(f"county {k}" for k in range(counties))
        limits = join_limits(
            limit_budgets(asks, 0.25 * asks.sum(axis=0), ("land", "energy", "funds")),
            limit_groups("county", asks[:, 2], county, names, 0.1 * total, 0.6 * total, "funds"),
        )
        return state_problem(benefit, limits)

    return draw
