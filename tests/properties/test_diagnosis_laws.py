"""Laws of the diagnosis on random trees, methods and figures: parts sum to the gap, changes suffice, nothing is less."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from junxian.assessment import assess
from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import spread_weights
from junxian.declared.schemes import Scheme
from junxian.diagnosis import diagnose, explain_gap, find_least_change
from junxian.diagnosis.profiles import Profile, add_up, explain_profiles
from junxian.diagnosis.separable import Gain, find_least_effort
from junxian.diagnosis.shapley import share_game, split_by_sampling, split_exactly
from junxian.indicators import IndicatorTable
from junxian.terms import Period

SLOW = settings(max_examples=15, deadline=None)
HALF = settings(max_examples=50, deadline=None)
NAME = {"zh": "考核"}
CODES = ["e1", "e2", "r1", "r2"]
PARENT = {"total": "", "E": "total", "R": "total", "e1": "E", "e2": "E", "r1": "R", "r2": "R"}
METHODS = ["arithmetic", "geometric", "harmonic", "generalised", "mean_min", "adjusted_mazziotta_pareto"]
score = st.integers(1, 100).map(float)


@st.composite
def trees(draw):
    """A tree of up to three levels and nine indicators, each node with a method of its own."""
    parent, ways, parameters = {"root": ""}, {}, {}
    for node in range(draw(st.integers(1, 3))):
        parent[f"n{node}"] = "root" if node == 0 else draw(st.sampled_from(["root", *(f"n{k}" for k in range(node))]))
    nodes = list(parent)
    for node in nodes:
        ways[node] = draw(st.sampled_from(METHODS if node == "root" else METHODS[:5]))  # the last may fall below 0
        if ways[node] == "generalised":
            parameters[node] = {"power": draw(st.sampled_from([-2.0, 0.5, 2.0, 3.0]))}
    for leaf, node in enumerate([*nodes, *draw(st.lists(st.sampled_from(nodes), max_size=5))]):
        parent[f"i{leaf}"] = node
    return grow_tree(parent, ways, parameters)


@st.composite
def gaps(draw):
    """Two profiles on one tree, with scores, weights and what is filed drawn for each; the first indicator is common."""
    tree = draw(trees())
    count = len(tree.indicators)
    sides = []
    for _ in range(2):
        values = np.array(draw(st.lists(score, min_size=count, max_size=count)))
        filed = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
        weights = np.array(draw(st.lists(st.integers(0, 5).map(float), min_size=count, max_size=count)))
        filed[0], weights[0] = True, max(1.0, weights[0])
        sides.append((np.where(filed, values, np.nan), weights))
    return tree, *sides


def score_profile(values, weights, tree):
    shares = spread_weights(add_up(weights, tree), ~np.isnan(values), tree)
    return aggregate_tree(values[None], shares[None], tree)[0, -1]


@given(gaps())
def test_parts_of_any_gap_through_any_tree_sum_to_it(drawn):
    tree, own, other = drawn
    effects = explain_profiles(Profile(*own, tree), Profile(*other, tree), pairs=3, limit=1 << 12)
    gap = score_profile(*own, tree) - score_profile(*other, tree)
    assert effects.points.sum() == pytest.approx(gap, abs=1e-9)
    assert effects.gap == pytest.approx(gap, abs=1e-9)


@given(gaps())
def test_the_gap_the_other_way_round_has_the_same_parts_with_other_signs(drawn):
    tree, own, other = drawn
    there, back = (explain_profiles(Profile(*a, tree), Profile(*b, tree)) for a, b in ((own, other), (other, own)))
    assume(there.exact)
    np.testing.assert_allclose(there.points, -back.points, atol=1e-9)


@HALF
@given(gaps(), st.floats(0.1, 1.0), st.floats(-20, 20))
def test_value_bounds_weights_and_method_sum_to_the_gap_of_two_editions(drawn, slope, shift):
    tree, own, other = drawn
    mine = Profile(*own, tree, lambda x: x)
    theirs = Profile(*other, tree.with_aggregate("arithmetic"), lambda x: shift + slope * x)
    assume(np.nanmin(theirs.normalise(np.concatenate([own[0], other[0]]))) > 0.5)
    effects = explain_profiles(mine, theirs, pairs=3, limit=1 << 12)
    gap = score_profile(*own, tree) - score_profile(theirs.normalise(other[0]), other[1], theirs.tree)
    assert effects.points.sum() + effects.method == pytest.approx(gap, abs=1e-9)


@given(gaps())
def test_at_weighted_sums_the_part_of_a_value_is_weight_times_difference(drawn):
    tree, (own, weights), (other, _) = drawn
    tree = tree.with_aggregate("arithmetic")
    filed = ~np.isnan(own) & ~np.isnan(other)
    own, other = np.where(filed, own, np.nan), np.where(filed, other, np.nan)
    effects = explain_profiles(Profile(own, weights, tree), Profile(other, weights, tree))
    shares = spread_weights(add_up(weights, tree), filed, tree)
    whole = np.ones(len(tree.parts))
    for place in range(len(tree.parts) - 2, -1, -1):
        whole[place] = shares[place] * whole[tree.parts.index(tree.parent[tree.parts[place]])]
    expected = np.where(filed, whole[: len(own)] * np.nan_to_num(own - other), 0)
    np.testing.assert_allclose(effects.points[:, 0], expected, atol=1e-9)


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-9, 9).map(float), min_size=2**n, max_size=2**n)))
def test_shapley_values_are_efficient_additive_and_blind_to_names(drawn):
    game = np.array(drawn)
    players = len(game).bit_length() - 1
    parts = share_game(game)
    assert parts.sum() == pytest.approx(game[-1] - game[0], abs=1e-9)
    np.testing.assert_allclose(share_game(2 * game + game[::-1]), 2 * parts + share_game(game[::-1]), atol=1e-9)
    turned = [sum(((k >> p) & 1) << (players - 1 - p) for p in range(players)) for k in range(len(game))]
    np.testing.assert_allclose(share_game(game[turned]), parts[::-1], atol=1e-9)


@given(st.lists(st.integers(-9, 9).map(float), min_size=16, max_size=16), st.integers(0, 99))
def test_sampled_parts_sum_to_the_gap_exactly(drawn, seed):
    game = np.array(drawn)

    def worth(coalitions):
        return game[coalitions @ (1 << np.arange(4))]

    for groups in (range(4), ((0, 2), (1, 3))):
        sampled = split_by_sampling(worth, groups, players=4, pairs=4, seed=seed)
        assert sampled.points.sum() == pytest.approx(game[-1] - game[0], abs=1e-9)
        exact = split_exactly(worth, groups, players=4)
        assert exact.points.sum() == pytest.approx(sampled.points.sum(), abs=1e-9)


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=3), min_size=1, max_size=4),
    st.floats(0.05, 1.0), st.sampled_from(["l1", "l2"]), st.randoms(),
)  # fmt: skip
def test_no_drawn_effort_that_is_enough_is_less_than_the_least(drawn, share, norm, chance):
    gains = [Gain(*np.array([(0, 0), *knots], dtype=float).cumsum(axis=0).T) for knots in drawn]
    whole = sum(gain.points[-1] for gain in gains)
    assume(whole > 0)
    found = find_least_effort(gains, share * whole, norm)
    assert found.enough
    brought = sum(np.interp(e, g.effort, g.points) for e, g in zip(found.effort, gains, strict=True))
    assert brought >= share * whole - 1e-9
    for _ in range(60):
        effort = np.array([chance.choice([0.0, 1.0, chance.random()]) * g.effort[-1] for g in gains])
        if sum(np.interp(e, g.effort, g.points) for e, g in zip(effort, gains, strict=True)) >= share * whole:
            assert np.linalg.norm(effort, 1 if norm == "l1" else 2) >= found.size - 1e-9


@st.composite
def tables(draw):
    """Areas with four indicators whose bounds lie apart."""
    count = draw(st.integers(4, 8))
    columns = [draw(st.lists(st.integers(1, 50).map(float), min_size=count, max_size=count)) for _ in CODES]
    assume(min(np.percentile(c, 95) - np.percentile(c, 5) for c in columns) > 0)
    return pl.DataFrame({"ref_area": [f"{i:02}" for i in range(count)], **dict(zip(CODES, columns, strict=True))})


def make_scheme(aggregate, **changes):
    points = {"total": "100", "E": "60", "R": "40", "e1": "40", "e2": "20", "r1": "15", "r2": "25"}
    weights = pl.DataFrame([(n, p, points[n]) for n, p in PARENT.items()], schema=["node", "parent", "K"], orient="row")
    ways = dict(zip(("total", "E", "R"), aggregate, strict=True))
    return Scheme.model_validate({
        "code": "s", "edition": "1", "name": NAME, "why": NAME, "classification": "c/1", "robustness": {"replicates": 0},
        "class": [{"code": "K", "name": NAME}], "weights": weights.with_columns(pl.col("K").cast(pl.Decimal(18, 6))),
        "node": [{"code": c, "name": NAME, "parent": PARENT[c], "aggregate": w} for c, w in ways.items()],
    } | changes)  # fmt: skip


def assess_wide(wide, scheme):
    table = IndicatorTable.from_wide(wide, Period(2020), less_is_better=["r2"])
    return assess(
        table, scheme, pl.DataFrame({"area": wide["ref_area"], "class": ["K"] * wide.height}), Period(2020), seed=1
    )


ways = st.tuples(*[st.sampled_from(METHODS[:3])] * 3)


@SLOW
@given(wide=tables(), aggregate=st.tuples(st.sampled_from(METHODS), *[st.sampled_from(METHODS[:5])] * 2))
def test_the_runs_parts_sum_to_the_gap_for_any_mixture_of_methods(wide, aggregate):
    scheme = make_scheme(aggregate)
    scorecard = assess_wide(wide, scheme)
    sums = (
        diagnose(scorecard, scheme)
        .gaps.group_by("ref_area")
        .agg(pl.col("gap_points").sum(), pl.col("total_gap").first())
    )
    assert (sums["gap_points"] - sums["total_gap"]).abs().max() < 1e-9
    scores = dict(scorecard.table.select("ref_area", "score").iter_rows())
    found = explain_gap(scorecard, scheme, "00", "01")
    assert found["points"].sum() == pytest.approx(scores["00"] - scores["01"], abs=1e-9)


@SLOW
@given(
    wide=tables(), aggregate=ways, norm=st.sampled_from(["l1", "l2"]), wanted=st.integers(1, 4), row=st.integers(0, 3)
)
def test_the_least_change_brings_the_rank_when_assessed_again_between_the_same_bounds(
    wide, aggregate, norm, wanted, row
):
    scheme = make_scheme(aggregate)
    scorecard = assess_wide(wide, scheme)
    area = wide["ref_area"][row]
    found = find_least_change(scorecard, scheme, area, wanted, norm=norm)
    targets = dict(found.changes.select("indicator", "target").iter_rows())
    moved = wide.with_columns(
        pl.when(pl.col("ref_area") == area).then(pl.lit(value)).otherwise(pl.col(code)).alias(code)
        for code, value in targets.items()
    )
    fixed = make_scheme(aggregate, bounds=scorecard.bounds.drop("members"), normalise={"bounds": "declared"})
    after = assess_wide(moved, fixed).table.row(by_predicate=pl.col("ref_area") == area, named=True)
    assert after["rank"] == found.new_rank
    assert (after["rank"] <= wanted) == found.is_enough
    assert after["score"] == pytest.approx(found.new_score, abs=1e-9)
    assert found.changes["points"].sum() == pytest.approx(found.new_score - found.score, abs=1e-9)


@SLOW
@given(wide=tables(), aggregate=ways)
def test_what_one_indicator_would_do_alone_does_it(wide, aggregate):
    scheme = make_scheme(aggregate)
    scorecard = assess_wide(wide, scheme)
    fixed = make_scheme(aggregate, bounds=scorecard.bounds.drop("members"), normalise={"bounds": "declared"})
    moves = diagnose(scorecard, scheme).moves.filter((pl.col("answer") == "enough") & (pl.col("aim") == "next_rank"))
    for area, code, target, rank in moves.select("ref_area", "indicator", "target", "aim_rank").head(5).iter_rows():
        moved = wide.with_columns(
            pl.when(pl.col("ref_area") == area).then(pl.lit(target)).otherwise(pl.col(code)).alias(code)
        )
        after = assess_wide(moved, fixed).table.row(by_predicate=pl.col("ref_area") == area, named=True)
        assert after["rank"] <= rank


@SLOW
@given(wide=tables(), aggregate=ways, factor=st.sampled_from([1e-4, 0.001, 1.5, 10_000.0]))
def test_a_change_of_units_changes_the_target_in_proportion_and_no_way_in_spreads(wide, aggregate, factor):
    scheme = make_scheme(aggregate)
    first, second = (
        diagnose(assess_wide(frame, scheme), scheme).moves for frame in (wide, wide.with_columns(pl.col("e1") * factor))
    )
    keys = ["ref_area", "aim", "indicator"]
    both = first.join(second, on=keys, validate="1:1", suffix="_restated").filter(pl.col("answer") == "enough")
    assert (both["answer"] == both["answer_restated"]).all()
    np.testing.assert_allclose(both["spreads"], both["spreads_restated"], rtol=1e-6, atol=1e-9)
    scaled = both.filter(pl.col("indicator") == "e1")
    np.testing.assert_allclose(scaled["target"] * factor, scaled["target_restated"], rtol=1e-6)
