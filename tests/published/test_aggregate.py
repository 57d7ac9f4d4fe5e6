"""Aggregation methods against books, papers and peers; see docs/handbook/methods.md.

Peers: R Compind (EU_NUTS1), R COINr 1.1.14 (unit functions, ASEM), pymcdm 1.4.0 and scikit-criteria 0.10 (ASEM min-max
scores; a few of their results are written here). Handbook: OECD/JRC (2008), Technology Achievement Index of 23
countries, printed with two or three digits. Tolerance 1e-9 relative where a peer computes; printed digits elsewhere.
"""

import json

import numpy as np
import polars as pl
import pytest

from junxian.assessment import aggregate_tree, rank_competition
from junxian.assessment.aggregate import (
    aggregate_benefit_of_the_doubt,
    aggregate_copeland,
    aggregate_directional,
    aggregate_mazziotta_pareto,
    aggregate_order_m,
    aggregate_promethee,
    aggregate_topsis,
    aggregate_vikor,
    aggregate_wroclaw,
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    compare_pairs,
    find_best_weights,
    rank_kemeny,
)
from junxian.assessment.aggregate.cells import Names
from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import spread_weights
from junxian.terms import MethodError

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
SHOWN = ["AUS", "DEU", "KAZ", "VNM"]  # of the 51 countries of ASEM


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "truth" / "composite"


def _read(path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


def _numbers(frame, columns) -> np.ndarray:
    return frame.select(pl.col(list(columns)).cast(pl.Float64)).fill_null(np.nan).to_numpy()


@pytest.fixture(scope="module")
def regions(folder):
    """Roads and trains of 34 regions, as given."""
    return _numbers(_read(folder / "data_EU_NUTS1.csv"), ["roads", "trains"])


@pytest.fixture(scope="module")
def compind(folder):
    """Columns of Compind's results for the regions."""
    table = _read(folder / "EU_NUTS1_methods.csv")
    return lambda *columns: _numbers(table, columns)[:, 0] if len(columns) == 1 else _numbers(table, columns)


@pytest.fixture(scope="module")
def min_max(compind):
    return compind("mm1", "mm2")


@pytest.mark.parametrize(("penalty", "column"), [("downward", "mpi_POS"), ("upward", "mpi_NEG")])
def test_mazziotta_pareto_of_regions(regions, compind, penalty, column):
    """Compind divides by n − 1; the authors, and our default, by n."""
    found = aggregate_mazziotta_pareto(regions, penalty=penalty, deviation="sample", more_is_better=[False, True])
    np.testing.assert_allclose(found, compind(column), **CLOSE)
    given = aggregate_mazziotta_pareto(
        compind("z_neg_pos_1", "z_neg_pos_2"), penalty=penalty, deviation="sample", standardise=False
    )
    np.testing.assert_allclose(given, compind(column), **CLOSE)


def test_wroclaw_taxonomy_of_regions(min_max, compind):
    np.testing.assert_allclose(aggregate_wroclaw(min_max), compind("wroclaw"), **CLOSE)


def test_geometric_mean_of_regions(min_max, compind):
    """Compind gives 0 where a child is 0; we name the two cells instead."""
    positive = (min_max > 0).all(axis=1)
    found = average_geometric(min_max[positive], np.full(2, 0.5))
    np.testing.assert_allclose(found, compind("geom_equal")[positive], **CLOSE)
    with pytest.raises(MethodError, match="2 scores are not positive"):
        average_geometric(min_max, np.full(2, 0.5))


def test_benefit_of_the_doubt_of_regions(min_max, compind):
    found = aggregate_benefit_of_the_doubt(min_max)
    np.testing.assert_allclose(found, compind("bod_lp"), **CLOSE)
    np.testing.assert_allclose(found, compind("ci_bod"), **CLOSE)


def test_benefit_of_the_doubt_with_contributions_of_at_least_5_percent(min_max, compind):
    """The bound is on w·x as a share of the score, not on w; a region with a 0 has the score 0 and no weights."""
    found = find_best_weights(min_max, low=0.05)
    np.testing.assert_allclose(found.scores, compind("bod_constr_low5"), **CLOSE)
    shares = compind("bod_constr_low5_w1", "bod_constr_low5_w2")
    assert np.isnan(shares).any(axis=1).sum() == 2
    np.testing.assert_allclose(found.contributions, shares, **CLOSE)


def test_directional_benefit_of_the_doubt_of_regions(min_max, compind):
    np.testing.assert_allclose(aggregate_directional(min_max, [1, 0.1]), compind("ci_bod_dir_1_0.1"), **CLOSE)


def test_order_m_of_regions_lies_within_the_error_of_the_peer_s_200_draws(min_max, compind):
    """The exact mean of the peer's draws, whose own deviation follows from the same ratios."""
    drawn = 1 / compind("ci_rbod_M20_B200_seed11")
    known = np.flatnonzero(~np.isnan(drawn))
    assert len(known) == 32
    edges = np.diff((np.arange(35) / 34) ** 20)
    for place in known:
        ratios = np.sort((min_max / min_max[place]).min(axis=1))
        mean = (ratios * edges).sum()
        deviation = np.sqrt((ratios**2 * edges).sum() - mean**2)
        assert abs(drawn[place] - mean) < 4 * deviation / np.sqrt(200)
    exact = aggregate_order_m(min_max, m=20)[known]
    np.testing.assert_allclose(exact, 1 / drawn[known], rtol=0.08)


@pytest.fixture(scope="module")
def unit(folder):
    return json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "mean"), [
    ("amean", average_arithmetic), ("gmean", average_geometric), ("hmean", average_harmonic),
    ("gmean", lambda x, w: average_generalised(x, w, power=0)),
    ("hmean", lambda x, w: average_generalised(x, w, power=-1)),
])  # fmt: skip
def test_means_of_a_small_vector(unit, name, mean):
    values = np.array([np.nan if value == "NA" else value for value in unit["agg"]["x"]], dtype=float)
    weights = np.where(np.isnan(values), 0.0, unit["agg"]["w"])
    assert mean(values, weights / weights.sum()) == pytest.approx(unit["agg"][name], rel=1e-9)


@pytest.mark.parametrize("mean", [average_geometric, average_harmonic])
def test_the_peer_refuses_zeros_too_but_names_no_cells(unit, mean):
    assert {"error"} == set(unit["agg"]["gmean_zero"]) == set(unit["agg"]["hmean_zero"])
    with pytest.raises(MethodError, match="DEU P2 = 0"):
        mean(np.array([[3.0, 0.0]]), np.array([0.5, 0.5]), Names("Physical", ["DEU"], ["P1", "P2"]))


def test_outranking_and_copeland_of_a_small_table(unit):
    table = np.array([list(row.values()) for row in unit["outrank"]["X"]], dtype=float)
    weights = np.array(unit["outrank"]["w"], dtype=float)
    np.testing.assert_allclose(compare_pairs(table, weights), unit["outrank"]["matrix"], **CLOSE)
    np.testing.assert_array_equal(aggregate_copeland(table, weights), unit["outrank"]["copeland"])


@pytest.fixture(scope="module")
def asem(folder):
    """Min-max scores (51, 49) in the order of country codes, and those codes."""
    meta = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level") == "1")
    table = _read(folder / "asem_06_Normalised_minmax_0_100.csv").sort("uCode")
    return _numbers(table, meta["iCode"]), table["uCode"].to_list()


def test_copeland_of_49_equal_weights_is_that_of_whole_numbers(asem):
    """COINr adds floats: 10 of 51 countries are off by up to 2, because sums of 1/49 do not tie."""
    scores, _ = asem
    balance = (scores[:, None] > scores[None]).sum(axis=2) - (scores[:, None] < scores[None]).sum(axis=2)
    exact = np.sign(balance).sum(axis=1)
    assert (balance == 0).sum() > len(scores)
    np.testing.assert_array_equal(aggregate_copeland(scores, np.full(49, 1 / 49)), exact)


RISING = np.arange(1, 50) / 1225


@pytest.mark.parametrize(("aggregate", "weights", "peer"), [
    (aggregate_topsis, RISING, [0.4631222708699403, 0.5085067406205873, 0.37756365847182477, 0.3841276563394834]),
    (lambda x, w: aggregate_topsis(x, w, normalisation="min_max"), RISING,
     [0.5353064871706318, 0.6062954668945867, 0.4658479029012384, 0.4684926270527184]),
    (aggregate_vikor, RISING, [0.5970332066702172, 0.2794852519849209, 0.8541779916836157, 0.8019259090645035]),
    (aggregate_vikor, np.full(49, 1 / 49),
     [0.8015676833387984, 0.20482682919585196, 0.9160344508302823, 0.9062119677736985]),
    (aggregate_promethee, RISING, [-0.03296326530612237, 0.24457142857142872, -0.19319183673469364, -0.2331102040816327]),
    (lambda x, w: aggregate_promethee(x, w, preference="linear", indifference=5, strict=30), RISING,
     [-0.005579308722481913, 0.18732920322777313, -0.19430975256267433, -0.18913405260877567]),
])  # fmt: skip
def test_topsis_vikor_and_promethee_of_asem_agree_with_pymcdm(asem, aggregate, weights, peer):
    """pymcdm 1.4.0: TOPSIS(vector_normalization), TOPSIS(), VIKOR(), PROMETHEE_II('usual'), ('vshape_2', q 5, p 30).

    scikit-criteria 0.10 gives the same for vector TOPSIS and VIKOR with rising weights.
    """
    scores, codes = asem
    np.testing.assert_allclose(aggregate(scores, weights)[[codes.index(c) for c in SHOWN]], peer, **CLOSE)


@pytest.mark.parametrize(("aggregate", "base", "truth"), [
    ("harmonic", 1, None), ("geometric", 1, "asem_07_alt_Aggregated_a_gmean_on_minmax_1_100.csv"),
    ("arithmetic", 0, "asem_07_Aggregated_amean_on_minmax_0_100.csv"),
])  # fmt: skip
def test_generalised_means_in_the_tree_of_asem_are_the_named_means(folder, asem, aggregate, base, truth):
    power = {"harmonic": -1.0, "geometric": 0.0, "arithmetic": 1.0}[aggregate]
    meta = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level").is_not_null()).with_columns(
        pl.col("Parent").fill_null("")
    )  # fmt: skip
    tree = grow_tree(dict(meta.select("iCode", "Parent").iter_rows()))
    weight = {code: float(w) for code, w in meta.select("iCode", "Weight").iter_rows()}
    scores = base + (100 - base) / 100 * asem[0]
    shares = spread_weights(np.array([weight[part] for part in tree.parts]), ~np.isnan(scores), tree)
    found = aggregate_tree(scores, shares, tree.with_aggregate("generalised", power=power))
    np.testing.assert_allclose(found, aggregate_tree(scores, shares, tree.with_aggregate(aggregate)), rtol=1e-12)
    if truth:
        np.testing.assert_allclose(found, _numbers(_read(folder / truth).sort("uCode"), tree.nodes), **CLOSE)


@pytest.fixture(scope="module")
def textbook(folder):
    return json.loads((folder / "TOPSIS_entropy_textbook.json").read_text(encoding="utf-8"))


def test_topsis_of_four_aircraft(textbook):
    """Hwang & Yoon (1981); the book prints three digits and errs by 0.0007 in a column of its normalised matrix."""
    values, better = np.array(textbook["matrix"]), np.array(textbook["types"]) > 0
    found = aggregate_topsis(values, np.array(textbook["weights"]), more_is_better=better)
    np.testing.assert_allclose(found, textbook["exact"]["closeness"], **CLOSE)
    np.testing.assert_allclose(found, textbook["published"]["scores"], atol=1.5e-3)
    np.testing.assert_array_equal(rank_competition(found), textbook["published"]["ranks"])
    entropy = aggregate_topsis(values, np.array(textbook["entropy"]["w"]), more_is_better=better)
    np.testing.assert_allclose(entropy, textbook["closeness_with_entropy_weights"], **CLOSE)


def test_topsis_of_four_cars(textbook):
    car = textbook["car_example"]
    found = aggregate_topsis(
        np.array(car["matrix"]), np.array(car["weights"]), more_is_better=np.array(car["types"]) > 0
    )
    np.testing.assert_allclose(found, car["closeness"], **CLOSE)


@pytest.fixture(scope="module")
def achievement(folder):
    """The handbook's raw figures (23, 8) and countries."""
    table = _read(folder / "handbook_TAI_23_raw.csv")
    return _numbers(table, table.columns[1:]), table["country"].to_list()


def _published(folder, name):
    table = _read(folder / name)
    return table, table[table.columns[0]].to_list()


def test_outranking_matrix_of_five_countries(folder, achievement):
    """Table 36. It gives telephones to Japan against the United States; printed as logs, 3.00 both, they tie."""
    table, countries = _published(folder, "T36_outranking_published.csv")
    published = _numbers(table, countries)
    values, all_countries = achievement
    values = values[[all_countries.index(country) for country in countries]].copy()
    states, japan = countries.index("United States"), countries.index("Japan")
    assert values[states, 4] == values[japan, 4] == 3.0
    differs = np.argwhere(compare_pairs(values) != published)
    assert {tuple(pair) for pair in differs} == {(states, japan), (japan, states)}
    values[japan, 4] += 0.001
    np.testing.assert_array_equal(compare_pairs(values), published)


def test_three_orders_of_five_countries_are_best(folder):
    """Table 37: the largest support is 6.375, and three orders have it."""
    table, countries = _published(folder, "T36_outranking_published.csv")
    ranking = rank_kemeny(_numbers(table, countries))
    assert ranking.support == 6.375
    assert ranking.number == 3
    assert [countries[place] for place in np.argsort(ranking.places)[3:]] == ["Japan", "Korea, Rep. of"]


def test_geometric_ranks_of_23_countries_on_raw_data(folder, achievement):
    """Table 38, column GME: 23 of 23."""
    table, countries = _published(folder, "T38_ranks_by_aggregation_published.csv")
    values, all_countries = achievement
    ranks = rank_competition(average_geometric(values, np.full(8, 1 / 8)))
    np.testing.assert_array_equal(ranks[[all_countries.index(c) for c in countries]], table["GME"].cast(int))


def test_arithmetic_ranks_of_23_countries_between_the_goalposts_of_the_united_nations(folder, achievement):
    """Tables 23 (EW) and 38 (LIN): 23 of 23; with the range of the 23 countries only 11 would."""
    values, all_countries = achievement
    goalposts = json.loads((folder / "TAI_goalposts_recalled.json").read_text(encoding="utf-8"))
    low, high = np.array(goalposts["lo"]), np.array(goalposts["hi"])
    scores = average_arithmetic(np.clip((values - low) / (high - low), 0, 1), np.full(8, 1 / 8))
    for name, column in (("T23_ranks_by_weighting_published", "EW"), ("T38_ranks_by_aggregation_published", "LIN")):
        table, countries = _published(folder, f"{name}.csv")
        ranks = rank_competition(scores[[all_countries.index(c) for c in countries]])
        np.testing.assert_array_equal(ranks, table[column].cast(int))


def test_ranks_of_23_countries_by_benefit_of_the_doubt_with_weights_of_10_to_15_percent(folder, achievement):
    """Tables 19 and 23 (BOD): each weight 10 to 15 % of the sum of weights, on min-max scores; 23 of 23."""
    values, all_countries = achievement
    table, countries = _published(folder, "T23_ranks_by_weighting_published.csv")
    scaled = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    scores = aggregate_benefit_of_the_doubt(scaled, low=0.10, high=0.15, bounds_on="weight")
    ranks = rank_competition(np.round(scores[[all_countries.index(c) for c in countries]], 9))
    np.testing.assert_array_equal(ranks, table["BOD"].cast(int))
