"""Normalisation against COINr 1.1.14 (small vector, ASEM) and the OECD/JRC Handbook (2008), Table 15.

Tolerance 1e-9 relative; printed tables within half of their last digit. Where less is better COINr turns every value's
sign before it normalises; so its fraction of the maximum gives most to the worst (x / min), and is not followed.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment.normalise import normalise
from junxian.terms import MethodError

CLOSE = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


@pytest.fixture(scope="module")
def unit(folder):
    return json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))


def _vector(values) -> np.ndarray:
    return np.array([np.nan if value == "NA" else float(value) for value in values])


@pytest.mark.parametrize(("name", "method", "options"), [
    ("minmax_0_100", "min_max", {}),
    ("minmax_1_100", "min_max", {"base": 1, "span": 99}),
    ("zscore", "z_score", {}),
    ("zscore_10_2", "z_score", {"mean": 10, "deviation": 2}),
    ("dist2max", "distance_to_maximum", {}),
    ("dist2ref_2", "distance_to_reference", {"area": 1}),
    ("dist2ref_2_cap", "distance_to_reference", {"area": 1, "is_capped": True}),
    ("dist2targ_8", "distance_to_target", {"target": 8.0}),
    ("dist2targ_8_cap", "distance_to_target", {"target": 8.0, "is_capped": True}),
    ("dist2targ_2_neg", "distance_to_target", {"target": 2.0, "more_is_better": False}),
    ("fracmax", "fraction_of_maximum", {}),
    ("scaled_2_8", "scaled", {"bounds": (2.0, 8.0)}),
    ("scaled_0_10_sf1", "scaled", {"bounds": (0.0, 10.0), "span": 1}),
    ("rank", "rank", {}),
    ("rank_avg", "rank", {"ties": "average"}),
    ("borda", "borda", {}),
    ("prank", "percentile_rank", {"base": 0, "span": 1}),
    ("goalposts", "goalposts", {"bounds": (2.0, 8.0)}),
    ("goalposts_neg", "goalposts", {"bounds": (2.0, 8.0), "more_is_better": False}),
    ("goalposts_notrunc", "goalposts", {"bounds": (2.0, 8.0), "is_truncated": False}),
])  # fmt: skip
def test_every_normalisation_of_a_small_vector(unit, name, method, options):
    values, truth = _vector(unit["norm_input"]), _vector(unit["norm"][name])
    np.testing.assert_allclose(normalise(method, values, **options), truth, **CLOSE)
    options["more_is_better"] = np.array([options.get("more_is_better", True)] * 2)
    table = normalise(method, np.column_stack([values, values]), **options)
    np.testing.assert_allclose(table, np.column_stack([truth, truth]), **CLOSE)


@pytest.mark.parametrize(("name", "method"), [("minmax_constant", "min_max"), ("zscore_constant", "z_score")])
def test_a_constant_is_an_error_where_the_peer_gives_a_column_of_nan(unit, name, method):
    assert unit["norm"][name] == ["NaN"] * 3
    with pytest.raises(MethodError, match=r"constant.*goalposts"):
        normalise(method, np.full(3, 4.0))


@pytest.fixture(scope="module")
def asem(folder):
    """Codes of the indicators, directions, treated values; and how to read another table in the same order."""
    meta = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level") == "1")

    def table(name):
        rows = _read(folder / name).sort("uCode").select(pl.col(meta["iCode"].to_list()).cast(pl.Float64))
        return rows.fill_null(np.nan).to_numpy()

    return meta, table("asem_05_Treated.csv"), (meta["Direction"] == "1").to_numpy(), table


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


@pytest.mark.parametrize(("name", "method"), [
    ("asem_06_Normalised_minmax_0_100.csv", "min_max"),
    ("asem_06_alt_Normalised_zscore_0_1.csv", "z_score"),
    ("asem_06_alt_Normalised_rank.csv", "rank"),
])  # fmt: skip
def test_all_49_indicators_of_asem_at_once(asem, name, method):
    _, treated, better, table = asem
    np.testing.assert_allclose(normalise(method, treated, more_is_better=better), table(name), rtol=1e-9, atol=1e-9)


def test_what_is_derived_from_the_ranks_and_ends_of_asem_follows_from_the_peers_tables(asem):
    _, treated, better, table = asem
    ranks = table("asem_06_alt_Normalised_rank.csv")
    np.testing.assert_array_equal(normalise("borda", treated, more_is_better=better), ranks - 1)
    share = normalise("percentile_rank", treated, more_is_better=better)
    np.testing.assert_allclose(share, 100 * (ranks - 1) / 50, **CLOSE)
    place = table("asem_06_Normalised_minmax_0_100.csv") / 100
    found = normalise("distance_to_maximum", treated, more_is_better=better)
    np.testing.assert_allclose(found, place, rtol=1e-9, atol=1e-11)
    found = normalise("distance_to_reference", treated[:, :2], more_is_better=better[:2], area=1)
    np.testing.assert_allclose(found, place[:, :2] / place[1, :2], **CLOSE)


def test_distances_to_the_targets_of_asem(asem):
    meta, treated, better, table = asem
    target = meta["Target"].cast(pl.Float64).to_numpy()
    worst = np.where(better, treated.min(axis=0), treated.max(axis=0))
    found = normalise("distance_to_target", treated, target=target, more_is_better=better)
    place = table("asem_06_Normalised_minmax_0_100.csv") / 100
    best = np.where(better, treated.max(axis=0), treated.min(axis=0))
    np.testing.assert_allclose(found * (target - worst), place * (best - worst), rtol=1e-9, atol=1e-9)


# OECD/JRC Handbook (2008), Table 15, school years: value, z-score, min-max, ratio to the leader, percentile
TABLE_15 = np.array([
    (10, 0.26, 0.59, 0.83, 65.2), (12, 1.52, 1.00, 1.00, 100), (11.4, 1.14, 0.88, 0.95, 82.6),
    (9.5, -0.06, 0.49, 0.79, 52.2), (10.8, 0.76, 0.76, 0.90, 73.9), (9.4, -0.12, 0.47, 0.78, 39.1),
    (9.4, -0.12, 0.47, 0.78, 39.1), (11.6, 1.27, 0.92, 0.97, 87.0), (10.9, 0.83, 0.78, 0.91, 78.3),
    (7.1, -1.58, 0.00, 0.59, 4.3), (10.2, 0.38, 0.63, 0.85, 69.6), (11.9, 1.46, 0.98, 0.99, 95.7),
    (9.4, -0.12, 0.47, 0.78, 39.1), (9.3, -0.19, 0.45, 0.78, 34.8), (11.7, 1.33, 0.94, 0.97, 91.3),
    (8.4, -0.76, 0.27, 0.70, 26.1), (7.9, -1.08, 0.16, 0.66, 21.7), (9.6, 0.00, 0.51, 0.80, 60.9),
    (7.3, -1.46, 0.04, 0.61, 17.4), (7.2, -1.52, 0.02, 0.60, 13.0), (9.5, -0.06, 0.49, 0.79, 52.2),
    (9.1, -0.31, 0.41, 0.76, 30.4), (7.1, -1.58, 0.00, 0.59, 4.3),
])  # fmt: skip


@pytest.mark.parametrize(("column", "method", "options"), [
    (1, "z_score", {}), (2, "min_max", {"span": 1}), (3, "fraction_of_maximum", {}),
])  # fmt: skip
def test_the_handbooks_examples_of_school_years(column, method, options):
    found = normalise(method, TABLE_15[:, 0], **options)
    np.testing.assert_allclose(found, TABLE_15[:, column], atol=0.0051)


def test_the_handbooks_ranks_of_school_years():
    """Its percentile is the rank as a share of all 23, ours the share of the other 22 that are worse."""
    ranks = normalise("rank", TABLE_15[:, 0])
    np.testing.assert_allclose(100 * ranks / 23, TABLE_15[:, 4], atol=0.051)
    np.testing.assert_allclose(normalise("percentile_rank", TABLE_15[:, 0]), 100 * (ranks - 1) / 22, **CLOSE)


def test_the_efficacy_coefficient_is_the_peers_min_max_on_another_scale(unit):
    values = _vector(unit["norm_input"])
    found = normalise("efficacy", values, percentiles=(0, 100), base=20, span=80)
    np.testing.assert_allclose(found, 20 + 0.8 * _vector(unit["norm"]["minmax_0_100"]), **CLOSE)
