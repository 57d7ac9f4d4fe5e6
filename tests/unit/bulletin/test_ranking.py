"""Rankings per class, with groups that are not over-ordered."""

import dataclasses

import polars as pl

from junxian.bulletin.contents.area.sentences import summarise_standing
from junxian.bulletin.contents.compose import compose_content
from junxian.bulletin.contents.groups import find_groups
from junxian.bulletin.contents.ranking import RANKING_COLUMNS
from junxian.bulletin.document.assessment import _tell_class
from junxian.bulletin.workbook.scores import _with_formulas


def key_class(content):
    return content.rankings[1]


def test_a_group_takes_up_places_from_its_first_to_its_last(small_content):
    shown = key_class(small_content).table.select("ref_area", "rank", "group", "group_from", "group_to")
    assert shown.rows() == [
        ("990101", 1, 1, 1, 2), ("990102", 2, 1, 1, 2), ("990103", 3, 2, 3, 4), ("990201", 4, 2, 3, 4),
    ]  # fmt: skip


def test_every_area_says_how_often_it_leads_the_next(small_content):
    assert key_class(small_content).table["leads_next"].to_list() == [0.4, 0.93, 0.6, None]


def test_leaders_come_by_how_often_they_are_first_whatever_their_score(small_content):
    leaders = key_class(small_content).leaders
    assert [(leader.code, leader.name.zh, leader.share) for leader in leaders] == [
        ("990102", "乙县", 0.6), ("990101", "甲县", 0.4),
    ]  # fmt: skip


def make_table(rows):
    return pl.DataFrame(rows, schema=["ref_area", "class", "rank", "group"], orient="row")


def test_classes_that_are_ranked_together_share_their_groups(small_province):
    scheme = small_province.schemes["county/2020"]
    table = make_table([("a", "K", 1, 1), ("b", "E", 2, 1), ("c", "K", 2, 1), ("d", "E", 4, 2), ("e", "U", 1, 1)])
    alone = find_groups(table, scheme)
    assert (alone["a"].members, alone["b"].members, alone["b"].begin, alone["b"].end) == (("a", "c"), ("b",), 2, 2)
    across = find_groups(table, scheme.model_copy(update={"rank_across": ("K", "E")}))
    assert (across["a"].members, across["a"].begin, across["a"].end) == (("a", "b", "c"), 1, 3)
    assert (across["d"].begin, across["d"].end) == (4, 4)
    assert across["e"].members == ("e",)


def test_without_groups_there_are_none(small_province):
    scheme = small_province.schemes["county/2020"]
    assert find_groups(make_table([("a", "K", 1, None)]), scheme) == {}
    assert find_groups(make_table([("a", "K", 1, 1)]).drop("group"), scheme) == {}


def test_classes_come_in_the_declared_order_with_their_headings(small_content):
    assert [(r.code, r.listed, r.heading and r.heading.zh) for r in small_content.rankings] == [
        ("U", True, None),
        ("K", False, None),
        ("E", False, "仅经济社会部分"),
    ]


def test_the_unranked_stand_apart_with_their_reason(small_content):
    ecology = small_content.rankings[2]
    assert ecology.table.is_empty()
    assert ecology.unranked.select("ref_area", "why_zh").rows() == [("990203", "有数权重不足")]


def test_every_ranking_has_the_same_columns(small_content):
    for ranking in small_content.rankings:
        assert tuple(ranking.table.columns) == tuple(ranking.unranked.columns) == RANKING_COLUMNS


def test_totals_are_shown_in_the_decimals_that_decide(small_province, small_results):
    finer = small_province.schemes["county/2020"].model_copy(update={"decimals": 3})
    province = dataclasses.replace(small_province, schemes=small_province.schemes | {"county/2020": finer})
    content = compose_content(province, small_results)
    total = f"{content.rankings[1].table['total'][0]:.3f}"
    assert f"{total}分" in "".join(name.zh for name in _tell_class(content.rankings[1], 0.9))
    assert f"得分{total}" in summarise_standing(content.area_pages["990101"]).zh
    columns = {column.name: column for column in _with_formulas(content.rankings[1].table)}
    assert columns["total"].decimals == 3
    assert ",3)+" in columns["total"].formula
