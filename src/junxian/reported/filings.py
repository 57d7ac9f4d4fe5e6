"""Which files were filed: what lies under figures/ and what the register lists, each with form, period, filer, date."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from junxian.declared.forms import Form
from junxian.declared.province import Province
from junxian.reported.faults import Source, make_fault, name_nearest
from junxian.reported.periods_in_rows import read_period
from junxian.reported.register import REGISTER, Entry, read_register
from junxian.terms import FiguresError, Period, findings_frame
from junxian.terms.area import LEVELS
from junxian.terms.files import list_files

_FILE_NAME = re.compile(r"(?P<filer>[^.]+)\.(?P<n>[1-9]\d{0,5})\.(?:csv|xlsx|parquet)", re.IGNORECASE)
_NO_RETURNS = (".md", ".txt")  # remarks may lie beside the returns
FREQUENCY_NAMES = {
    "A": ("年度，如2020", "a year such as 2020"), "Q": ("季度，如2020-Q1", "a quarter such as 2020-Q1"),
    "M": ("月度，如2020-03", "a month such as 2020-03"),
    "C": ("累计，如2020-01..03", "a cumulative period such as 2020-01..03"),
}  # fmt: skip

Fault = dict[str, Any]
Placed = tuple[str, Form, Period, str, int]


@dataclass(frozen=True)
class Filing:
    """One filed file; `filed_at` None where it is not known, `registered_hash` "" where none was registered."""

    path: Path
    file: str
    form: Form
    period: Period
    filer: str
    vintage: int
    filed_at: date | None
    registered_hash: str
    replaces: str
    filed_time: str = ""  # of day, where the register tells it
    address: str = ""  # from which it was filed, where the register tells it

    @property
    def due(self) -> date:
        """The last day for filing in time."""
        return self.period.end + timedelta(days=self.form.due_days)

    @property
    def source(self) -> Source:
        """The return as findings name it."""
        return Source(self.file, self.form.code, str(self.period), self.filer)

    def is_filed_by(self, as_of: date | None) -> bool:
        """Whether it lay there on a day; one without a date counts as filed when it was due."""
        return as_of is None or (self.filed_at or self.due) <= as_of


def find_filings(province: Province, as_of: date | None, up_to: Period | None) -> tuple[list[Filing], list[Fault]]:
    """Every file filed by `as_of` for periods that end not after `up_to`, in order, and what is wrong with the list.

    Raises FiguresError where the province has no folder figures/.
    """
    listed, placed, faults = _place_all(province)
    filings: list[Filing] = []
    for filing, path in _describe_all(province, listed, placed):
        if filing.is_filed_by(as_of) and (up_to is None or filing.period.end <= up_to.end):
            filings.append(filing)
            faults += _compare_entry(filing, listed.get(path), province, _list_earlier(filing, placed))
    return filings, faults


def list_later_filings(province: Province, as_of: date) -> pl.DataFrame:
    """A note where the register dates files after a cut-off: they are not read, and one of the two days may be wrong.

    For `check` alone: what comes later is no part of a run, which would else not come out as before.
    """
    listed, placed, _ = _place_all(province)
    later = [f for f, _ in _describe_all(province, listed, placed) if f.filed_at and not f.is_filed_by(as_of)]
    told = (
        [make_fault("filed_later", Source(later[0].file), found=str(len(later)), expected=str(as_of))] if later else []
    )
    return findings_frame([*told])


def _place_all(province: Province) -> tuple[dict[str, Entry], list[Placed], list[Fault]]:
    figures = province.folder / "figures"
    if not figures.is_dir():
        raise FiguresError("figures", "the folder does not exist.", "Make it and put the returns into it.")
    listed = read_register(figures) or {}
    placed, faults = _place_files(province, sorted({*_find_files(figures), *listed}))
    return listed, placed, faults


def _describe_all(province: Province, listed: dict[str, Entry], placed: list[Placed]) -> Iterator[tuple[Filing, str]]:
    """Every filing with its path below figures/."""
    for path, form, period, filer, vintage in placed:
        entry = listed.get(path, Entry(path))
        yield Filing(
            province.folder / "figures" / path, f"figures/{path}", form, period, filer, vintage, entry.filed_on,
            entry.sha256, entry.replaces, entry.filed_time, entry.address,
        ), path  # fmt: skip


def _find_files(figures: Path) -> list[str]:
    found = [path.relative_to(figures) for path in list_files(figures)]
    return [
        path.as_posix()
        for path in found
        if not any(part.startswith((".", "~$")) for part in path.parts)
        and path.suffix.lower() not in _NO_RETURNS
        and path.as_posix() != "filings.csv"
    ]


def _place_files(province: Province, files: list[str]) -> tuple[list[Placed], list[Fault]]:
    """Read form, period, filer and number from each path; a folder that is none is one finding, not one per file."""
    placed: list[Placed] = []
    faults: dict[str, Fault] = {}
    for file in files:
        folders, _, name = file.rpartition("/")
        form_code, _, period_text = folders.partition("/")
        form = province.forms.get(form_code)
        match = _FILE_NAME.fullmatch(name)
        if ".." in file.split("/") or not folders:
            faults[file] = make_fault("unknown_file", Source(f"figures/{file}"))
        elif form is None:
            faults.setdefault(form_code, _describe_form(form_code, province))
        elif (period := read_folder_period(period_text, form)) is None:
            faults.setdefault(folders, _describe_period(folders, period_text, form))
        elif match is None:
            faults[file] = make_fault("unknown_file", Source(f"figures/{file}", form.code, period_text))
        elif match["filer"] not in province.areas:
            faults[file] = _describe_filer(file, match["filer"], form, period, province)
        else:
            placed.append((file, form, period, match["filer"], int(match["n"])))
    placed.sort(key=lambda place: (place[1].code, place[2].end, str(place[2]), place[3], place[4], place[0]))
    return placed, list(faults.values())


def read_folder_period(text: str, form: Form) -> Period | None:
    """The period of a folder's name where it has the form's frequency."""
    period = read_period(text) if text and "年" not in text else None
    return period if period is not None and period.frequency == form.frequency and str(period) == text else None


def _describe_form(code: str, province: Province) -> Fault:
    near, words = name_nearest(code, province.forms)
    return make_fault("unknown_form", Source(f"figures/{code}"), words=words, found=code, expected=near)


def _describe_period(folders: str, text: str, form: Form) -> Fault:
    zh, en = FREQUENCY_NAMES[form.frequency]
    return make_fault(
        "unknown_period",
        Source(f"figures/{folders}", form.code, text),
        words={"expected_en": en},
        found=text,
        expected=zh,
    )


def _describe_filer(file: str, filer: str, form: Form, period: Period, province: Province) -> Fault:
    near, words = name_nearest(filer, province.areas.codes)
    source = Source(f"figures/{file}", form.code, str(period), filer)
    return make_fault("unknown_filer", source, words=words, found=filer, expected=near)


def _list_earlier(filing: Filing, placed: list[Placed]) -> list[str]:
    """Files of the same return that a filing may replace; the newest last."""
    own = (filing.form, filing.period, filing.filer)
    return [file for file, *place, n in placed if tuple(place) == own and n < filing.vintage] if filing.replaces else []


def _compare_entry(filing: Filing, entry: Entry | None, province: Province, earlier: list[str]) -> list[Fault]:
    faults = _compare_filer(filing, province)
    if entry is None:
        return [*faults, make_fault("unlisted_file", filing.source)]
    if not entry.filed_at:
        faults.append(make_fault("undated_file", filing.source))
    if not entry.sha256 and os.path.isfile(filing.path):
        faults.append(make_fault("unhashed_file", filing.source))
    replaced = entry.replaces if entry.replaces in earlier else "".join(earlier[-1:]) or "—"
    pairs = [
        ("报表", "the form", entry.form, filing.form.code), ("报告期", "the period", entry.period, str(filing.period)),
        ("报送单位", "the filer", entry.filer, filing.filer),
        ("报送日期", "the date", entry.filed_at, entry.filed_at if entry.filed_on else "YYYY-MM-DD"),
        ("登记次数", "the number of entries", str(entry.times), "1"),
        ("所替代的文件", "the file replaced", entry.replaces, replaced),
    ]  # fmt: skip
    for zh, en, found, expected in pairs:
        if found and found != expected:
            words = {"what": zh, "what_en": en, "file": filing.file}
            where = Source(REGISTER, filing.form.code, str(filing.period), filing.filer)
            faults.append(make_fault("filing_differs", where, words=words, found=found, expected=expected))
    return faults


def _compare_filer(filing: Filing, province: Province) -> list[Fault]:
    expected = filing.form.filed_by
    if filing.filer == expected or province.areas.level(filing.filer) == expected:
        return []
    level_zh = {
        "province": "省",
        "city": "市（州）",
        "county": "县（市、区）",
        "zone": "功能区",
        "park": "园区",
        "department": "部门",
    }
    zh = level_zh[expected] if expected in LEVELS else province.areas.name(expected)
    en = f"every {expected}" if expected in LEVELS else province.areas.name(expected, "en")
    return [make_fault("unexpected_filer", filing.source, words={"expected_en": en}, found=filing.filer, expected=zh)]
