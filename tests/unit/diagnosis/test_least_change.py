import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.assessment import assess
from junxian.diagnosis.least_change import find_least_change
from junxian.diagnosis.reassess import reassess_values
from junxian.indicators import IndicatorTable
from junxian.terms import Period
from junxian.terms.errors import MethodError

from .conftest import CODES, PERIOD, assess_wide, classify, make_scheme

WEIGHTS = {"e1": 40, "e2": 20, "r1": 30, "r2": 10}
AGGREGATES = ["arithmetic", "geometric", "harmonic"]


def row_of(scorecard, area):
    return scorecard.table.row(by_predicate=pl.col("ref_area") == area, named=True)


def at_rank(scorecard, rank, code="K"):
    own = scorecard.table.filter((pl.col("class") == code) & (pl.col("rank") == rank))
    return own["ref_area"][0]


def declared_bounds(scorecard):
    return {"bounds": scorecard.bounds.drop("members"), "normalise": {"bounds": "declared"}}


def put(wide, area, changes):
    return wide.with_columns(
        pl.when(pl.col("ref_area") == area).then(pl.lit(value)).otherwise(pl.col(code)).alias(code)
        for code, value in changes.items()
    )


@pytest.mark.parametrize("norm", ["l1", "l2"])
@pytest.mark.parametrize("aggregate", AGGREGATES)
@pytest.mark.parametrize("wanted", [1, 2, 4])
def test_with_the_change_the_area_has_the_rank_while_bounds_stand_still(drawn, aggregate, norm, wanted):
    wide, scheme, scorecard = drawn(count=20, aggregate=aggregate)
    area = at_rank(scorecard, 7)
    found = find_least_change(scorecard, scheme, area, wanted, norm=norm)
    moved = put(wide, area, dict(found.changes.select("indicator", "target").iter_rows()))
    again = assess_wide(
        moved, type(scheme).model_validate(scheme.model_dump(by_alias=True) | declared_bounds(scorecard))
    )
    after = row_of(again, area)
    if found.is_enough:
        assert after["rank"] == found.new_rank <= wanted
        aim = sorted(scorecard.table.filter(pl.col("class") == "K")["total"], reverse=True)[wanted - 1]
        assert after["total"] == pytest.approx(aim, abs=0.011)
    else:
        assert after["rank"] == found.new_rank > wanted
    assert after["score"] == pytest.approx(found.new_score, abs=1e-9)
    assert found.changes["points"].sum() == pytest.approx(found.new_score - found.score, abs=1e-9)


@pytest.mark.parametrize("norm", ["l1", "l2"])
@pytest.mark.parametrize("aggregate", AGGREGATES)
@pytest.mark.parametrize("seed", [3, 4])
def test_no_change_of_a_grid_does_it_with_less(drawn, aggregate, norm, seed):
    _, scheme, scorecard = drawn(count=20, seed=seed, aggregate=aggregate)
    area = at_rank(scorecard, 6)
    found = find_least_change(scorecard, scheme, area, 3, norm=norm)
    assert found.is_enough
    members = scorecard.indicators.filter(pl.col("class") == "K")
    grids, spreads = [], []
    for code in CODES:
        values = members.filter(pl.col("indicator") == code)["value"].to_numpy()
        own = members.filter((pl.col("indicator") == code) & (pl.col("ref_area") == area))["value"][0]
        best = values.min() if code == "r2" else values.max()
        grids.append(np.linspace(own, best, 12))
        spreads.append(values.std(ddof=1))
    tried = np.array([*itertools.product(*grids)])
    sizes = np.linalg.norm((tried - [grid[0] for grid in grids]) / spreads, 1 if norm == "l1" else 2, axis=1)
    smaller = tried[sizes < found.size - 1e-6]
    assert len(smaller) > 20
    scores = score_rows(scorecard, area, smaller, scheme)
    assert (scores < found.score + found.needed + 1e-9).all()
    assert found.is_exact == (aggregate == "arithmetic")


def score_rows(scorecard, area, tried, scheme):
    """Scores of an area with other values, by the bounds of its class, from the definition."""
    bounds = {row["indicator"]: row for row in scorecard.bounds.filter(pl.col("class") == "K").iter_rows(named=True)}
    scores = []
    for column, code in enumerate(CODES):
        low, high = bounds[code]["low"], bounds[code]["high"]
        place = (tried[:, column] - low) / (high - low)
        scores.append(60 + 40 * np.clip(1 - place if code == "r2" else place, 0, 1))
    s = np.array(scores)
    power = {"arithmetic": 1, "geometric": 0, "harmonic": -1}[scheme.node[0].aggregate]

    def mean(a, b, w):
        if power == 0:
            return a**w * b ** (1 - w)
        return (w * a**power + (1 - w) * b**power) ** (1 / power)

    return mean(mean(s[0], s[1], 2 / 3), mean(s[2], s[3], 3 / 4), 0.6)


def test_what_each_indicator_would_do_alone(drawn):
    wide, scheme, scorecard = drawn(count=20)
    area = at_rank(scorecard, 5)
    alone = find_least_change(scorecard, scheme, area, 4).alone
    assert set(alone["indicator"]) == set(CODES)
    enough = alone.filter(pl.col("answer") == "enough")
    assert enough.height
    assert enough["spreads"].is_sorted()
    bounds = declared_bounds(scorecard)
    fixed = type(scheme).model_validate(scheme.model_dump(by_alias=True) | bounds)
    for code, target in enough.select("indicator", "target").iter_rows():
        assert row_of(assess_wide(put(wide, area, {code: target}), fixed), area)["rank"] == 4
        low, high = (
            scorecard.bounds.filter((pl.col("class") == "K") & (pl.col("indicator") == code))
            .select("low", "high")
            .row(0)
        )
        hundredth = 0.01 / (WEIGHTS[code] / 100 * 40) * (high - low)
        nearly = target + (hundredth if code == "r2" else -hundredth)
        assert row_of(assess_wide(put(wide, area, {code: nearly}), fixed), area)["rank"] == 5


def test_an_indicator_that_cannot_alone_says_so_with_what_it_would_bring(drawn):
    _, scheme, scorecard = drawn(count=20)
    alone = find_least_change(scorecard, scheme, at_rank(scorecard, 10), 1).alone
    assert set(alone["answer"]) <= {"not_alone", "saturated", "best"}
    assert (alone["points"] < alone["needed"]).all()
    assert alone["target"].null_count() == alone.height


def test_indicators_that_are_fixed_stay_and_limits_hold(drawn):
    _, scheme, scorecard = drawn(count=20)
    area = at_rank(scorecard, 6)
    free = find_least_change(scorecard, scheme, area, 5)
    first = free.changes["indicator"][0]
    held = find_least_change(scorecard, scheme, area, 5, fixed=[first])
    assert first not in held.changes["indicator"]
    assert held.size > free.size
    value, target = free.changes.select("value", "target").row(0)
    half = find_least_change(scorecard, scheme, area, 5, limits={first: (value + target) / 2})
    assert half.changes.filter(pl.col("indicator") == first)["target"][0] == pytest.approx((value + target) / 2)


def test_more_effort_for_an_indicator_moves_the_change_elsewhere(drawn):
    _, scheme, scorecard = drawn(count=20)
    area = at_rank(scorecard, 6)
    first = find_least_change(scorecard, scheme, area, 5).changes["indicator"][0]
    assert first not in find_least_change(scorecard, scheme, area, 5, effort={first: 1000}).changes["indicator"]


def test_beyond_all_limits_the_best_rank_that_can_be_had_is_named(drawn):
    _, scheme, scorecard = drawn(count=20)
    area = at_rank(scorecard, 10)
    found = find_least_change(scorecard, scheme, area, 1, fixed=["e1", "e2", "r1"])
    assert not found.is_enough
    assert 1 < found.new_rank <= 10


def test_who_has_the_rank_already_need_change_nothing(drawn):
    _, scheme, scorecard = drawn(count=20)
    found = find_least_change(scorecard, scheme, at_rank(scorecard, 3), 5)
    assert (found.size, found.needed, found.new_rank) == (0, 0, 3)
    assert found.changes.is_empty()
    last = find_least_change(scorecard, scheme, at_rank(scorecard, 10), 10)
    assert last.changes.is_empty()


def test_ahead_asks_for_more_than_drawing_level(drawn):
    _, scheme, scorecard = drawn(count=20)
    area = at_rank(scorecard, 6)
    level, ahead = (find_least_change(scorecard, scheme, area, 5, ahead=a) for a in (False, True))
    assert ahead.needed == pytest.approx(level.needed + 0.01)


def test_level_and_change_move_as_one(drawn):
    wide, _, _ = drawn(count=20)
    scheme, table = make_scheme(change={"indicator": [{"code": "e1"}]}), two_years(wide)
    scorecard = assess(table, scheme, classify(wide), PERIOD, seed=1)
    area = at_rank(scorecard, 6)
    found = find_least_change(scorecard, scheme, area, 5, fixed=["e2", "r1", "r2"], limits={"e1": 90})
    assert found.changes["indicator"].to_list() == ["e1"]
    target = found.changes["target"][0]
    again = reassess_values(scorecard, scheme, area, {"e1": target}, table, classify(wide), PERIOD)
    assert again.fixed_rank == found.new_rank == 5
    fixed = type(scheme).model_validate(scheme.model_dump(by_alias=True) | declared_bounds(scorecard))
    here = (pl.col("ref_area") == area) & (pl.col("indicator") == "e1") & (pl.col("time_period") == "2020")
    moved = table.table.with_columns(pl.when(here).then(target).otherwise(pl.col("value")).alias("value"))
    after = assess(replace(table, table=moved), fixed, classify(wide), PERIOD, seed=1)
    assert row_of(after, area)["rank"] == 5
    assert row_of(after, area)["score"] == pytest.approx(found.new_score, abs=1e-9)
    assert again.fixed_total == row_of(after, area)["total"]


def two_years(wide):
    """The figures, and those of the year before, from which e1 grew by up to 18 %."""
    before = pl.Series(np.random.default_rng(8).uniform(0.85, 1.05, wide.height))
    earlier, now = (
        IndicatorTable.from_wide(frame, Period(year), less_is_better=["r2"])
        for frame, year in ((wide.with_columns(pl.col("e1") * before), 2019), (wide, 2020))
    )
    return replace(now, table=pl.concat([earlier.table, now.table]))


def test_where_a_node_compares_areas_no_least_change_is_claimed(drawn):
    _, scheme, scorecard = drawn(count=20, aggregate="topsis")
    with pytest.raises(MethodError, match="compares areas"):
        find_least_change(scorecard, scheme, "002", 1)


def test_a_rank_that_there_is_not_is_refused(drawn):
    _, scheme, scorecard = drawn(count=20)
    with pytest.raises(MethodError, match="rank 11"):
        find_least_change(scorecard, scheme, "002", 11)


def test_unknown_indicators_are_answered_with_the_nearest(drawn):
    _, scheme, scorecard = drawn(count=20)
    for options in ({"fixed": ["e11"]}, {"limits": {"e11": 3}}, {"spread": {"e11": 3}}, {"effort": {"e11": 3}}):
        with pytest.raises(MethodError, match="'e11'"):
            find_least_change(scorecard, scheme, "002", 1, **options)
