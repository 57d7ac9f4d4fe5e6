import numpy as np
import pytest

ITEMS = ["a", "b", "c"]
RULE = {"kind": "copied_series", "items": ITEMS, "min_peers": 15}
YEARS = [str(y) for y in range(2011, 2021)]


def draw_values(draw, seed=1):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    size = rng.normal(0, 1, (len(draw.counties), 1, 1))
    steps = rng.normal(0.07, 0.05, (len(draw.counties), len(YEARS), 3))
    structure = np.array([10.0, 11.0, 12.0]) + rng.normal(0, 0.3, (len(draw.counties), 1, 3))
    return np.round(np.exp(size + structure + np.cumsum(steps, axis=1)))


def rows(draw, values):
    return [
        (c, y, k, float(values[i, n, j]))
        for i, c in enumerate(draw.counties)
        for n, y in enumerate(YEARS)
        for j, k in enumerate(ITEMS)
    ]


def test_growth_and_structure_of_another_area_are_found(ask, draw):
    values = draw_values(draw)
    values[4, 3:8] = np.round(values[9, 3:8] * values[4, 3, 0] / values[9, 3, 0])
    [s] = ask(RULE, ITEMS, rows(draw, values))
    assert {cell[0] for cell in s.explains} == {draw.counties[4], draw.counties[9]}
    assert s.period == "2018"
    assert s.p_value < 1e-8
    assert s.withholds == ()
    assert "双方均请说明数据来源" in s.message.zh


def test_the_area_that_leaps_into_the_shared_stretch_is_named(ask, draw):
    values = draw_values(draw)
    values[4, 3:8] = values[9, 3:8]
    assert {s.area for s in ask(RULE, ITEMS, rows(draw, values))} == {draw.counties[4]}


def test_areas_of_their_own_are_seldom_found(ask, draw):
    assert sum(len(ask(RULE, ITEMS, rows(draw, draw_values(draw, seed)))) for seed in range(20)) == 0


def test_an_item_equal_to_another_to_the_last_digit_is_found(ask, draw):
    values = draw_values(draw)
    values[4, 6, 0] = values[4, 6, 2]
    [s] = ask(RULE, ITEMS, rows(draw, values))
    assert (s.area, s.period, s.items, s.withholds) == (draw.counties[4], "2017", ("a", "c"), ("a", "c"))


def test_items_that_are_often_equal_are_not_asked_about(ask, draw):
    values = draw_values(draw)
    values[4, 2:, 0] = values[4, 2:, 1]
    values[:8, 6, 1] = values[:8, 6, 2]
    assert [s for s in ask(RULE, ITEMS, rows(draw, values)) if s.period == "2017" and s.items == ("b", "c")] == []


def test_small_or_rounded_equal_figures_are_chance(ask, draw):
    values = draw_values(draw)
    values[4, 6, 0] = values[4, 6, 1] = 30000.0
    assert ask(RULE, ITEMS, rows(draw, values)) == []


def test_an_item_that_grows_as_another_year_after_year_is_found(ask, draw):
    values = draw_values(draw)
    values[4, 4:, 0] = values[4, 4:, 1] * values[4, 4, 0] / values[4, 4, 1]
    found = ask(RULE | {"periods": 5}, ITEMS, rows(draw, values))
    assert {(s.area, s.items) for s in found} == {(draw.counties[4], ("a", "b"))}
    assert "各期增速几乎完全相同" in found[0].message.zh


@pytest.mark.parametrize("over", [{"min_peers": 21}, {"periods": 11}])
def test_few_areas_or_years_say_nothing(ask, draw, over):
    values = draw_values(draw)
    values[4, 3:8] = np.round(values[9, 3:8] * 1.7)
    found = ask(RULE | over, ITEMS, rows(draw, values))
    assert len(found) == (0 if "min_peers" in over else 1)  # two periods are compared too
