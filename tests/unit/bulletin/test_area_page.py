"""The page of one area: why, how sure, what would change it, from which cells."""

import dataclasses

import pytest

from junxian.bulletin import area_page
from junxian.bulletin.contents.area.sentences import summarise_standing, tell_certainty, tell_gap, tell_profile
from junxian.bulletin.contents.area.step_sentences import tell_steps
from junxian.bulletin.contents.naming import name_quantity
from junxian.terms import MethodError


def test_contributions_add_up_to_the_distance_to_the_median_profile(small_content):
    for page in small_content.area_pages.values():
        if page.contributions:
            total = sum(c.gap_points for c in page.contributions)
            assert total == pytest.approx(page.standing.score - page.reference_score, abs=1e-9)


def test_contributions_run_from_the_greatest_shortfall(small_content):
    gaps = [c.gap_points for c in small_content.area_pages["990101"].contributions]
    assert gaps == sorted(gaps)


def test_a_page_made_alone_equals_the_page_in_the_bulletin(small_province, small_results, rooms, small_content):
    period, run_id = small_results.period, small_results.run_id
    for code in small_content.area_pages:
        assert area_page(small_province, period, run_id, code, **rooms) == small_content.area_pages[code]


def test_logarithms_are_shown_as_their_quantities(small_content):
    log = next(c for c in small_content.area_pages["990101"].contributions if c.indicator == "I1")
    assert (log.unit, round(log.value), log.turned_back) == ("万元", 8886111, True)


def test_reaching_the_median_brings_exactly_the_shortfall(small_content):
    page = small_content.area_pages["990201"]
    shortfall = {c.indicator: -c.gap_points for c in page.contributions}
    steps = [step for step in page.steps if step.goal == "median"]
    assert {step.indicator for step in steps} == {"I1", "I2"}
    assert all(step.points == pytest.approx(shortfall[step.indicator]) for step in steps)


def test_the_ways_to_the_next_rank_are_those_of_the_diagnosis_in_one_sentence(small_content):
    page = small_content.area_pages["990103"]
    steps = [step for step in page.steps if step.goal == "next_rank"]
    assert [(step.indicator, step.unit, step.points) for step in steps] == [("I1", "万元", 10.0), ("I2", "%", 10.0)]
    assert round(steps[0].target) == 5389698  # the logarithm 15.5 as the quantity
    told = [sentence.zh for sentence in tell_steps(steps)]
    assert told == [
        "与第2位乙县相差10.00分，下列任一项即可追平：地区生产总值（对数）由2,545,913万元达到5,389,698万元；"
        "城镇化率由45.00%达到66.00%。"
    ]


def test_where_no_indicator_is_enough_the_one_that_brings_most_is_named(small_content):
    (step,) = [step for step in small_content.area_pages["990201"].steps if step.goal == "next_rank"]
    assert (step.indicator, step.target, step.points) == ("I2", None, 4.5)
    assert step.sentence.zh == "与第3位丙县相差5.00分，单靠任何一项指标都不能追平；城镇化率最多可增4.50分。"


def test_a_group_above_that_begins_with_the_next_rank_is_not_told_twice(small_content):
    goals = {step.goal for step in small_content.area_pages["990103"].steps}
    assert goals == {"median", "next_rank"}


def test_nobody_is_told_to_go_beyond_the_bound(small_content):
    assert all(step.goal == "median" for step in small_content.area_pages["990101"].steps)


def test_the_place_and_its_interval_are_told_in_sentences(small_content):
    page = small_content.area_pages["990103"]
    assert summarise_standing(page).zh == "丙县属重点开发区县，得分75.00，在本类4个中列第3位。"
    told = [sentence.zh for sentence in tell_certainty(page)]
    assert told[0] == "权重、数据误差和方法在合理范围内变动，在90%的情形下位于第3至第4位。"
    assert told[-3] == "若列入城市主城区，按该类权重约为第2位（共2个）。"
    assert told[-1] == "触及耕地红线，取消本次评优资格，名次保留。"


def test_an_interval_says_how_wide_it_is_where_nothing_was_tested(small_content):
    page = small_content.area_pages["990103"]
    untested = dataclasses.replace(page.statement, group=None)
    told = tell_certainty(dataclasses.replace(page, statement=untested))[0]
    assert told.zh.endswith("位于第3至第4位，较为稳定。")


def test_an_area_without_a_rank_is_told_why_and_what_is_wanting(small_content):
    page = small_content.area_pages["990203"]
    assert summarise_standing(page).zh == "己县属生态区县，未参加排名：有数权重不足。"
    assert [(w.kind, w.name.zh) for w in page.withheld] == [
        ("withheld", "地区生产总值"),
        ("withheld", "地区生产总值（对数）"),
    ]
    assert page.steps == ()
    assert tell_gap(page) is None


def test_findings_name_the_filer_and_not_the_area(small_content):
    (found,) = small_content.area_pages["990203"].findings
    assert (found.charged_to.zh, found.cell) == ("统计局", "C7")


def test_every_cell_stands_once_with_the_indicators_that_use_it(small_content):
    cells = small_content.area_pages["990101"].cells
    assert [(c.item, c.file, c.cell, c.indicators) for c in cells] == [
        ("gdp", "yearbook/2020/tjj.1.csv", "C2", ("I1",)),
        ("urban_rate", "yearbook/2020/tjj.1.csv", "D2", ("I2",)),
    ]


def test_lines_that_nobody_filed_are_unknown_with_the_reason(small_content):
    lines = {line.code: line for line in small_content.area_pages["990101"].lines}
    assert lines["farmland"].state == "green"
    assert (lines["debt"].state, lines["debt"].not_filed.zh) == ("unknown", "县级债务数不公开")


def test_an_unknown_code_is_an_error_with_the_nearest(small_province, rooms):
    with pytest.raises(MethodError, match="990101"):
        area_page(small_province, small_province.period, "run", "99010l", **rooms)


def test_points_added_and_deducted_are_told_beside_the_total(small_content):
    page = small_content.area_pages["990103"]
    moved = dataclasses.replace(page.standing, total=76.5, bonus=2.0, deduction=0.5)
    told = summarise_standing(dataclasses.replace(page, standing=moved)).zh
    assert told == "丙县属重点开发区县，得分76.50（指标得分75.00，加2.00分，减0.50分），在本类4个中列第3位。"


def test_a_class_that_is_only_listed_has_scores_and_no_places(small_content):
    page = small_content.area_pages["990202"]
    assert (page.standing.score, page.standing.rank, page.steps, page.distribution) == (88.0, None, (), ())
    assert summarise_standing(page).zh == "戊区属城市主城区，得分88.00，列示，不排名。"


def test_the_class_median_profile_is_said_to_be_no_county(small_content):
    assert "不是哪一个县" in tell_profile(small_content.area_pages["990101"]).zh
    assert tell_profile(small_content.area_pages["990203"]) is None


def test_what_is_missing_is_named_and_never_shown_as_a_code(small_province):
    last_year = name_quantity(small_province, "gdp@-1")
    assert (last_year.zh, last_year.en) == ("地区生产总值（上年）", "GDP (year before)")
    assert name_quantity(small_province, "valid_from=2022-01-01").zh == "口径自2022-01-01起施行"


def test_a_rank_among_several_classes_is_not_said_to_be_of_one(small_content):
    page = small_content.area_pages["990101"]
    across = dataclasses.replace(page, standing=dataclasses.replace(page.standing, is_across=True, of=9))
    assert "在合并排名的9个中列第1位" in summarise_standing(across).zh


def test_a_score_that_is_no_sum_is_said_to_be_none(small_content):
    page = dataclasses.replace(small_content.area_pages["990101"], reference_score=None)
    assert "不能逐项相加" in tell_profile(page).zh
    assert "no sum over indicators" in tell_profile(page).text("en")
