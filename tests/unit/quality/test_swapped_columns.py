import numpy as np
import pytest

ITEMS = ["a", "b", "c"]
RULE = {"kind": "swapped_columns", "columns": ITEMS}
YEARS = [str(y) for y in range(2011, 2021)]
LEVELS = np.array([10.0, 10.6, 12.0])


def draw_values(draw, seed=1, noise=0.04):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    steps = rng.normal(0.07, noise, (len(draw.counties), len(YEARS), 3))
    return np.round(np.exp(LEVELS + np.cumsum(steps, axis=1)))


def rows(draw, values):
    return [
        (c, y, k, float(values[i, n, j]))
        for i, c in enumerate(draw.counties)
        for n, y in enumerate(YEARS)
        for j, k in enumerate(ITEMS)
    ]


def swap(values, area, years, pair=(0, 1)):
    for n in years:
        values[area, n, list(pair)] = values[area, n, list(pair[::-1])]


def find(ask, draw, values, **over):
    return [(s.area, s.period, s.items) for s in ask(RULE | over, ITEMS, rows(draw, values))]


@pytest.mark.parametrize("year", [0, 1, 5, 8, 9])
def test_two_figures_exchanged_in_one_year_are_found_there_and_only_there(ask, draw, year):
    values = draw_values(draw)
    swap(values, 4, [year])
    assert find(ask, draw, values) == [(draw.counties[4], YEARS[year], ("a", "b"))]


@pytest.mark.parametrize("years", [[3, 4], [2, 3, 4]])
def test_columns_exchanged_for_some_years_are_found_in_each(ask, draw, years):
    values = draw_values(draw)
    swap(values, 4, years)
    assert find(ask, draw, values) == [(draw.counties[4], YEARS[n], ("a", "b")) for n in years]


def test_the_sentence_names_both_and_changes_nothing(ask, draw):
    values = draw_values(draw)
    swap(values, 4, [5])
    [s] = ask(RULE, ITEMS, rows(draw, values))
    x, y = (f"{values[4, 5, j]:,.0f}万元" for j in (0, 1))
    assert (s.found, s.expected, s.withholds) == (f"{x} {y}", f"{y} {x}", ("a", "b"))
    assert "疑似两列填反" in s.message.zh
    assert "数据未作改动" in s.message.zh


def test_rows_that_nobody_exchanged_are_seldom_found(ask, draw):
    assert sum(len(find(ask, draw, draw_values(draw, seed))) for seed in range(20)) <= 1


def test_figures_that_cross_in_the_course_of_years_are_not_exchanged(ask, draw):
    values = draw_values(draw)
    values[4, :, 0] = np.round(np.exp(np.linspace(10.2, 11.4, len(YEARS))))
    values[4, :, 1] = np.round(np.exp(np.linspace(10.9, 10.8, len(YEARS))))
    assert find(ask, draw, values) == []


def test_a_slip_of_unit_in_one_figure_is_not_an_exchange(ask, draw):
    values = draw_values(draw)
    values[4, 5, 0] *= 10
    assert find(ask, draw, values) == []


def test_figures_nearer_than_declared_cannot_be_told_apart(ask, draw):
    values = draw_values(draw, noise=0.005)
    values[:, :, 1] = np.round(values[:, :, 0] * 1.1)
    swap(values, 4, [5])
    assert find(ask, draw, values) == []
    assert len(find(ask, draw, values, least=0.05)) == 1


def test_a_figure_belongs_to_one_exchange_only(ask, draw):
    values = draw_values(draw)
    values[4, 5] = values[4, 5, [1, 2, 0]]  # all three in a circle: no two of them
    found = find(ask, draw, values)
    assert len({(k) for _, _, items in found for k in items}) == 2 * len(found)


def test_gaps_zeros_and_two_periods_are_passed_over(ask, draw):
    values = draw_values(draw)
    swap(values, 4, [5])
    with_gap = [(*r[:3], None) if r[0] == draw.counties[4] and r[1] == "2015" else r for r in rows(draw, values)]
    assert [s.period for s in ask(RULE, ITEMS, with_gap)] == ["2016"]
    assert ask(RULE, ITEMS, [r for r in rows(draw, values) if r[1] in ("2015", "2016")]) == []


@pytest.mark.parametrize(("year", "found"), [(0, 0), (5, 1), (9, 0)])
def test_at_either_end_where_one_side_speaks_more_is_asked_of_an_exchange(ask, draw, year, found):
    values = draw_values(draw)
    middle = np.median(np.log(values), axis=0)
    values[4] = np.exp(middle)
    values[4, :, 1] = values[4, :, 0] * np.exp(0.105 + middle[:, 1] - middle[:, 0] - (middle[0, 1] - middle[0, 0]))
    swap(values, 4, [year])
    assert len(find(ask, draw, np.round(values), least=0.05)) == found


def test_a_year_in_which_the_peers_scatter_speaks_less_for_an_exchange(ask, draw):
    values = draw_values(draw)
    values[:, :, 1] = values[:, :, 0] * np.exp(0.25 + np.random.default_rng(5).normal(0, 0.02, values.shape[:2]))
    swap(values, 4, [5])
    assert len(find(ask, draw, np.round(values))) == 1
    restless = values.copy()
    restless[:, 5] *= np.exp(np.random.default_rng(6).normal(0, 0.4, restless[:, 5].shape))
    restless[4, 5] = values[4, 5]
    assert find(ask, draw, np.round(restless)) == []
