"""The commands and their arguments. Rooms are imported inside the commands, so that `--help` answers at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from junxian.cli.default_command import default_to
from junxian.cli.language import check_language, guess_language
from junxian.cli.shown import show_errors

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False)

assessment = typer.Typer(
    cls=default_to("rank"),
    no_args_is_help=True,
    help="Assess by a scheme: `assess DIR` ranks; `audit`, `sensitivity`, `targets` and `compare` look into it.",
)
app.add_typer(assessment, name="assess")
allocation = typer.Typer(
    cls=default_to("plan"),
    no_args_is_help=True,
    help="Allot factors: `allocate DIR` or `allocate FILE.toml FILE.csv` plans; `compare` sets plans side by side.",
)
app.add_typer(allocation, name="allocate")
projects = typer.Typer(no_args_is_help=True, help="Choose among many projects: `projects choose FILE.toml`.")
app.add_typer(projects, name="projects")

rules = typer.Typer(
    no_args_is_help=True,
    help="Rules that statisticians write: to a sheet and back, tried, audited, asked of microdata.",
)
app.add_typer(rules, name="rules")

Province = Annotated[Path, typer.Argument(help="province folder")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON for machines")]
Language = Annotated[
    str, typer.Option("--language", "-l", help="zh or en", default_factory=guess_language, callback=check_language)
]
AsOf = Annotated[str, typer.Option("--as-of", help="read what was filed by this day, YYYY-MM-DD")]
Edition = Annotated[str, typer.Option("--scheme", help="CODE/EDITION; the province's own by default")]
PeriodOption = Annotated[str, typer.Option("--period", help="2020, 2020-Q1, 2020-03; the current one by default")]


@app.callback()
def main() -> None:
    """Junxian 郡县: from a province folder to a bulletin, quotas and tasks."""


@app.command()
@show_errors
def init(
    folder: Annotated[Path, typer.Argument(help="folder to make")],
    source: Annotated[
        str, typer.Option("--from", help="a sample (sichuan, example-province) or a province folder")
    ] = "example-province",
    without_figures: Annotated[bool, typer.Option("--without-figures", help="take the declarations only")] = False,
) -> None:
    """Make a province folder from a sample or another province."""
    from junxian.cli.init import init_province

    typer.echo(init_province(folder, source, with_figures=not without_figures))


@app.command()
@show_errors
def check(folder: Province, language: Language, as_json: AsJson = False, as_of: AsOf = "") -> None:
    """Load every declaration and figure and print all findings; exit 1 where one holds a figure back."""
    from junxian.cli.findings import print_findings

    raise typer.Exit(print_findings(folder, _day(as_of), language, as_json=as_json))


@app.command()
@show_errors
def run(
    folder: Province,
    language: Language,
    period: PeriodOption = "",
    as_of: AsOf = "",
    strict: Annotated[bool, typer.Option("--strict", help="exit 1 where anything was held back")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a province: from filed returns to a bulletin in runs/."""
    from junxian.cli.run import run_with_progress

    raise typer.Exit(run_with_progress(folder, period or None, _day(as_of), language, strict=strict, as_json=as_json))


@app.command()
@show_errors
def rerun(
    path: Annotated[Path, typer.Argument(help="run folder, or a province folder for its newest run")],
    as_json: AsJson = False,
) -> None:
    """Compute a run again and say: identical, equal within 1e-9, or different and where."""
    from junxian.cli.rerun import print_comparison

    raise typer.Exit(print_comparison(path, as_json=as_json))


@app.command()
@show_errors
def explain(
    path: Annotated[Path, typer.Argument(help="run folder, or a province folder for its newest run")],
    area: Annotated[str, typer.Argument(help="code or name of the area")],
    language: Language,
    as_json: AsJson = False,
) -> None:
    """Say on one page why an area stands where it stands, how sure that is, and from which filed cells."""
    from junxian.cli.explain import print_area_page

    print_area_page(path, area, language, as_json=as_json)


@app.command("return-findings")
@show_errors
def return_findings(
    path: Annotated[Path, typer.Argument(help="run folder, or a province folder for its newest run")],
    filer: Annotated[str, typer.Argument(help="code or name of whoever filed")],
    language: Language,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="folder; RUN/returned/FILER by default")] = None,
) -> None:
    """Give a filer its findings.xlsx, and its filed files as workbooks with the doubted cells marked."""
    from junxian.cli.inquiries import give_back

    give_back(path, filer, output, language)


@app.command("take-answers")
@show_errors
def take_answers(
    folder: Province,
    workbook: Annotated[Path, typer.Argument(help="findings.xlsx as the filer sent it back")],
    by: Annotated[str, typer.Option("--by", help="who answered")],
    on: Annotated[str, typer.Option("--on", help="the day on which it came back, YYYY-MM-DD")],
    language: Language,
) -> None:
    """Append what a filer answered in its findings.xlsx to inquiries/answers.csv."""
    from junxian.cli.inquiries import take_answers as take

    take(folder, workbook, by, _day(on, "--on") or date.today(), language)


@app.command()
@show_errors
def freeze(
    folder: Province,
    scheme: Annotated[str, typer.Argument(help="SCHEME/EDITION, such as county/2025")],
    language: Language,
    on: Annotated[str, typer.Option("--on", help="the day of freezing, YYYY-MM-DD; today by default")] = "",
    late: Annotated[bool, typer.Option("--late", help="the year has begun; this is recorded")] = False,
) -> None:
    """Freeze an edition of a scheme before its year starts: write its bounds and the hash of its files."""
    from junxian.cli.freeze import freeze_and_tell

    freeze_and_tell(folder, scheme, _day(on, "--on"), language, is_late=late)


@allocation.command("plan")
@show_errors
def allocate(
    path: Annotated[Path, typer.Argument(help="province folder, or a TOML that declares a programme")],
    language: Language,
    table: Annotated[Path | None, typer.Argument(help="with a TOML: CSV with a row for each area")] = None,
    plan: Annotated[str, typer.Option("--plan", help="CODE/EDITION of a programme; the only one by default")] = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    draws: Annotated[
        int | None, typer.Option("--draws", min=0, help="draws of the knobs; as declared by default")
    ] = None,
    judge: Annotated[
        bool, typer.Option("--judge", help="have Clarabel solve it too, and tell how far it agrees")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write all tables to .xlsx, or the amounts to .csv")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Allot the factors of a programme for the greatest weighted welfare, with certificate, prices and comparison.

    `junxian allocate PATH` is short for it.
    """
    from junxian.cli.allocate import print_plan

    raise typer.Exit(print_plan(
        path, table, plan, period or None, _day(as_of), language, draws=draws, is_judged=judge, output=output, as_json=as_json
    ))  # fmt: skip


@allocation.command("compare")
@show_errors
def compare_allocations(
    plans: Annotated[
        list[str],
        typer.Argument(
            metavar="PLAN...",
            help="RUN or RUN@CODE/EDITION as stored; PROVINCE@CODE/EDITION or FILE.toml+FILE.csv allotted anew",
        ),
    ],
    language: Language,
    everything: Annotated[bool, typer.Option("--all", help="list every area, not the ten at either end")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write all tables to .xlsx, or the areas to .csv")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set two or more plans side by side, by formula or programmes: who gains, how much moves, what was declared."""
    from junxian.cli.compare_plans import print_plans

    print_plans(plans, language, everything=everything, output=output, as_json=as_json)


@projects.command("choose")
@show_errors
def choose(
    file: Annotated[Path, typer.Argument(help='TOML in mode "projects"; its list (CSV) lies beside it')],
    language: Language,
    gap: Annotated[float | None, typer.Option("--gap", min=0, help="relative gap to prove; as declared")] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=0, help="time for branch and bound; as declared")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write all tables to .xlsx, or the projects to .csv")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Choose the projects of greatest benefit within budgets, floors and caps, with certificate, prices and reasons."""
    from junxian.cli.projects import print_choice

    raise typer.Exit(print_choice(file, language, gap=gap, seconds=seconds, output=output, as_json=as_json))


@projects.command("explain")
@show_errors
def explain_one(
    file: Annotated[Path, typer.Argument(help='TOML in mode "projects"; its list (CSV) lies beside it')],
    code: Annotated[str, typer.Argument(help="code of the project")],
    language: Language,
) -> None:
    """Say why a project is chosen or not, and from which benefit on it would be."""
    from junxian.cli.projects import print_project

    print_project(file, code, language)


@assessment.command("rank")
@show_errors
def rank(
    folder: Province,
    language: Language,
    scheme: Edition = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    only: Annotated[str, typer.Option("--class", help="one class alone")] = "",
    as_json: AsJson = False,
) -> None:
    """Rank every class by a scheme, with rank intervals; nothing is written. `junxian assess DIR` is short for it."""
    from junxian.cli.assess import print_ranking

    print_ranking(folder, scheme, period or None, _day(as_of), only, language, as_json=as_json)


@assessment.command("audit")
@show_errors
def audit(
    folder: Province,
    language: Language,
    scheme: Edition = "",
    period: PeriodOption = "",
    lists: Annotated[
        list[Path] | None,
        typer.Option("--list", help="areas singled out elsewhere, one a line; *.ordered.csv: best first"),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="write the report (Markdown) to a file")] = None,
) -> None:
    """Audit a scheme on all filed years: power and double counting of indicators, stability, fairness, cheap points."""
    from junxian.cli.assess import print_audit

    print_audit(folder, scheme, period or None, lists or [], output, language)


@assessment.command("sensitivity")
@show_errors
def sensitivity(
    folder: Province,
    language: Language,
    scheme: Edition = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary", help="STEP=WAY,WAY…, such as treatment=none,winsorise; weights_vary=0.25; inclusion=each"
        ),
    ] = None,
    choices: Annotated[
        Path | None, typer.Option("--choices", help="TOML that says what varies, in place of --vary")
    ] = None,
    only: Annotated[str, typer.Option("--class", help="one class alone")] = "",
    area: Annotated[str, typer.Option("--area", help="code or name of an area whose rank is explained too")] = "",
    base: Annotated[int, typer.Option("--base", min=2, help="base points of a sample, a power of two")] = 256,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="write to .xlsx, .csv or .json")] = None,
    as_json: AsJson = False,
) -> None:
    """Say which choice moves ranks: S1 and ST of every step that varies, exact where few combinations are all tried."""
    from junxian.cli.sensitivity import print_sensitivity

    print_sensitivity(
        folder, scheme, period or None, _day(as_of), language, vary=vary or [], choices=choices, only=only, area=area,
        base=base, output=output, as_json=as_json,
    )  # fmt: skip


@assessment.command("targets")
@show_errors
def targets(
    folder: Province,
    language: Language,
    area: Annotated[str, typer.Argument(help="code or name of an area; all ranked ones, counted, by default")] = "",
    scheme: Edition = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    growth: Annotated[float | None, typer.Option("--growth", help="aim at so many percent more, e.g. 6")] = None,
    rank: Annotated[int | None, typer.Option("--rank", min=1, help="aim at this rank, with the least change")] = None,
    quantile: Annotated[
        float,
        typer.Option("--quantile", min=1, max=99, help="else: the yearly change that so many percent do not pass"),
    ] = 75,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="write all rows to .csv")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose next year's targets, and say how feasible each is and what must be true for it."""
    from junxian.cli.targets import print_targets

    print_targets(
        folder, area, scheme, period or None, _day(as_of), language, growth=growth, rank=rank, quantile=quantile,
        output=output, as_json=as_json,
    )  # fmt: skip


@assessment.command("compare")
@show_errors
def compare(
    before: Annotated[str, typer.Argument(help="run folder, province folder, or FOLDER@SCHEME/EDITION")],
    after: Annotated[str, typer.Argument(help="the other, alike")],
    language: Language,
    as_json: AsJson = False,
) -> None:
    """Compare two runs, versions or editions: how far ranks agree, who moved."""
    from junxian.cli.assess import print_change

    print_change(before, after, language, as_json=as_json)


@app.command()
@show_errors
def mend(
    folder: Province,
    language: Language,
    form: Annotated[str, typer.Option("--form", help="a form's items alone")] = "",
    items: Annotated[list[str] | None, typer.Option("--item", help="an item by key or name; may be repeated")] = None,
    areas: Annotated[list[str] | None, typer.Option("--area", help="an area by code or name; may be repeated")] = None,
    deeds: Annotated[
        str, typer.Option("--do", help="localise, deduce, impute, benchmark, reconcile, with commas; all by default")
    ] = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="write the proposals to .xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose values for figures that are missing, withheld or break rules. Nothing is applied; filed figures stay."""
    from junxian.cli.mend import print_proposals

    print_proposals(
        folder, form, items or [], areas or [], deeds, period or None, _day(as_of), output, language, as_json=as_json
    )


@rules.command("export")
@show_errors
def export_rules(
    folder: Province,
    language: Language,
    output: Annotated[Path, typer.Option("--output", "-o", help="workbook to write")] = Path("rules.xlsx"),
) -> None:
    """Write the rules as a workbook to fill in: expressions with names, items and worked examples."""
    from junxian.cli.rules import export_sheet

    export_sheet(folder, output, language)


@rules.command("import")
@show_errors
def import_rules(
    folder: Province,
    sheet: Annotated[Path, typer.Argument(help="workbook of rules")],
    language: Language,
    name: Annotated[str, typer.Option("--name", help="of the workbook in rules/; that of the sheet by default")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="the workbook may be there already")] = False,
    trial: Annotated[bool, typer.Option("--dry-run", help="check every row and write nothing")] = False,
    as_json: AsJson = False,
) -> None:
    """Check every row of a filled-in workbook, and take its rules into rules/. Other files are not touched."""
    from junxian.cli.rules import import_sheet

    import_sheet(folder, sheet, name, language, is_replacing=replace, is_trial=trial, as_json=as_json)


@rules.command("audit")
@show_errors
def audit_rules(
    folder: Province,
    language: Language,
    period: PeriodOption = "",
    as_of: AsOf = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="write what was found to .xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """Audit the rules on filed and drawn figures: contradicting, silent, always firing, repeated; exit 1 where any contradict."""
    from junxian.cli.rules import print_rule_audit

    raise typer.Exit(print_rule_audit(folder, period or None, _day(as_of), output, language, as_json=as_json))


@rules.command("check-rows")
@show_errors
def check_rows(
    source: Annotated[Path, typer.Argument(help="province folder, or a TOML file or workbook of rules")],
    data: Annotated[str, typer.Argument(help=".parquet or .csv file, or the name of a table of --database")],
    language: Language,
    keys: Annotated[
        list[str] | None, typer.Option("--key", help="column that tells rows apart; may be repeated")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="duckdb or postgres")] = "duckdb",
    database: Annotated[
        str, typer.Option("--database", help="a DuckDB file, or postgresql://USER@HOST:PORT/NAME")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="keep failing rows: .parquet, .csv or .xlsx")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask rules of every row of microdata, of any number; exit 1 where a rule that holds has failing rows."""
    from junxian.cli.check_rows import print_row_findings

    raise typer.Exit(print_row_findings(
        source, data, keys or [], engine, database, output, language, as_json=as_json
    ))  # fmt: skip


@rules.command("try")
@show_errors
def try_rule(
    text: Annotated[str, typer.Argument(help="a condition or a term, in quotes")],
    folder: Province,
    language: Language,
    form: Annotated[str, typer.Option("--form", help="whose rows are asked, and whose items names stand for")] = "",
    tolerance: Annotated[str, typer.Option("--tolerance", help="of the condition's one comparison")] = "",
    period: PeriodOption = "",
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """Show how an expression is read, in which units, and which returns fail it; nothing is written."""
    from junxian.cli.rules import try_text

    try_text(text, folder, form, tolerance, period or None, _day(as_of), language, as_json=as_json)


def _day(text: str, option: str = "--as-of") -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write YYYY-MM-DD.", param_hint=option) from error
