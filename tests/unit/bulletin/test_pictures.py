"""What the pictures are drawn from: the tables beside them, and what the figures carry."""

import dataclasses
import json
import re

import pytest

from junxian.bulletin.contents.content import CorrelationMap
from junxian.bulletin.html.area_tables import write_contributions, write_correlations
from junxian.bulletin.html.page import render_html
from junxian.bulletin.html.plot_data import describe_leads, describe_spread, describe_strip, has_leads, list_orders
from junxian.terms import Name


@pytest.fixture(scope="module")
def page(small_content):
    return render_html(small_content)


def cells_of(row):
    return [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]


def read_template(page, code):
    return re.search(rf'<template id="p{code}">(.*?)</template>', page, re.S)[1]


def test_the_waterfall_finds_points_in_the_sixth_column_that_lead_from_the_median_to_the_score(small_content, page):
    for code in ("990101", "990201"):
        own = small_content.area_pages[code]
        rows = re.findall(r"<tr.*?</tr>", str(write_contributions(own)))
        points = [float(cells_of(row)[5].replace("−", "-")) for row in rows]
        html = read_template(page, code)
        score = float(re.search(r'<figure data-plot=fall data-score="([^"]*)"', html)[1])
        start = float(cells_of(re.search(r"<tr class=from>.*?</tr>", html)[0])[5])
        assert start + sum(points) == pytest.approx(score, abs=0.005 * (len(points) + 2))


def test_without_a_comparison_there_is_no_waterfall(page):
    assert "data-plot=fall" not in read_template(page, "990203")


def test_a_strip_says_rank_interval_and_how_many(small_content, page):
    tables = [ranking.table for ranking in small_content.rankings if not ranking.listed]
    rows = [row for table in tables for row in table.drop_nulls("rank_low").to_dicts()]
    told = {describe_strip(row["rank"], row["rank_low"], row["rank_high"], row["of"]) for row in rows}
    assert told
    assert all(text.strip() in page for text in told)
    assert describe_strip(None, 1, 2, 4) == describe_strip(1, None, None, 4) == ""


def test_every_other_area_stands_in_its_order_with_how_often_it_is_led(small_content):
    own, orders = small_content.area_pages["990103"], list_orders(small_content)
    told = describe_leads(own, orders)
    place, leads = re.search(r'data-order=(\d+) data-leads="([^"]*)"', told).groups()
    names = [name[0] for name in orders.names[int(place)]]
    assert leads.split(",")[names.index(own.name.zh)] == ""
    by_name = dict(zip(names, leads.split(","), strict=True))
    for pair in own.statement.pairs:
        assert float(by_name[pair.name.zh].rstrip("~")) == pytest.approx(100 * pair.probability, rel=5e-3)
        assert by_name[pair.name.zh].endswith("~") == (pair.told_apart is False)


def test_areas_that_are_ranked_together_share_one_order(small_content, page):
    orders = list_orders(small_content)
    told = json.loads(re.search(r"const ORDERS = (.*?);", page)[1])
    assert told == [[list(name) for name in order] for order in orders.names]
    assert len(orders.places) == len(set(orders.places.values())) == len(told) < len(small_content.area_pages)


def test_where_pairs_are_not_all_kept_nobody_is_said_to_be_led(small_content):
    own = small_content.area_pages["990103"]
    few = dataclasses.replace(own, statement=dataclasses.replace(own.statement, pairs=own.statement.pairs[:1]))
    assert describe_leads(few, list_orders(small_content)) == ""
    assert has_leads(own.statement, own.standing.of)
    assert not has_leads(few.statement, own.standing.of)


def test_the_spread_has_a_share_for_every_rank_from_the_first_that_came_out(small_content):
    own, orders = small_content.area_pages["990103"], list_orders(small_content)
    wide = dataclasses.replace(own, distribution=((1, 0.0), (2, 0.25), (3, 0.0), (4, 0.75)))
    told = describe_spread(wide, orders)
    assert 'data-from=2 data-shares="25,0,75"' in told
    assert f"data-of={own.standing.of} data-own={own.standing.rank}" in told
    assert describe_spread(dataclasses.replace(own, distribution=()), orders) == ""


def test_correlations_stand_as_a_triangle_of_numbers():
    names = tuple((f"I{i}", Name(zh=f"指标{i}", en=f"ind {i}")) for i in range(3))
    r = ((1.0, 0.5, None), (0.5, 1.0, -0.7), (None, -0.7, 1.0))
    table = str(write_correlations(CorrelationMap(Name(zh="类"), 12, names, r, ())))
    rows = [cells_of(row)[1:] for row in re.findall(r"<tr>.*?</tr>", table)]
    assert rows == [[], ["50"], ["—", "−70"]]
    assert re.findall(r"<span class=code>(\w+)</span>", table) == ["I0", "I1", "I2"]


def test_rings_are_found_in_the_table_of_weights(small_content, page):
    table = re.search(r"<table class=weights>.*?</table>", page, re.S)[0]
    rows = re.findall(r'data-code="([^"]*)" data-parent="([^"]*)"', table)
    assert rows == [(part.code, part.parent) for part in small_content.certainty.framework if part.parent]
    columns = [int(c) for c in re.findall(r"data-plot=sun data-column=(\d)", page)]
    assert columns == list(range(1, len(small_content.rankings) + 1))
    for row, part in zip(
        re.findall(r"<tr.*?</tr>", table.split("<tbody>")[1]),
        (part for part in small_content.certainty.framework if part.parent),
        strict=True,
    ):
        for column, ranking in zip(columns, small_content.rankings, strict=True):
            points = part.used.get(ranking.code, 0.0)
            assert cells_of(row)[column].startswith(f"{points:g}" if points else "–")


def test_choices_are_found_in_the_table_with_their_shares(small_content, page):
    table = re.search(r"<table class=sure>.*?</table>", page, re.S)[0]
    keys = re.findall(r'<span class="key c-(\w+)">.*?<b>(\d+)%</b>', table)
    wanted = [(e.choice, f"{100 * e.share:.0f}") for one in small_content.certainty.classes for e in one.effects]
    assert keys == wanted
