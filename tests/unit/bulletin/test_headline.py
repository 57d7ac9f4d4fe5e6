"""Headline figures in full sentences, as the bulletin at the provincial meeting had them."""

import pytest


@pytest.fixture(scope="module")
def sentences(small_content):
    return [figure.sentence for figure in small_content.headline]


def test_the_scope_says_how_many_are_ranked_listed_and_unranked(sentences):
    assert sentences[0].zh == "纳入考核评价的县（市、区）6个，其中参加排名4个，列示不排名1个，因资料不足未排名1个。"


def test_a_total_says_how_many_areas_have_a_figure(sentences):
    assert sentences[1].zh == "参评县（市、区）地区生产总值合计2,500.0亿元（6个中5个有数）。"
    assert sentences[1].en == "GDP of the assessed counties: 250.00 bn CNY in total (5 of 6 have a figure)."


def test_a_share_is_taken_of_the_figure_that_the_province_filed(sentences, small_content):
    assert small_content.headline[2].value == pytest.approx(50.0)
    assert sentences[2].zh == "参评县（市、区）地区生产总值占全省的50.0%（6个中5个有数）。"


def test_an_area_at_the_threshold_counts(sentences):
    assert sentences[3].zh == "地区生产总值达到300亿元的县（市、区）4个（6个中5个有数）。"


def test_a_count_above_the_province_is_compared_with_the_year_before_where_the_same_areas_filed(sentences):
    assert sentences[4].zh == "城镇化率高于全省（50.0%）的县（市、区）3个（上年2个）。"


def test_what_nobody_filed_is_said_to_be_missing_and_never_zero(sentences, small_content):
    assert small_content.headline[5].value is None
    assert (sentences[5].zh, sentences[5].en) == ("社会消费品零售总额：未报送。", "retail sales: not filed.")


def test_no_figure_is_compared_with_a_year_in_which_other_areas_filed(small_content):
    assert [figure.previous for figure in small_content.headline] == [None, None, None, None, 2, None]
