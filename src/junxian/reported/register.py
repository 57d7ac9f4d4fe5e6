"""The register of filings, figures/filings.csv: who filed which file when, and its hash."""

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from junxian.reported.decode import decode_bytes
from junxian.reported.sheet import CannotRead
from junxian.terms import FiguresError
from junxian.terms.nearest import suggest

REGISTER = "figures/filings.csv"
_COLUMNS = ("file", "form", "period", "filer", "filed_at", "sha256", "replaces")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")


@dataclass(frozen=True)
class Entry:
    """One line of the register, as text; `file` relative to figures/, `times` how often it is listed."""

    file: str
    form: str = ""
    period: str = ""
    filer: str = ""
    filed_at: str = ""
    sha256: str = ""
    replaces: str = ""
    times: int = 1

    @property
    def filed_on(self) -> date | None:
        """The day of filing; None where none is given or it is no date."""
        match = _DATE.fullmatch(self.filed_at)
        try:
            return date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            return None


def read_register(figures: Path) -> dict[str, Entry] | None:
    """Read filings.csv by file; None where there is none.

    Raises FiguresError where it cannot be read or has a column that nobody knows: without it no return has a date.
    """
    path = figures / "filings.csv"
    if not path.exists():
        return None
    try:
        reader = csv.DictReader(io.StringIO(decode_bytes(path.read_bytes()), newline=""), strict=True)
        rows = list(reader)
    except (CannotRead, csv.Error) as error:
        raise FiguresError(REGISTER, f"cannot be read: {error}.", "Save it as a UTF-8 CSV.") from error
    _check_columns(list(reader.fieldnames or []))
    entries: dict[str, Entry] = {}
    for row in rows:
        cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        file = cells["file"].replace("\\", "/").removeprefix("./").removeprefix("figures/")
        known = entries.get(file)
        entries[file] = replace(known, times=known.times + 1) if known else Entry(**(cells | {"file": file}))  # type: ignore[arg-type]
    return entries


def _check_columns(columns: list[str]) -> None:
    if "file" not in columns:
        raise FiguresError(REGISTER, "column 'file' is missing.", f"The columns are {', '.join(_COLUMNS)}.")
    for column in columns:
        if column not in _COLUMNS:
            raise FiguresError(REGISTER, f"unknown column {column!r}.", suggest(str(column), _COLUMNS))
