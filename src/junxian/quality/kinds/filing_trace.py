"""Filing trace: returns of several filers from one place or within minutes, files that are one, returns changed often."""

from collections.abc import Iterator
from datetime import datetime, time
from math import exp
from typing import Any

import polars as pl

from junxian.declared.rules_of_chance import FilingTrace
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.verdicts import RETURN
from junxian.quality.wording import say_areas, say_form, say_period
from junxian.terms.name import Name

AROUND = 120.0  # minutes before and after from which the usual rate of filing is told
RARE = 0.001  # chance, over all windows, below which filings within minutes are no crowd at a deadline


def check_filing_trace(rule: FilingTrace, filed: Filed) -> list[Suspicion]:
    """Suspect how returns came in, never what they say.

    One place: `filers` or more filers of one form and period from one address (where the register has addresses). Within
    minutes: so many within `minutes`, without addresses, where at the rate of the two hours around it chance would bring
    them together in fewer than one case in a thousand (Poisson, over all windows). One file: equal hashes of different
    filers, where no rule of duplicates asks that already. Often changed: `revisions` or more revisions of one return.
    Nothing is withheld. Source: practice §4.3 Q8. Checked in tests/unit/quality/test_filing_trace.py.
    """
    own = filed.filings.filter((pl.col("form") == rule.form) | (rule.form == ""))
    first = own.sort("vintage").unique(RETURN, keep="first", maintain_order=True).sort("form", "period", "filer")
    found: list[Suspicion] = []
    for _, table in first.group_by("form", "period", maintain_order=True):
        rows = table.to_dicts()
        found += _find_places(rule, filed, rows)
        found += _find_crowds(rule, filed, [row for row in rows if not row["address"]])
    asked = {r.form for r in filed.province.rules.values() if r.kind == "duplicates"}
    found += _find_same(rule, filed, own.filter(~pl.col("form").is_in(asked)))
    return [*found, *_find_revised(rule, filed, own)]


def _find_places(rule: FilingTrace, filed: Filed, rows: list[dict[str, Any]]) -> Iterator[Suspicion]:
    places: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["address"]:
            places.setdefault(row["address"], []).append(row)
    for address, group in sorted(places.items()):
        if len(group) >= rule.filers:
            yield _suspect(rule, filed, group, address, Name(zh=f"来自同一地址（{address}）", en=f"came from one address ({address})"))  # fmt: skip


def _find_crowds(rule: FilingTrace, filed: Filed, rows: list[dict[str, Any]]) -> Iterator[Suspicion]:
    timed = sorted(((_read_time(row), row) for row in rows if row["filed_time"] and row["filed_at"]), key=lambda pair: (pair[0], pair[1]["filer"]))  # fmt: skip
    minutes = [(when - datetime.min).total_seconds() / 60 for when, _ in timed]
    place = 0
    while place < len(timed):
        last = place
        while last + 1 < len(timed) and minutes[last + 1] - minutes[place] <= rule.minutes:
            last += 1
        count = last - place + 1
        if count >= rule.filers and len(timed) * _chance(minutes, place, last, rule.minutes) <= RARE:
            group, span = [row for _, row in timed[place : last + 1]], minutes[last] - minutes[place]
            yield _suspect(rule, filed, group, f"{span:.0f}′", Name(zh=f"在{span:.0f}分钟内先后报送", en=f"were filed within {span:.0f} minutes"))  # fmt: skip
            place = last + 1
        else:
            place += 1


def _read_time(row: dict[str, Any]) -> datetime:
    hour, minute, *second = (int(part) for part in row["filed_time"].split(":"))
    return datetime.combine(row["filed_at"], time(min(hour, 23), min(minute, 59), min(second[0], 59) if second else 0))


def _chance(minutes: list[float], first: int, last: int, width: float) -> float:
    """P(Poisson ≥ as many more filings after the first) at the rate of the two hours around, those within left out."""
    count = last - first
    around = sum(1 for i, at in enumerate(minutes) if abs(at - minutes[first]) <= AROUND and not first <= i <= last)
    rate = (around + 1) / (2 * AROUND) * width
    term, below = exp(-rate), 0.0
    for k in range(count):
        below += term
        term *= rate / (k + 1)
    return max(1.0 - below, 0.0)


def _find_same(rule: FilingTrace, filed: Filed, own: pl.DataFrame) -> Iterator[Suspicion]:
    known = own.filter(pl.col("sha256") != "").sort("sha256", "filed_at", "period", "filer", nulls_last=True)
    for _, table in known.group_by("sha256", maintain_order=True):
        if table["filer"].n_unique() > 1:
            rows = table.unique("filer", keep="first", maintain_order=True).to_dicts()
            yield _suspect(rule, filed, rows, "=", Name(zh="内容完全相同", en="are the same file"))


def _find_revised(rule: FilingTrace, filed: Filed, own: pl.DataFrame) -> Iterator[Suspicion]:
    counted = own.sort("vintage").group_by(RETURN, maintain_order=True).agg(pl.len().alias("times"), pl.all().last())
    for row in counted.filter(pl.col("times") > rule.revisions).sort(RETURN).iter_rows(named=True):
        times = row["times"] - 1
        yield _suspect(rule, filed, [row], str(times), Name(zh=f"先后修订{times}次", en=f"was revised {times} times"))


def _suspect(rule: FilingTrace, filed: Filed, rows: list[dict[str, Any]], found: str, what: Name) -> Suspicion:
    first, province = rows[0], filed.province
    names, form = say_areas([row["filer"] for row in rows], province), say_form(first["form"], province)
    period, many = say_period(first["period"]), len(rows) > 1
    ask = (
        Name(zh="请说明由谁录入。", en="Please say who entered them.")
        if many
        else Name(zh="请说明每次修订的依据。", en="Please give the reason of each revision.")
    )
    is_own = not many and province.areas.level(first["filer"]) == province.forms[first["form"]].covers
    return Suspicion(
        rule=rule, severity=rule.severity, area=first["filer"] if is_own else "", period=first["period"],
        form=first["form"], items=(), found=found, expected="",
        message=Name(
            zh=f"{names.zh}{form.zh}{period.zh}报表{what.zh}。{ask.zh}",
            en=f"{form.en} for {period.en} of {names.en} {what.text('en')}. {ask.text('en')}",
        ),
        shown=(), filer=first["filer"], file=first["file"], weight=float(len(rows)),
    )  # fmt: skip
