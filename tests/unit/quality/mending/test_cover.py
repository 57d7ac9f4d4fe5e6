from itertools import combinations

import numpy as np

from junxian.quality.mending import cover as room
from junxian.quality.mending.cover import Cover


def list_lightest(weights, demands, forbidden):
    cells = range(len(weights))
    sets = [frozenset(c) for n in range(len(weights) + 1) for c in combinations(cells, n)]
    fit = [s for s in sets if all(s & d for d in demands) and not any(f <= s for f in forbidden)]
    return min((sum(weights[list(s)]) for s in fit), default=None)


def draw_cover(rng):
    count = int(rng.integers(2, 8))
    weights = rng.integers(1, 6, count) / 2
    pick = lambda: frozenset(rng.choice(count, int(rng.integers(1, count + 1)), replace=False).tolist())  # noqa: E731
    return weights, [pick() for _ in range(rng.integers(1, 6))], [pick() for _ in range(rng.integers(0, 3))]


def test_the_search_and_the_solver_find_the_weight_that_trying_all_sets_finds():
    rng = np.random.default_rng(4)
    for _ in range(60):
        weights, demands, forbidden = draw_cover(rng)
        cover = Cover(weights)
        for cells in demands:
            cover.demand_one_of(cells)
        for cells in forbidden:
            cover.forbid(cells)
        least = list_lightest(weights, demands, forbidden)
        for found in (cover.find_lightest(), cover.find_by_highs()):
            assert (found is None) == (least is None)
            if found is not None:
                assert sum(weights[list(found)]) == least
                assert all(found & d for d in demands)
                assert not any(f <= found for f in forbidden)


def test_where_the_search_is_too_wide_the_solver_is_asked(monkeypatch):
    monkeypatch.setattr(room, "MOST_BRANCHES", 3)
    cover = Cover(np.ones(6))
    for cells in ({0, 1}, {2, 3}, {4, 5}, {1, 3, 5}):
        cover.demand_one_of(frozenset(cells))
    assert len(cover.find_lightest()) == 3


def test_nothing_demanded_needs_nothing():
    assert Cover(np.ones(3)).find_lightest() == frozenset()
