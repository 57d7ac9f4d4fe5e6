"""Audit of an index against published figures and the R package COINr 1.1.14 (Becker et al. 2022, JOSS 7(78), 4567).

OECD/JRC Handbook on Constructing Composite Indicators (2008), table 11: printed to three digits, from data rounded to two
decimals (logs), so within 0.006. COINr on its ASEM data: 1e-9 relative. Truth tables lie in ../shared/truth/composite.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment import aggregate_tree, rank_competition
from junxian.assessment.audit import (
    correlate_columns,
    find_effective_weights,
    measure_cagr,
    measure_percent_change,
    measure_reliability,
    remove_parts,
)
from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import spread_weights


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


def _numbers(frame: pl.DataFrame, columns) -> np.ndarray:
    return frame.select(pl.col(list(columns)).cast(pl.Float64)).fill_null(np.nan).to_numpy()


@pytest.fixture(scope="module")
def tree(folder):
    rows = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level").is_not_null())
    return grow_tree(dict(rows.with_columns(pl.col("Parent").fill_null("")).select("iCode", "Parent").iter_rows()))


def _below(tree, group: str, depth: int | None = None) -> list[str]:
    """Indicators under a group, or its children."""
    children = [part for part in tree.parts if tree.parent[part] == group]
    if depth == 1:
        return children
    return [group] if not children else [leaf for child in children for leaf in _below(tree, child)]


def test_reliability_of_the_technology_achievement_index_as_printed(folder):
    published = pl.read_csv(folder / "T11_cronbach_published.csv")
    figures = _numbers(pl.read_csv(folder / "handbook_TAI_23_raw.csv"), published.to_series(0))
    found = measure_reliability(figures, standardise=True)
    assert found.alpha == pytest.approx(0.7035, abs=5e-5)
    assert round(found.alpha, 2) == 0.70
    np.testing.assert_allclose(found.alpha_if_deleted, published["alpha_if_deleted"], atol=0.0015)
    np.testing.assert_allclose(found.correlation_with_rest, published["corr_with_total"], atol=0.006)


@pytest.mark.parametrize(("dset", "file", "depth"), [
    ("Raw", "asem_01_Raw.csv", None), ("Normalised", "asem_06_Normalised_minmax_0_100.csv", None),
    ("Aggregated_L2", "asem_07_Aggregated_amean_on_minmax_0_100.csv", 2),
])  # fmt: skip
def test_cronbach_alpha_of_every_group_with_and_without_gaps(folder, tree, dset, file, depth):
    data, truth = _read(folder / file), _read(folder / "asem_10_cronbach.csv").filter(pl.col("dset") == dset)
    pillars = {tree.parent[code] for code in tree.indicators}
    for group, alpha in truth.select("group", "alpha").iter_rows():
        codes = _below(tree, group)
        if depth == 2:
            codes = sorted({tree.parent[code] for code in codes} & pillars)
        assert measure_reliability(_numbers(data, codes)).alpha == pytest.approx(float(alpha), rel=1e-9), group


def test_compound_growth_and_fitted_change_of_a_series_that_doubles(folder):
    unit = json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))
    values, years = np.array([1.0, 2.0, 4.0]), np.array([2018.0, 2019.0, 2020.0])  # the call that gives these figures
    assert measure_cagr(values, years) == pytest.approx(unit["CAGR"], rel=1e-9)
    assert measure_percent_change(values, years) == pytest.approx(unit["prc_change"], rel=1e-9)


def test_effective_weights_are_the_products_of_shares_down_the_tree(folder, tree):
    weight = dict(_read(folder / "asem_01_Weights_Original.csv").select("iCode", "Weight").iter_rows())
    found = find_effective_weights(np.array([float(weight[part]) for part in tree.parts]), tree)
    effective = dict(zip(tree.parts, found, strict=True))
    families = {node: _below(tree, node, depth=1) for node in tree.nodes}
    for code in tree.indicators:
        pillar = tree.parent[code]
        expected = 1 / len(families[pillar]) / len(families[tree.parent[pillar]]) / len(families["Index"])
        assert effective[code] == pytest.approx(expected, rel=1e-12)
    assert sum(effective[code] for code in tree.indicators) == pytest.approx(1.0, rel=1e-12)


@pytest.fixture(scope="module")
def index(folder, tree):
    """The index as scores of one class, equal weights at every level."""
    codes = sorted(_read(folder / "asem_00_iData.csv")["uCode"])
    scores = _numbers(_read(folder / "asem_06_Normalised_minmax_0_100.csv").sort("uCode"), tree.indicators)
    points = np.ones(len(tree.parts))
    nodes = aggregate_tree(scores, spread_weights(points, ~np.isnan(scores), tree), tree)
    root = nodes[:, -1]
    return ClassScores(
        "all", tuple(codes), tree, points, scores, scores, nodes, root, np.zeros(len(root)), np.round(root, 9),
        rank_competition(np.round(root, 9)), np.full(len(root), np.nan),
    )  # fmt: skip


def test_the_index_without_a_part_is_the_mean_of_what_is_left(folder, index, tree):
    removed = remove_parts(index, 9)
    ranks = dict(zip(removed.parts, removed.ranks, strict=True))
    sustainability = _numbers(_read(folder / "asem_08_results_full_scores.csv").sort("uCode"), ["Sust"])[:, 0]
    np.testing.assert_array_equal(ranks["Conn"], rank_competition(np.round(sustainability, 9)))
    pillars = [code for code in _below(tree, "Sust", depth=1) if code != "Social"]
    scores = _numbers(_read(folder / "asem_08_results_full_scores.csv").sort("uCode"), ["Conn", *pillars])
    left = (scores[:, 0] + scores[:, 1:].mean(axis=1)) / 2
    np.testing.assert_array_equal(ranks["Social"], rank_competition(np.round(left, 9)))
    indicators = [code for code in _below(tree, "Instit") if code != "Visa"]
    instit = index.normalised[:, [tree.indicators.index(code) for code in indicators]].mean(axis=1)
    others = [code for code in _below(tree, "Conn", depth=1) if code != "Instit"]
    conn = _numbers(_read(folder / "asem_08_results_full_scores.csv").sort("uCode"), others).sum(axis=1) + instit
    np.testing.assert_array_equal(ranks["Visa"], rank_competition(np.round((conn / 5 + sustainability) / 2, 9)))


def test_correlations_over_pairs_that_are_known_are_those_of_complete_pairs(folder, tree):
    raw = _numbers(_read(folder / "asem_01_Raw.csv"), tree.indicators)
    found = correlate_columns(raw)
    for i, j in [(0, 1), (3, 40), (16, 17), (28, 44)]:
        known = ~np.isnan(raw[:, [i, j]]).any(axis=1)
        assert found.n[i, j] == known.sum()
        assert found.r[i, j] == pytest.approx(np.corrcoef(raw[known, i], raw[known, j])[0, 1], rel=1e-9)
