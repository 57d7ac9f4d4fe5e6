"""The quality score of every filer: 100 less points for what it left open, did not file, filed late or revised to one side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from junxian.declared.quality_setting import QualityScore
from junxian.quality.bias import Bias, measure_biases
from junxian.quality.filed import Filed
from junxian.quality.filled import count_filled, count_registered
from junxian.terms.period import Period

TREND = 8  # periods of the trend, the run's included
YEARS = 3  # the same period of so many years before is scored too: red lines ask whether it worsened
FULL = 100.0
ELSEWHERE = ("completeness", "punctuality", "coverage", "revision_bias")  # kinds that have a part of their own
SCORE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,  # the filer, by its present code
    "form": pl.String,  # "" for all its forms together
    "time_period": pl.String,  # of the run's frequency
    "score": pl.Float64,  # 100 less the points below, never below 0
    "errors": pl.Int64,  # holding findings neither corrected nor answered in time
    "queries": pl.Int64,  # questions not answered in time
    "waiting": pl.Int64,  # questions whose time has not run out, or whose answer is not decided: they cost nothing
    "settled": pl.Int64,  # questions whose answer was accepted
    "expected": pl.Int64,  # required figures of returns that are due
    "filled": pl.Int64,  # those of them that were filed
    "units": pl.Int64,  # on the register or on the records, or both, where a rule of coverage compares counts
    "matched": pl.Int64,  # on both
    "coverage": pl.Float64,  # filled / expected, times matched / units; null where nothing is expected
    "due": pl.Int64,  # returns that are due, or were filed
    "in_time": pl.Int64,
    "punctuality": pl.Float64,  # in_time / due
    "bias": pl.Float64,  # typical revision, relative; null where it cannot be tested or chance explains it
    "error_points": pl.Float64,
    "query_points": pl.Float64,
    "coverage_points": pl.Float64,
    "lateness_points": pl.Float64,
    "revision_points": pl.Float64,
}
PARTS = ("error_points", "query_points", "coverage_points", "lateness_points", "revision_points")


COUNTS = (
    "errors", "queries", "waiting", "settled", "expected", "filled", "units", "matched", "due", "in_time",
)  # fmt: skip


@dataclass
class Tally:
    """What a filer's score of a form and period is made of."""

    errors: int = 0
    queries: int = 0
    waiting: int = 0
    settled: int = 0
    expected: int = 0
    filled: int = 0
    units: int = 0
    matched: int = 0
    due: int = 0
    in_time: int = 0
    biases: list[float] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take another form of the same filer and period in."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.biases += other.biases


def score_filers(filed: Filed, findings: pl.DataFrame, inquiries: pl.DataFrame, absent: pl.DataFrame) -> pl.DataFrame:
    """Scores (SCORE_SCHEMA) of every filer by form and in all, for the run's period and those before it.

    findings   with `id`, settled ones included; inquiries  INQUIRY_SCHEMA of the same findings
    absent     form, period, filer, due of the returns that are overdue
    A finding alone costs nothing: it costs points when its answer is owed and the day has passed. An answer that waits for
    a decision costs nothing either. What is counted as coverage or lateness is not counted again as a finding. Everything
    is charged to whoever filed or owes the return, and is as known at the cut-off, also for earlier periods. A filer with
    no return of a period has no row. Source: practice §4.3 (our proposal). Checked in tests/unit/quality/test_score.py.
    """
    periods = list_periods(filed)
    tallies = _tally(filed, findings, inquiries, absent, periods)
    whole: dict[tuple[str, str, str], Tally] = {}
    for (area, _, period), tally in tallies.items():
        whole.setdefault((area, "", period), Tally()).add(tally)
    setting = filed.province.quality.score
    rows = [
        {"ref_area": area, "form": form, "time_period": period, **_score(tally, setting)}
        for (area, form, period), tally in (tallies | whole).items()
    ]
    return pl.DataFrame(rows, schema=SCORE_SCHEMA, orient="row").sort("ref_area", "form", "time_period")


def list_periods(filed: Filed) -> list[Period]:
    """The run's period, those just before it and its like of earlier years, from the oldest."""
    now = filed.period
    found = {now, *(Period(now.year - back, now.number, now.frequency) for back in range(1, YEARS + 1))}
    before = now
    for _ in range(TREND - 1):
        before = before.year_before() if now.frequency == "C" else before.previous()
        found.add(before)
    return sorted(found, key=lambda period: period.end)


def _tally(
    filed: Filed, findings: pl.DataFrame, inquiries: pl.DataFrame, absent: pl.DataFrame, periods: list[Period]
) -> dict[tuple[str, str, str], Tally]:
    tallies: dict[tuple[str, str, str], Tally] = {}
    places: dict[str, str] = {}

    def find(filer: str, form: str, text: str) -> Tally | None:
        if text not in places:
            period = Period.parse(text) if text else filed.period
            places[text] = next((str(p) for p in periods if period.lies_in(p)), "")
        if not places[text]:
            return None
        return tallies.setdefault((filed.present(filer), form, places[text]), Tally())

    for form, period, filer, in_time, expected, filled in _list_returns(filed, absent):
        if own := find(filer, form, period):
            own.add(Tally(due=1, in_time=in_time, expected=expected, filled=filled))
    for form, period, filer, matched, units in count_registered(filed):
        if own := find(filer, form, period):
            own.add(Tally(matched=matched, units=units))
    for filer, form, period, part in _list_questions(filed, findings, inquiries):
        if own := find(filer, form, period):
            setattr(own, part, getattr(own, part) + 1)
    for bias in _list_biases(filed, periods, {(f, p) for _, f, p in tallies}):
        if own := tallies.get((bias.filer, bias.form, bias.period)):
            own.biases.append(bias.size)
    return tallies


def _list_biases(filed: Filed, periods: list[Period], needed: set[tuple[str, str]]) -> Iterator[Bias]:
    if filed.newest["vintage"].max() == 1 or filed.newest.is_empty():  # nothing was ever revised
        return
    yield from (b for b in measure_biases(filed, periods) if (b.form, b.period) in needed)


def _list_returns(filed: Filed, absent: pl.DataFrame) -> Iterator[tuple[str, str, str, int, int, int]]:
    """Form, period, filer, whether in time, figures required and figures filed of every return filed or overdue."""
    first = filed.filings.sort("vintage").unique(["form", "period", "filer"], keep="first")
    late = set(first.filter(pl.col("filed_at") > pl.col("due")).select("form", "period", "filer").rows())
    filings = filed.newest.select("form", "period", "filer", "file").rows()
    owed = [(*row, "") for row in absent.select("form", "period", "filer").rows()]
    for (form, period, filer, file), (expected, filled) in count_filled(filed, [*filings, *owed]):
        in_time = bool(file) and (form, period, filer) not in late
        yield form, period, filer, int(in_time), expected, filled


def _list_questions(
    filed: Filed, findings: pl.DataFrame, inquiries: pl.DataFrame
) -> Iterator[tuple[str, str, str, str]]:
    """Filer, form, period and the part of the tally of every question that counts as one."""
    kinds = {code: rule.kind for code, rule in filed.province.rules.items()}
    asked = findings.join(inquiries.select("id", "state"), on="id", how="inner", validate="1:1")
    for rule, severity, filer, form, period, state in asked.select(
        "rule", "severity", "charged_to", "form", "time_period", "state"
    ).iter_rows():
        if kinds.get(rule, "") in ELSEWHERE or not filer:
            continue
        unanswered = "errors" if severity == "hold" else "queries"
        yield filer, form, period, {"unanswered": unanswered, "settled": "settled"}.get(state, "waiting")


def _score(tally: Tally, setting: QualityScore) -> dict[str, Any]:
    coverage = tally.filled / tally.expected if tally.expected else None
    if tally.units:
        coverage = (1.0 if coverage is None else coverage) * tally.matched / tally.units
    punctuality = tally.in_time / tally.due if tally.due else None
    bias = max(tally.biases, key=abs, default=None)
    points = {
        "error_points": setting.error * tally.errors,
        "query_points": setting.query * tally.queries,
        "coverage_points": 0.0 if coverage is None else setting.coverage * (1 - coverage),
        "lateness_points": 0.0 if punctuality is None else setting.lateness * (1 - punctuality),
        "revision_points": setting.revision * min(1.0, abs(bias or 0.0) / setting.revision_full),
    }
    counts = {name: getattr(tally, name) for name in COUNTS}
    score = max(0.0, FULL - sum(points.values()))
    return {"score": score, "coverage": coverage, "punctuality": punctuality, "bias": bias, **counts, **points}
