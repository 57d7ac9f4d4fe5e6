"""Weights against pymcdm, scikit-criteria and pyrepo-mcda (ASEM), Hwang & Yoon, the OECD/JRC Handbook (2008) and Saaty (2008).

Tolerance 1e-9 relative; printed tables within half of their last digit, or as much more as their rounded data cause.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment import rank_competition
from junxian.assessment.normalise import normalise_goalposts
from junxian.assessment.weigh import (
    find_principal_components,
    weigh,
    weigh_entropy,
    weigh_equal,
    weigh_for_balance,
    weigh_pairwise,
)


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


@pytest.fixture(scope="module")
def peers(folder):
    return pl.read_csv(folder / "ASEM_minmax1_100_objective_weights.csv")


@pytest.fixture(scope="module")
def asem(folder, peers):
    """Scores of ASEM from 1 to 100, indicators in the order of the peers' table."""
    scores = pl.read_csv(folder / "asem_06_Normalised_minmax_0_100.csv").select(peers["iCode"].to_list())
    return 1 + 0.99 * scores.to_numpy()


@pytest.mark.parametrize(("method", "peer"), [
    ("entropy", "entropy_pymcdm"), ("entropy", "entropy_pyrepo"), ("entropy", "entropy_skc"),
    ("entropy", "entropy_formula"), ("critic", "critic_pymcdm"), ("critic", "critic_pyrepo"), ("critic", "critic_skc"),
    ("critic", "critic_formula_ddof0"), ("critic", "critic_formula_ddof1"), ("gini", "gini_pymcdm"),
    ("gini", "gini_pyrepo"), ("gini", "gini_skc"), ("standard_deviation", "std_pymcdm"),
    ("standard_deviation", "std_pyrepo"), ("standard_deviation", "std_skc"),
])  # fmt: skip
def test_weights_from_data_agree_with_every_peer(asem, peers, method, peer):
    np.testing.assert_allclose(weigh(method, asem), peers[peer].to_numpy(), rtol=1e-9)


def test_entropy_weights_of_the_textbook(folder):
    book = json.loads((folder / "TOPSIS_entropy_textbook.json").read_text(encoding="utf-8"))
    np.testing.assert_allclose(weigh_entropy(book["matrix"]), book["entropy"]["w"], rtol=1e-9)


@pytest.fixture(scope="module")
def technology(folder):
    """The handbook's Technology Achievement Index: names, data as printed, and published ranks in their order."""
    data = pl.read_csv(folder / "handbook_TAI_23_raw.csv")
    ranks = data.select("country").join(
        pl.read_csv(folder / "T23_ranks_by_weighting_published.csv"), on="country", how="left", validate="1:1",
        maintain_order="left",
    )  # fmt: skip
    return data.drop("country").to_numpy(), ranks


# OECD/JRC Handbook (2008), Table 22: weights by methods, printed to two decimals (experts' own are not published)
TABLE_22 = {
    "FA": [0.17, 0.15, 0.11, 0.06, 0.08, 0.13, 0.13, 0.17],
    "BAP": [0.11, 0.11, 0.11, 0.18, 0.10, 0.06, 0.15, 0.18],
    "AHP": [0.09, 0.10, 0.07, 0.21, 0.05, 0.06, 0.18, 0.25],
}


@pytest.mark.parametrize(("method", "agreeing"), [("EW", 23), ("BAP", 23), ("FA", 19), ("AHP", 20)])
def test_ranks_of_the_technology_index_by_weights(folder, technology, method, agreeing):
    """All 23 for equal weights and budget allocation; two decimals of the others' weights do not settle the rest."""
    data, ranks = technology
    posts = json.loads((folder / "TAI_goalposts_recalled.json").read_text(encoding="utf-8"))
    scores = normalise_goalposts(data, bounds=(posts["lo"], posts["hi"]), span=1)
    weights = weigh_equal(scores) if method == "EW" else np.array(TABLE_22[method])
    found = rank_competition(np.round(scores @ weights, 9))
    assert (found == ranks[method].to_numpy()).sum() == agreeing
    assert np.abs(found - ranks[method].to_numpy()).max() <= 2


# Tables 16, 17 (factors by what they explain) and 18; data are printed rounded, logarithms to two decimals, which moves
# loadings by up to 0.013 and what a factor explains by up to 0.023
TABLE_16 = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]
TABLE_17 = [
    [0.07, 0.06, 0.97, 0.06], [0.13, 0.93, 0.07, -0.07], [0.79, 0.42, -0.21, 0.21], [-0.64, 0.36, 0.56, -0.04],
    [0.37, 0.68, 0.17, 0.38], [0.82, 0.35, -0.04, 0.25], [0.88, 0.09, 0.23, -0.09], [0.08, 0.04, 0.04, 0.96],
]  # fmt: skip
TABLE_18 = [0.17, 0.15, 0.11, 0.07, 0.08, 0.12, 0.14, 0.16]


def test_the_handbooks_eigenvalues_loadings_and_weights_by_principal_components(technology):
    found = find_principal_components(technology[0], components=4)
    np.testing.assert_allclose(100 * found.eigenvalues / 8, TABLE_16, atol=0.15)
    np.testing.assert_allclose(found.loadings, TABLE_17, atol=0.014)
    np.testing.assert_allclose(found.explained, [2.64, 1.76, 1.39, 1.19], atol=0.025)
    np.testing.assert_allclose(found.weights, TABLE_18, atol=0.0055)
    assert found.opposed.tolist() == [False, False, False, True, False, False, False, False]


def test_weights_by_components_are_what_the_handbook_derives_step_by_step(technology):
    """Squared loadings to a sum of one per factor; each indicator in one factor; factors by what they explain."""
    found = find_principal_components(technology[0], components=4)
    within = found.loadings**2 / found.explained
    share = found.explained / found.explained.sum()
    counted = np.argmax(found.loadings**2, axis=1)
    weights = within[np.arange(8), counted] * share[counted]
    np.testing.assert_allclose(found.weights, weights / weights.sum(), rtol=1e-12)
    np.testing.assert_allclose(share, [0.38, 0.25, 0.20, 0.17], atol=0.006)


def test_components_of_the_asem_pillars_weigh_every_indicator_where_the_peer_gives_16_of_49_a_negative_weight(folder):
    """COINr's get_PCA leaves signs as they come; with signs fixed, 4 indicators run against their pillar, and are told."""
    meta = pl.read_csv(folder / "asem_00_iMeta.csv", infer_schema=False, null_values="NA")
    scores = pl.read_csv(folder / "asem_06_Normalised_minmax_0_100.csv")
    opposed = []
    for pillar in meta.filter(pl.col("Level") == "2")["iCode"]:
        codes = meta.filter(pl.col("Parent") == pillar)["iCode"].to_list()
        table = scores.select(codes).to_numpy()
        found = find_principal_components(table, components=1)
        assert found.weights.min() >= 0
        assert found.weights.sum() == pytest.approx(1)
        standard = (table - table.mean(axis=0)) / table.std(axis=0)
        first = np.linalg.svd(standard, full_matrices=False)[2][0]
        np.testing.assert_allclose(np.abs(found.directions[:, 0]), np.abs(first), rtol=1e-9, atol=1e-12)
        opposed += [code for code, against in zip(codes, found.opposed, strict=True) if against]
    assert len(opposed) == 4


def test_balance_of_the_asem_pillars_where_the_peer_leaves_the_bounds_and_does_not_converge(folder):
    """COINr's get_opt_weights: shares 0.004 to 0.197 where 0.125 is wanted; with a finer tolerance, a weight of −0.202.

    It weighs pillars within their sub-indexes, this the pillars under one index; so no figure is compared.
    """
    meta = pl.read_csv(folder / "asem_00_iMeta.csv", infer_schema=False, null_values="NA")
    pillars = meta.filter(pl.col("Level") == "2")["iCode"].to_list()
    scores = pl.read_csv(folder / "asem_07_Aggregated_amean_on_minmax_0_100.csv").select(pillars).to_numpy()
    found = weigh_for_balance(scores)
    assert found.is_converged
    assert found.weights.min() >= 0
    assert found.weights.sum() == pytest.approx(1)
    assert found.residual < 0.021
    assert found.agreeing == found.starts


DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2], [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9], [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3], [1, 9, 4, 2, 1, 2, 1 / 2], [1, 9, 3, 1, 1 / 2, 1, 1 / 3], [2, 9, 9, 3, 2, 3, 1],
]  # fmt: skip


def test_saatys_relative_consumption_of_drinks():
    """Saaty (2008), Int. J. Services Sciences 1(1), 83–98: coffee, wine, tea, beer, sodas, milk, water."""
    found = weigh_pairwise(DRINKS)
    np.testing.assert_allclose(found.weights, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=0.00051)
    assert round(found.consistency_ratio, 3) == 0.022
    assert found.is_consistent


# OECD/JRC Handbook (2008), Table 20
TECHNOLOGY = [
    [1, 2, 3, 2, 5, 5, 1, 3], [1 / 2, 1, 2, 1 / 2, 4, 4, 1 / 2, 3], [1 / 3, 1 / 2, 1, 1 / 4, 2, 2, 1 / 5, 1 / 2],
    [1 / 2, 2, 4, 1, 4, 4, 1 / 2, 3], [1 / 5, 1 / 4, 1 / 2, 1 / 4, 1, 1, 1 / 5, 1 / 2],
    [1 / 5, 1 / 4, 1 / 2, 1 / 4, 1, 1, 1 / 5, 1 / 2], [1, 2, 5, 2, 5, 5, 1, 4],
    [1 / 3, 1 / 3, 2, 1 / 3, 2, 2, 1 / 4, 1],
]  # fmt: skip


def test_the_handbooks_comparisons_of_the_technology_index_are_consistent():
    """Its weights are means over experts and not of this table; checked: A w = λ w, and the ratio is below 0.1."""
    found = weigh_pairwise(TECHNOLOGY)
    np.testing.assert_allclose(np.array(TECHNOLOGY) @ found.weights, found.lambda_max * found.weights, rtol=1e-12)
    assert 0 < found.consistency_ratio < 0.1
    assert found.weights[4] == pytest.approx(found.weights[5])
