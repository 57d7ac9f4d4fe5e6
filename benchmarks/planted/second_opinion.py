"""What detectors that know nothing of statistics make of the same faults: LOF and isolation forest on generic features."""

import numpy as np

from planted.faults import Fault
from planted.panels import ACCOUNTS, Panel

KEYS = ACCOUNTS


def ask_others(panel: Panel, faults: list[Fault], seed: int) -> dict[str, tuple[float, float]]:
    """Recall over faults and precision over area-years of each detector, given as many alarms as there are faults."""
    from sklearn.ensemble import IsolationForest
    from sklearn.neighbors import LocalOutlierFactor

    features, places = _make_features(panel)
    lof = LocalOutlierFactor(n_neighbors=30)
    lof.fit(features)
    forest = IsolationForest(n_estimators=300, random_state=seed).fit(features)
    scores = {"LOF": -lof.negative_outlier_factor_, "isolation forest": -forest.score_samples(features)}
    return {name: _judge(score, places, faults) for name, score in scores.items()}


def _make_features(panel: Panel) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """By area-year: growth into and out of the year, and structure, less the year's median, in robust spreads."""
    logs = {k: np.log(np.where(panel.values[k] > 0, panel.values[k], np.nan)) for k in KEYS}
    columns = []
    for x in logs.values():
        into = np.diff(x, axis=1, prepend=x[:, :1])
        columns += [into, np.roll(into, -1, axis=1)]
    columns += [logs[k] - logs["gdp"] for k in KEYS[1:]]
    table = []
    for x in columns:
        middle = np.nanmedian(x, axis=0)
        spread = 1.4826 * np.nanmedian(np.abs(x - middle), axis=0)
        table.append(np.clip((x - middle) / np.maximum(spread, 1e-9), -50, 50).ravel())
    places = [(a, str(y)) for a in panel.areas for y in panel.years]
    return np.nan_to_num(np.stack(table, axis=1)), places


def _judge(score: np.ndarray, places: list[tuple[str, str]], faults: list[Fault]) -> tuple[float, float]:
    wanted = {(a, p): n for n, f in enumerate(faults) for a in f.areas for p in f.periods}
    top = [places[n] for n in np.argsort(-score)[: len(faults)]]
    hit = {wanted[place] for place in top if place in wanted}
    return len(hit) / len(faults), sum(place in wanted for place in top) / len(top)
