"""The backtest on drawn panels whose truth is known: lasting returns, returns without memory, and damaged panels."""

import numpy as np
import polars as pl
import pytest

from junxian.studies.backtest import Policy, backtest_plan, make_panel
from junxian.studies.backtest.judge import imagine_gain
from junxian.studies.backtest.known import look_back
from junxian.studies.backtest.shares import RULES, plan_shares
from junxian.terms import MethodError

AREAS, YEARS = 60, 10


def draw_panel(lasting, seed=7):
    """Areas whose output gains `rate` × factor a year; `lasting` rates stay an area's own, others are drawn anew."""
    random = np.random.default_rng(seed)
    people = random.lognormal(3, 0.5, AREAS)
    rate = random.uniform(0.05, 0.5, AREAS)
    output, rows = people * random.lognormal(0, 0.3, AREAS), []
    for year in range(2000, 2000 + YEARS):
        factor = people * random.lognormal(-1, 0.2, AREAS)
        gain = (rate if lasting else random.permutation(rate)) * factor
        output = output + gain
        rows += [
            {"ref_area": f"{510000 + i}", "city": f"{i % 12}", "year": year, "factor": factor[i], "output": output[i], "people": people[i]}
            for i in range(AREAS)
        ]  # fmt: skip
    return pl.DataFrame(rows)


def test_lasting_returns_are_seen_and_a_plan_by_efficiency_gains():
    result = backtest_plan(make_panel(draw_panel(lasting=True)), Policy(need=0, momentum=0), placebos=20, draws=200)
    plan = result.gains.filter(pl.col("rule") == "plan", pl.col("elasticity") == 1).row(0, named=True)
    assert result.years["foresight"].min() > 0.9
    assert plan["low"] < plan["gain"] < plan["high"]
    assert plan["gain"] > 0
    assert plan["placebo_high"] < plan["gain"]
    assert plan["years"] == YEARS - 4


def test_without_memory_the_plan_is_no_better_than_efficiency_dealt_at_random():
    result = backtest_plan(make_panel(draw_panel(lasting=False)), Policy(need=0, momentum=0), placebos=40, draws=200)
    plan = result.gains.filter(pl.col("rule") == "plan", pl.col("elasticity") == 1).row(0, named=True)
    assert abs(result.years["foresight"].mean()) < 0.2
    assert plan["placebo_low"] <= plan["gain"] <= plan["placebo_high"]


def test_a_factor_that_does_not_matter_gains_nothing_and_actual_shares_gain_what_was_filed():
    known = look_back(make_panel(draw_panel(lasting=True)), 5, 3)
    shares = plan_shares(known, Policy())
    assert imagine_gain(known, shares, 0.0) == pytest.approx(known.gain, rel=1e-12)
    assert imagine_gain(known, known.actual / known.actual.sum(), 1.0) == pytest.approx(known.gain, rel=1e-12)


def test_the_plan_keeps_its_pace_and_the_share_of_the_poorest():
    known, policy = look_back(make_panel(draw_panel(lasting=True)), 5, 3), Policy()
    shares, last = plan_shares(known, policy), RULES["last"](known)
    assert shares.sum() == pytest.approx(1, abs=1e-9)
    assert (shares >= 0.8 * last - 1e-12).all()
    assert (shares <= 1.3 * last + 1e-12).all()
    poorest = np.argsort(known.per_head)[: AREAS // 4]
    assert shares[poorest].sum() >= last[poorest].sum() - 1e-9


def test_a_plan_knows_nothing_of_its_own_year():
    table = draw_panel(lasting=True)
    later = pl.when(pl.col("year") >= 2005)
    changed = table.with_columns(output=later.then(pl.col("output") * 3).otherwise("output"))
    changed = changed.with_columns(people=later.then(pl.col("people") * 2).otherwise("people"))
    before, after = (plan_shares(look_back(make_panel(t), 5, 3), Policy()) for t in (table, changed))
    assert (before == after).all()


def test_an_area_without_a_figure_takes_no_part_in_that_year_only():
    table = draw_panel(lasting=True).with_columns(
        factor=pl.when((pl.col("ref_area") == "510003") & (pl.col("year") == 2004)).then(None).otherwise("factor")
    )
    panel = make_panel(table)
    assert [3 in look_back(panel, place, 3).areas for place in (4, 5, 7, 8)] == [False, False, False, True]


def test_damaged_panels_are_refused():
    table = draw_panel(lasting=True)
    with pytest.raises(MethodError, match="stand twice"):
        make_panel(pl.concat([table, table.head(1)]))
    with pytest.raises(MethodError, match="gaps"):
        make_panel(table.filter(pl.col("year") != 2004))
    with pytest.raises(MethodError, match="longer panel"):
        backtest_plan(make_panel(table.filter(pl.col("year") < 2004)), Policy())
