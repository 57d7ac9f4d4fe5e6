"""Laws of the assessment and the diagnosis that hold for any figures.

Not claimed, because not true: that a better value never lowers one's rank under same-year bounds (it may move the
bounds for others), or that the published rank always lies within its interval.
"""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from junxian.assessment import (
    aggregate_tree,
    assess,
    normalise_efficacy,
    normalise_min_max,
    normalise_rank,
    normalise_z_score,
    rank_competition,
)
from junxian.assessment.tree import grow_tree
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.declared.schemes import Scheme
from junxian.diagnosis import diagnose
from junxian.diagnosis.decompose import decompose_gap
from junxian.indicators import IndicatorTable
from junxian.terms import Period

PERIOD = Period(2020)
CODES = ["e1", "e2", "r1", "r2"]
PARENT = {"total": "", "E": "total", "R": "total", "e1": "E", "e2": "E", "r1": "R", "r2": "R"}
NAME = {"zh": "考核"}
SLOW = settings(max_examples=25, deadline=None)

whole = st.integers(-1000, 1000).map(float)
column = st.lists(whole, min_size=4, max_size=9)
NORMALISATIONS = [normalise_min_max, normalise_efficacy, normalise_rank, normalise_z_score]


@st.composite
def tables(draw, low=-50, high=50):
    """Areas with four indicators, none constant."""
    count = draw(st.integers(4, 8))
    cell = st.integers(low, high).map(float)
    columns = [draw(st.lists(cell, min_size=count, max_size=count)) for _ in CODES]
    spread = [np.percentile(c, 95) - np.percentile(c, 5) for c in columns]
    assume(min(spread) > 0)
    return pl.DataFrame({"ref_area": [f"{i:02}" for i in range(count)], **dict(zip(CODES, columns, strict=True))})


def _scheme(replicates=0, aggregate="arithmetic", **changes):
    points = {"total": "100", "E": "60", "R": "40", "e1": "40", "e2": "20", "r1": "15", "r2": "25"}
    weights = pl.DataFrame(
        [(node, parent, points[node]) for node, parent in PARENT.items()], schema=["node", "parent", "K"], orient="row"
    ).with_columns(pl.col("K").cast(pl.Decimal(18, 6)))
    nodes = [{"code": c, "name": NAME, "parent": PARENT[c], "aggregate": aggregate} for c in ("total", "E", "R")]
    return Scheme.model_validate({
        "code": "s", "edition": "1", "name": NAME, "why": NAME, "classification": "c/1", "node": nodes,
        "class": [{"code": "K", "name": NAME}], "weights": weights, "robustness": {"replicates": replicates},
    } | changes)  # fmt: skip


def _assess(wide, scheme, seed=1):
    table = IndicatorTable.from_wide(wide, PERIOD, less_is_better=["r2"])
    classes = pl.DataFrame({"area": wide["ref_area"], "class": ["K"] * wide.height})
    return assess(table, scheme, classes, PERIOD, seed=seed)


@SLOW
@given(wide=tables(), order=st.randoms())
def test_the_order_of_areas_is_irrelevant(wide, order):
    rows = list(range(wide.height))
    order.shuffle(rows)
    first, second = (_assess(frame, _scheme(replicates=20)) for frame in (wide, wide[rows]))
    assert first.table.equals(second.table)
    assert first.distribution.equals(second.distribution)


@SLOW
@given(wide=tables(), factor=st.sampled_from([1e-4, 0.001, 1.5, 10_000.0]), which=st.sampled_from(CODES))
def test_a_change_of_units_changes_no_rank_and_no_interval(wide, factor, which):
    restated = wide.with_columns(pl.col(which) * factor)
    first, second = (_assess(frame, _scheme(replicates=20)).table for frame in (wide, restated))
    columns = ["ref_area", "rank", "rank_low", "rank_high", "rank_median"]
    assert first.select(columns).equals(second.select(columns))


@pytest.mark.parametrize("normalise", NORMALISATIONS)
@given(values=column, place=st.integers(0, 3), gain=st.integers(1, 500))
def test_a_better_value_never_lowers_its_own_score(normalise, values, place, gain):
    better = values.copy()
    better[place] += gain
    assume(all(np.ptp(np.percentile(v, [5, 95])) > 0 for v in (values, better)))
    before, after = (normalise(np.array(v))[place] for v in (values, better))
    assert after >= before - 1e-9


@SLOW
@given(wide=tables(low=1), row=st.integers(0, 3), which=st.sampled_from(CODES), gain=st.integers(1, 60))
def test_a_better_value_never_lowers_ones_rank_between_declared_bounds(wide, row, which, gain):
    sign = -1 if which == "r2" else 1
    better = wide.with_columns(
        pl.when(pl.int_range(pl.len()) == row).then(pl.col(which) + sign * gain).otherwise(pl.col(which)).alias(which)
    )
    bounds = pl.DataFrame({"class": ["K"] * 4, "indicator": CODES, "low": [-50.0] * 4, "high": [60.0] * 4})
    scheme = _scheme(bounds=bounds, normalise={"bounds": "declared"})
    before, after = (_assess(frame, scheme).table.sort("ref_area")["rank"][row] for frame in (wide, better))
    assert after <= before


@SLOW
@given(wide=tables(), missing=st.integers(0, 3))
def test_points_sum_to_the_score_also_where_something_is_missing(wide, missing):
    holed = wide.with_columns(pl.when(pl.int_range(pl.len()) == missing).then(None).otherwise(pl.col("e2")).alias("e2"))
    assume(holed["e2"].drop_nulls().n_unique() > 2)
    assume(np.ptp(np.percentile(holed["e2"].drop_nulls().to_numpy(), [5, 95])) > 0)
    scorecard = _assess(holed, _scheme())
    sums = scorecard.indicators.group_by("ref_area").agg(pl.col("points").sum(), pl.col("used_weight").sum())
    joined = scorecard.table.join(sums, on="ref_area", validate="1:1")
    assert (joined["points"] - joined["score"]).abs().max() < 1e-9
    assert (joined["used_weight"] - 100).abs().max() < 1e-9


@SLOW
@given(wide=tables())
def test_ranks_and_intervals_lie_within_one_and_the_number_ranked(wide):
    table = _assess(wide, _scheme(replicates=30)).table
    for column in ("rank", "rank_low", "rank_median", "rank_high"):
        assert table[column].is_between(1, wide.height).all()
    assert (table["rank_low"] <= table["rank_median"]).all()
    assert (table["rank_median"] <= table["rank_high"]).all()


@given(scores=st.lists(st.integers(0, 9).map(float), min_size=1, max_size=12))
def test_a_rank_is_one_more_than_the_number_that_is_better(scores):
    values = np.array(scores)
    expected = [1 + int((values > value).sum()) for value in values]
    assert rank_competition(values).tolist() == expected


@SLOW
@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
@given(wide=tables())
def test_the_parts_of_a_gap_sum_to_the_whole(wide, aggregate):
    scheme = _scheme(aggregate=aggregate)
    scorecard = _assess(wide, scheme)
    gaps = diagnose(scorecard, scheme).gaps
    sums = gaps.group_by("ref_area").agg(
        pl.col("gap_points").sum(), pl.col("total_gap").first(), pl.col("normalised"), pl.col("reference")
    )
    assert (sums["gap_points"] - sums["total_gap"]).abs().max() < 1e-9
    median = scorecard.indicators.group_by("indicator").agg(pl.col("normalised").median())
    assert dict(median.iter_rows()) == pytest.approx(dict(gaps.select("indicator", "reference").iter_rows()))


parts = st.lists(st.floats(1, 100), min_size=4, max_size=4)


@given(
    own=parts, other=parts, ways=st.tuples(*[st.sampled_from(["arithmetic", "geometric"])] * 3),
    filed=st.lists(st.booleans(), min_size=4, max_size=4), points=st.lists(st.integers(1, 9), min_size=7, max_size=7),
)  # fmt: skip
def test_a_gap_splits_exactly_through_nodes_of_any_kind(own, other, ways, filed, points):
    assume(any(filed))
    tree = grow_tree(PARENT, dict(zip(("total", "E", "R"), ways, strict=True)))
    scores = np.where(filed, own, np.nan)[None]
    shares = spread_weights(np.array([points], dtype=float), np.array([filed]), tree)
    reference = np.where(filed, other, np.nan)[None]
    gap = aggregate_tree(scores, shares, tree)[0, -1] - aggregate_tree(reference, shares, tree)[0, -1]
    assert decompose_gap(scores, np.array([other]), shares, tree).sum() == pytest.approx(gap, abs=1e-9)


@given(
    points=st.lists(st.integers(0, 9), min_size=7, max_size=7), filed=st.lists(st.booleans(), min_size=4, max_size=4)
)
def test_weights_of_what_is_filed_sum_to_one_or_to_nothing(points, filed):
    tree = grow_tree(PARENT)
    weights = multiply_down(spread_weights(np.array(points, dtype=float), np.array(filed), tree), tree)[:4]
    assert weights.sum() == pytest.approx(1.0) or not weights.any()
    assert (weights[~np.array(filed)] == 0).all()
