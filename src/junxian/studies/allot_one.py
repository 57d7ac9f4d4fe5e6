"""One programme allotted by itself: of a province folder, or from a TOML and a table without any province."""

from datetime import date
from pathlib import Path

import polars as pl

from junxian.allocation import ProgrammePlan, allocate
from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.source import ProvinceSource, TableSource
from junxian.declared.allocation_modes import read_allocation
from junxian.declared.programmes import Programme
from junxian.studies.figures import Figures, read_figures
from junxian.terms import MethodError
from junxian.terms.nearest import suggest


def allot_from_table(file: Path, table: Path, *, draws: int | None = None, is_judged: bool = False) -> ProgrammePlan:
    """Allot a programme (TOML) among the rows of a CSV: columns `area`, `name`, `city`, `class` and every key that it names.

    Amounts are in the units of the TOML, supplies and limits of rows as numbers there, or in a row whose area is `province`.
    MethodError names the column or cell that is wrong. Checked in tests/unit/cli/test_allocate.py.
    """
    declared = read_allocation(file, file.name)
    if not isinstance(declared, Programme):
        raise MethodError(
            file.name,
            "allots by formula, which needs a province.",
            'Declare mode = "welfare", or run it in its province.',
        )
    rows = _read_table(table)
    own = rows.filter(pl.col("area") == "province")
    figures = {
        name: float(own[name][0])
        for name in own.columns
        if own.height and own[name].dtype.is_numeric() and own[name][0] is not None
    }
    source = TableSource(rows.filter(pl.col("area") != "province"), figures)
    return coordinate_source(_with_draws(declared, draws), source, is_judged=is_judged)


def allot_from_province(
    folder: Path, key: str, period: str | None, as_of: date | None, *, draws: int | None = None, is_judged: bool = False
) -> tuple[Figures, Programme, ProgrammePlan]:
    """Allot one programme of a province again; the only one where no key is given. Nothing is written."""
    figures = read_figures(folder, period, as_of)
    province = figures.province
    known = list(province.programmes)
    chosen = key or (known[0] if len(known) == 1 else "")
    if chosen not in province.programmes:
        what = "is not declared as a programme." if key else f"has {len(known)} programmes."
        raise MethodError(
            f"allocation {key!r}" if key else str(folder),
            what,
            suggest(key, known) if known else 'Declare one with mode = "welfare".',
        )
    programme = _with_draws(province.programmes[chosen], draws)
    scorecard = figures.assess(figures.scheme(), with_intervals=False)
    formula = {
        plan.factor: dict(allocate(plan, figures.indicators, province, figures.period, scorecard=scorecard, lines=figures.lines).table.select("ref_area", "quota").iter_rows())
        for plan in (province.plans[one] for one in province.allocations if one in province.plans)
    }  # fmt: skip
    ranks = {row["ref_area"]: row for row in scorecard.table.iter_rows(named=True)}
    states = {(a, c): s for a, c, s in figures.lines.table["ref_area", "line", "state"].iter_rows()}
    source = ProvinceSource(province, figures.indicators, figures.period, programme.classification, ranks, states)
    plan = coordinate_source(programme, source, is_judged=is_judged, seed=province.seed, formula=formula)
    return figures, programme, plan


def _with_draws(programme: Programme, draws: int | None) -> Programme:
    if draws is None:
        return programme
    return programme.model_copy(update={"sensitivity": programme.sensitivity.model_copy(update={"replicates": draws})})


def _read_table(path: Path) -> pl.DataFrame:
    """Every column as it is filed; `area`, `name`, `city` and `class` as text."""
    if not path.is_file():
        raise MethodError(str(path), "does not exist.", "Name a CSV with a row for each area.")
    try:
        text = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
    except pl.exceptions.PolarsError as error:
        raise MethodError(
            str(path), f"is no CSV that can be read ({str(error).splitlines()[0]}).", "Save it as CSV in UTF-8."
        ) from error
    if "area" not in text.columns:
        raise MethodError(
            str(path), f"has no column 'area' (it has {', '.join(text.columns)}).", "Add the codes of the areas."
        )
    if twice := text.filter(pl.col("area").is_duplicated())["area"].to_list():
        raise MethodError(str(path), f"area {twice[0]!r} stands twice.", "Keep one row an area.")
    if text["area"].null_count():
        raise MethodError(str(path), "has a row without an area.", "Give its code, or take the row out.")
    return text.with_columns(
        [_as_number(text[name]) for name in text.columns if name not in ("area", "name", "city", "class")]
    )


def _as_number(column: pl.Series) -> pl.Series:
    """A column of numbers as numbers; one with text stays text, and is refused where it is used as a key."""
    numbers = column.str.strip_chars().replace("", None).cast(pl.Float64, strict=False)
    is_number = (
        numbers.is_finite().fill_null(False).sum() == column.str.strip_chars().replace("", None).drop_nulls().len()
    )
    return numbers if is_number else column
