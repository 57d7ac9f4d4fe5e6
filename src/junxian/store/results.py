"""The results of one run: every room's result object, and the named tables in which they are kept."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from junxian.allocation import Plan, ProgrammePlan, ProjectPlan
from junxian.assessment import Scorecard
from junxian.diagnosis import Diagnosis
from junxian.indicators import IndicatorTable
from junxian.quality import Quality
from junxian.redlines import Lines
from junxian.reported import Returns
from junxian.store.tables import read_table
from junxian.supervision import Tasks
from junxian.terms import Period


@dataclass(frozen=True)
class Results:
    """What the rooms gave, in the order of the rooms; `plans`, `programmes` and `choices` by the key of their allocation."""

    period: Period
    as_of: date
    returns: Returns
    quality: Quality
    indicators: IndicatorTable
    lines: Lines
    scorecard: Scorecard
    diagnosis: Diagnosis
    plans: dict[str, Plan]
    programmes: dict[str, ProgrammePlan]
    choices: dict[str, ProjectPlan]
    tasks: Tasks

    @property
    def rooms(self) -> dict[str, Any]:
        """Every room's result by its name."""
        return {name: getattr(self, name) for name in (*ROOMS, *(name for name, _ in ALLOTTED.values()))}


ROOMS: dict[str, type] = {
    "returns": Returns,
    "quality": Quality,
    "indicators": IndicatorTable,
    "lines": Lines,
    "scorecard": Scorecard,
    "diagnosis": Diagnosis,
    "tasks": Tasks,
}


ALLOTTED: dict[
    str, tuple[str, type]
] = {  # the first word of a table's name → where its results stand, and what they are
    "plan": ("plans", Plan),
    "programme": ("programmes", ProgrammePlan),
    "choice": ("choices", ProjectPlan),
}


def name_tables(results: Results) -> dict[str, pl.DataFrame]:
    """Every table of the results by name: `scorecard.table`, `plan.land@2020.parts` and so on."""
    return dict(_walk(results))


def _walk(results: Results) -> Iterator[tuple[str, pl.DataFrame]]:
    for room in ROOMS:
        yield from _frames(room, getattr(results, room))
    for word, (name, _) in ALLOTTED.items():
        for key, allotted in getattr(results, name).items():
            yield from _frames(f"{word}.{key.replace('/', '@')}", allotted)


def _frames(prefix: str, result: Any) -> Iterator[tuple[str, pl.DataFrame]]:
    for one in fields(result):
        value = getattr(result, one.name)
        if isinstance(value, pl.DataFrame):
            yield f"{prefix}.{one.name}", value


def read_results(tables: Path, period: Period, as_of: date) -> Results:
    """Read back the results of a stored run from its folder of Parquet tables; NotPermitted where one lacks or is damaged."""
    found = {path.stem: read_table(tables, path.stem) for path in sorted(tables.glob("*.parquet"))}
    rooms = {room: _restore(kind, room, found, tables) for room, kind in ROOMS.items()}
    allotted: dict[str, Any] = {
        name: _restore_all(kind, word, found, tables) for word, (name, kind) in ALLOTTED.items()
    }
    return Results(period=period, as_of=as_of, **allotted, **rooms)


def _restore_all(kind: Any, word: str, found: dict[str, pl.DataFrame], tables: Path) -> dict[str, Any]:
    """All results of a kind that a run may have several of, by their key."""
    prefixes = sorted({name.rsplit(".", 1)[0] for name in found if name.startswith(f"{word}.")})
    return {
        prefix.removeprefix(f"{word}.").replace("@", "/"): _restore(kind, prefix, found, tables) for prefix in prefixes
    }


def _restore(kind: Any, prefix: str, found: dict[str, pl.DataFrame], tables: Path) -> Any:
    """The result object of a room; a table that it need not have may lack."""
    needed = [f for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    names = [f.name for f in fields(kind) if f in needed or f"{prefix}.{f.name}" in found]
    if lacking := [name for name in names if f"{prefix}.{name}" not in found]:
        read_table(tables, f"{prefix}.{lacking[0]}")
    return kind(**{name: found[f"{prefix}.{name}"] for name in names})
