"""Prints what `junxian projects` answers: which projects are chosen, the certificate, limits that bind; and why of one."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import typer

from junxian.allocation.projects import ProjectPlan
from junxian.allocation.projects.declared_problem import state_declared
from junxian.allocation.projects.explain import find_threshold
from junxian.allocation.projects.plan import solve_declared, tabulate_choice
from junxian.declared.project_choices import DeclaredProjects, read_projects
from junxian.terms import NotPermitted

DECIDED_BY_PRICES = ("above", "below", "margin")  # reasons for which another benefit would change the answer
WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        "picked": "✓", "left": "–", "limit": "{name}：已用{taken}{ends}，每单位影子价{price}", "ends": "（{low}—{high}）", "written": "已写出：",
        "none": "没有可行方案。下列限制不能同时满足：", "relax": "最小的放宽：", "binding": "起作用的限制：", "exact": "重新求解得：效益达到{enough}方可列入",
        "gates": "底线闸门未计：底线状态在运行中才有",
        "never": "任何可行方案都不能列入此项目", "always": "任何可行方案都须列入此项目",
    },
    "en": {
        "picked": "✓", "left": "–", "limit": "{name}: {taken} used{ends}, price {price} a unit", "ends": " ({low} to {high})", "written": "Written: ",
        "none": "No choice keeps all limits. These conflict:", "relax": "The least relaxation:", "binding": "Limits that bind:",
        "gates": "Gates are not applied here: the states of red lines stand in a run",
        "exact": "Chosen again: a benefit from {enough} on would get it in", "never": "No choice can have this project", "always": "No choice can be without this project",
    },
}  # fmt: skip


def print_choice(
    file: Path, language: str, *, gap: float | None, seconds: float | None, output: Path | None, as_json: bool
) -> int:
    """Choose and print; 0 where the choice is certified, 1 where the gap is not reached or limits conflict."""
    if output is not None and output.suffix not in (".csv", ".xlsx"):
        raise NotPermitted(str(output), f"ends in {output.suffix!r}.", "Write to .xlsx or .csv.")
    declared = read_projects(file, file.name)
    stated = state_declared(declared)
    choice = solve_declared(declared, stated.problem, gap, seconds)
    plan = tabulate_choice(declared, stated, choice)
    if output is not None:
        write_choice(plan, output)
        typer.echo(f"{WORDS[language]['written']}{output}", err=as_json)
    if as_json:
        tables = {name: frame.to_dicts() for name, frame in _list_tables(plan).items()}
        typer.echo(json.dumps(tables, ensure_ascii=False))
    else:
        typer.echo("\n".join(_tell(declared, plan, language)))
    return 0 if choice.status == "certified" else 1


def print_project(file: Path, code: str, language: str) -> None:
    """Say why one project is chosen or not, and from which benefit on it would be: by the prices, and by choosing again."""
    declared = read_projects(file, file.name)
    place = declared.listed.place(code)
    stated = state_declared(declared)
    choice = solve_declared(declared, stated.problem)
    plan = tabulate_choice(declared, stated, choice)
    row, words = plan.projects.row(place, named=True), WORDS[language]
    typer.echo(f"{row['code']} {row['name']}: {row[language] or plan.certificate[language][0]}")
    if row["reason"] not in DECIDED_BY_PRICES:
        return
    enough = find_threshold(stated.problem, choice, place, declared.choices.gap, declared.choices.seconds)
    key = "never" if enough is None else "always" if enough == -float("inf") else "exact"
    typer.echo(words[key].format(enough=f"{enough:,.6g}" if enough is not None else ""))


def _tell(declared: DeclaredProjects, plan: ProjectPlan, language: str) -> list[str]:
    words = WORDS[language]
    head = [plan.certificate[language][0], *([words["gates"]] if _is_gated(declared) else [])]
    if plan.conflicts.height:
        for part, word in (("conflict", "none"), ("relax", "relax")):
            head += [words[word], *(f"  {text}" for text in plan.conflicts.filter(pl.col("part") == part)[language])]
    if plan.certificate["status"][0] in ("conflict", "not found"):
        return head
    binding = plan.limits.filter("binds")
    lines = [words["binding"], *(f"  {_tell_limit(row, language)}" for row in binding.iter_rows(named=True))]
    for row in plan.projects.iter_rows(named=True):
        county = declared.listed.name_area(row["county"], language)
        lines.append(f"{words['picked' if row['picked'] else 'left']} {row['code']}  {row['name']}  {county}  {row[language]}")  # fmt: skip
    return head + lines


def _is_gated(declared: DeclaredProjects) -> bool:
    return any(factor.gates for factor in declared.choices.factor)


def _tell_limit(row: dict[str, Any], language: str) -> str:
    words = WORDS[language]
    low, high = (("…" if row[end] is None else f"{row[end]:,.6g}") for end in ("low", "high"))
    ends = words["ends"].format(low=low, high=high)
    return str(words["limit"].format(name=row[language], taken=f"{row['taken']:,.6g}", ends=ends, price=f"{row['price']:.4g}"))  # fmt: skip


def _list_tables(plan: ProjectPlan) -> dict[str, pl.DataFrame]:
    names = ("projects", "limits", "certificate", "conflicts")
    return {name: getattr(plan, name) for name in names}


def write_choice(plan: ProjectPlan, path: Path) -> None:
    """Write the tables of a choice, a sheet each (.xlsx), or the projects (.csv)."""
    if path.suffix == ".csv":
        plan.projects.write_csv(path, include_bom=True)
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, frame in _list_tables(plan).items():
            frame.write_excel(book, worksheet=name, autofit=True)
