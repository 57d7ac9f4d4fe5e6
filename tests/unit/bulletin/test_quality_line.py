"""The quality line as the bulletin tells it, and the pictures beside findings."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.bulletin.contents.quality_line import Picture, compose_quality, say_share
from junxian.bulletin.document.quality import tell_quality
from junxian.bulletin.html.finding_charts import draw_picture, draw_trend
from junxian.bulletin.html.page import render_html
from junxian.quality.discovery import DISCOVERY_SCHEMA
from junxian.quality.evidence import EVIDENCE_SCHEMA
from junxian.quality.inquiries import INQUIRY_SCHEMA
from junxian.quality.score import SCORE_SCHEMA
from junxian.terms import Name, Period, findings_frame

ZERO = {name: 0 if kind == pl.Int64 else 0.0 for name, kind in SCORE_SCHEMA.items() if kind != pl.String}


def make(scores=(), inquiries=(), evidence=(), discoveries=()):
    findings = [
        {
            "rule": "x",
            "severity": "explain",
            "ref_area": "990101",
            "time_period": "2020",
            "id": "a",
            "charged_to": "tjj",
        }
    ]
    return SimpleNamespace(
        findings=findings_frame(findings),
        scores=pl.DataFrame([ZERO | s for s in scores], schema=SCORE_SCHEMA, orient="row"),
        inquiries=pl.DataFrame(list(inquiries), schema=INQUIRY_SCHEMA, orient="row"),
        evidence=pl.DataFrame(list(evidence), schema=EVIDENCE_SCHEMA, orient="row"),
        discoveries=pl.DataFrame(list(discoveries), schema=DISCOVERY_SCHEMA, orient="row"),
    )  # fmt: skip


def score(area, period="2020", **more):
    return {
        "ref_area": area,
        "form": "",
        "time_period": period,
        "score": 100.0,
        "due": 2,
        "in_time": 2,
        "expected": 10,
        "filled": 10,
    } | more


def compose(province, **made):
    return compose_quality(province, Period(2020), make(**made))


SCORES = [
    score("tjj", score=90.0, in_time=1, lateness_points=5.0, error_points=5.0), score("990102"),
    score("990101", score=98.0, query_points=2.0, filled=9), score("990101", "2019", score=100.0), score("990101", "2018", score=99.0),
]  # fmt: skip


def test_counties_stand_first_and_only_filers_of_the_period(small_province):
    line = compose(small_province, scores=[*SCORES, score("990103", "2019")])
    assert [s.code for s in line.scores] == ["990101", "990102", "tjj"]
    assert (line.due, line.in_time, line.expected, line.filled) == (6, 5, 30, 29)


def test_a_score_tells_its_change_and_its_trend(small_province):
    first = compose(small_province, scores=SCORES).scores[0]
    assert (first.before, first.trend) == (100.0, (("2018", 99.0), ("2019", 100.0), ("2020", 98.0)))
    assert {part: points for part, points in first.parts.items() if points} == {"query_points": 2.0}


def test_a_question_tells_its_state_and_answer(small_province):
    row = {
        "id": "a",
        "state": "answered",
        "due": date(2021, 5, 1),
        "answer": "属实",
        "answered_by": "局",
        "why_zh": "",
        "why_en": "",
    }
    line = compose(small_province, scores=SCORES, inquiries=[row])
    assert line.states == {"answered": 1}
    assert (line.questions["a"].answer, line.questions["a"].state_name.en) == ("属实", "answered, to be decided")


def test_tests_of_chance_are_summed_over_periods_and_not_over_families(small_province):
    own = {
        "tests": 40,
        "cannot_be_tested": 3,
        "rejected": 4,
        "flagged": 2,
        "rate": 0.1,
        "expected_false": 0.4,
        "method": "BH",
    }
    rows = [own | {"time_period": p, "family": f} for p in ("2019", "2020") for f in ("", "matching")]
    tests = compose(small_province, scores=SCORES, discoveries=rows).tests
    assert (tests.tests, tests.flagged, tests.expected_false, tests.rate) == (80, 4, pytest.approx(0.8), 0.1)


def test_a_room_without_scores_gives_an_empty_line(small_province, small_results):
    line = compose_quality(small_province, Period(2020), small_results.quality)
    assert (line.scores, line.questions, line.tests) == ((), {}, None)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1999, 2000, "99.9%"), (2000, 2000, "100.0%"), (0, 3, "0.0%"), (0, 0, "—"), (0.979, 1, "97.9%")],
)
def test_a_share_is_whole_only_where_nothing_lacks(part, whole, said):
    assert say_share(part, whole) == said


def test_the_page_shows_who_lost_points_and_names_the_rest(small_province, small_content):
    content = replace(small_content, quality=compose(small_province, scores=SCORES))
    section = render_html(content).partition('<section id="quality">')[2].partition("</section>")[0]
    rows = re.findall(r"<tr><th scope=row>.*?</tr>", section, re.DOTALL)
    assert len([row for row in rows if "−" in row]) == 2
    assert "统计局" in section
    assert re.search("其余.*乙县", section, re.DOTALL)


def test_the_document_tells_scores_from_the_least(small_province, small_content):
    content = replace(small_content, quality=compose(small_province, scores=SCORES))
    texts = [p.zh for part in tell_quality(content).parts for p in part.paragraphs]
    assert "本期应报报表6份，按时报送5份（83.3%）；应报数据30项，实报29项（96.6%）。" in texts
    assert any("统计局90.00分（强制未改5.00分、迟报5.00分）；甲县98.00分（核实未答2.00分）" in text for text in texts)
    assert tell_quality(replace(content, quality=None)).parts == ()


def picture(values, own, kind="peers"):
    return Picture(kind, Name(zh="比"), "1", tuple((str(n), v, n == own) for n, v in enumerate(values)))


def places(svg):
    return [float(x) for x in re.findall(r"M([\d.]+) 26h0", svg)]


def test_peers_lie_in_order_and_the_own_figure_is_named(small_province):
    svg = str(draw_picture(picture([1.0, 1.1, 1.2, 1.5, 9.0], own=4)))
    assert places(svg) == sorted(places(svg))
    assert len(places(svg)) == 4
    assert ">9<" in svg
    assert ">1.20<" in svg  # the median of all


def test_equal_zero_and_negative_figures_are_drawn():
    for values in ([5.0] * 5, [0.0, -3.0, 2.0, 1.0, 4.0], [0.0] * 5):
        for kind in ("peers", "history"):
            svg = str(draw_picture(picture(values, own=2, kind=kind)))
            assert "nan" not in svg
            assert "class=own" in svg or 'class="own"' in svg


def test_a_history_names_first_last_and_own_period():
    svg = str(draw_picture(picture([1.0, 2.0, 1e6, 2.0], own=2, kind="history")))
    assert re.findall(r'y="76.0">([^<]*)<', svg) == ["0", "2", "3"]


def test_no_picture_and_no_trend_give_nothing():
    assert draw_picture(None) == ""
    assert draw_trend([("2020", 90.0)]) == ""
    assert "2019 100.0, 2020 55.0" in draw_trend([("2019", 100.0), ("2020", 55.0)])
