import numpy as np

RULE = {"kind": "smoothing", "items": ["gdp"], "min_peers": 15}
YEARS = [str(y) for y in range(2007, 2021)]


def draw_values(draw, seed=1):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    own = 0.04 * np.exp(rng.normal(0, 0.3, (len(draw.counties), 1)))
    return np.exp(11 + np.cumsum(0.08 + own * rng.standard_normal((len(draw.counties), len(YEARS))), axis=1))


def rows(draw, values):
    return [
        (c, y, "gdp", round(float(values[i, n]), 2)) for i, c in enumerate(draw.counties) for n, y in enumerate(YEARS)
    ]


def smooth(values, area, first, last, noise=0.001):
    rng = np.random.default_rng(np.random.SeedSequence(9))
    path = np.linspace(np.log(values[area, first]), np.log(values[area, last]), last - first + 1)
    values[area, first : last + 1] = np.exp(path + rng.normal(0, noise / np.sqrt(2), len(path)))


def test_growth_that_hardly_varies_is_found_with_its_years(ask, draw):
    values = draw_values(draw)
    smooth(values, 4, 3, 12)
    [s] = ask(RULE, ["gdp"], rows(draw, values))
    assert s.area == draw.counties[4]
    assert "2010" <= s.shown[0][1] < s.shown[-1][1] <= "2020"
    assert s.p_value < 1e-4
    assert "各期增速几乎不变" in s.message.zh


def test_runs_that_overlap_are_one_suspicion_and_two_stretches_two(ask, draw):
    values = draw_values(draw)
    smooth(values, 4, 0, 6, 1e-4)
    values[4, 7:] *= 1.3
    smooth(values, 4, 7, 13, 1e-4)
    assert len(ask(RULE, ["gdp"], rows(draw, values))) == 2


def test_calm_areas_among_calm_and_wild_ones_are_seldom_found(ask, draw):
    found = [s for seed in range(20) for s in ask(RULE, ["gdp"], rows(draw, draw_values(draw, seed)))]
    assert len(found) <= 6  # of 4,000 windows at one in a thousand


def test_peers_that_stand_still_say_nothing(ask, draw):
    values = np.full((len(draw.counties), len(YEARS)), 1000.0)
    values[:5] = draw_values(draw)[:5]
    assert ask(RULE, ["gdp"], rows(draw, values)) == []


def test_few_areas_or_years_or_a_gap_say_nothing(ask, draw):
    values = draw_values(draw)
    smooth(values, 4, 3, 12, 1e-4)
    all_rows = rows(draw, values)
    assert ask(RULE | {"min_peers": 21}, ["gdp"], all_rows) == []
    assert ask(RULE, ["gdp"], [r for r in all_rows if r[1] >= "2016"]) == []
    gaps = [r for r in all_rows if not (r[0] == draw.counties[4] and r[1] in ("2012", "2015", "2018"))]
    assert ask(RULE, ["gdp"], gaps) == []
