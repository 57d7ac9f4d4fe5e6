from functools import partial
from importlib import import_module

import numpy as np
import pytest

from junxian.assessment.aggregate import aggregate_copeland
from junxian.assessment.impute import impute_by_group
from junxian.assessment.robustness import (
    Levels,
    Model,
    Noise,
    Normalisation,
    Range,
    enumerate_design,
    place_factors,
    run_design,
    sample_random,
    sample_saltelli,
    score_nominal,
)
from junxian.assessment.tree import grow_tree
from junxian.engine import InThreads
from junxian.terms import MethodError

RNG = np.random.default_rng(21)
PARENT = {"index": "", "e": "index", "r": "index", "e1": "e", "e2": "e", "r1": "r", "r2": "r"}
TREE = grow_tree(PARENT)
VALUES = RNG.lognormal(2, 0.5, (12, 4))
HOLED = np.where(np.arange(48).reshape(12, 4) % 11 == 3, np.nan, VALUES)
AREAS = tuple(f"{i:02}" for i in range(12))
MEANS = Levels("aggregation", "aggregation", {"mean": "arithmetic", "product": "geometric"})
SCALES = Levels("scale", "normalisation", {
    "1 to 100": Normalisation("min_max", {"base": 1, "span": 99}), "z": Normalisation("z_score", {"mean": 10, "deviation": 2}),
})  # fmt: skip


def _model(values=VALUES, **changes):
    given = {"normalise": SCALES.levels["1 to 100"], "areas": AREAS, **changes}
    return Model(values, np.array([True, True, True, False]), TREE, np.arange(1.0, 8.0), **given)


def _fill(values, statistic):
    return impute_by_group(values, ["all"] * len(values), statistic)


def _cap(values, most):
    return np.minimum(values, np.nanquantile(values, most, axis=0))


def test_every_combination_is_the_model_with_its_choices():
    caps = Levels("cap", "treatment", {"none": None, "0.8": partial(_cap, most=0.8)})
    design, model = enumerate_design([caps, SCALES, MEANS]), _model()
    found = run_design(design, model)
    for row, own in enumerate(design.tabulate().iter_rows(named=True)):
        way = {"mean": "arithmetic", "product": "geometric"}[own["aggregation"]]
        alone = Model(
            VALUES, model.more_is_better, TREE.with_aggregate(way), model.points,
            normalise=SCALES.levels[own["scale"]], treat=caps.levels[own["cap"]],
        )  # fmt: skip
        scores, ranks = score_nominal(alone)
        np.testing.assert_allclose(found.scores[row], scores, rtol=1e-12)
        np.testing.assert_array_equal(found.ranks[row], ranks)
    assert found.failed == ()


def test_a_step_that_the_model_leaves_out_varies_all_the_same():
    fills = Levels(
        "fill",
        "imputation",
        {"no": None, "mean": partial(_fill, statistic="mean"), "median": partial(_fill, statistic="median")},
    )
    found = run_design(enumerate_design([fills]), _model(HOLED))
    assert len(np.unique(found.scores.round(9), axis=0)) == 3


def test_imputation_of_complete_figures_is_refused_because_nothing_would_vary():
    fills = Levels("fill", "imputation", {"no": None, "mean": partial(_fill, statistic="mean")})
    with pytest.raises(MethodError, match="no figure is missing"):
        run_design(enumerate_design([fills]), _model())


def test_sets_of_weights_name_all_parts_or_some():
    sets = Levels("weights", "weights", {"as array": np.array([1, 3, 2, 2, 1, 1, 1.0]), "e1 heavy": {"e1": 9.0}})
    found = run_design(enumerate_design([sets]), _model())
    for row, points in enumerate((np.array([1, 3, 2, 2, 1, 1, 1.0]), np.array([9, 2, 3, 4, 5, 6, 7.0]))):
        expected, _ = score_nominal(Model(VALUES, _model().more_is_better, TREE, points, normalise=_model().normalise))
        np.testing.assert_allclose(found.scores[row], expected, rtol=1e-12)


def test_ranges_and_noise_multiply_the_points_of_their_parts():
    design = place_factors(
        [Range("w", "weights", 0.5, 1.5, parts=("e1",)), Noise("n", "weights", 0.2, parts=("r1",))], RNG.random((40, 2))
    )
    found, model = run_design(design, _model()), _model()
    assert np.ptp(found.scores, axis=0).min() > 0
    still = run_design(
        place_factors([Range("w", "weights", 0.999999999, 1.000000001, parts=("e1",))], RNG.random((3, 1))), model
    )
    np.testing.assert_allclose(still.scores, np.broadcast_to(score_nominal(model)[0], (3, 12)), rtol=1e-8)


def test_inclusions_add_up_and_nodes_take_their_indicators_along():
    out = [Levels(f"{part} counts", "inclusion", {"yes": (), "no": (part,)}) for part in ("e", "r1")]
    found = run_design(enumerate_design(out), _model())
    weights = np.array([0, 0, 0, 1.0])
    shown = _model().normalise(VALUES, _model().more_is_better) @ weights
    np.testing.assert_allclose(found.scores[3], shown, rtol=1e-12)


def test_leaving_everything_out_is_a_replicate_that_failed():
    out = [Levels(f"{part} counts", "inclusion", {"yes": (), "no": (part,)}) for part in ("e", "r")]
    found = run_design(enumerate_design(out), _model())
    assert [(failure.replicate, failure.reason) for failure in found.failed] == [(3, "every indicator is left out")]
    assert np.isnan(found.scores[3]).all()
    assert not found.ranks[3].any()
    assert found.ranks[:3].all()


def test_a_replicate_that_fails_is_listed_with_the_reason_that_an_assessment_would_give():
    scales = Levels(
        "scale", "normalisation", {"0 to 100": Normalisation("min_max"), "1 to 100": SCALES.levels["1 to 100"]}
    )
    design = enumerate_design([scales, MEANS])
    found = run_design(design, _model())
    assert [failure.replicate for failure in found.failed] == [1]
    assert "are not positive" in found.failed[0].reason
    assert any(area in found.failed[0].reason for area in AREAS)
    table = found.tabulate_failures(design)
    assert table.select("scale", "aggregation").rows() == [("0 to 100", "product")]


def test_steps_that_raise_fail_their_replicates_and_no_others():
    def break_down(values):
        raise ZeroDivisionError("nothing to divide by")

    caps = Levels("cap", "treatment", {"none": None, "broken": break_down, "flat": np.ones_like})
    found = run_design(enumerate_design([caps]), _model())
    assert [failure.replicate for failure in found.failed] == [1, 2]
    assert found.failed[0].reason == "ZeroDivisionError: nothing to divide by"
    assert "constant" in found.failed[1].reason


def test_nothing_but_failures_is_a_mistake():
    with pytest.raises(MethodError, match=r"all 2 failed, the first because: .*constant"):
        run_design(enumerate_design([MEANS]), _model(np.ones((12, 4))))


def test_a_mistake_in_a_factor_is_told_before_anything_is_computed():
    for factor, why in (
        (Levels("x", "inclusion", {"in": (), "out": ("e9",)}), "'e9' is not in the tree"),
        (Levels("x", "aggregation", {"a": "arithmetic", "b": "arithmetik"}), "is no aggregation"),
        (Levels("x", "weights", {"a": {"e1": 1.0}, "b": {"e1": -1.0}}), "points from 0 up"),
        (Range("x", "weights", 0, 1, parts=("e9",)), "'e9' is not in the tree"),
        (Levels("x", "normalisation", {"a": None, "b": Normalisation("min_max")}), "without a function"),
    ):
        with pytest.raises(MethodError, match=why):
            run_design(sample_random([factor], 4, 1), _model())


@pytest.mark.parametrize("way", SCALES.levels.values(), ids=SCALES.levels)
@pytest.mark.parametrize("values", [VALUES, HOLED], ids=["complete", "holed"])
def test_figures_drawn_together_and_one_by_one_give_the_same_scores(way, values):
    design = place_factors(
        [MEANS, Noise("error", "data", 0.03), Noise("w", "weights", 0.2)], RNG.random((30, 3)), seed=6
    )
    together = run_design(design, _model(values, normalise=way))
    singly = run_design(design, _model(values, normalise=lambda values, more: way(values, more)))
    np.testing.assert_allclose(together.scores, singly.scores, rtol=1e-12)
    np.testing.assert_array_equal(together.ranks, singly.ranks)
    assert np.ptp(together.scores[design.places[:, 0] == 0], axis=0).min() > 0


def test_errors_of_the_figures_have_the_declared_spread_by_area_and_indicator():
    spread = np.zeros((12, 4))
    spread[3, 0] = 0.1
    bounds = (np.full(4, 0.0), np.full(4, 1000.0))
    model = _model(normalise=Normalisation("goalposts", {"bounds": bounds, "base": 0, "span": 1000}))
    found = run_design(sample_random([Noise("error", "data", spread)], 3000, 3), model)
    moved = np.ptp(found.scores, axis=0) > 1e-9
    assert np.flatnonzero(moved).tolist() == [3]
    share = 5 / 11 * 1 / 3  # of e1 in the index, by points 1, 2 and 6, 7 … of its node and the node
    assert found.scores[:, 3].std() == pytest.approx(VALUES[3, 0] * 0.1 * 6 / 13 / 3, rel=0.05), share


def test_figures_may_be_exchanged_as_a_whole():
    found = run_design(enumerate_design([Levels("vintage", "data", {"1": VALUES, "2": VALUES[::-1]})]), _model())
    np.testing.assert_allclose(found.scores[0], found.scores[1][::-1], rtol=1e-12)


def test_any_function_of_scores_and_weights_aggregates():
    ways = Levels(
        "way", "aggregation", {"copeland": "copeland", "best": lambda scores, weights: (scores * weights).max(axis=1)}
    )
    found = run_design(enumerate_design([ways]), _model())
    scores = _model().normalise(VALUES, _model().more_is_better)
    weights = np.array([1 / 3 * 5 / 11, 2 / 3 * 5 / 11, 3 / 7 * 6 / 11, 4 / 7 * 6 / 11])
    np.testing.assert_allclose(found.scores[1], (scores * weights).max(axis=1), rtol=1e-12)
    assert found.failed == ()
    assert aggregate_copeland(scores, np.broadcast_to(weights, scores.shape)).shape == (12,)


def test_an_exponent_is_a_range_of_aggregation():
    powers = Range("power", "aggregation", -1, 1, make=lambda power: TREE.with_aggregate("generalised", power=power))
    found = run_design(place_factors([powers], np.array([[0.0], [0.5], [0.75]])), _model())
    for row, way in ((0, TREE.with_aggregate("harmonic")), (1, TREE.with_aggregate("geometric"))):
        expected = score_nominal(
            Model(VALUES, _model().more_is_better, way, _model().points, normalise=_model().normalise)
        )
        np.testing.assert_allclose(found.scores[row], expected[0], rtol=1e-12)
    assert (found.scores[2] >= found.scores[1]).all()


def test_points_on_top_count_before_ranks():
    bonus = np.where(np.arange(12) == 5, 1000.0, 0.0)
    assert (run_design(sample_random([MEANS], 10, 1), _model(added=bonus)).ranks[:, 5] == 1).all()


def test_ranks_are_decided_on_rounded_scores():
    found = run_design(sample_random([MEANS, Noise("w", "weights", 0.2)], 10, 1), _model(decimals=-3))
    assert (found.ranks == 1).all()


@pytest.mark.parametrize("noise", [(), (Noise("error", "data", 0.03),)], ids=["figures as they are", "figures redrawn"])
def test_portions_and_workers_change_no_bit(noise, monkeypatch):
    design, model = sample_random([MEANS, SCALES, Noise("w", "weights", 0.2), *noise], 300, 9), _model(HOLED)
    whole = run_design(design, model)
    for module, name, size in (
        ("run_design", "PART_NUMBERS", 300),
        ("redraw", "CHUNK_NUMBERS", 100),
        ("rank_replicates", "CHUNK_NUMBERS", 50),
    ):
        monkeypatch.setattr(import_module(f"junxian.assessment.robustness.{module}"), name, size)
    again = run_design(design, model, InThreads(3))
    np.testing.assert_array_equal(whole.scores, again.scores)
    np.testing.assert_array_equal(whole.ranks, again.ranks)


def test_a_model_whose_arrays_do_not_fit_is_refused():
    with pytest.raises(MethodError, match=r"values has the shape \(12, 3\)"):
        _model(VALUES[:, :3])
    with pytest.raises(MethodError, match="negative or missing"):
        Model(VALUES, np.ones(4, dtype=bool), TREE, np.full(7, -1.0))


def test_noise_on_weights_varies_in_a_design_of_base_points():
    noise = Noise("weights", "weights", 0.3)
    design = sample_saltelli([noise, MEANS], 8, 3)
    found = run_design(design, _model())
    pair = design.places[:, 0]
    assert len(np.unique(pair)) < len(design)  # A and B are drawn once and come back in the mixed rows
    for row in range(len(design)):
        alike = (design.places == design.places[row]).all(axis=1)
        assert np.array_equal(found.scores[alike], np.repeat(found.scores[row : row + 1], alike.sum(), axis=0))
    assert len(np.unique(found.scores[design.places[:, 1] == 0], axis=0)) > 8
