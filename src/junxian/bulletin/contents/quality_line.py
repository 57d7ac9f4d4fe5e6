"""The quality line of a run: coverage and punctuality, findings by rule, scores of filers, and what became of each question."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from junxian.bulletin.contents.naming import name_area, name_rule
from junxian.declared.province import Province
from junxian.quality import Quality
from junxian.quality.evidence import list_pictures
from junxian.quality.innocent import explain_innocently
from junxian.quality.inquiries import STATES
from junxian.quality.score import PARTS
from junxian.terms.area import LEVELS
from junxian.terms.finding import SEVERITIES
from junxian.terms.name import Name
from junxian.terms.period import Period

PART_NAMES = {
    "error_points": Name(zh="强制未改", en="Holds left open"),
    "query_points": Name(zh="核实未答", en="Questions unanswered"),
    "coverage_points": Name(zh="漏报漏统", en="Not covered"),
    "lateness_points": Name(zh="迟报", en="Late"),
    "revision_points": Name(zh="修订偏向", en="One-sided revisions"),
}


@dataclass(frozen=True)
class FilerScore:
    """The score of one filer with its parts (points taken off, by PARTS) and its scores of earlier periods."""

    code: str
    name: Name
    level: str
    score: float
    before: float | None  # of the period before, where it filed then
    trend: tuple[tuple[str, float], ...]  # period, score; the newest last
    parts: dict[str, float]
    counts: dict[str, Any]  # the row's counts and rates, by SCORE_SCHEMA


@dataclass(frozen=True)
class RuleCount:
    """How many findings a rule has by severity, and how many of them are settled."""

    code: str
    name: Name
    counts: dict[str, int]
    settled: int


@dataclass(frozen=True)
class Question:
    """What became of a finding that asks, and what would explain it innocently."""

    state: str
    state_name: Name
    innocent: Name
    due: date | None
    answer: str
    answered_by: str
    answered_at: date | None
    decision: str
    decided_by: str
    decided_at: date | None
    why: Name


@dataclass(frozen=True)
class Picture:
    """The figure of a finding among its peers, or in its own history."""

    kind: str  # peers | history
    measure: Name
    unit: str
    values: tuple[tuple[str, float, bool], ...]  # area or period, value, whether it is the finding's own


@dataclass(frozen=True)
class ChanceTests:
    """Tests that have a null distribution, of all periods: how many, how many are asked about, how many of those in vain."""

    tests: int
    cannot_be_tested: int
    flagged: int
    expected_false: float  # at most, on average
    rate: float


@dataclass(frozen=True)
class QualityLine:
    """The state of the statistical quality line (统计数据质量线) in one run."""

    expected: int
    filled: int
    units: int
    matched: int
    due: int
    in_time: int
    scores: tuple[FilerScore, ...]  # counties first, in the order of the register
    rules: tuple[RuleCount, ...]
    states: dict[str, int]  # of questions, by STATES
    questions: dict[str, Question]  # by id of the finding
    pictures: dict[str, Picture]
    tests: ChanceTests | None
    full: int = 100


def compose_quality(province: Province, period: Period, quality: Quality) -> QualityLine:
    """Put the results of the room `quality` into words: scores of the period, findings of all periods.

    A run without scores (a room that gives none) has an empty line. Checked in tests/unit/bulletin/test_quality_line.py.
    """
    findings, scores, inquiries, evidence, discoveries = (
        getattr(quality, name, pl.DataFrame())
        for name in ("findings", "scores", "inquiries", "evidence", "discoveries")
    )
    own = scores.filter((pl.col("form") == "") & (pl.col("time_period") == str(period))) if scores.width else scores
    totals = {
        name: int(own[name].sum()) if own.width else 0
        for name in ("expected", "filled", "units", "matched", "due", "in_time")
    }
    questions = dict(_list_questions(province, findings, inquiries)) if inquiries.width else {}
    return QualityLine(
        **totals,
        scores=tuple(_score_filers(province, scores, period)) if scores.width else (),
        rules=tuple(_count_rules(province, findings, questions)) if findings.width else (),
        states=dict(Counter(q.state for q in questions.values())),
        questions=questions,
        pictures={code: _make_picture(rows) for code, rows in list_pictures(evidence)} if evidence.width else {},
        tests=_count_tests(discoveries) if discoveries.width and discoveries.height else None,
    )


def say_share(part: float, whole: float) -> str:
    """A share in per cent, cut off behind one decimal: 100.0% only where nothing lacks; an em dash of nothing."""
    return f"{math.floor(1000 * part / whole + 1e-9) / 10:.1f}%" if whole else "—"


def _score_filers(province: Province, scores: pl.DataFrame, period: Period) -> Iterator[FilerScore]:
    whole = scores.filter(pl.col("form") == "")
    known: dict[str, dict[str, dict[str, Any]]] = {}
    for row in whole.iter_rows(named=True):
        known.setdefault(row["ref_area"], {})[row["time_period"]] = row
    for code in sorted((code for code, rows in known.items() if str(period) in rows), key=_place(province)):
        rows = {t: row for t, row in known[code].items() if Period.parse(t).frequency == period.frequency}
        order = sorted(rows, key=lambda t: Period.parse(t).end)
        now = rows[str(period)]
        before = rows.get(str(_step_back(period)))
        yield FilerScore(
            code, name_area(province, code), province.areas.level(code), now["score"], before["score"] if before else None,
            tuple((t, rows[t]["score"]) for t in order), {part: now[part] for part in PARTS}, now,
        )  # fmt: skip


def _step_back(period: Period) -> Period:
    return period.year_before() if period.frequency == "C" else period.previous()


def _place(province: Province) -> Callable[[str], tuple[bool, int, int]]:
    """Order of filers: counties first, other levels as they are ranked, each in the order of the register."""
    order = {code: n for n, code in enumerate(province.areas.codes)}

    def place(code: str) -> tuple[bool, int, int]:
        level = province.areas.level(code)
        return level != "county", LEVELS.index(level), order[code]

    return place


def _count_rules(province: Province, findings: pl.DataFrame, questions: dict[str, Question]) -> Iterator[RuleCount]:
    found: dict[str, list[tuple[str, str]]] = {}
    for rule, severity, code in findings.select("rule", "severity", "id").iter_rows():
        key = rule if rule in province.rules else ""  # the reader's own checks together
        found.setdefault(key, []).append((severity, code))
    for rule, rows in found.items():
        counts = Counter(severity for severity, _ in rows)
        settled = sum(1 for _, code in rows if code in questions and questions[code].state == "settled")
        name = name_rule(province, rule or "-")
        yield RuleCount(rule, name, {severity: counts[severity] for severity in SEVERITIES}, settled)


def _list_questions(
    province: Province, findings: pl.DataFrame, inquiries: pl.DataFrame
) -> Iterator[tuple[str, Question]]:
    rules = dict(findings.select("id", "rule").rows())
    for row in inquiries.iter_rows(named=True):
        innocent = explain_innocently(province.rules.get(rules.get(row["id"], "")))
        told = {
            name: row[name]
            for name in ("due", "answer", "answered_by", "answered_at", "decision", "decided_by", "decided_at")
        }
        yield row["id"], Question(
            state=row["state"], state_name=STATES[row["state"]], innocent=innocent, why=Name(zh=row["why_zh"], en=row["why_en"]),
            **told,
        )  # fmt: skip


def _make_picture(rows: pl.DataFrame) -> Picture:
    first = rows.row(0, named=True)
    label = "ref_area" if first["kind"] == "peers" else "time_period"
    values = tuple(rows.select(label, "value", "own").rows())
    return Picture(first["kind"], Name(zh=first["measure_zh"], en=first["measure_en"]), first["unit"], values)


def _count_tests(discoveries: pl.DataFrame) -> ChanceTests:
    whole = discoveries.filter(pl.col("family") == "")
    counts = {name: int(whole[name].sum()) for name in ("tests", "cannot_be_tested", "flagged")}
    return ChanceTests(**counts, expected_false=float(whole["expected_false"].sum()), rate=float(whole["rate"][0]))
