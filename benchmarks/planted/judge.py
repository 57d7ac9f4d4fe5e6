"""Findings held against faults: which faults were found, which findings concern none."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import polars as pl

from planted.faults import Fault

RULES = {
    "unit": {"magnitude"}, "decimal": {"magnitude"}, "swapped": {"swapped"}, "copied": {"duplicates", "copied"},
    "carried": {"carried"}, "smoothed": {"smooth"}, "sum": {"parts", "areas"}, "growth": {"growth"}, "missing": {"complete"},
}  # fmt: skip
Place = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """For each fault whether it was found and by its own rule; findings that concern no fault."""

    faults: list[tuple[Fault, bool, bool]]
    findings: int
    false: pl.DataFrame

    def precision(self) -> float:
        return 1 - self.false.height / max(self.findings, 1)


def judge(findings: pl.DataFrame, faults: list[Fault], set_aside: Iterable[Place] = ()) -> Judged:
    """Findings of a planted panel against its faults; notes that something cannot be tested are no alarms.

    A finding concerns a fault where it names one of its areas and periods, or the total in which the area lies; rows
    that several areas of one return lack make one finding, about the return.
    Findings about places set aside count neither way, unless they concern a fault.
    """
    alarms = findings.filter(pl.col("severity") != "note")
    places: dict[Place, list[int]] = {}
    for n, fault in enumerate(faults):
        for period in fault.periods:
            for area in {*fault.areas, *(f"{a[:2]}0000" for a in fault.areas)}:
                places.setdefault((area, period), []).append(n)
    found: dict[int, set[str]] = {}
    false, aside = [], 0
    excused = set(set_aside)
    for row in alarms.iter_rows(named=True):
        here = places.get((row["ref_area"] or row["filer"], row["time_period"]), [])
        exact = [
            n
            for n in here
            if row["ref_area"] in faults[n].areas or (not row["ref_area"] and faults[n].kind == "missing")
        ]
        for n in exact:
            found.setdefault(n, set()).add(row["rule"])
        if not here:
            if (row["ref_area"], row["time_period"]) in excused:
                aside += 1
            else:
                false.append(row)
    judged = [(f, n in found, bool(found.get(n, set()) & RULES[f.kind])) for n, f in enumerate(faults)]
    return Judged(judged, alarms.height - aside, pl.DataFrame(false, schema=alarms.schema))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)
