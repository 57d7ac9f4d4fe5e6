"""Prints what `junxian allocate` answers: the certificate, prices, quotas, conflicts; and how a plan compares."""

import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import typer

from junxian.allocation import ProgrammePlan
from junxian.allocation.exact import exact
from junxian.allocation.programme.gains import list_gains
from junxian.allocation.wording import plain
from junxian.bulletin.contents.wider import compose_wider
from junxian.cli.writable import expect_writable
from junxian.declared.programmes import Programme
from junxian.studies.allot_one import allot_from_province, allot_from_table, read_names
from junxian.terms import NotPermitted
from junxian.terms.unit import parse_unit

WORDS = {
    "zh": {
        "factor": "{name}（{unit}）：总量{supply}，预留{reserve}，分配{allotted}，退回{returned}；统一价{price:.6g}；占基数最低{least:.2f}倍",
        "certificate": "最优性证书：目标值{primal:.9g}，上界{dual:.9g}，相对差距{relative_gap:.1e}，约束残差{residual:.1e}；求解：{solver}{judge}；取整损失{loss}",
        "judge": "；复核：{by}，目标值相差{difference:.1e}", "none": "没有可公布的方案（各项限制不能同时满足，或缺数）：",
        "told": "说明：", "amount": "{name}  {factor}  {quota}  （{low}—{high}）  {bound}", "written": "已写出：",
        "bounds": {"none": "", "lower": "托底", "upper": "封顶", "fixed": "固定"},
        "curve": "{alpha:>5}  {factor}  效率{efficiency:.4f}  公平代价{price:.2%}  基尼{gini:.4f}  最低{least:.3f}",
        "against": "{what}：{up}地增加、{down}地减少；增加最多{most}，减少最多{least}",
        "names": {"last": "比上年", "equal": "比平均分配", "base": "比按基数分配", "formula": "比公式法"},
    },
    "en": {
        "factor": "{name} ({unit}): supply {supply}, reserve {reserve}, allotted {allotted}, returned {returned}; price {price:.6g}; least {least:.2f} of the base",
        "certificate": "Certificate: objective {primal:.9g}, bound {dual:.9g}, relative gap {relative_gap:.1e}, residual {residual:.1e}; by {solver}{judge}; lost by rounding {loss}",
        "judge": "; judged by {by}, objectives apart by {difference:.1e}", "none": "No plan to publish (limits conflict or figures are missing):",
        "told": "Note: ", "amount": "{name}  {factor}  {quota}  ({low}-{high})  {bound}", "written": "Written: ",
        "bounds": {"none": "", "lower": "floor", "upper": "cap", "fixed": "fixed"},
        "curve": "{alpha:>5}  {factor}  efficiency {efficiency:.4f}  price of fairness {price:.2%}  Gini {gini:.4f}  least {least:.3f}",
        "against": "{what}: {up} gain, {down} lose; most {most}, least {least}",
        "names": {"last": "against last year", "equal": "against equal shares", "base": "against shares of the base", "formula": "against the formula"},
    },
}  # fmt: skip


def print_plan(
    path: Path, table: Path | None, key: str, period: str | None, as_of: date | None, language: str, *,
    draws: int | None, is_judged: bool, output: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Allot and print; 0 where a certified plan came out, 1 where limits conflict or figures are missing."""
    if output is not None:
        expect_writable(output)
    if path.is_dir():
        if table is not None:
            raise NotPermitted(
                str(table), "cannot be added to a province folder.", "Give a TOML with it, or the folder alone."
            )
        figures, programme, plan = allot_from_province(path, key, period, as_of, draws=draws, is_judged=is_judged)

        def name(code: str) -> str:
            return figures.province.areas.name(code, language)
    elif table is None:
        raise NotPermitted(str(path), "is no province folder.", "Give a folder, or a TOML and a CSV of figures.")
    else:
        if key or period or as_of:
            raise NotPermitted(str(path), "knows no --plan, --period or --as-of.", "They choose in a province folder.")
        programme, plan = allot_from_table(path, table, draws=draws, is_judged=is_judged)
        names = read_names(table)

        def name(code: str) -> str:
            return names[code]

    if output is not None:
        write_plan(plan, output)
        typer.echo(f"{WORDS[language]['written']}{output}", err=as_json)
    if as_json:
        typer.echo(json.dumps(_list_plain(plan), ensure_ascii=False, allow_nan=False))
    elif output is None:
        typer.echo("\n".join(_tell(programme, plan, language, name)))
    return 0 if plan.certificate.height else 1


def _list_plain(plan: ProgrammePlan) -> dict[str, list[dict[str, Any]]]:
    """The tables as rows for JSON, which knows no infinity: α is "inf" as in the declaration."""
    return {
        field: [{key: "inf" if value == math.inf else value for key, value in row.items()} for row in frame.to_dicts()]
        for field, frame in vars(plan).items()
    }


def _tell(programme: Programme, plan: ProgrammePlan, language: str, name: Callable[[str], str]) -> list[str]:
    words: Any = WORDS[language]
    told = [row[language] for row in plan.conflicts.iter_rows(named=True)]
    if not plan.certificate.height:
        return [words["none"], *told]
    lines = [_tell_factor(row, language) for row in plan.factors.iter_rows(named=True)]
    lines.append(_tell_certificate(plan.certificate.row(0, named=True), language))
    wider = compose_wider(programme, plan)
    lines += [line.text(language) for line in wider.told] if wider is not None else []
    lines += [f"{words['told']}{line}" for line in told]
    names = dict(plan.factors.select("factor", f"name_{language}").iter_rows())
    for row in plan.amounts.sort("factor", "ref_area").iter_rows(named=True):
        high = "—" if row["upper"] is None else _tell_limit(row["upper"])
        lines.append(words["amount"].format(
            name=name(row["ref_area"]), factor=names[row["factor"]], quota=plain(exact(row["quota"]), 6), low=_tell_limit(row["lower"]), high=high, bound=words["bounds"][row["bound"]]
        ).rstrip())  # fmt: skip
    return lines + _tell_compared(plan, language)


def _tell_limit(value: float) -> str:
    return f"{value:,.1f}" if value >= 10 or value == 0 else f"{value:.4g}"


def _tell_factor(row: dict[str, Any], language: str) -> str:
    amounts = {key: plain(exact(row[key]), 6) for key in ("supply", "reserve", "allotted", "returned")}
    text: Any = WORDS[language]["factor"]
    return str(
        text.format(
            name=row[f"name_{language}"],
            unit=parse_unit(row["unit"]).text(language),
            price=row["price"],
            least=row["least_share"],
            **amounts,
        )
    )


def _tell_certificate(row: dict[str, Any], language: str) -> str:
    words: Any = WORDS[language]
    judge = words["judge"].format(by=row["judged_by"], difference=row["judged_difference"]) if row["judged_by"] else ""
    loss = f"{row['rounding_loss']:.1e}"
    return str(words["certificate"].format(**{**row, "judge": judge, "loss": loss}))


def _tell_compared(plan: ProgrammePlan, language: str) -> list[str]:
    words: Any = WORDS[language]
    names = dict(plan.factors.select("factor", f"name_{language}").iter_rows())
    lines = [
        words["curve"].format(
            alpha="∞" if row["alpha"] == float("inf") else f"{row['alpha']:g}", factor=names[row["factor"]], efficiency=row["efficiency"],
            price=row["price_of_fairness"], gini=row["gini"], least=row["least_share"],
        )
        for row in plan.curve.iter_rows(named=True)
    ]  # fmt: skip
    for gain in list_gains(plan):
        told = {
            "what": words["names"][gain.way],
            "up": gain.up,
            "down": gain.down,
            "most": f"{gain.most:,.1f}",
            "least": f"{gain.least:,.1f}",
        }
        lines.append(f"{names[gain.factor]}  {words['against'].format(**told)}")
    return lines


def write_plan(plan: ProgrammePlan, path: Path) -> None:
    """Write the tables of a plan: a sheet each (.xlsx), or the amounts (.csv); NotPermitted for another ending."""
    expect_writable(path)
    if path.suffix == ".csv":
        plan.amounts.write_csv(path, include_bom=True)
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            for field, frame in vars(plan).items():
                frame.with_columns(pl.selectors.float().replace(float("inf"), None)).write_excel(
                    book, worksheet=field, autofit=True
                )
