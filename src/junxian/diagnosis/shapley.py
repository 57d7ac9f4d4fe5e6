"""Shapley values of players whose joint worth is any function, and their nested form along a tree of groups.

A player's part is its marginal contribution averaged over all orders in which the players can enter; in the nested form
over all orders in which the members of a group enter one after another, at every level. Parts sum to the worth of all
less that of none, and in the nested form the members of a group sum to the group's own value one level higher.
Sources: Shapley 1953; Owen 1977 (a priori unions); Winter 1989 (levels structure); permutation sampling with antithetic
pairs: Castro, Gómez, Tejada 2009, Mitchell et al. 2022. Checked in tests/unit/diagnosis/test_shapley.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

Worth = Callable[[Mask], Array]  # (coalitions, players) → (coalitions,)
Group = int | Sequence["Group"]  # a player, or groups that enter one after another
LIMIT = 1 << 20  # coalitions that are enumerated; beyond, orders are drawn
PORTION = 1 << 22  # cells of coalitions evaluated at once; no result depends on it


@dataclass(frozen=True)
class Parts:
    """`points` (players,) that sum to the gap; `error` (players,) the standard error of each, 0 where exact."""

    points: Array
    error: Array
    exact: bool


def split_gap(
    worth: Worth, groups: Group, *, players: int, limit: int = LIMIT, pairs: int = 500, seed: int = 0
) -> Parts:
    """Split worth(all) − worth(none) among players: exactly where at most `limit` coalitions are needed, else sampled.

    worth  takes (coalitions, players) booleans, gives (coalitions,) numbers; groups  nested players, e.g. ((0, 1), 2)
    or range(n) without groups; a player that stands in no group gets 0; pairs, seed  of `split_by_sampling`
    """
    if count_coalitions(groups) <= limit:
        return split_exactly(worth, groups, players=players)
    return split_by_sampling(worth, groups, players=players, pairs=pairs, seed=seed)


def split_exactly(worth: Worth, groups: Group, *, players: int) -> Parts:
    """Split the gap by enumerating every coalition that the groups allow; 2ⁿ for n players without groups."""
    points = np.zeros(players)
    children = [groups] if isinstance(groups, int) else groups
    if len(children):
        _descend(worth, children, np.zeros((1, players), dtype=bool), np.ones(1), points)
    return Parts(points, np.zeros(players), exact=True)


def split_by_sampling(worth: Worth, groups: Group, *, players: int, pairs: int = 500, seed: int = 0) -> Parts:
    """Split the gap over drawn orders, each with its reverse; the parts still sum to the gap exactly.

    pairs  orders drawn, at least 2; the stream of each is SeedSequence((seed, pair)). The standard error is that of the
    mean over pairs. MethodError for fewer than two pairs.
    """
    if pairs < 2:
        raise MethodError(
            "sampled Shapley values", f"{pairs} pairs of orders give no standard error.", "Draw 2 or more."
        )
    members = _list_players(groups)
    size = max(1, PORTION // (2 * (len(members) + 1) * players))
    means = np.concatenate([
        _enter(worth, groups, members, players, range(first, min(first + size, pairs)), seed)
        for first in range(0, pairs, size)
    ])  # fmt: skip
    points, error = np.zeros(players), np.zeros(players)
    points[members], error[members] = means.mean(axis=0), means.std(axis=0, ddof=1) / np.sqrt(pairs)
    return Parts(points, error, exact=False)


def count_coalitions(groups: Group, contexts: int = 1) -> int:
    """How many coalitions `split_exactly` evaluates."""
    if isinstance(groups, int):
        return 2
    below = contexts << max(len(groups) - 1, 0)
    return (contexts << len(groups)) + sum(count_coalitions(g, below) for g in groups if not isinstance(g, int))


def share_game(game: Array) -> Array:
    """Shapley values (players,) of a game given as the worth of all 2ⁿ coalitions, player k being bit k of the place."""
    count = len(game).bit_length() - 1
    coalitions = np.arange(len(game))
    sizes = np.bitwise_count(coalitions).astype(np.intp)
    chance = np.array([1 / (count * comb(count - 1, size)) for size in range(count)])
    parts = np.empty(count)
    for player in range(count):
        without = coalitions[(coalitions >> player) & 1 == 0]
        parts[player] = (chance[sizes[without]] * (game[without | (1 << player)] - game[without])).sum()
    return parts


def _descend(worth: Worth, group: Sequence[Group], contexts: Mask, chances: Array, points: Array) -> None:
    """Play the game of a group's children, averaged over who outside has entered before; then that of each child."""
    subsets = (np.arange(1 << len(group))[:, None] >> np.arange(len(group))) & 1 == 1
    inside = np.zeros((len(group), contexts.shape[1]), dtype=bool)
    for place, child in enumerate(group):
        inside[place, _list_players(child)] = True
    joined = (subsets[:, :, None] & inside).any(axis=1)
    values = _evaluate(worth, contexts, joined)
    parts = share_game(chances @ values)
    for place, child in enumerate(group):
        if isinstance(child, int):
            points[child] = parts[place]
        else:
            others = ~subsets[:, place]
            sizes = subsets[others].sum(axis=1)
            chance = np.array([1 / (len(group) * comb(len(group) - 1, int(size))) for size in sizes])
            further = (contexts[:, None, :] | joined[others]).reshape(-1, contexts.shape[1])
            _descend(worth, child, further, np.outer(chances, chance).ravel(), points)


def _evaluate(worth: Worth, contexts: Mask, joined: Mask) -> Array:
    """Worth of every context with every subset (contexts, subsets), in portions that memory holds."""
    values = np.empty((len(contexts), len(joined)))
    size = max(1, PORTION // joined.size)
    for first in range(0, len(contexts), size):
        rows = (contexts[first : first + size, None, :] | joined).reshape(-1, contexts.shape[1])
        values[first : first + size] = worth(rows).reshape(-1, len(joined))
    return values


def _enter(worth: Worth, groups: Group, members: list[int], players: int, drawn: range, seed: int) -> Array:
    """Marginal contributions (pairs, members), each the mean of a drawn order and its reverse."""
    forth = np.stack([_draw_order(groups, np.random.default_rng(np.random.SeedSequence((seed, i)))) for i in drawn])
    both = np.searchsorted(np.array(members), np.concatenate([forth, forth[:, ::-1]]))
    entry = np.argsort(both, axis=1)  # when each member enters
    coalitions = np.zeros((len(both), len(members) + 1, players), dtype=bool)
    coalitions[..., members] = entry[:, None, :] < np.arange(len(members) + 1)[:, None]
    values = worth(coalitions.reshape(-1, players)).reshape(coalitions.shape[:2])
    gains = np.take_along_axis(np.diff(values, axis=1), entry, axis=1)
    halved: Array = (gains[: len(drawn)] + gains[len(drawn) :]) / 2
    return halved


def _draw_order(group: Group, stream: np.random.Generator) -> np.ndarray:
    if isinstance(group, int):
        return np.array([group])
    orders = [_draw_order(group[i], stream) for i in stream.permutation(len(group))]
    return np.concatenate(orders) if orders else np.array([], dtype=int)


def _list_players(group: Group) -> list[int]:
    return [group] if isinstance(group, int) else sorted(p for child in group for p in _list_players(child))
