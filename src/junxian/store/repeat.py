"""Whether a run, computed again, says the same: identical, equal within 1e-9, or different."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from junxian.store.compare import Difference, compare_tables
from junxian.store.record import Record, hash_inputs, hash_tables, name_versions


@dataclass(frozen=True)
class Comparison:
    """The answer of a rerun: the verdict, the inputs and versions that changed since, the cells that differ."""

    run: str
    verdict: Literal["identical", "equal within 1e-9", "different"]
    changed_inputs: tuple[str, ...]
    changed_versions: tuple[str, ...]
    differences: tuple[Difference, ...]


def compare_with_record(record: Record, folder: Path, province: Path, now: dict[str, pl.DataFrame]) -> Comparison:
    """Compare tables computed now with those of a stored run; tables whose hash is the recorded one are not opened."""
    hashes = hash_tables(now)
    found: list[Difference] = []
    for name in sorted({*record.tables, *now}):
        if name not in now or name not in record.tables:
            found.append(Difference(name, "", "", str(name in record.tables), str(name in now), decides=True))
        elif hashes[name] != record.tables[name]:
            found += compare_tables(name, pl.read_parquet(folder / "tables" / f"{name}.parquet"), now[name])
    return Comparison(
        run=record.run,
        verdict="identical" if not found else "different" if any(d.decides for d in found) else "equal within 1e-9",
        changed_inputs=_changed(record.inputs, hash_inputs(province)),
        changed_versions=_changed(record.versions, name_versions()),
        differences=tuple(found),
    )


def _changed(kept: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*kept, *now}) if kept.get(name) != now.get(name))
