"""Reads projects.csv, the candidates of a choice: code, county, status, benefit, asks, either-or set, what it needs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from junxian.declared.csv_file import Line, check_required, make_frame, read_lines
from junxian.declared.tables import read_areas
from junxian.terms.area import Areas
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

COLUMNS = ("code", "name", "county", "status", "benefit", "either_or", "needs")
READY, UNDER_WAY, NOT_READY = "ready", "under way", "not ready"
STATUSES = {"": READY, READY: READY, UNDER_WAY: UNDER_WAY, NOT_READY: NOT_READY, "成熟": READY, "在建": UNDER_WAY, "未成熟": NOT_READY}  # fmt: skip

ABOVE = ("province", "city", "department")  # levels at which no project stands
_BETWEEN = re.compile(r"[\s;；、,，]+")  # codes of one cell


@dataclass(frozen=True)
class ProjectList:
    """The candidates in the order of their file.

    table  code, name, county, city, status (ready | under way | not ready), benefit, either_or ("" for none), every factor and
    every column that limits name; lines of the file; needs: pairs of places, the first only if the second; counties' names
    """

    table: pl.DataFrame
    where: str
    lines: tuple[int, ...]
    needs: tuple[tuple[int, int], ...]
    areas: Areas | None

    def place(self, code: str) -> int:
        """The place of a project; DeclarationError with the nearest code."""
        codes = self.table["code"].to_list()
        if code not in codes:
            raise DeclarationError(self.where, f"has no project {code!r}.", suggest(code, codes))
        return codes.index(code)

    def name_area(self, code: str, language: str) -> str:
        """The name of a county or city where a register is at hand."""
        return code if self.areas is None else self.areas.name(code, language)


def read_project_list(
    path: Path, folder: str, factors: tuple[str, ...], columns: tuple[str, ...], register: Areas | None
) -> ProjectList:
    """Read and check the list; every ask is a number from 0 on (an empty one is refused, never nought).

    DeclarationError names file, line and value: duplicates, unknown status, county or project, negative asks, circles.
    Checked in tests/unit/declared/test_project_list.py.
    """
    where = f"{folder}/{path.name}".lstrip("/")
    names, lines = read_lines(path, where)
    _check_columns(names, lines, where, factors, columns, register)
    text = list(dict.fromkeys((*(c for c in COLUMNS if c != "benefit"), "city", *columns)))
    schema: dict[str, Any] = dict.fromkeys(text, pl.String) | dict.fromkeys(("benefit", *factors), pl.Float64)
    table = make_frame(lines, schema, where).with_columns(pl.col(text).fill_null(""))
    numbers = tuple(number for number, _ in lines)
    table = _name_statuses(table, numbers, where)
    _check_rows(table, numbers, where, factors, register)
    table = _find_cities(table, register).with_columns(
        name=pl.when(pl.col("name") == "").then("code").otherwise("name")
    )
    return ProjectList(table.drop("needs"), where, numbers, _pair_needs(table, numbers, where), register)


def read_register(path: Path) -> Areas:
    """The areas of an areas.csv."""
    if path.name != "areas.csv":
        raise DeclarationError(str(path.name), "is no register of areas.", "Name a file areas.csv.")
    return read_areas(path.parent)


def _check_columns(
    names: list[str], lines: list[Line], where: str, factors: tuple[str, ...], columns: tuple[str, ...], register: Areas | None
) -> None:  # fmt: skip
    known = {*COLUMNS, "city", *factors, *columns}
    if strange := [name for name in names if name not in known]:
        raise DeclarationError(where, f"unknown column {strange[0]!r}.", suggest(strange[0], known))
    asked = [name for name in columns if name != "city" or register is None]
    check_required(names, lines, ("code", "county", "benefit", *factors, *asked), where)
    if not lines:
        raise DeclarationError(where, "lists no project.", "Write a line for each candidate.")


def _name_statuses(table: pl.DataFrame, numbers: tuple[int, ...], where: str) -> pl.DataFrame:
    for number, status in zip(numbers, table["status"], strict=True):
        if status not in STATUSES:
            raise DeclarationError(
                f"{where}, line {number}", f"status {status!r} is not known.", suggest(status, STATUSES)
            )
    return table.with_columns(pl.col("status").replace_strict(STATUSES))


def _check_rows(
    table: pl.DataFrame, numbers: tuple[int, ...], where: str, factors: tuple[str, ...], register: Areas | None
) -> None:
    seen: dict[str, int] = {}
    for number, row in zip(numbers, table.iter_rows(named=True), strict=True):
        here = f"{where}, line {number}"
        if (first := seen.setdefault(row["code"], number)) != number:
            raise DeclarationError(here, f"code {row['code']!r} stands in line {first} already.", "Keep one of them.")
        if register is not None and row["county"] not in register:
            raise DeclarationError(here, f"county {row['county']!r} is not in areas.csv.", suggest(row["county"], register.codes))  # fmt: skip
        if register is not None and (level := register.level(row["county"])) in ABOVE:
            raise DeclarationError(here, f"county {row['county']!r} is a {level}.", "Name the county, zone or park where the project stands.")  # fmt: skip
        if low := [factor for factor in factors if row[factor] < 0]:
            raise DeclarationError(here, f"asks {row[low[0]]:g} of {low[0]}.", "An ask is a number from 0 on.")


def _find_cities(table: pl.DataFrame, register: Areas | None) -> pl.DataFrame:
    """The city of every project: as listed, else that of its county; "" for a county under the province itself."""
    if register is None:
        return table
    above = {code: register.city(code) for code in table["county"].unique()}
    city = pl.col("county").replace_strict(above, return_dtype=pl.String)
    return table.with_columns(city=pl.when(pl.col("city") == "").then(city).otherwise("city"))


def _pair_needs(table: pl.DataFrame, numbers: tuple[int, ...], where: str) -> tuple[tuple[int, int], ...]:
    place = {code: k for k, code in enumerate(table["code"])}
    pairs = []
    for k, cell in enumerate(table["needs"]):
        for code in filter(None, _BETWEEN.split(cell)):
            if code not in place:
                raise DeclarationError(f"{where}, line {numbers[k]}", f"needs {code!r}, which is not listed.", suggest(code, place))  # fmt: skip
            pairs.append((k, place[code]))
    _refuse_circle(pairs, table, numbers, where)
    _refuse_broken_promise(pairs, table, numbers, where)
    return tuple(pairs)


def _refuse_circle(pairs: list[tuple[int, int]], table: pl.DataFrame, numbers: tuple[int, ...], where: str) -> None:
    """Take away what needs nothing that is left, until nothing is left or what is left goes in a circle."""
    left = set(pairs)
    while inner := _keep_leading_on(left):
        if inner == left:
            codes = table["code"].to_list()
            way = [min(first for first, _ in left)]
            needed = dict(sorted(left))
            while needed[way[-1]] not in way:
                way.append(needed[way[-1]])
            way = [*way[way.index(needed[way[-1]]) :], needed[way[-1]]]
            said = " → ".join(codes[k] for k in way)
            raise DeclarationError(
                f"{where}, line {numbers[way[0]]}", f"needs go in a circle: {said}.", "Take one out."
            )
        left = inner


def _keep_leading_on(pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    firsts = {first for first, _ in pairs}
    return {pair for pair in pairs if pair[1] in firsts}


def _refuse_broken_promise(
    pairs: list[tuple[int, int]], table: pl.DataFrame, numbers: tuple[int, ...], where: str
) -> None:
    """What is under way needs nothing that is not ready, neither itself nor through others."""
    status, codes = table["status"].to_list(), table["code"].to_list()
    needs: dict[int, list[int]] = {}
    for first, second in pairs:
        needs.setdefault(first, []).append(second)
    found = [place for place in needs if status[place] == UNDER_WAY]
    promised = set(found)
    while found:
        first = found.pop()
        for second in needs.get(first, []):
            if status[second] == NOT_READY:
                state = "is under way" if status[first] == UNDER_WAY else "is needed by what is under way"
                raise DeclarationError(
                    f"{where}, line {numbers[first]}", f"{codes[first]} {state} but needs {codes[second]}, which is not ready.",
                    "Correct one status.",
                )  # fmt: skip
            found += [second] if second not in promised else []
            promised.add(second)
