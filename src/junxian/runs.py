"""The flow, written once: filed returns of a period to a bulletin, room by room. Read this page first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from junxian import store
from junxian.allocation import allot
from junxian.assessment import assess
from junxian.bulletin import compose, write_docx, write_findings_workbook, write_html, write_xlsx
from junxian.declared import Province, choose_period, read_province
from junxian.diagnosis import diagnose
from junxian.indicators import check_units, derive, draw, verify_examples
from junxian.quality import Quality, accepted, check_returns, verify_rules
from junxian.redlines import watch
from junxian.reported import list_later_filings, read_returns
from junxian.supervision import issue_tasks
from junxian.terms import Period

Watch = Callable[[str], None]
YEARS_BEFORE = 3  # a red line asks whether the last years worsened


def compute(province: Province, period: Period, as_of: date, step: store.Steps) -> store.Results:
    """Carry the returns of one period, as known at a cut-off day, through every room; nothing is written."""
    scheme, seed = province.schemes[province.scheme], province.seed
    years = range(max(YEARS_BEFORE, scheme.impute.limit + 1), -1, -1)
    periods = [Period(period.year - back, period.number, period.frequency) for back in years]
    with step("reported"):
        returns = read_returns(province, as_of, period)
    with step("quality"):
        quality = check_returns(returns, province, period, as_of)
        figures = accepted(returns, quality)
    with step("indicators"):
        indicators = derive(figures, province, periods, quality.held)
    with step("redlines"):
        lines = watch(indicators, province.lines, province.areas, periods[-YEARS_BEFORE - 1 :])
    with step("assessment"):
        scorecard = assess(
            indicators, scheme, province.classifications[scheme.classification], period, vetoes=lines.breaches, seed=seed,
            draws=lambda areas, codes: draw(
                indicators, province, period, areas, codes, scheme.robustness.replicates, seed, quality.suspects
            ),
        )  # fmt: skip
    with step("diagnosis"):
        diagnosis = diagnose(scorecard, scheme)
    with step("allocation"):
        plans, programmes, choices = allot(province, indicators, period, scorecard, lines)
    with step("supervision"):
        tasks = issue_tasks(province, period, as_of, quality, lines)
    return store.Results(
        period, as_of, returns, quality, indicators, lines, scorecard, diagnosis, plans, programmes, choices, tasks
    )


def run(
    folder: Path, period: str | None = None, as_of: date | None = None, watch_steps: Watch | None = None
) -> store.Run:
    """Run a province folder for a period (its current one by default) and leave a run with a bulletin in runs/."""
    province, step = read_province(folder), store.Steps(watch_steps)
    check_units(province)
    results = compute(province, *choose_period(province, period, as_of), step)
    with store.keep_run(province, results, step) as (partial, record), step("bulletin"):
        content = compose(province, results.period, record.run, **results.rooms)
        write_html(content, partial / "bulletin.html")
        write_xlsx(content, partial / "bulletin.xlsx", results.scorecard)
        write_docx(content, partial / "bulletin.docx")
        write_findings_workbook(results.quality, province, partial / "findings.xlsx")
    return store.Run(**vars(results), folder=folder / "runs" / record.run, record=record, province=province)


def rerun(path: Path) -> store.Comparison:
    """Compute a stored run again from the folder as it is now and compare every table with the one kept."""
    stored = store.find_run(path)
    record, province = store.read_record(stored), read_province(stored.parents[1])
    results = compute(province, Period.parse(record.period), date.fromisoformat(record.as_of), store.Steps())
    return store.compare_with_record(record, stored, province.folder, store.name_tables(results))


def check(folder: Path, as_of: date | None = None) -> Quality:
    """Load every declaration and figure, run every worked example and rule; all findings at once."""
    province = read_province(folder)
    check_units(province)
    period, day = choose_period(province, None, as_of)
    returns = read_returns(province, day, period)
    quality = check_returns(returns, province, period, day)
    told = [verify_examples(province), verify_rules(province), quality.findings, list_later_filings(province, day)]
    return replace(quality, findings=pl.concat(told))


def freeze(folder: Path, scheme: str, on: date | None = None, *, is_late: bool = False) -> Path:
    """Freeze an edition of a scheme before its year starts: write its bounds and the hash of its files."""
    return store.freeze_edition(read_province(folder), scheme, on or date.today(), is_late=is_late)
