"""The register of filings, figures/filings.csv: who filed which file when, and its hash."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from junxian.declared.csv_file import read_lines
from junxian.reported.areas_in_rows import repair_code
from junxian.reported.periods_in_rows import read_period
from junxian.terms import DeclarationError, FiguresError
from junxian.terms.day import parse_day
from junxian.terms.nearest import suggest

REGISTER = "figures/filings.csv"
_COLUMNS = ("file", "form", "period", "filer", "filed_at", "sha256", "replaces", "address")
_TIME = re.compile(r"[T\s]\s*(\d{1,2}:\d{2}(?::\d{2})?)")


@dataclass(frozen=True)
class Entry:
    """One line of the register, as text; files relative to figures/, `times` how often it is listed."""

    file: str
    form: str = ""
    period: str = ""
    filer: str = ""
    filed_at: str = ""
    sha256: str = ""
    replaces: str = ""
    address: str = ""
    times: int = 1

    @property
    def filed_on(self) -> date | None:
        """The day of filing; None where none is given or it is no date."""
        return parse_day(self.filed_at)

    @property
    def filed_time(self) -> str:
        """The time of day, `9:05` or `09:05:30`, where one stands behind the day; else ""."""
        match = _TIME.search(self.filed_at)
        return match[1] if match and self.filed_on else ""


def read_register(figures: Path) -> dict[str, Entry] | None:
    """Read filings.csv by file; None where there is none.

    Raises FiguresError where it cannot be read or has a column that nobody knows: without it no return has a date.
    """
    path = figures / "filings.csv"
    if not path.exists():
        return None
    try:
        columns, lines = read_lines(path, REGISTER)
    except DeclarationError as error:
        raise FiguresError(error.where, error.what, error.remedy) from error
    _check_columns(columns)
    entries: dict[str, Entry] = {}
    for _, cells in lines:
        entry = _make_entry(cells)
        known = entries.get(entry.file)
        entries[entry.file] = replace(known, times=known.times + 1) if known else entry
    return entries


def _make_entry(cells: dict[str, str]) -> Entry:
    period = read_period(cells.get("period", ""))
    return Entry(
        **cells
        | {name: _name_file(cells.get(name, "")) for name in ("file", "replaces")}
        | {"filer": repair_code(cells.get("filer", "")), "sha256": cells.get("sha256", "").casefold()}
        | ({"period": str(period)} if period else {})  # type: ignore[arg-type]
    )


def _name_file(text: str) -> str:
    return text.replace("\\", "/").removeprefix("./").removeprefix("figures/")


def _check_columns(columns: list[str]) -> None:
    if "file" not in columns:
        raise FiguresError(REGISTER, "column 'file' is missing.", f"The columns are {', '.join(_COLUMNS)}.")
    for column in columns:
        if column not in _COLUMNS:
            raise FiguresError(REGISTER, f"unknown column {column!r}.", suggest(str(column), _COLUMNS))
