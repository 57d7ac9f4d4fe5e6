import numpy as np
import polars as pl
import pytest

from junxian.assessment.robustness import (
    ClassToVary,
    Normalisation,
    class_ranks,
    draw_choices,
    measure_intervals,
    vary_ranks,
)
from junxian.assessment.tree import grow_tree
from junxian.declared.schemes import Robustness
from junxian.engine import InDask, InThreads
from junxian.terms import MethodError

RNG = np.random.default_rng(11)
ROWS = [(f"{i:02}", "K" if i < 12 else "A", *RNG.normal(50, 10, 4).round(3)) for i in range(20)]
TREE = {"total": "", "economy": "total", "risk": "total", "e1": "economy", "e2": "economy", "r1": "risk", "r2": "risk"}
VARIED = {"robustness": {"replicates": 200}}


def _draws(areas, codes):
    """Data error of 2 %, from the areas' own values."""
    values = np.array([next(row[2:] for row in ROWS if row[0] == area) for area in areas])
    return values * (1 + 0.02 * np.random.default_rng(1).standard_normal((200, len(areas), len(codes))))


def _ranks(scorecard):
    return scorecard.table.select("ref_area", "rank", "rank_low", "rank_median", "rank_high")


def test_intervals_lie_within_the_class_and_the_median_within_them(score):
    table = score(ROWS, draws=_draws, **VARIED).table
    assert (table["rank_low"] >= 1).all()
    assert (table["rank_low"] <= table["rank_median"]).all()
    assert (table["rank_median"] <= table["rank_high"]).all()
    assert (table["rank_high"] <= table["of"]).all()
    assert (table["rank_high"] > table["rank_low"]).any()


def test_shares_of_the_distribution_sum_to_one(score):
    found = score(ROWS, draws=_draws, **VARIED).distribution
    sums = found.group_by("ref_area").agg(pl.col("share").sum())["share"]
    assert (sums - 1).abs().max() < 1e-12
    assert found["rank"].min() >= 1


def test_the_same_seed_gives_the_same_intervals_whatever_the_chunk(score, monkeypatch):
    whole = score(ROWS, draws=_draws, seed=4, **VARIED)
    monkeypatch.setattr(class_ranks, "CHUNK_NUMBERS", 7 * 80)
    assert score(ROWS, draws=_draws, seed=4, **VARIED).distribution.equals(whole.distribution)
    assert not score(ROWS, draws=_draws, seed=5, **VARIED).distribution.equals(whole.distribution)


def test_a_replicate_does_not_depend_on_how_many_there_are():
    few, many = (draw_choices(Robustness(replicates=n), 2, 5, seed=3) for n in (10, 40))
    np.testing.assert_array_equal(few.factors, many.factors[:10])
    np.testing.assert_array_equal(few.normalisation, many.normalisation[:10])
    assert many.factors.min() >= 0.75
    assert many.factors.max() <= 1.25
    assert set(many.normalisation) == {0, 1, 2}
    assert set(many.aggregation) == {0, 1}


def test_without_variation_every_replicate_gives_the_published_rank(score):
    still = {
        "replicates": 30, "weights_vary": 0, "data_error": False, "normalisations": ["efficacy"],
        "aggregations": ["arithmetic"],
    }  # fmt: skip
    table = score(ROWS, robustness=still).table
    for column in ("rank_low", "rank_median", "rank_high"):
        assert table[column].to_list() == table["rank"].to_list()


def test_without_variation_missing_values_and_bounds_of_two_classes_are_treated_as_published(score):
    still = {
        "replicates": 5, "weights_vary": 0, "normalisations": ["min_max"], "aggregations": ["geometric"],
    }  # fmt: skip
    rows = [row if row[0] not in ("03", "15") else (*row[:3], None, *row[4:]) for row in ROWS]
    classes = [{"code": "K", "name": {"zh": "K"}, "bounds_with": ["A"]}, {"code": "A", "name": {"zh": "A"}}]
    nodes = [
        {"code": c, "name": {"zh": c}, "parent": p, "aggregate": "geometric"}
        for c, p in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    scheme = {"class": classes, "node": nodes, "normalise": {"method": "min_max"}, "coverage": 0.6}
    table = score(rows, robustness=still, **scheme).table
    assert table["rank"].null_count() == 0
    assert table["rank_low"].to_list() == table["rank"].to_list() == table["rank_high"].to_list()


def test_an_indicator_that_is_constant_as_filed_is_not_stretched_by_noise(score):
    bounds = pl.DataFrame(
        [(c, i, 0.0, 100.0) for c in "KA" for i in ("e1", "e2", "r1", "r2")],
        schema=["class", "indicator", "low", "high"], orient="row",
    )  # fmt: skip
    rows = [(*row[:2], 99.0, *row[3:]) for row in ROWS]
    noisy = {"replicates": 60, "weights_vary": 0, "normalisations": ["min_max"], "aggregations": ["arithmetic"]}

    def only_e1(areas, codes):
        point = np.array([next(row[2:] for row in rows if row[0] == area) for area in areas])
        drawn = np.repeat(point[None], 60, axis=0)
        drawn[..., 0] *= 1 + 0.01 * np.random.default_rng(2).standard_normal(drawn.shape[:2])
        return drawn

    settled = {"bounds": bounds, "normalise": {"bounds": "declared"}, "robustness": noisy}
    table = score(rows, draws=only_e1, **settled).table
    assert table["rank_low"].to_list() == table["rank_high"].to_list()


def test_unranked_areas_have_no_interval(score):
    rows = [(*row[:2], None, *row[3:]) if row[0] == "05" else row for row in ROWS]
    row = score(rows, **VARIED).table.row(by_predicate=pl.col("ref_area") == "05", named=True)
    assert (row["status"], row["rank_low"], row["rank_median"], row["rank_high"]) == ("unranked", None, None, None)


def test_draws_of_another_shape_are_refused(score):
    with pytest.raises(MethodError, match=r"shape \(3, 20, 4\), not \(200, 20, 4\)"):
        score(ROWS, draws=lambda areas, codes: np.ones((3, len(areas), len(codes))), **VARIED)


def test_order_statistics_of_ranks():
    ranks = np.repeat(np.arange(1, 21), 5)[:, None]
    found = measure_intervals(np.hstack([ranks, ranks[::-1], *([ranks] * 18)]), 0.9)
    assert (found.low[0], found.median[0], found.high[0]) == (1, 10, 19)
    assert found.counts[0].tolist() == [5] * 20


def test_a_class_without_members_and_a_class_that_is_wholly_unranked_have_no_intervals(score):
    rows = [(*row[:2], None, None, None, 1.0) for row in ROWS if row[1] == "K"]
    found = score(rows, draws=lambda areas, codes: np.ones((200, len(areas), len(codes))), **VARIED)
    assert found.table["status"].unique().to_list() == ["unranked"]
    assert found.table["rank_low"].null_count() == len(rows)
    assert found.distribution.is_empty()


STILL = {
    "replicates": 6, "weights_vary": 0, "data_error": True, "normalisations": ["efficacy"], "aggregations": ["arithmetic"],
}  # fmt: skip


def _as_filed(rows):
    def draw(areas, codes):
        found = {row[0]: row[2:] for row in rows}
        values = np.array([found[area] for area in areas], dtype=float)
        return np.repeat(values[None], STILL["replicates"], axis=0)

    return draw


def _has_published_ranks(table):
    return all(
        table[column].to_list() == table["rank"].to_list() for column in ("rank_low", "rank_median", "rank_high")
    )


def test_outliers_are_treated_in_every_draw_as_in_the_figures(score):
    rows = [(*row[:2], 1e4, *row[3:]) if row[0] in ("02", "15") else row for row in ROWS]
    treated = {"treat": {"method": "winsorise", "at_most": 2}, "normalise": {"method": "min_max"}}
    still = {"robustness": STILL | {"normalisations": ["min_max"]}}
    scorecard = score(rows, draws=_as_filed(rows), **treated, **still)
    assert scorecard.treated.height > 0
    assert _has_published_ranks(scorecard.table)


def test_imputed_figures_stay_as_imputed_in_every_draw(score):
    rows = [(*row[:3], None, *row[4:]) if row[0] in ("02", "15") else row for row in ROWS]
    found = score(rows, draws=_as_filed(rows), impute={"method": "class_mean"}, robustness=STILL)
    assert _has_published_ranks(found.table)


def test_classes_that_are_ranked_together_have_intervals_among_all_of_them(score):
    table = score(ROWS, draws=_as_filed(ROWS), rank_across=["K", "A"], robustness=STILL).table
    assert table["rank"].max() > 12
    assert _has_published_ranks(table)


def test_goalposts_of_one_indicator_hold_in_every_draw(score):
    normalise = {"indicator": [{"code": "e1", "method": "goalposts", "low": 0.0, "high": 100.0}]}
    found = score(ROWS, draws=_as_filed(ROWS), normalise=normalise, robustness=STILL)
    assert _has_published_ranks(found.table)


@pytest.mark.parametrize(
    "executor",
    [InThreads(3), *(pytest.param(InDask(name), marks=pytest.mark.dask) for name in ("threads", "processes"))],
    ids=repr,
)
def test_workers_change_no_bit_of_scores_and_ranks(executor, scheme, monkeypatch):
    monkeypatch.setattr(class_ranks, "CHUNK_NUMBERS", 20 * 80)
    declared, tree = scheme(robustness={"replicates": 120}), grow_tree(TREE)
    values = np.array([row[2:] for row in ROWS])
    rows, more = np.arange(20), np.array([True, True, True, False])
    normal = Normalisation("efficacy")(values, more)
    points = np.array([40.0, 20, 30, 10, 60, 40, 100])
    own = ClassToVary(rows, rows, points, None, normal, np.zeros(20))
    choices = draw_choices(declared.robustness, 1, len(tree.parts), 7)
    draws = values * (1 + 0.02 * np.random.default_rng(3).standard_normal((120, 20, 4)))
    alone, apart = (
        vary_ranks(values, draws, [own], choices, tree, declared, more, executor=one)[0] for one in (None, executor)
    )
    np.testing.assert_array_equal(alone.scores, apart.scores)
    np.testing.assert_array_equal(alone.ranks, apart.ranks)
    assert np.ptp(alone.ranks, axis=0).max() > 0


@pytest.mark.parametrize("root", ["topsis", "copeland", "mean_min", "harmonic", "geometric", "benefit_of_the_doubt"])
def test_declared_aggregation_without_variation_gives_the_published_rank(score, root):
    nodes = [
        {"code": c, "name": {"zh": c}, "parent": p} for c, p in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    nodes[0]["aggregate"] = root
    rows = [row if row[0] not in ("03", "15") else (*row[:3], None, *row[4:]) for row in ROWS]
    if root == "copeland":  # compares what both have
        rows = ROWS
    still = STILL | {"normalisations": ["efficacy"], "aggregations": ["declared"]}
    table = score(rows, node=nodes, coverage=0.6, robustness=still).table
    assert table["rank"].null_count() == 0
    assert table["rank_low"].to_list() == table["rank"].to_list() == table["rank_high"].to_list()


def test_declared_aggregation_is_the_scale_of_published_scores(score):
    nodes = [
        {"code": c, "name": {"zh": c}, "parent": p} for c, p in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    nodes[0]["aggregate"] = "topsis"
    varied = {"replicates": 200, "normalisations": ["efficacy"], "aggregations": ["declared", "arithmetic"]}
    card = score(ROWS, node=nodes, draws=_draws, robustness=varied)
    assert set(card.effects["choice"]) == {"weights", "aggregation", "rest"}
    top = card.statements.sort("probability_of_first", descending=True).row(0, named=True)
    assert 0.3 < top["probability_of_first"] <= 1


def test_declared_aggregation_leaves_out_a_class_in_which_nobody_is_ranked(score):
    nodes = [
        {"code": c, "name": {"zh": c}, "parent": p} for c, p in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    nodes[0]["aggregate"] = "topsis"
    rows = [(*row[:2], None, None, None, None) if row[1] == "A" else row for row in ROWS]
    table = score(rows, node=nodes, robustness=STILL | {"aggregations": ["declared"]}).table
    assert table.filter(pl.col("class") == "A")["rank_low"].null_count() == 8
    assert _has_published_ranks(table.filter(pl.col("class") == "K"))


def test_the_declared_method_keeps_its_declared_bounds_without_variation(score):
    bounds = pl.DataFrame(
        [(c, i, 30.0, 52.0) for c in ("K", "A") for i in ("e1", "e2", "r1", "r2")],
        schema=["class", "indicator", "low", "high"], orient="row",
    )  # fmt: skip
    still = STILL | {"normalisations": ["min_max"], "aggregations": ["arithmetic"]}
    table = score(ROWS, normalise={"method": "min_max", "bounds": "declared"}, bounds=bounds, robustness=still).table
    assert table["rank_low"].to_list() == table["rank"].to_list() == table["rank_high"].to_list()
