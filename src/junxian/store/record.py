"""The record of a run: inputs with hashes, versions, seed, steps with timings, and the hash of every result table."""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from junxian.engine import hash_table
from junxian.store.keys import key_columns
from junxian.terms import MethodError, NotPermitted, Period
from junxian.terms.files import list_files

LIBRARIES = ("junxian", "polars", "numpy", "duckdb", "pyarrow", "pydantic", "fastexcel")
NOT_INPUTS = ("runs",)


@dataclass(frozen=True)
class Record:
    """What is needed to recompute a run and to see whether the same came out."""

    run: str
    province: str
    period: str
    as_of: str
    seed: int
    inputs: dict[str, str]
    tables: dict[str, dict[str, Any]]
    steps: list[dict[str, Any]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    vintages: dict[str, int] = field(
        default_factory=dict
    )  # of every return, `form/period/filer`: the filing that counted


def hash_inputs(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a province folder except its runs, by path relative to the folder."""
    found = {}
    for path in sorted(list_files(folder)):
        relative = path.relative_to(folder)
        if relative.parts[0] not in NOT_INPUTS and not path.name.startswith("."):
            found[relative.as_posix()] = _hash_file(path)
    return found


def _hash_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise NotPermitted(
            str(path), f"cannot be read ({error.strerror}).", "Make it readable, or move it out of the province folder."
        ) from error


def hash_tables(tables: dict[str, pl.DataFrame]) -> dict[str, dict[str, Any]]:
    """Rows and canonical hash of every table, by name."""
    return {
        name: {"rows": table.height, "sha256": hash_table(table, key_columns(name, table))}
        for name, table in tables.items()
    }


def name_vintages(filings: pl.DataFrame) -> dict[str, int]:
    """The newest filing of every return as known at the cut-off day: n of `form/period/filer`."""
    newest = filings.group_by("form", "period", "filer").agg(pl.col("vintage").max()).sort("form", "period", "filer")
    return {f"{form}/{period}/{filer}": vintage for form, period, filer, vintage in newest.iter_rows()}


def name_versions() -> dict[str, str]:
    """Versions that a result may depend on, and the processor's family."""
    own = {"python": platform.python_version(), "machine": platform.machine()}
    return own | {library: version(library) for library in LIBRARIES}


def write_record(record: Record, folder: Path) -> None:
    """Write record.json."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    (folder / "record.json").write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record:
    """Read the record of a run; NotPermitted where the folder holds no whole run."""
    try:
        record = Record(**json.loads((folder / "record.json").read_text(encoding="utf-8")))
        Period.parse(record.period)
        date.fromisoformat(record.as_of)
        return record
    except FileNotFoundError as error:
        raise NotPermitted(
            str(folder), "holds no whole run: it has no record.json.", "Run the province again."
        ) from error
    except (ValueError, TypeError, OSError, MethodError) as error:
        raise NotPermitted(
            str(folder), f"record.json cannot be read: {str(error).rstrip('.')}.", "Run the province again."
        ) from error
