"""Awards and progress in words and in the content: given, lost, passed on, not comparable."""

import dataclasses

import polars as pl
import pytest

from junxian.bulletin.contents.area.award_sentences import tell_award, tell_awards, tell_progress, tell_worth
from junxian.bulletin.contents.compose import compose_content


def test_a_barred_area_loses_its_award_and_the_next_takes_the_place(small_content):
    (lost,) = tell_awards(small_content.area_pages["990101"])
    (given,) = tell_awards(small_content.area_pages["990102"])
    assert lost.zh == "应得先进县：第1名；因触及耕地红线取消。"
    assert given.zh == "先进县：第2名，奖励5,000万元、用地100亩，递补甲县。"
    assert given.text("en") == "Best: rank 2; 50 million CNY and 100 mu of land; the place passed on from Jia."


def test_money_may_be_taken_and_land_be_none(small_content):
    award = small_content.area_pages["990102"].awards[0]
    assert tell_worth(dataclasses.replace(award, money=-200.0, land=None)).zh == "扣减200万元"
    bare = dataclasses.replace(award, money=None, land=None, passed_from=None)
    assert tell_award(bare).zh == "先进县：第2名。"


def test_what_is_not_given_without_a_breach_says_why(small_content):
    award = small_content.area_pages["990102"].awards[0]
    assert tell_award(dataclasses.replace(award, given=False)).zh == "先进县：第2名。"


def test_progress_names_both_years(small_content):
    assert tell_progress(small_content.area_pages["990102"].progress).zh == (
        "按本年方案计算，得分（不含加减分）由上年80.50变为85.00，提高4.50；名次由第4位（共4个）变为第2位。"
    )
    assert "降低2.00" in tell_progress(small_content.area_pages["990101"].progress).zh


@pytest.mark.parametrize("code", ["990202", "990203"])
def test_who_cannot_be_compared_has_no_sentence(small_content, code):
    assert tell_progress(small_content.area_pages[code].progress) is None


def test_the_bulletin_lists_all_awards_and_why_others_are_not_given(small_content):
    awards = small_content.awards
    assert [(e.area.zh, e.award.given) for e in awards.entries] == [("甲县", False), ("乙县", True)]
    assert [note.zh for note in awards.notes] == ["进步县（重点开发区县）：没有进步的单位。"]
    assert awards.progress.select("name_zh", "gain").rows() == [("乙县", 4.5), ("甲县", -2.0)]


def test_the_section_is_there_only_where_the_scheme_declares_awards(small_province, small_results, small_content):
    assert "awards" in small_content.sections
    scheme = small_province.schemes["county/2020"].model_copy(update={"award": ()})
    province = dataclasses.replace(small_province, schemes={"county/2020": scheme})
    assert "awards" not in compose_content(province, small_results).sections


def test_without_frames_there_is_nothing(small_province, small_results, small_content):
    from types import SimpleNamespace

    frames = {
        n: getattr(small_results.scorecard, n)
        for n in ("table", "nodes", "indicators", "bounds", "distribution", "left_out")
    }
    empty = {
        n: pl.DataFrame()
        for n in (
            "weights",
            "statements",
            "pairs",
            "effects",
            "treatment",
            "treated",
            "progress",
            "awards",
            "award_notes",
        )
    }
    content = compose_content(
        small_province, dataclasses.replace(small_results, scorecard=SimpleNamespace(**frames, **empty))
    )
    assert content.awards.entries == content.awards.notes == ()
    page = content.area_pages["990101"]
    assert (page.statement, page.progress, page.awards) == (None, None, ())
    assert content.certainty.classes == content.certainty.framework == ()
    assert content.rankings[1].leaders == ()
