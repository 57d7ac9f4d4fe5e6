"""Whether a run, computed again, says the same: identical, equal within 1e-9, or different."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from junxian.store.compare import Difference, compare_tables
from junxian.store.record import Record, hash_inputs, hash_tables, name_versions
from junxian.store.tables import read_table
from junxian.terms import NotPermitted


@dataclass(frozen=True)
class Comparison:
    """The answer of a rerun: the verdict, the inputs and versions that changed since, the cells that differ."""

    run: str
    verdict: Literal["identical", "equal within 1e-9", "different"]
    changed_inputs: tuple[str, ...]
    changed_versions: tuple[str, ...]
    differences: tuple[Difference, ...]


def compare_with_record(record: Record, folder: Path, province: Path, now: dict[str, pl.DataFrame]) -> Comparison:
    """Compare tables computed now with those of a stored run.

    A table that is not what was recorded, because it was changed or removed since, differs in what was changed.
    """
    kept = dict(_read_kept(folder / "tables", record.tables))
    hashes, kept_hashes = hash_tables(now), hash_tables(kept)
    found: list[Difference] = []
    for name in sorted({*record.tables, *now}):
        if name not in now or name not in record.tables:
            found.append(Difference(name, "", "", str(name in record.tables), str(name in now), decides=True))
        elif name not in kept:
            found.append(Difference(name, "", "", "not there or not readable", "computed", decides=True))
        elif not hashes[name] == kept_hashes[name] == record.tables[name]:
            found += compare_tables(name, kept[name], now[name])
    return Comparison(
        run=record.run,
        verdict="identical" if not found else "different" if any(d.decides for d in found) else "equal within 1e-9",
        changed_inputs=_changed(record.inputs, hash_inputs(province)),
        changed_versions=_changed(record.versions, name_versions()),
        differences=tuple(found),
    )


def list_changed_tables(record: Record, folder: Path) -> tuple[str, ...]:
    """The tables of a stored run that are not what its record says: changed or removed since. `folder` is the run's.

    Checked in tests/unit/store/test_changed_tables.py.
    """
    found = hash_tables(dict(_read_kept(folder / "tables", record.tables)))
    return tuple(name for name in sorted(record.tables) if found.get(name) != record.tables[name])


def _read_kept(tables: Path, names: Iterable[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    for name in names:
        with suppress(NotPermitted):  # told as a difference
            yield name, read_table(tables, name)


def _changed(kept: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*kept, *now}) if kept.get(name) != now.get(name))
