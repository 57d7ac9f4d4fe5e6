"""Ways to tell a figure without looking at it. Each gives a prediction of every cell, known ones too, for the back-test."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from junxian.quality.mending.highs import Array
from junxian.quality.mending.panel import Panel, regress_on_others

OWN_CHANGES = 3  # last own changes that make a trend


@dataclass(frozen=True)
class Way:
    """One way to predict; `back` periods lie between the figure and the one it starts from, 0 where it needs none."""

    code: str
    back: int
    zh: str
    en: str


Predict = Callable[[Panel, int], Array]


def shift(values: Array, back: int) -> Array:
    """The figures of `back` periods before, NaN where there are none."""
    shifted = np.full(values.shape, np.nan)
    shifted[:, back:] = values[:, : max(values.shape[1] - back, 0)]
    return shifted


def predict_last(panel: Panel, back: int) -> Array:
    """The figure before stands on."""
    return shift(panel.level, back)


def predict_own_trend(panel: Panel, back: int) -> Array:
    """The figure before moves on by the median of the area's own last three changes."""
    level = panel.level
    changes = level - shift(level, 1)
    recent = np.stack([shift(changes, back + k) for k in range(OWN_CHANGES)])
    full = np.isfinite(recent).all(axis=0)
    trend = np.median(np.where(full, recent, 0.0), axis=0)
    return shift(level, back) + np.where(full, back * trend, np.nan)


def predict_peers_growth(panel: Panel, back: int) -> Array:
    """The figure before moves as the median of the area's class."""
    before = shift(panel.level, back)
    return before + panel.median_of_others(panel.level - before)


def predict_own_growth(panel: Panel, back: int) -> Array:
    """The figure before moves by the area's filed real growth and the province's deflator.

    The deflator is the median over the other areas of what their figure grew beyond their filed real growth.
    """
    if panel.growth is None or not panel.in_logs:
        return np.full(panel.values.shape, np.nan)
    real = np.log1p(np.where(panel.growth > -1, panel.growth, np.nan))
    everyone = Panel(panel.values)
    deflator = everyone.median_of_others(panel.level - shift(panel.level, 1) - real)
    nominal = real + deflator
    return shift(panel.level, back) + sum(shift(nominal, k) for k in range(back))


def predict_proxy_ratio(panel: Panel, name: str, back: int) -> Array:
    """The area's own ratio to a proxy moves as the median of its class; without a past it is the class's ratio."""
    proxy = panel.scale_proxy(name)
    ratio = panel.level - proxy
    if back == 0:
        return proxy + panel.median_of_others(ratio)
    return proxy + shift(ratio, back) + panel.median_of_others(ratio - shift(ratio, back))


def predict_regression(panel: Panel, back: int) -> Array:
    """The figure before moves as its proxies' moves tell by a robust regression over all other areas."""
    before = shift(panel.level, back)
    result = np.full_like(before, np.nan)
    moves = [panel.scale_proxy(n) - shift(panel.scale_proxy(n), back) for n in panel.proxies]
    for period in range(back, result.shape[1]) if moves else ():
        told = np.column_stack([m[:, period] for m in moves])
        result[:, period] = regress_on_others((panel.level - before)[:, period], told)
    return before + result


def predict_between(panel: Panel, back: int) -> Array:
    """Half way between the figures before and after, moved as the class lies off its own half way."""
    after = shift(panel.level[:, ::-1], back)[:, ::-1]
    middle = (shift(panel.level, back) + after) / 2
    return middle + panel.median_of_others(panel.level - middle)


def list_ways(panel: Panel, most_back: int) -> list[tuple[Way, Array]]:
    """Every way that says anything of the panel, with its predictions (areas, periods) on the panel's scale."""
    ways: list[tuple[Way, Array]] = []
    for back in range(1, min(most_back, panel.values.shape[1] - 1) + 1):
        ways += [(Way(code, back, zh, en), predict(panel, back)) for code, zh, en, predict in _NAMED]
        ways += [
            (Way(f"proxy_ratio {n}", back, f"与{n}之比按同类地区变动", f"own ratio to {n}, moved as its class"), predict_proxy_ratio(panel, n, back))
            for n in panel.proxies
        ]  # fmt: skip
    ways += [
        (
            Way(f"class_ratio {n}", 0, f"同类地区与{n}之比", f"the class's ratio to {n}"),
            predict_proxy_ratio(panel, n, 0),
        )
        for n in panel.proxies
    ]
    return [(way, told) for way, told in ways if np.isfinite(told).any()]


_NAMED: tuple[tuple[str, str, str, Predict], ...] = (
    ("own_growth", "本地区实际增速加全省缩减指数", "own real growth and the province's deflator", predict_own_growth),
    ("peers_growth", "同类地区增长中位数", "median growth of its class", predict_peers_growth),
    ("regression", "对参照指标的稳健回归", "robust regression on its proxies", predict_regression),
    (
        "between",
        "前后期之间按同类地区内插",
        "between the figures before and after, moved as its class",
        predict_between,
    ),
    ("own_trend", "本地区近三期变动中位数", "median of its own last changes", predict_own_trend),
    ("last", "沿用上期", "the figure before", predict_last),
)
