"""The ASEM index of the JRC, step by step, against the R package COINr 1.1.14 (Becker et al. 2022, JOSS 7(78), 4567).

Tolerance 1e-9 relative; ranks identical. Truth tables lie in ../shared/truth/composite.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment import (
    aggregate_tree,
    assess,
    normalise_min_max,
    normalise_rank,
    normalise_z_score,
    rank_competition,
)
from junxian.assessment.aggregate import average_arithmetic, average_geometric
from junxian.assessment.impute import impute_by_group
from junxian.assessment.tree import Tree, grow_tree
from junxian.assessment.weigh import spread_weights
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms import Period

CLOSE = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


@pytest.fixture(scope="module")
def meta(folder):
    rows = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level").is_not_null())
    return rows.with_columns(pl.col("Parent").fill_null(""))


@pytest.fixture(scope="module")
def tree(meta) -> Tree:
    return grow_tree(dict(meta.select("iCode", "Parent").iter_rows()))


@pytest.fixture(scope="module")
def treated(folder, tree):
    return _numbers(_read(folder / "asem_05_Treated.csv").sort("uCode"), tree.indicators)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


def _numbers(frame: pl.DataFrame, columns) -> np.ndarray:
    return frame.select(pl.col(list(columns)).cast(pl.Float64)).fill_null(np.nan).to_numpy()


def _truth(folder: Path, name: str, columns) -> np.ndarray:
    return _numbers(_read(folder / name).sort("uCode"), columns)


def _normalise(values, meta, tree, base, span):
    sign = dict(meta.select("iCode", "Direction").iter_rows())
    columns = [
        normalise_min_max(values[:, i], base=base, span=span, more_is_better=sign[code] == "1")
        for i, code in enumerate(tree.indicators)
    ]
    return np.column_stack(columns)


def _aggregate(scores, meta, tree):
    weight = {code: float(w) for code, w in meta.select("iCode", "Weight").iter_rows()}
    points = np.array([weight[part] for part in tree.parts])
    return aggregate_tree(scores, spread_weights(points, ~np.isnan(scores), tree), tree)


def test_missing_values_are_imputed_by_the_mean_of_their_group(folder, tree):
    given = _read(folder / "asem_02_Denominated.csv").sort("uCode")
    groups = dict(_read(folder / "asem_00_iData.csv").select("uCode", "EurAsia_group").iter_rows())
    filled = impute_by_group(_numbers(given, tree.indicators), [groups[code] for code in given["uCode"]])
    assert np.isnan(_numbers(given, tree.indicators)).any()
    np.testing.assert_allclose(filled, _truth(folder, "asem_03_Imputed.csv", tree.indicators), **CLOSE)


def test_min_max_brings_treated_indicators_to_0_to_100(folder, meta, tree, treated):
    scores = _normalise(treated, meta, tree, 0, 100)
    np.testing.assert_allclose(
        scores, _truth(folder, "asem_06_Normalised_minmax_0_100.csv", tree.indicators), rtol=1e-9, atol=1e-9
    )


def test_z_scores_of_treated_indicators(folder, meta, tree, treated):
    sign = dict(meta.select("iCode", "Direction").iter_rows())
    scores = [
        normalise_z_score(treated[:, i], more_is_better=sign[code] == "1") for i, code in enumerate(tree.indicators)
    ]
    truth = _truth(folder, "asem_06_alt_Normalised_zscore_0_1.csv", tree.indicators)
    np.testing.assert_allclose(np.column_stack(scores), truth, rtol=1e-9, atol=1e-12)


def test_arithmetic_means_at_every_level(folder, meta, tree, treated):
    nodes = _aggregate(_normalise(treated, meta, tree, 0, 100), meta, tree)
    truth = _truth(folder, "asem_07_Aggregated_amean_on_minmax_0_100.csv", tree.nodes)
    np.testing.assert_allclose(nodes, truth, **CLOSE)


def test_scores_and_ranks_of_every_level_agree(folder, meta, tree, treated):
    nodes = _aggregate(_normalise(treated, meta, tree, 0, 100), meta, tree)
    np.testing.assert_allclose(nodes, _truth(folder, "asem_08_results_full_scores.csv", tree.nodes), **CLOSE)
    ranks = rank_competition(np.round(nodes.T, 9)).T
    np.testing.assert_array_equal(ranks, _truth(folder, "asem_08_results_full_ranks.csv", tree.nodes))


def test_geometric_means_on_scores_from_1_to_100(folder, meta, tree, treated):
    scores = _normalise(treated, meta, tree, 1, 99)
    nodes = _aggregate(scores, meta, tree.with_aggregate("geometric"))
    truth = _truth(folder, "asem_07_alt_Aggregated_a_gmean_on_minmax_1_100.csv", tree.nodes)
    np.testing.assert_allclose(nodes, truth, **CLOSE)
    np.testing.assert_array_equal(rank_competition(nodes[:, -1]), rank_competition(truth[:, -1]))


@pytest.mark.parametrize(("aggregate", "base", "truth"), [
    ("arithmetic", 0, "asem_07_Aggregated_amean_on_minmax_0_100.csv"),
    ("geometric", 1, "asem_07_alt_Aggregated_a_gmean_on_minmax_1_100.csv"),
])  # fmt: skip
def test_a_scheme_gives_the_same_index_from_end_to_end(folder, meta, tree, treated, aggregate, base, truth):
    codes = _read(folder / "asem_05_Treated.csv").sort("uCode")["uCode"]
    wide = pl.DataFrame({"ref_area": codes, **dict(zip(tree.indicators, treated.T, strict=True))})
    worse = meta.filter((pl.col("Direction") == "-1") & (pl.col("Level") == "1"))["iCode"].to_list()
    period = Period.parse("2018")
    scorecard = assess(
        IndicatorTable.from_wide(wide, period, worse), _scheme(tree, aggregate, base),
        pl.DataFrame({"area": codes, "class": ["all"] * len(codes)}), period, seed=1,
    )  # fmt: skip
    expected = _truth(folder, truth, ["Index"])[:, 0]
    table = scorecard.table.sort("ref_area")
    np.testing.assert_allclose(table["score"].to_numpy(), expected, **CLOSE)
    np.testing.assert_array_equal(table["rank"].to_numpy(), rank_competition(np.round(expected, 9)))


def _scheme(tree: Tree, aggregate: str, base: int) -> Scheme:
    """Equal weights at every level, as in the index, brought to a root of 100 points."""
    points = dict.fromkeys(tree.parts, 0.0) | {tree.nodes[-1]: 100.0}
    for node in reversed(tree.nodes):
        children = [part for part, parent in tree.parent.items() if parent == node]
        points |= dict.fromkeys(children, points[node] / len(children))
    parts = list(tree.parent)
    weights = pl.DataFrame(
        {"node": parts, "parent": [tree.parent[p] for p in parts], "all": [points[p] for p in parts]}
    )
    name = {"zh": "亚欧可持续互联互通指数", "en": "ASEM sustainable connectivity"}
    nodes = [{"code": node, "name": name, "parent": tree.parent[node], "aggregate": aggregate} for node in tree.nodes]
    return Scheme.model_validate({
        "code": "asem", "edition": "2018", "name": name, "why": name, "classification": "all/2018", "decimals": 9,
        "class": [{"code": "all", "name": name}], "node": nodes, "weights": weights,
        "normalise": {"method": "min_max", "base": base, "span": 100 - base}, "robustness": {"replicates": 0},
    })  # fmt: skip


@pytest.fixture(scope="module")
def unit(folder):
    return json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))


def _vector(values) -> np.ndarray:
    return np.array([np.nan if value == "NA" else float(value) for value in values])


@pytest.mark.parametrize(("name", "normalise"), [
    ("minmax_0_100", lambda x: normalise_min_max(x)),
    ("minmax_1_100", lambda x: normalise_min_max(x, base=1, span=99)),
    ("zscore", lambda x: normalise_z_score(x)),
    ("zscore_10_2", lambda x: normalise_z_score(x, mean=10, deviation=2)),
    ("goalposts", lambda x: normalise_min_max(x, bounds=(2.0, 8.0))),
    ("goalposts_neg", lambda x: normalise_min_max(x, bounds=(2.0, 8.0), more_is_better=False)),
    ("prank", lambda x: normalise_rank(x, base=0, span=1)),
])  # fmt: skip
def test_normalisations_of_a_small_vector(unit, name, normalise):
    found = normalise(_vector(unit["norm_input"]))
    np.testing.assert_allclose(found, _vector(unit["norm"][name]), **CLOSE)


def test_ranks_of_a_small_vector_ascend_from_the_lowest(unit):
    values = _vector(unit["norm_input"])
    np.testing.assert_array_equal(rank_competition(-values), np.nan_to_num(_vector(unit["norm"]["rank"])))


@pytest.mark.parametrize(("name", "average"), [("amean", average_arithmetic), ("gmean", average_geometric)])
def test_means_of_a_small_vector_leave_out_what_is_missing(unit, name, average):
    values, weights = _vector(unit["agg"]["x"]), _vector(unit["agg"]["w"])
    used = np.where(np.isnan(values), 0.0, weights)
    assert average(values, used / used.sum()) == pytest.approx(unit["agg"][name], rel=1e-9)


@pytest.mark.parametrize(("name", "statistic"), [("mean_grp", "mean"), ("median_grp", "median")])
def test_imputation_of_a_small_vector_by_group(unit, name, statistic):
    values = _vector(unit["impute"]["x"])[:, None]
    filled = impute_by_group(values, unit["impute"]["g"], statistic)[:, 0]
    np.testing.assert_allclose(filled, _vector(unit["impute"][name]), **CLOSE)
