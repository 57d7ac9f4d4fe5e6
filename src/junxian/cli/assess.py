"""Prints what `junxian assess` answers: the ranking of one edition, its audit, a comparison of two results."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import typer

from junxian.assessment import Scorecard
from junxian.assessment.audit import OutsideList
from junxian.declared import Province
from junxian.declared.schemes import Scheme, SchemeClass
from junxian.studies import audit_edition, compare_paths, read_figures
from junxian.studies.compare import read_register
from junxian.terms import MethodError
from junxian.terms.name import Name

WORDS = {
    "zh": {
        "ranked": "{n}个参加排位", "row": "{rank:>4}  {name}  {total:.{d}f}{interval}", "interval": "  名次区间 {low}—{high}",
        "unranked": "   —  {name}  {why}", "agreement": "{code}：可比{compared}个，名次相关 {spearman}，平均变动 {mean} 位，最大 {most} 位",
        "moved": "  {name}  {before} → {after}（{rise:+d}）", "written": "已写出：{path}", "list": "名单",
        "entered": "  只在后者中有名次：{names}", "left": "  只在前者中有名次：{names}", "other_class": "  换了类别：{names}", "and": "、",
    },
    "en": {
        "ranked": "{n} ranked", "row": "{rank:>4}  {name}  {total:.{d}f}{interval}", "interval": "  rank interval {low}-{high}",
        "unranked": "   -  {name}  {why}",
        "agreement": "{code}: {compared} compared, rank correlation {spearman}, mean shift {mean} places, greatest {most}",
        "moved": "  {name}  {before} -> {after} ({rise:+d})", "written": "Written: {path}", "list": "list",
        "entered": "  ranked in the second alone: {names}", "left": "  ranked in the first alone: {names}",
        "other_class": "  of another class now: {names}", "and": ", ",
    },
}  # fmt: skip
SHOWN = 10  # movers named for each class


def print_ranking(
    folder: Path, scheme: str, period: str | None, as_of: date | None, only: str, language: str, *, as_json: bool
) -> None:
    """Assess one period by one edition and print every class's ranking; nothing is written."""
    figures = read_figures(folder, period, as_of)
    edition = figures.scheme(scheme)
    card = figures.assess(edition)
    table = card.table.filter(pl.col("class") == only) if only else card.table
    if as_json:
        typer.echo(json.dumps(table.to_dicts(), ensure_ascii=False))
        return
    for declared in edition.class_:
        if declared.code in table["class"]:
            typer.echo("\n".join(_list_class(card, declared, figures.province, edition, language)))


def _list_class(
    card: Scorecard, declared: SchemeClass, province: Province, scheme: Scheme, language: str
) -> Iterator[str]:
    words = WORDS[language]
    rows = card.table.filter(pl.col("class") == declared.code).sort("rank", "ref_area", nulls_last=True)
    count = rows["rank"].is_not_null().sum()
    yield f"{declared.code} {declared.name.text(language)}  {words['ranked'].format(n=count)}"
    for row in rows.iter_rows(named=True):
        name = province.areas.name(row["ref_area"], language)
        if row["rank"] is None:
            yield words["unranked"].format(name=name, why=row[f"why_{language}"])
            continue
        interval = (
            "" if row["rank_low"] is None else words["interval"].format(low=row["rank_low"], high=row["rank_high"])
        )
        yield words["row"].format(rank=row["rank"], name=name, total=row["total"], d=scheme.decimals, interval=interval)


def print_audit(
    folder: Path, scheme: str, period: str | None, lists: list[Path], output: Path | None, language: str
) -> None:
    """Audit an edition on all filed years and print, or write, the one-page report."""
    figures = read_figures(folder, period)
    outside = {path.stem.removesuffix(".ordered"): _read_list(path, figures.province) for path in lists}
    report = audit_edition(figures, figures.scheme(scheme), lists=outside).report(language)
    if output is None:
        typer.echo(report)
    else:
        output.write_text(report, encoding="utf-8")
        typer.echo(WORDS[language]["written"].format(path=output))


def _read_list(path: Path, province: Province) -> OutsideList:
    """A list from outside: one code or name of an area a line; ordered, best first, where its name ends in `.ordered.csv`."""
    if not path.is_file():
        raise MethodError(str(path), "does not exist.", "Name a file with one code or name of an area a line.")
    lines = [line.split(",")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    codes = [_find_area(line, province, path) for line in lines if line]
    return OutsideList(
        Name(zh=path.stem.removesuffix(".ordered")), tuple(codes), is_ordered=path.name.endswith(".ordered.csv")
    )


def _find_area(text: str, province: Province, path: Path) -> str:
    found = [code for code in province.areas.find(text) if province.areas.level(code) == "county"]
    if len(found) != 1:
        raise MethodError(
            str(path), f"{text!r} is {'no' if not found else 'more than one'} county of areas.csv.", "Give its code."
        )
    return found[0]


def print_change(before: str, after: str, language: str, *, as_json: bool) -> None:
    """Compare two results and print how far they agree, who moved most, and who is ranked in one alone."""
    change, words = compare_paths(before, after), WORDS[language]
    if as_json:
        told = {"areas": change.areas.to_dicts(), "agreement": change.agreement.to_dicts()}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    register = read_register(after)
    for row in change.agreement.iter_rows(named=True):
        typer.echo(words["agreement"].format(
            code=row["class"], compared=row["compared"], spearman=_round(row["spearman"], 3),
            mean=_round(row["mean_shift"], 1), most=_round(row["greatest_shift"], 0),
        ))  # fmt: skip
        own = change.areas.filter(pl.col("class") == row["class"])
        for line in _list_movers(own, {code: register.name(code, language) for code in own["ref_area"]}, words):
            typer.echo(line)


def _list_movers(own: pl.DataFrame, names: dict[str, str], words: dict[str, str]) -> Iterator[str]:
    moved = own.filter(pl.col("rise") != 0).sort(pl.col("rise").abs(), "ref_area", descending=[True, False])
    for row in moved.head(SHOWN).iter_rows(named=True):
        yield words["moved"].format(
            name=names[row["ref_area"]], before=row["rank_before"], after=row["rank_after"], rise=row["rise"]
        )
    for state in ("entered", "left", "other_class"):
        found = own.filter(pl.col("state") == state.replace("other_class", "moved"))["ref_area"].to_list()
        if found:
            yield words[state].format(names=words["and"].join(names[code] for code in found))


def _round(value: float | None, decimals: int) -> str:
    return "—" if value is None else f"{value:.{decimals}f}"
