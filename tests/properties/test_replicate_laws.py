"""Laws of replicates that hold for any figures, weights and trees."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.assessment import aggregate_tree, rank_competition
from junxian.assessment.rank import round_scores
from junxian.assessment.robustness import (
    Levels,
    Model,
    Noise,
    Normalisation,
    rank_replicates,
    run_design,
    sample_random,
    score_replicates,
)
from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import spread_weights
from junxian.engine import InDask, InThreads

SLOW = settings(max_examples=25, deadline=None)
MEANS = Levels("mean", "aggregation", {"arithmetic": "arithmetic", "geometric": "geometric", "harmonic": "harmonic"})
SCALES = Levels("scale", "normalisation", {
    "1 to 100": Normalisation("min_max", {"base": 1, "span": 99}), "efficacy": Normalisation("efficacy"),
    "z": Normalisation("z_score", {"mean": 100, "deviation": 2}),
})  # fmt: skip
WEIGHTS = Noise("weights", "weights", 0.5)


@st.composite
def trees(draw):
    """A tree of up to three levels, every node with indicators below it, means of any kind."""
    pillars = draw(st.integers(1, 4))
    parent = {"index": "", "half": "index", "other": "index", "lone": "other"}
    for pillar in range(pillars):
        node = f"p{pillar}"
        parent[node] = draw(st.sampled_from(["index", "half", "other"]))
        parent |= {f"{node}i{n}": node for n in range(draw(st.integers(1, 4)))}
    parent |= {"direct": "half"}
    nodes = set(parent.values()) - {""}
    return grow_tree(parent, {node: draw(st.sampled_from(["arithmetic", "geometric", "harmonic"])) for node in nodes})


@st.composite
def models(draw, holes=True):
    tree, areas, seed = draw(trees()), draw(st.integers(3, 40)), draw(st.integers(0, 2**20))
    rng = np.random.default_rng(seed)
    values = rng.lognormal(1, 1, (areas, len(tree.indicators)))
    if holes:
        values[rng.random(values.shape) < 0.1] = np.nan
        values[:3] = rng.lognormal(1, 1, (3, len(tree.indicators)))
    return Model(values, rng.random(len(tree.indicators)) < 0.7, tree, rng.uniform(1, 5, len(tree.parts)))


def _design(seed, replicates=60, *more):
    return sample_random([MEANS, SCALES, WEIGHTS, *more], replicates, seed)


@SLOW
@given(model=models(), seed=st.integers(0, 99), order=st.randoms())
def test_the_order_of_areas_is_irrelevant(model, seed, order):
    rows = list(range(len(model.values)))
    order.shuffle(rows)
    moved = Model(model.values[rows], model.more_is_better, model.tree, model.points)
    first, second = (run_design(_design(seed), one) for one in (model, moved))
    np.testing.assert_allclose(first.scores[:, rows], second.scores, rtol=1e-12)
    np.testing.assert_array_equal(first.ranks[:, rows], second.ranks)


@SLOW
@given(
    model=models(),
    seed=st.integers(0, 99),
    part=st.integers(1, 500),
    draws=st.integers(1, 500),
    chunk=st.integers(1, 90),
)
def test_the_size_of_portions_is_irrelevant_to_the_last_bit(model, seed, part, draws, chunk):
    design = _design(seed, 60, Noise("error", "data", 0.02))
    whole = run_design(_design(seed), model), run_design(design, model)
    names = {"run_design": "PART_NUMBERS", "redraw": "CHUNK_NUMBERS", "rank_replicates": "CHUNK_NUMBERS"}
    modules = {name: import_module(f"junxian.assessment.robustness.{name}") for name in names}
    kept = {name: getattr(modules[name], names[name]) for name in names}
    try:
        for name, size in zip(names, (part, draws, chunk), strict=True):
            setattr(modules[name], names[name], size)
        again = run_design(_design(seed), model), run_design(design, model)
    finally:
        for name in names:
            setattr(modules[name], names[name], kept[name])
    for one, other in zip(whole, again, strict=True):
        np.testing.assert_array_equal(one.scores, other.scores)
        np.testing.assert_array_equal(one.ranks, other.ranks)


@pytest.mark.parametrize(
    "executor",
    [InThreads(3), *(pytest.param(InDask(name), marks=pytest.mark.dask) for name in ("threads", "synchronous"))],
    ids=repr,
)
@settings(max_examples=8, deadline=None)
@given(model=models(), seed=st.integers(0, 99))
def test_the_executor_is_irrelevant_to_the_last_bit(executor, model, seed):
    design = _design(seed, 200, Noise("error", "data", 0.02))
    alone = run_design(design, model)
    other = run_design(design, model, executor)
    np.testing.assert_array_equal(alone.scores, other.scores)
    np.testing.assert_array_equal(alone.ranks, other.ranks)
    assert alone.failed == other.failed


@SLOW
@given(model=models(), seed=st.integers(0, 99), few=st.integers(1, 59))
def test_a_replicate_is_the_same_to_the_last_bit_however_many_there_are(model, seed, few):
    noise = Noise("error", "data", 0.02)
    some, all_of_them = (run_design(_design(seed, count, noise), model) for count in (few, 60))
    np.testing.assert_array_equal(some.scores, all_of_them.scores[:few])


@SLOW
@given(model=models(), seed=st.integers(0, 2**20))
def test_many_replicates_up_a_tree_are_each_of_them_up_the_tree(model, seed):
    rng, tree = np.random.default_rng(seed), model.tree
    table = np.where(np.isnan(model.values.T), np.nan, rng.uniform(1, 100, model.values.T.shape))
    points = rng.uniform(0, 3, (15, len(tree.parts))) * (rng.random((15, len(tree.parts))) < 0.9)
    found = score_replicates(table, points, tree)
    for own, scores in zip(points, found.scores, strict=True):
        shares = spread_weights(own, ~np.isnan(table.T), tree)
        np.testing.assert_allclose(scores, aggregate_tree(table.T, shares, tree)[:, -1], rtol=1e-12)
    assert not found.undefined.any()


@given(
    scores=st.lists(st.lists(st.floats(-1e5, 1e5) | st.sampled_from([0.0, 1.0, 1.005, np.nan]), min_size=3, max_size=3), min_size=1, max_size=20),
    decimals=st.integers(0, 9),
)  # fmt: skip
def test_ranks_of_many_replicates_are_competition_ranks_of_rounded_scores(scores, decimals):
    given_scores = np.array(scores)
    expected = rank_competition(round_scores(given_scores, decimals))
    np.testing.assert_array_equal(rank_replicates(given_scores, decimals), expected)
