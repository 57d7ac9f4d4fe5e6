"""Efficiency, need and momentum of areas, by rank in (0, 1], and the weight that they make."""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.problem import Array
from junxian.allocation.programme.source import Source
from junxian.declared.programmes import Score, ScoreKey, Weighing
from junxian.terms.name import Name

NAMES = {
    "efficiency": Name(zh="效率", en="efficiency"),
    "need": Name(zh="需求", en="need"),
    "momentum": Name(zh="势头", en="momentum"),
}


@dataclass(frozen=True)
class Scores:
    """Scores (areas,) by name, powers by name, performance (areas,), and notes by area.

    `parts`: by name, the keys' scores (keys, areas) and weights (keys,), for draws of the weights.
    """

    scores: dict[str, Array]
    powers: dict[str, float]
    performance: Array
    notes: dict[str, tuple[Name, ...]]
    parts: dict[str, tuple[Array, Array]]

    def weigh(self) -> Array:
        """efficiency^a · need^b · momentum^c · performance, (areas,)."""
        weight = self.performance.copy()
        for name, score in self.scores.items():
            weight = weight * score ** self.powers[name]
        return weight


def score_areas(weighing: Weighing, source: Source) -> Scores:
    """Score every area that takes part. A value that is not filed scores in the middle, and that is told.

    By rank, ties sharing the mean: an outlier moves nobody's score by more than its own place.
    Checked in tests/unit/allocation/programme/test_scores.py.
    """
    areas = source.areas
    scores, powers, parts = {}, {}, {}
    notes: dict[str, list[Name]] = {area: [] for area in areas}
    for name in NAMES:
        declared: Score | None = getattr(weighing, name)
        if declared is None:
            continue
        columns = np.array([_score_key(key, declared.least, source, areas, notes) for key in declared.keys])
        weights = np.array([key.weight for key in declared.keys]) / sum(key.weight for key in declared.keys)
        scores[name], powers[name], parts[name] = weights @ columns, declared.power, (columns, weights)
    performance = np.array([_perform(weighing, source, area, notes[area]) for area in areas])
    return Scores(
        scores, powers, performance, {area: tuple(dict.fromkeys(told)) for area, told in notes.items()}, parts
    )


def _score_key(key: ScoreKey, least: float, source: Source, areas: list[str], notes: dict[str, list[Name]]) -> Array:
    values = source.read(key.of)
    known = [area for area in areas if area in values]
    less = source.is_less_better(key.of) if key.less_is_better is None else key.less_is_better
    score = dict.fromkeys(areas, (1 + least) / 2)
    if len(known) > 1:
        ranks = rank_values(np.array([-values[area] if less else values[area] for area in known]))
        score |= {
            area: least + (1 - least) * (rank - 1) / (len(known) - 1) for area, rank in zip(known, ranks, strict=True)
        }
    for area in areas:
        if area not in values:
            name = source.name(key.of)
            notes[area].append(
                Name(
                    zh=f"{name.zh}未报送或暂不采用，按居中计分",
                    en=f"{name.text('en')} is missing and scores in the middle",
                )
            )
    return np.array([score[area] for area in areas])


def rank_values(values: Array) -> Array:
    """Ranks from 1 (least), ties sharing their mean rank."""
    order = np.sort(values)
    ranks: Array = (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right") + 1) / 2
    return ranks


def _perform(weighing: Weighing, source: Source, area: str, notes: list[Name]) -> float:
    """From `high` (first of its class) in equal steps to `low` (last); 1, and told, where the area is not ranked."""
    if weighing.performance is None:
        return 1.0
    ranked = source.rank(area)
    if ranked is None or ranked[1] < 2:
        notes.append(Name(zh="未参与排位，绩效系数按1计", en="not ranked, so its performance counts as 1"))
        return 1.0
    low, high = weighing.performance.low, weighing.performance.high
    return high - (high - low) * (ranked[0] - 1) / (ranked[1] - 1)
