"""Small drawings: a waterfall that ends at the score, cells for every other area, rings as wide as their points."""

import dataclasses
import itertools
import math
import re

import pytest

from junxian.bulletin.contents.content import CorrelationMap
from junxian.bulletin.html.area_tables import write_contributions
from junxian.bulletin.html.charts import draw_choices, draw_fall, draw_leads, set_fall, style_fall
from junxian.bulletin.html.heat_map import draw_heat_map
from junxian.bulletin.html.sunburst import draw_sunburst
from junxian.terms import Name


def bars(page):
    """Left and right end of every bar, top down."""
    return [(float(a), float(b)) for a, b in re.findall(r'd="M([\d.]+) 1H([\d.]+)V9', write_contributions(page))]


def test_a_waterfall_runs_from_the_median_to_the_score(small_content):
    page = small_content.area_pages["990201"]
    fall = set_fall(page)
    ends = bars(page)
    assert len(ends) == len(page.contributions)
    assert ends[0][1] == pytest.approx(fall.place(page.reference_score), abs=0.06)  # the first is a shortfall
    assert ends[-1][0] == pytest.approx(fall.place(page.standing.score), abs=0.06)
    assert all(right == pytest.approx(left) for (left, _), (_, right) in itertools.pairwise(ends))


def test_the_lines_of_median_and_score_lie_where_the_bars_begin_and_end(small_content):
    page = small_content.area_pages["990101"]
    fall = set_fall(page)
    assert (
        style_fall(page)
        == f' style="--m:{fall.place(page.reference_score):.1f}%;--s:{fall.place(page.standing.score):.1f}%"'
    )


def test_without_a_comparison_there_is_no_waterfall(small_content):
    page = small_content.area_pages["990203"]
    assert set_fall(page) is None
    assert style_fall(page) == draw_fall(None, 0.0, 1.0) == ""


def test_a_contribution_of_nothing_is_still_seen(small_content):
    fall = set_fall(small_content.area_pages["990101"])
    (left, right) = re.search(r"M([\d.]+) 1H([\d.]+)", draw_fall(fall, fall.reference, 0.0)).groups()
    assert float(right) - float(left) == pytest.approx(0.6, abs=0.11)


def test_every_other_area_has_a_cell_coloured_by_how_often_it_is_led(small_content):
    drawn = draw_leads(small_content.area_pages["990103"])
    cells = {kind: path.count("M") for kind, path in re.findall(r'class=(p\d) d="([^"]*)"', drawn)}
    assert cells == {"p0": 1, "p1": 1, "p3": 1}  # 甲 never, 乙 in 7 %, 丁 in 60 %
    assert re.search(r'class=alike d="([^"]*)"', drawn)[1].count("M") == 2


def test_where_pairs_are_not_all_kept_no_cells_are_drawn(small_content):
    page = small_content.area_pages["990103"]
    few = dataclasses.replace(page, statement=dataclasses.replace(page.statement, pairs=page.statement.pairs[:1]))
    assert draw_leads(few) == ""


def test_choices_fill_one_bar_by_their_shares(small_content):
    effects = small_content.certainty.classes[0].effects
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height', draw_choices(effects))]
    assert widths == [25.0, 75.0]  # weights come first whatever their share


def test_rings_have_an_arc_for_every_part_with_points(small_content):
    parts = small_content.certainty.framework
    drawn = draw_sunburst(parts, "K", Name(zh="重点", en="Key"))
    assert drawn.count("<path") == 4
    assert "<title>经济发展 economy 60</title>" in drawn
    none = tuple(dataclasses.replace(p, used=p.used | {"K": 0.0}) if p.code in ("people", "I2") else p for p in parts)
    assert draw_sunburst(none, "K", Name(zh="重点", en="Key")).count("<path") == 2
    assert draw_sunburst((), "K", Name(zh="重点", en="Key")) == ""


def test_an_arc_turns_as_far_as_its_points(small_content):
    drawn = draw_sunburst(small_content.certainty.framework, "K", Name(zh="重点", en="Key"))
    x, y = map(float, re.search(r"A61 61 0|A[\d.]+ [\d.]+ 0 1 1 (-?[\d.]+) (-?[\d.]+)L", drawn).groups())
    angle = (math.atan2(y, x) + math.pi / 2) % (2 * math.pi)
    assert angle / (2 * math.pi) == pytest.approx(0.6, abs=0.01)  # economy has 60 of 100 points


def test_a_heat_map_has_a_cell_for_every_known_pair_and_numbers_where_they_fit():
    names = tuple((f"I{i}", Name(zh=f"指标{i}", en=f"ind {i}")) for i in range(3))
    r = ((1.0, 0.5, None), (0.5, 1.0, -0.7), (None, -0.7, 1.0))
    drawn = draw_heat_map(CorrelationMap(Name(zh="类"), 12, names, r, ()))
    assert dict(re.findall(r'class=(h\d) d="(M\d+ \d+)', drawn)) == {"h5": "M0 24", "h0": "M24 48"}
    assert re.findall(r">(−?\d+)</text>", drawn) == ["50", "−70"]
    many = tuple((f"I{i}", Name(zh=f"指标{i}")) for i in range(20))
    flat = tuple(tuple(0.1 for _ in many) for _ in many)
    assert ">10</text>" not in draw_heat_map(CorrelationMap(Name(zh="类"), 12, many, flat, ()))
