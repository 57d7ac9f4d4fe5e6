from datetime import date

import numpy as np
import pytest

RULE = {"kind": "level_shift", "items": ["gdp"]}
YEARS = [str(y) for y in range(2009, 2021)]


def draw_values(draw, noise=0.03, seed=1):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    steps = rng.normal(0.08, noise, (len(draw.counties), len(YEARS)))
    return np.round(np.exp(11 + np.cumsum(steps, axis=1)))


def rows(draw, values, key="gdp"):
    return [(c, y, key, float(values[i, n])) for i, c in enumerate(draw.counties) for n, y in enumerate(YEARS)]


def test_a_leap_that_returns_is_found_where_it_is(ask, draw):
    values = draw_values(draw)
    values[3, 6] *= 1.6
    [s] = ask(RULE | {"plain": 9}, ["gdp"], rows(draw, values))
    assert (s.area, s.period, s.items) == (draw.counties[3], "2015", ("gdp",))
    assert s.p_value < 1e-4
    assert s.tested == len(draw.counties)
    assert "前后各期均不如此" in s.message.zh


def test_the_value_that_it_should_be_is_near_the_truth(ask, draw):
    values = draw_values(draw)
    truth = values[3, 6]
    values[3, 6] *= 0.5
    [s] = ask(RULE, ["gdp"], rows(draw, values))
    said = float(s.expected.removesuffix("万元").replace(",", ""))
    assert said == pytest.approx(truth, rel=0.1)


def test_a_level_that_stays_is_one_suspicion_at_its_first_period(ask, draw):
    values = draw_values(draw)
    values[3, 6:] *= 4
    [s] = ask(RULE, ["gdp"], rows(draw, values))
    assert s.period == "2015"
    assert "新的水平" in s.message.zh


@pytest.mark.parametrize(("kind", "found"), [("merge", 0), ("boundary", 0), ("recode", 1)])
def test_a_declared_change_of_territory_explains_a_level_that_stays(ask, draw, kind, found):
    values = draw_values(draw)
    values[3, 6:] *= 4
    change = {"date": date(2015, 3, 1), "kind": kind, "from": "990199", "to": draw.counties[3], "share": 1.0}
    areas = draw.areas(changes=[change])
    assert len(ask(RULE, ["gdp"], rows(draw, values), areas=areas)) == found


def test_a_year_in_which_the_peers_scatter_makes_a_leap_less_odd(ask, draw):
    values = draw_values(draw)
    values[3, 6] *= 1.6
    restless = values.copy()
    restless[:, 6] *= np.exp(np.random.default_rng(2).normal(0, 0.3, len(draw.counties)))
    assert len(ask(RULE, ["gdp"], rows(draw, values))) == 1
    assert ask(RULE, ["gdp"], rows(draw, restless)) == []


def test_a_leap_beyond_doubt_needs_no_chance(ask, draw):
    values = draw_values(draw)
    values[3, 6] *= 1.6
    [s] = ask(RULE, ["gdp"], rows(draw, values))
    assert s.p_value is None
    wild = draw_values(draw, noise=0.5)
    assert [s for s in ask(RULE, ["gdp"], rows(draw, wild)) if s.p_value is None] == []


def test_what_all_areas_do_is_no_shift(ask, draw):
    values = draw_values(draw)
    values[:, 6] *= 2
    assert ask(RULE, ["gdp"], rows(draw, values)) == []


def test_noise_alone_is_seldom_found(ask, draw):
    found = [
        s for seed in range(20) for s in ask(RULE | {"least": 0.01}, ["gdp"], rows(draw, draw_values(draw, seed=seed)))
    ]
    assert len(found) <= 8  # of 4,800 tests at one in a thousand


def test_a_small_leap_is_not_worth_a_question(ask, draw):
    values = draw_values(draw, noise=0.002)
    values[3, 6] *= 1.2
    assert ask(RULE, ["gdp"], rows(draw, values)) == []
    assert len(ask(RULE | {"least": 0.1}, ["gdp"], rows(draw, values))) == 1


def test_items_of_one_row_that_leap_together_are_one_suspicion(ask, draw):
    values = draw_values(draw)
    values[3, 6] *= 2
    both = rows(draw, values) + rows(draw, 3 * values, "sales")
    [s] = ask(RULE | {"items": ["gdp", "sales"]}, ["gdp", "sales"], both)
    assert s.items == ("gdp", "sales")


def test_few_figures_say_nothing(ask, draw):
    few = [(c, y, "gdp", v) for c, y, _, v in rows(draw, draw_values(draw)) if y >= "2018"]
    few[0] = (*few[0][:3], 1.0)
    assert ask(RULE, ["gdp"], few) == []
