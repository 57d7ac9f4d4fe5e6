"""Rankings per class, with groups that are not over-ordered."""

from junxian.bulletin.contents.ranking import RANKING_COLUMNS, group_ranks


def test_a_group_ends_where_an_interval_lies_wholly_below_that_of_its_first():
    assert group_ranks([1, 1, 3, 3], [2, 3, 4, 4]) == [1, 1, 2, 2]


def test_one_wide_interval_at_the_head_keeps_all_in_one_group():
    assert group_ranks([1, 2, 3], [3, 2, 3]) == [1, 1, 1]


def test_areas_without_an_interval_have_no_group():
    assert group_ranks([None, 1], [None, 1]) == [None, 1]
    assert group_ranks([], []) == []


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
