"""600 replicates of the ASEM index against the R package COINr 1.1.14 (Becker et al. 2022, JOSS 7(78), 4567).

Scores to 1e-9 relative, every rank identical. COINr's total indices are matched; its first-order estimator is not
centred (a constant added to the target changes it), so that first-order indices are tested against exact ones, and
against the analytic indices of the g-function (Saltelli et al. 2010). Truth tables lie in ../shared/truth/composite.
"""

import json
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment.robustness import (
    Levels,
    Model,
    Normalisation,
    Range,
    enumerate_design,
    enumerate_sensitivity,
    estimate_sensitivity,
    measure_rank_shift,
    read_design,
    run_design,
    sample_saltelli,
    score_nominal,
    summarise_ranks,
)
from junxian.assessment.treat import treat_indicators
from junxian.assessment.tree import grow_tree


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


def _treat(values, codes, at_most):
    """COINr sets tied points together, beyond the limit."""
    return treat_indicators(values, codes, at_most=at_most, ties="together").values


@pytest.fixture(scope="module")
def model(folder) -> Model:
    meta = _read(folder / "asem_00_iMeta.csv").filter(pl.col("Level").is_not_null())
    meta = meta.with_columns(pl.col("Parent").fill_null(""))
    tree = grow_tree(dict(meta.select("iCode", "Parent").iter_rows()))
    screened = _read(folder / "asem_04_Screened.csv").sort("uCode")
    sign, weight = (dict(meta.select("iCode", name).iter_rows()) for name in ("Direction", "Weight"))
    return Model(
        screened.select(pl.col(list(tree.indicators)).cast(pl.Float64)).to_numpy(),
        np.array([sign[code] == "1" for code in tree.indicators]), tree,
        np.array([float(weight[part]) for part in tree.parts]), normalise=Normalisation("min_max"),
        treat=partial(_treat, codes=tree.indicators, at_most=5), areas=tuple(screened["uCode"]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def factors(folder, model):
    rows = _read(folder / "noisy_weights_100_seed101.csv").select("set", "iCode", pl.col("Weight").cast(pl.Float64))
    sets: dict[str, dict[str, float]] = {}
    for name, part, weight in rows.iter_rows():
        sets.setdefault(name, {})[part] = weight
    treat = partial(_treat, codes=model.tree.indicators)
    return [
        Levels("Winmax", "treatment", {str(most): partial(treat, at_most=most) for most in range(1, 6)}),
        Levels("Normalisation", "normalisation", {
            "minmax_1_100": Normalisation("min_max", {"base": 1, "span": 99}),
            "zscore_10_2": Normalisation("z_score", {"mean": 10, "deviation": 2}),
        }),
        Levels("Weights", "weights", sets),
        Levels("Aggregation", "aggregation", {"a_amean": "arithmetic", "a_gmean": "geometric"}),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def design(folder, factors):
    given = _read(folder / "SA_N100_seed8_design.csv")
    columns = {"Winmax": "winmax", "Normalisation": "norm", "Weights": "weightset", "Aggregation": "agg"}
    return read_design(factors, given.select(pl.col(own).alias(name) for name, own in columns.items()), base=100)


@pytest.fixture(scope="module")
def replicates(design, model):
    return run_design(design, model)


@pytest.fixture(scope="module")
def nominal(model):
    return score_nominal(model)


def _replicated(folder, name):
    rows = _read(folder / name).sort("uCode").drop("uCode", "Nominal")
    return rows.cast(pl.Float64).to_numpy().T


def test_the_nominal_index_is_that_of_the_truth(folder, nominal):
    truth = _read(folder / "SA_N100_seed8_nominal.csv").sort("uCode")
    np.testing.assert_allclose(nominal[0], truth["Score"].cast(pl.Float64).to_numpy(), rtol=1e-9)
    np.testing.assert_array_equal(nominal[1], truth["Rank"].cast(pl.Int64).to_numpy())


def test_scores_of_600_replicates_agree_and_every_rank_is_identical(folder, replicates):
    assert replicates.failed == ()
    np.testing.assert_allclose(replicates.scores, _replicated(folder, "SA_N100_seed8_scores.csv"), rtol=1e-9)
    np.testing.assert_array_equal(replicates.ranks, _replicated(folder, "SA_N100_seed8_ranks.csv"))


def test_rank_statistics_of_the_two_samples_agree(folder, model, design, replicates, nominal):
    found = summarise_ranks(replicates.ranks, nominal[1], model.areas, design, is_interpolated=True)
    ours = summarise_ranks(replicates.ranks, nominal[1], model.areas, design)
    truth = (
        _read(folder / "SA_N100_seed8_rankstats.csv")
        .sort("uCode")
        .with_columns(pl.all().exclude("uCode").cast(pl.Float64))
    )
    for own, theirs in (("mean", "Mean"), ("median", "Median"), ("low", "Q5"), ("high", "Q95"), ("nominal", "Nominal")):
        np.testing.assert_allclose(found[own].to_numpy(), truth[theirs].to_numpy(), rtol=1e-12, err_msg=own)
        np.testing.assert_allclose(ours[own].to_numpy(), truth[theirs].to_numpy(), atol=0.96, err_msg=own)


def test_total_indices_of_the_rank_shift_agree(folder, design, replicates, nominal):
    found = estimate_sensitivity(design, measure_rank_shift(replicates.ranks, nominal[1]))
    truth = _read(folder / "SA_N100_seed8_sobol.csv")["STi"].cast(pl.Float64).to_numpy()
    np.testing.assert_allclose(found.total, truth, rtol=1e-9)


def test_first_order_indices_of_the_full_design_are_possible_ones_and_estimates_come_near(
    factors, model, design, replicates, nominal
):
    full = enumerate_design(factors)
    everything = run_design(full, model)
    exact = enumerate_sensitivity(full, measure_rank_shift(everything.ranks, nominal[1]))
    assert len(full) == 2000
    assert everything.failed == ()
    assert (exact.first <= exact.total).all()
    assert exact.first.sum() <= 1
    found = estimate_sensitivity(design, measure_rank_shift(replicates.ranks, nominal[1]))
    assert (found.first_low - 0.1 <= exact.first).all()
    assert (exact.first <= found.first_high + 0.1).all()
    by_area = enumerate_sensitivity(full, everything.scores)
    assert by_area.first.shape == (4, 51)
    assert (by_area.first <= by_area.total).all()


@pytest.mark.parametrize("more", [0.0, 50.0])
def test_indices_of_the_g_function_come_near_the_analytic_ones_wherever_the_target_lies(folder, more):
    truth = json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))["SA_estimate_gfunction"]
    a = np.array(truth["a"], dtype=float)
    design = sample_saltelli([Range(f"x{n}", "weights", 0, 1, parts=("any",)) for n in range(4)], 8192, seed=2)
    target = np.prod((np.abs(4 * design.places - 2) + a) / (1 + a), axis=1) + more
    found = estimate_sensitivity(design, target)
    np.testing.assert_allclose(found.first, truth["analytic_S1"], atol=0.01)
    np.testing.assert_allclose(found.total, truth["analytic_ST"], atol=0.01)
    assert (found.first_low < truth["analytic_S1"]).all()
    assert (np.array(truth["analytic_S1"]) < found.first_high).all()
