"""Findings held against faults: which faults were found, which findings concern none."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import polars as pl

from planted.faults import Fault

RULES = {
    "unit": {"magnitude"}, "decimal": {"magnitude"}, "swapped": {"swapped"}, "copied": {"duplicates", "copied"},
    "carried": {"carried"}, "smoothed": {"smooth"}, "sum": {"parts", "areas"}, "growth": {"growth"}, "missing": {"complete"},
}  # fmt: skip
Place = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """For each fault whether it was found and by its own rule; findings that concern no fault.

    `areas` counts a question about several areas of a return once for each that it names, `false_areas` those without fault.
    """

    faults: list[tuple[Fault, bool, bool]]
    findings: int
    false: pl.DataFrame
    areas: int
    false_areas: int

    def precision(self) -> float:
        return 1 - self.false.height / max(self.findings, 1)


def judge(findings: pl.DataFrame, faults: list[Fault], set_aside: Iterable[Place] = ()) -> Judged:
    """Findings of a planted panel against its faults; notes that something cannot be tested are no alarms.

    A finding concerns a fault where it names one of its areas and periods, or the total in which the area lies; a question
    about several areas of a return names those whose cells it points at; rows that several areas lack, the return.
    Findings about places set aside count neither way, unless they concern a fault.
    """
    alarms = findings.filter(pl.col("severity") != "note")
    places: dict[Place, list[int]] = {}
    for n, fault in enumerate(faults):
        for period in fault.periods:
            for area in {*fault.areas, *(f"{a[:2]}0000" for a in fault.areas)}:
                places.setdefault((area, period), []).append(n)
    found: dict[int, set[str]] = {}
    false, aside, areas, false_areas = [], 0, 0, 0
    excused = set(set_aside)
    for row in alarms.iter_rows(named=True):
        named = name_areas(row)
        here = [n for area in named for n in places.get((area, row["time_period"]), [])]
        exact = [
            n
            for n in here
            if named & set(faults[n].areas) or (row["rule"] == "complete" and faults[n].kind == "missing")
        ]
        for n in exact:
            found.setdefault(n, set()).add(row["rule"])
        clear = [area for area in named if (area, row["time_period"]) not in places]
        if here or not all((area, row["time_period"]) in excused for area in named):
            areas, false_areas = areas + len(named), false_areas + len(clear)
        if not here:
            if all((area, row["time_period"]) in excused for area in named):
                aside += 1
            else:
                false.append(row)
    judged = [(f, n in found, bool(found.get(n, set()) & RULES[f.kind])) for n, f in enumerate(faults)]
    return Judged(judged, alarms.height - aside, pl.DataFrame(false, schema=alarms.schema), areas, false_areas)


def name_areas(row: dict[str, Any]) -> set[str]:
    """The areas that a finding names: its own, those of the cells of a question about several, or else its return's."""
    return {row["ref_area"]} if row["ref_area"] else {c.split("/")[0] for c in row["cell"].split()} or {row["filer"]}


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)
