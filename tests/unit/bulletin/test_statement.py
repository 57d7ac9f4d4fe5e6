"""What may be said of a rank: groups, pairs, first places, what moves it; and what is said where nothing is known."""

import dataclasses

import pytest

from junxian.bulletin.contents.area.statement_sentences import shorten_names, tell_effects, tell_statement
from junxian.bulletin.contents.area_content import ChoiceEffect
from junxian.bulletin.contents.wording import format_share
from junxian.terms import Name


def tell(page):
    return [sentence.zh for sentence in tell_statement(page.statement, page.standing)]


def test_group_pairs_and_first_places_are_told(small_content):
    assert tell(small_content.area_pages["990102"]) == [
        "列第1组，本组2个，占第1至第2位，组内先后不宜解读。",
        "领先第3位丙县的情形占93%，落后于第1位甲县的情形占40%。",
        "全类一并检验（把握90%），不能与甲县、丙县区分先后。",
        "居首位的情形占60%。",
        "名次变动的来源：数据误差及各项共同作用75%（约±0.9位）、权重25%（约±0.5位）。",
    ]


def test_pairs_are_turned_to_the_area_and_stand_by_rank(small_content):
    pairs = small_content.area_pages["990103"].statement.pairs
    assert [(pair.name.zh, pair.rank, round(pair.probability, 3), pair.told_apart) for pair in pairs] == [
        ("甲县", 1, 0.0, True), ("乙县", 2, 0.07, False), ("丁县", 4, 0.6, False),
    ]  # fmt: skip


def test_english_says_the_same(small_content):
    page = small_content.area_pages["990102"]
    told = [sentence.text("en") for sentence in tell_statement(page.statement, page.standing)]
    assert told[1] == "Ahead of Bing (rank 3) in 93% of cases, behind Jia (rank 1) in 40%."
    assert told[2] == "Tested with the whole class at once (confidence 90%), it cannot be told apart from Jia, Bing."


def test_who_is_told_apart_from_all_and_stands_alone_says_so(small_content):
    page = small_content.area_pages["990101"]
    pairs = tuple(dataclasses.replace(pair, told_apart=True) for pair in page.statement.pairs)
    alone = dataclasses.replace(page.statement, pairs=pairs, group_members=(), group_to=1)
    told = tell(dataclasses.replace(page, statement=alone))
    assert told[0] == "独列第1组。"
    assert told[2] == "全类一并检验（把握90%），与其他各县都能区分先后。"


def test_where_nothing_was_tested_only_pairs_and_shares_are_told(small_content):
    page = small_content.area_pages["990103"]
    pairs = tuple(dataclasses.replace(pair, told_apart=None) for pair in page.statement.pairs)
    untested = dataclasses.replace(page.statement, pairs=pairs, group=None, effects=())
    told = tell(dataclasses.replace(page, statement=untested))
    assert told == ["领先第4位丁县的情形占60%，落后于第2位乙县的情形占93%。"]


@pytest.mark.parametrize("code", ["990202", "990203"])
def test_who_is_listed_or_not_ranked_has_no_statement(small_content, code):
    page = small_content.area_pages[code]
    assert page.statement is None
    assert tell(page) == []


def test_small_effects_are_left_out_and_none_say_nothing():
    effects = (
        ChoiceEffect("weights", Name(zh="权重", en="weights"), 0.97, 1.24),
        ChoiceEffect("aggregation", Name(zh="合成方法", en="aggregation"), 0.03, 0.2),
    )
    assert tell_effects(effects).zh == "名次变动的来源：权重97%（约±1.2位）。"
    assert tell_effects(()) is None


def test_a_long_row_of_names_is_cut_and_counted():
    names = [Name(zh=f"县{i}", en=f"c{i}") for i in range(9)]
    assert shorten_names(names[:8]).zh == "县0、县1、县2、县3、县4、县5、县6、县7"
    assert shorten_names(names).zh == "县0、县1、县2、县3、县4、县5等9个"
    assert shorten_names(names).en == "c0, c1, c2, c3, c4, c5 and 3 more"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.004, "<1%"), (0.01, "1%"), (0.555, "56%"), (0.99, "99%"), (0.996, ">99%"), (1.0, "100%")],
)
def test_a_share_never_rounds_to_certainty(share, text):
    assert format_share(share) == text
