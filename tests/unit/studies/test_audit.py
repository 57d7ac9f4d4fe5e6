"""The audit of an edition reads all filed years and asks each question once."""

import dataclasses

import pytest

from junxian.assessment.audit import OutsideList
from junxian.studies import audit_edition
from junxian.terms.name import Name
from junxian.terms.period import Period


@pytest.fixture(scope="module")
def audited(sichuan):
    ranked = sichuan.assess(sichuan.scheme(), with_intervals=False).table
    leaders = ranked.filter(ranked["rank"] == 1)["ref_area"].to_list()
    lists = {"leaders": OutsideList(Name(zh="各类第一"), tuple(leaders))}
    return audit_edition(sichuan, sichuan.scheme(), lists=lists)


def test_years_in_which_nobody_can_be_ranked_are_told(audited):
    assert audited.skipped["period"].to_list() == ["2015"]
    assert "2015" in audited.report("zh")


def test_a_question_is_asked_once_for_all_classes(audited):
    report = audited.report("zh")
    questions = [line for line in report.splitlines() if "人均一般公共预算收入（对数）与财政自给率都计入" in line]
    assert len(questions) == 1
    assert "重点生态功能区县" in questions[0]


def test_a_score_that_follows_size_is_asked_about(audited):
    notes = audited.gaming.notes.filter(audited.gaming.notes["kind"] == "size")
    assert "E01" in notes["indicator"].to_list()  # GDP itself


def test_the_leaders_of_the_classes_agree_with_the_ranking(audited):
    row = audited.scheme.lists.row(0, named=True)
    assert (row["listed"], row["hit_rate"], row["auc"]) == (4, 1.0, 1.0)


@pytest.mark.parametrize(("language", "words"), [("zh", "指标是否“便宜”"), ("en", "Indicators that pay too cheaply")])
def test_the_report_is_written_in_both_languages(audited, language, words):
    assert f"## {words}" in audited.report(language)


def test_a_province_with_three_years_shows_how_stable_ranks_are(example):
    audit = audit_edition(example, example.scheme())
    assert audit.scheme.years.agreement.height > 0


def test_an_audit_before_the_year_has_the_intervals_of_the_last_filed_year(example):
    ahead = dataclasses.replace(example, period=Period.parse(str(example.period.year + 1)))
    now, before = (audit_edition(one, one.scheme()).scheme.summary for one in (example, ahead))
    assert before.equals(now)
    assert before["interval"].null_count() == 0
