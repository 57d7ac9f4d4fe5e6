"""One programme allotted by itself: of a province folder, or from a TOML and a table without any province."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from junxian.allocation import ProgrammePlan, allot, coordinate
from junxian.allocation.allot import quote_formula
from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.source import TableSource
from junxian.declared.allocation_modes import read_allocation
from junxian.declared.csv_file import check_required, make_frame, read_lines
from junxian.declared.declaration import check_declaration
from junxian.declared.programmes import Programme, Sensitivity
from junxian.declared.project_choices import ProjectChoices
from junxian.studies.figures import Figures, read_figures
from junxian.terms import MethodError
from junxian.terms.nearest import suggest

OWN = "province"  # the row of what the province itself filed
TEXTS = ("area", "name", "city", "class")


def allot_from_table(
    file: Path, table: Path, *, draws: int | None = None, is_judged: bool = False
) -> tuple[Programme, ProgrammePlan]:
    """Allot a programme (TOML) among the rows of a CSV: columns `area`, `name`, `city`, `class` and every key that it names.

    Amounts are in the units of the TOML, supplies and limits of rows as numbers there, or in a row whose area is `province`.
    UTF-8 or GB18030. An error names the line, column or area that is wrong. Checked in tests/unit/cli/test_allocate.py.
    """
    declared = read_allocation(file, file.name)
    if isinstance(declared, ProjectChoices):
        raise MethodError(file.name, "chooses projects.", "Use `junxian projects choose`.")
    if not isinstance(declared, Programme):
        raise MethodError(
            file.name,
            "allots by formula, which needs a province.",
            'Declare mode = "welfare", or run it in its province.',
        )
    rows = _read_table(table, {*TEXTS, *_name_classifications(declared)})
    own = rows.filter(pl.col("area") == OWN)
    figures = {name: own[name][0] for name in own.columns if own.height and own[name][0] is not None}
    source = TableSource(rows.filter(pl.col("area") != OWN), figures, declared.classification)
    programme = _with_draws(declared, draws)
    return programme, coordinate_source(programme, source, is_judged=is_judged)


def read_names(table: Path) -> dict[str, str]:
    """Names of the areas of a CSV by code; the code itself where it has no name. Checked in tests/unit/cli/test_allocate.py."""
    _, lines = read_lines(table, table.name)
    return {cells["area"]: cells.get("name") or cells["area"] for _, cells in lines}


def allot_from_province(
    folder: Path, key: str, period: str | None, as_of: date | None, *, draws: int | None = None, is_judged: bool = False
) -> tuple[Figures, Programme, ProgrammePlan]:
    """Allot one programme of a province again; the only one where no key is given. Nothing is written."""
    figures = read_figures(folder, period, as_of)
    province = figures.province
    known = list(province.programmes)
    chosen = key or (known[0] if len(known) == 1 else "")
    if chosen in province.plans:
        raise MethodError(
            f"allocation {key!r}", "allots by formula.", "`junxian run` allots it; this is for programmes."
        )
    if chosen not in province.programmes:
        what = "is not declared as a programme." if key else f"has {len(known)} programmes."
        raise MethodError(
            f"allocation {key!r}" if key else str(folder),
            what,
            suggest(key, known) if known else 'Declare one with mode = "welfare".',
        )
    programme = _with_draws(province.programmes[chosen], draws)
    judged = figures.assess(figures.scheme(), with_intervals=False), figures.lines
    plans, *_ = allot(replace(province, programmes={}, projects={}), figures.indicators, figures.period, *judged)
    plan = coordinate(
        programme, figures.indicators, province, figures.period, scorecard=judged[0], lines=judged[1],
        formula=quote_formula(programme, province, plans), is_judged=is_judged,
    )  # fmt: skip
    return figures, programme, plan


def _with_draws(programme: Programme, draws: int | None) -> Programme:
    if draws is None:
        return programme
    drawn = check_declaration({"replicates": draws, "spread": programme.sensitivity.spread}, Sensitivity, "draws")
    return programme.model_copy(update={"sensitivity": drawn})


def _name_classifications(programme: Programme) -> set[str]:
    """The classifications whose classes a programme names, each a column of text."""
    named = {group.classification for group in programme.group}
    named |= {one.classification for factor in programme.factor for one in factor.need_multiplier}
    return named | {term.classification for row in programme.row for term in row.terms}


def _read_table(path: Path, texts: set[str]) -> pl.DataFrame:
    """Every column as it is filed, numbers as numbers but for those of `texts`."""
    columns, lines = read_lines(path, path.name)
    check_required(columns, lines, ("area",), path.name)
    table = make_frame(lines, dict.fromkeys(columns, pl.String), path.name)
    if twice := table.filter(pl.col("area").is_duplicated())["area"].to_list():
        raise MethodError(path.name, f"area {twice[0]!r} stands twice.", "Keep one row an area.")
    if not table.filter(pl.col("area") != OWN).height:
        raise MethodError(path.name, "has no row of an area.", "Give every area that takes part a row.")
    return table.with_columns([_as_number(table[name]) for name in columns if name not in texts])


def _as_number(column: pl.Series) -> pl.Series:
    """A column of numbers as numbers; one with text stays text, and is refused where it is used as a key."""
    numbers = column.cast(pl.Float64, strict=False)
    return numbers if numbers.is_finite().fill_null(False).sum() == column.len() - column.null_count() else column
