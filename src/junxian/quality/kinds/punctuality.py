"""Punctuality: every return that is due was filed, and by its deadline."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from junxian.declared.forms import Form
from junxian.declared.rules import Punctuality
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.verdicts import RETURN
from junxian.quality.wording import say_area, say_form, say_period
from junxian.terms.area import LEVELS
from junxian.terms.name import Name
from junxian.terms.period import Period

ABSENT_SCHEMA: dict[str, Any] = {"form": pl.String, "period": pl.String, "filer": pl.String, "due": pl.Date}


def check_punctuality(rule: Punctuality, filed: Filed) -> list[Suspicion]:
    """Suspect returns that are absent though due by the cut-off, and returns first filed after their deadline.

    Expected are all periods of the form's frequency from the first that anybody filed (the run's own where nobody filed
    any) to the run's, while the form is valid, from every area of the filing level then valid. A revision is never late.
    Checked in tests/unit/quality/test_punctuality.py.
    """
    form = filed.province.forms[rule.form]
    absent = [_suspect_absent(rule, filed, *row) for row in find_absent(form, filed)]
    first = filed.filings.filter(form=rule.form).sort("vintage").unique(RETURN, keep="first", maintain_order=True)
    late = first.filter(pl.col("filed_at") > pl.col("due")).sort(RETURN)
    return absent + [_suspect_late(rule, filed, row) for row in late.iter_rows(named=True)]


def list_absent(filed: Filed) -> pl.DataFrame:
    """The overdue returns of every form that a rule of punctuality asks about: form, period, filer, due."""
    forms = dict.fromkeys(r.form for r in filed.province.rules.values() if r.kind == "punctuality")
    rows = [(code, *row) for code in forms for row in find_absent(filed.province.forms[code], filed)]
    return pl.DataFrame(rows, schema=ABSENT_SCHEMA, orient="row")


def find_absent(form: Form, filed: Filed) -> Iterator[tuple[str, str, date]]:
    """Period, filer and due day of every return of a form that is due by the cut-off and not there."""
    filings = filed.filings.filter(form=form.code).select("period", "filer").rows()
    there = {(period, filed.present(filer)) for period, filer in filings} | set(filings)
    for period in expect_periods(form, sorted({period for period, _ in filings}), filed.period):
        due = period.end + timedelta(days=form.due_days)
        for filer in expect_filers(form, period, filed) if due < filed.as_of else ():
            if (str(period), filer) not in there and (str(period), filed.present(filer)) not in there:
                yield str(period), filer, due


def expect_periods(form: Form, filed: list[str], last: Period) -> Iterator[Period]:
    """The periods for which a form is due, oldest first: from the first filed to the last that ends with the run's."""
    known = [Period.parse(text) for text in filed]
    first = min(known, key=lambda p: (p.end, p.number), default=_final_period(form, last))
    numbers = {p.number for p in known} if form.frequency == "C" else set()  # January may never be asked for
    for year in range(first.year, last.end.year + 1):
        for number in range(1, {"A": 1, "Q": 4}.get(form.frequency, 12) + 1):
            period = Period(year, number, form.frequency)
            in_force = form.valid_until is None or period.end <= form.valid_until
            if first.end <= period.end <= last.end and in_force and (not numbers or number in numbers):
                yield period


def _final_period(form: Form, last: Period) -> Period:
    number = {"A": 1, "Q": (last.end.month + 2) // 3}.get(form.frequency, last.end.month)
    return Period(last.end.year, number, form.frequency)


def expect_filers(form: Form, period: Period, filed: Filed) -> list[str]:
    """The areas or the one body that owe a return of this form for a period."""
    if form.filed_by not in LEVELS:
        return [form.filed_by]
    codes = filed.province.areas.at_level(form.filed_by, period.end)
    if not form.scope or form.filed_by != form.covers:
        return codes
    scope = set(filed.province.classifications[form.scope]["area"])
    return [code for code in codes if code in scope or filed.present(code) in scope]


def _suspect_absent(rule: Punctuality, filed: Filed, period: str, filer: str, due: date) -> Suspicion:
    name, form, time = say_area(filer, filed.province), say_form(rule.form, filed.province), say_period(period)
    days = (filed.as_of - due).days
    message = Name(
        zh=f"{name.zh}未报送{form.zh}{time.zh}报表，应于{due:%Y-%m-%d}前报送，至{filed.as_of:%Y-%m-%d}已逾期{days}天。",
        en=f"{name.text('en')} has not filed {form.en} for {time.en}, due by {due:%Y-%m-%d}: {days} days overdue on {filed.as_of:%Y-%m-%d}.",
    )
    return _suspect(rule, filed, (period, filer, ""), ("", f"≤ {due:%Y-%m-%d}"), message)


def _suspect_late(rule: Punctuality, filed: Filed, row: dict[str, Any]) -> Suspicion:
    name, form = say_area(row["filer"], filed.province), say_form(rule.form, filed.province)
    time, days = say_period(row["period"]), (row["filed_at"] - row["due"]).days
    message = Name(
        zh=f"{name.zh}{form.zh}{time.zh}报表于{row['filed_at']:%Y-%m-%d}报送，比期限{row['due']:%Y-%m-%d}晚{days}天。",
        en=f"{name.text('en')} filed {form.en} for {time.en} on {row['filed_at']:%Y-%m-%d}, {days} days after {row['due']:%Y-%m-%d}.",
    )
    dates = (f"{row['filed_at']:%Y-%m-%d}", f"≤ {row['due']:%Y-%m-%d}")
    return _suspect(rule, filed, (row["period"], row["filer"], row["file"]), dates, message)


def _suspect(
    rule: Punctuality, filed: Filed, place: tuple[str, str, str], dates: tuple[str, str], message: Name
) -> Suspicion:
    period, filer, file = place
    is_own = filed.province.areas.level(filer) == filed.province.forms[rule.form].covers
    return Suspicion(
        rule=rule, severity=rule.severity, area=filer if is_own else "", period=period, form=rule.form, items=(),
        found=dates[0], expected=dates[1], message=message, shown=(), filer=filer, file=file,
    )  # fmt: skip
