from itertools import permutations

import numpy as np
import pytest

from junxian.diagnosis.shapley import count_coalitions, share_game, split_by_sampling, split_exactly, split_gap
from junxian.terms.errors import MethodError

RNG = np.random.default_rng(5)
GAME = RNG.normal(size=2**5)


def worth(coalitions):
    """Any game of five players, by the number that the coalition's bits make."""
    return GAME[coalitions @ (1 << np.arange(5))]


def by_orders(orders):
    """The definition: marginal contributions averaged over orders."""
    parts = np.zeros(5)
    for order in orders:
        coalition = np.zeros((1, 5), dtype=bool)
        for player in order:
            before = worth(coalition)[0]
            coalition[0, player] = True
            parts[player] += worth(coalition)[0] - before
    return parts / len(orders)


def test_a_glove_game_has_the_textbook_values():
    gloves = np.array([0, 0, 0, 1, 0, 1, 0, 1.0])  # player 0 has a left glove, 1 and 2 a right one each
    np.testing.assert_allclose(share_game(gloves), [2 / 3, 1 / 6, 1 / 6])


def test_values_are_the_mean_over_all_orders():
    parts = split_exactly(worth, range(5), players=5)
    np.testing.assert_allclose(parts.points, by_orders([*permutations(range(5))]), atol=1e-12)
    assert parts.exact
    assert parts.points.sum() == pytest.approx(GAME[-1] - GAME[0], abs=1e-12)


def test_nested_values_are_the_mean_over_orders_in_which_groups_enter_together():
    groups = ((0, (3, 4)), (1, 2))
    together = [o for o in permutations(range(5)) if _keeps(o, {0, 3, 4}) and _keeps(o, {1, 2}) and _keeps(o, {3, 4})]
    assert len(together) == 2 * 2 * 2 * 2
    np.testing.assert_allclose(split_exactly(worth, groups, players=5).points, by_orders(together), atol=1e-12)


def _keeps(order, group):
    places = [place for place, player in enumerate(order) if player in group]
    return max(places) - min(places) == len(group) - 1


def test_a_group_sums_to_its_own_value_one_level_higher():
    parts = split_exactly(worth, ((0, 3, 4), (1, 2)), players=5).points
    outer = share_game(np.array([GAME[0], GAME[0b11001], GAME[0b00110], GAME[-1]]))
    np.testing.assert_allclose([parts[[0, 3, 4]].sum(), parts[[1, 2]].sum()], outer)


def test_all_orders_drawn_once_each_would_be_exact_so_that_many_draws_come_near():
    exact, drawn = split_exactly(worth, range(5), players=5), split_by_sampling(worth, range(5), players=5, pairs=4000)
    assert not drawn.exact
    assert (np.abs(drawn.points - exact.points) < 4.5 * drawn.error).all()
    assert drawn.error.max() < 0.05
    assert drawn.points.sum() == pytest.approx(GAME[-1] - GAME[0], abs=1e-12)


def test_drawn_orders_keep_groups_together():
    groups = ((0, (3, 4)), (1, 2))
    exact, drawn = split_exactly(worth, groups, players=5), split_by_sampling(worth, groups, players=5, pairs=4000)
    assert (np.abs(drawn.points - exact.points) < 4.5 * drawn.error + 1e-12).all()
    outer = split_exactly(worth, ((0, 3, 4), (1, 2)), players=5).points
    assert drawn.points[[1, 2]].sum() == pytest.approx(outer[[1, 2]].sum(), abs=4.5 * drawn.error.sum())


def test_the_same_seed_draws_the_same_orders_in_any_portion(monkeypatch):
    whole = split_by_sampling(worth, range(5), players=5, pairs=50, seed=7)
    monkeypatch.setattr("junxian.diagnosis.shapley.PORTION", 200)
    in_portions = split_by_sampling(worth, range(5), players=5, pairs=50, seed=7)
    np.testing.assert_allclose(in_portions.points, whole.points, atol=1e-12)
    np.testing.assert_allclose(split_exactly(worth, range(5), players=5).points, by_orders([*permutations(range(5))]))
    assert not np.allclose(split_by_sampling(worth, range(5), players=5, pairs=50, seed=8).points, whole.points)


def test_a_player_outside_every_group_has_no_part():
    parts = split_exactly(worth, (0, 2), players=5)
    assert (parts.points[[1, 3, 4]] == 0).all()
    assert split_exactly(worth, (), players=5).points.tolist() == [0.0] * 5
    assert split_exactly(worth, 2, players=5).points[2] == pytest.approx(GAME[4] - GAME[0])


def test_more_coalitions_than_the_limit_are_sampled():
    assert count_coalitions(range(5)) == 32
    assert count_coalitions(((0, 3, 4), (1, 2))) == 4 + 2 * 8 + 2 * 4
    assert split_gap(worth, range(5), players=5, limit=32).exact
    assert not split_gap(worth, range(5), players=5, limit=31).exact


def test_one_pair_of_orders_has_no_standard_error():
    with pytest.raises(MethodError, match="1 pairs of orders"):
        split_by_sampling(worth, range(5), players=5, pairs=1)


def test_an_additive_game_is_sampled_without_error():
    parts = split_by_sampling(lambda rows: rows @ np.arange(5.0), range(5), players=5, pairs=3)
    np.testing.assert_allclose(parts.points, np.arange(5.0))
    np.testing.assert_allclose(parts.error, 0, atol=1e-12)
