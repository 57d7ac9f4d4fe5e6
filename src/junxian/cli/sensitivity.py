"""Prints what `junxian assess sensitivity` answers: which choice moves ranks, of each class and of one area."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import typer

from junxian.cli.find_area import find_area
from junxian.declared.declaration import read_declaration
from junxian.declared.schemes import Scheme
from junxian.studies.figures import Figures, read_figures
from junxian.studies.sensitivity import Choices, SensitivityStudy, parse_choices, study_sensitivity
from junxian.terms import MethodError, NotPermitted

WORDS: dict[str, Any] = {
    "zh": {
        "class": "{code} {name}  {ranked}个参加排位，{design}，位次平均变动{mean:.2f}位（95%的试验不超过{high:.2f}位）",
        "exact": "全部{n}种组合（精确）", "sampled": "{n}次抽样试验", "factor": "  {name:<14}  S1 {first}   ST {total}",
        "failed": "  {n}次试验不能评分，不给指数：", "reason": "    {n}次：{reason}\n      例如 {took}",
        "most": "  各单位位次变动最主要的来源：{told}", "written": "已写出：{path}", "area": "{name}  位次", "still": "  位次在各次试验中不变", "none": "  没有指数：未排名，或有试验不能评分",
        "head": "S1：该项选择单独解释的方差份额；ST：连同与其他选择的共同作用；方括号为90%自助区间",
    },
    "en": {
        "class": "{code} {name}  {ranked} ranked, {design}, ranks shift by {mean:.2f} on average (at most {high:.2f} in 95%)",
        "exact": "all {n} combinations (exact)", "sampled": "{n} drawn replicates", "factor": "  {name:<14}  S1 {first}   ST {total}",
        "failed": "  {n} replicates gave no scores, so that there are no indices:", "reason": "    {n}: {reason}\n      such as {took}",
        "most": "  What moves single areas most: {told}", "written": "Written: {path}", "area": "{name}  rank", "still": "  the same in all replicates", "none": "  no indices: not ranked, or replicates gave no scores",
        "head": "S1: share of the variance that the choice explains alone; ST: with all that it does together with others; brackets: 90% bootstrap",
    },
}  # fmt: skip


FACTORS = {
    "data": "数据误差", "imputation": "缺失插补", "treatment": "异常值处理", "normalisation": "标准化", "weights": "赋权方法",
    "weights_vary": "权重浮动", "aggregation": "汇总方法", "inclusion": "指标取舍",
}  # fmt: skip


def name_factor(factor: str, language: str) -> str:
    """A factor in words."""
    return FACTORS[factor] if language == "zh" else factor.replace("_", " ")


def print_sensitivity(
    folder: Path, scheme: str, period: str | None, as_of: date | None, language: str, *, vary: list[str],
    choices: Path | None, only: str, area: str, base: int, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Study one edition and print, or write, the indices; nothing is written to the province folder."""
    asked = _read_choices(vary, choices)
    figures = read_figures(folder, period, as_of)
    edition = figures.scheme(scheme)
    named = find_area(figures.province, area) if area else ""
    only = _find_class(figures, edition, named) if named and not only else only
    study = study_sensitivity(figures, edition, asked, only=only, base=base)
    if output is not None:
        write_study(study, output)
        typer.echo(WORDS[language]["written"].format(path=output), err=as_json)
    if as_json:
        typer.echo(json.dumps({name: frame.to_dicts() for name, frame in vars(study).items()}, ensure_ascii=False))
        return
    names = {one.code: one.name.text(language) for one in edition.class_}
    lines = [WORDS[language]["head"]]
    for code in study.classes["class"]:
        told = (", " if language == "en" else "、").join(names[one] for one in code.split("+"))
        lines += _tell(study, code, told, language)
    if named:
        name = figures.province.areas.name(named, language)
        lines += [WORDS[language]["area"].format(name=name), *_list_factors(study, pl.col("target") == named, language)]
    typer.echo("\n".join(lines))


def _find_class(figures: Figures, scheme: Scheme, area: str) -> str:
    found = figures.province.classifications[scheme.classification].filter(pl.col("area") == area)["class"]
    if found.is_empty():
        raise MethodError(
            f"area {area!r}", f"is in no class of {scheme.classification}.", "Name an area that is assessed."
        )
    return str(found[0])


def _read_choices(vary: list[str], file: Path | None) -> Choices | None:
    if vary and file:
        raise MethodError("--vary and --choices", "both say what varies.", "Give one of them.")
    if file is not None:
        return read_declaration(file, Choices, str(file))
    return parse_choices(vary) if vary else None


def _tell(study: SensitivityStudy, code: str, name: str, language: str) -> Iterator[str]:
    words, row = WORDS[language], study.classes.row(by_predicate=pl.col("class") == code, named=True)
    design = words["exact" if row["is_exact"] else "sampled"].format(n=row["replicates"])
    yield words["class"].format(
        code=code, name=name, ranked=row["ranked"], design=design, mean=row["mean_shift"], high=row["shift_high"]
    )
    if row["failed"]:
        yield words["failed"].format(n=row["failed"])
        failed = study.failed.filter(pl.col("class") == code).group_by("reason", maintain_order=True)
        for own in failed.agg(pl.len().alias("n"), pl.col("took").first()).iter_rows(named=True):
            yield words["reason"].format(**own)
        return
    found = study.indices.filter(pl.col("class") == code)
    yield from _list_factors(study, (pl.col("class") == code) & (pl.col("target") == ""), language)
    most = found.filter(pl.col("target") != "").drop_nulls("total").sort("total", descending=True, maintain_order=True)
    counts = most.unique("target", keep="first", maintain_order=True)["factor"].value_counts(sort=True)
    if counts.is_empty():
        return
    yield words["most"].format(
        told=", ".join(f"{name_factor(factor, language)} {n}" for factor, n in counts.iter_rows())
    )


def _list_factors(study: SensitivityStudy, which: pl.Expr, language: str) -> list[str]:
    own = study.indices.filter(which)
    rows = own.drop_nulls("total").sort("total", descending=True)
    if rows.is_empty():
        return [WORDS[language]["still" if own.height else "none"]]
    return [
        WORDS[language]["factor"].format(
            name=name_factor(row["factor"], language), first=_say(row, "first"), total=_say(row, "total")
        )
        for row in rows.iter_rows(named=True)
    ]


def _say(row: dict[str, Any], index: str) -> str:
    value, low, high = (row[f"{index}{end}"] for end in ("", "_low", "_high"))
    return f"{value:.3f}" if low == high else f"{value:.3f} [{low:.3f}, {high:.3f}]"


def write_study(study: SensitivityStudy, path: Path) -> None:
    """Write the three tables (.xlsx, .json), or the indices (.csv); NotPermitted for another ending."""
    if path.suffix == ".csv":
        study.indices.write_csv(path, include_bom=True)
    elif path.suffix == ".json":
        told = {name: frame.to_dicts() for name, frame in vars(study).items()}
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    elif path.suffix == ".xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            for name, frame in vars(study).items():
                frame.write_excel(book, worksheet=name, autofit=True)
    else:
        raise NotPermitted(str(path), f"ends in {path.suffix!r}.", "Write to .xlsx, .csv or .json.")
