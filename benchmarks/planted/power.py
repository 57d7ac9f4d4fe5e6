"""Inflated output beside proxies that did not move: how often it is found, by size and by how noisy the proxy is."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from junxian.quality import check_returns
from planted.declarations import make_province
from planted.panels import ACCOUNTS, Panel, make_returns

SIZES, NOISES = (0.05, 0.10, 0.15, 0.20, 0.26, 0.35, 0.50), (0.02, 0.03, 0.05, 0.08, 0.12)
ELASTICITY = 0.7  # of power to output: made, no panel of areas with power is at hand
SEVERAL = 3  # proxies of the same kind, each with noise of its own
SHARE = 0.05  # of the areas that are inflated in one run
BUILD_UP = 4  # years in which the inflation grows


def trace_power(panel: Panel, seeds: list[int]) -> list[tuple[float, str, float, float]]:
    """Size, what output is held against, recall, false alarms a run."""
    beside = [(f"power, noise {noise:.2f}", noise, 1) for noise in NOISES]
    beside += [(f"{SEVERAL} such, noise {noise:.2f} each", noise, SEVERAL) for noise in NOISES]
    beside += [("own proxies", 0.0, 0)] if panel.proxies else []
    rows = []
    for size in SIZES:
        for name, noise, count in beside:
            hits = planted = false = 0
            for seed in seeds:
                found, truth = _run(panel, size, noise, count, seed)
                areas = {area for area, _ in truth}
                hits += len({a for a, p in found if (a, p) in truth})
                planted += len(areas)
                false += len([1 for a, p in found if (a, p) not in truth])
            rows.append((size, name, hits / planted, false / len(seeds)))
    return rows


def _run(
    panel: Panel, size: float, noise: float, count: int, seed: int
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(round(size * 100),)))
    made = {f"power{n}" if n else "power": _make_power(panel, noise, rng) for n in range(count)}
    proxies = made or panel.proxies
    planted = replace(panel.copy(), proxies=proxies)
    truth = set()
    for row in rng.choice(len(panel.areas), max(1, round(SHARE * len(panel.areas))), replace=False):
        start = int(rng.integers(1, len(panel.years) - BUILD_UP))
        for n in range(start, len(panel.years)):
            for key in ACCOUNTS:
                planted.values[key][row, n] *= 1 + size * min(n - start + 1, BUILD_UP) / BUILD_UP
        for n in range(start, min(start + 2 * BUILD_UP, len(panel.years))):  # while four years' growth shows any of it
            truth.add((panel.areas[row], str(panel.years[n])))
    with tempfile.TemporaryDirectory() as place:
        province = make_province(planted, Path(place), matching=True)
        findings = check_returns(make_returns(planted), province, province.period, province.date).findings
    alarms = findings.filter(pl.col("rule") == "matching")
    return set(alarms.select("ref_area", "time_period").rows()), truth


def _make_power(panel: Panel, noise: float, rng: np.random.Generator) -> np.ndarray:
    """Power as output to the power of 0.7 with noise of its own in every year's growth."""
    growth = ELASTICITY * np.diff(np.log(panel.values["gdp"]), axis=1)
    steps = np.concatenate([np.full((len(growth), 1), 10.0), growth + rng.normal(0, noise, growth.shape)], axis=1)
    return np.exp(np.cumsum(steps, axis=1))
