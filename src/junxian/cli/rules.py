"""What the commands `junxian rules …` print: the sheet written, taken in, the audit, how an expression is read."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl
import typer

from junxian.bulletin.workbook.audited import write_audit
from junxian.cli.filed_returns import read_filed_returns
from junxian.declared import Province, read_province
from junxian.quality.language.unit_algebra import say_unit
from junxian.quality.rule_audit import VERDICTS, audit_rules
from junxian.quality.rule_import import import_rules
from junxian.quality.rule_reading import Reading, try_expression
from junxian.quality.rule_sheet import export_rules
from junxian.terms import NotPermitted
from junxian.terms.nearest import suggest
from junxian.terms.unit import parse_unit

WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        "exported": "{path}：已写出审核公式{own}条，另有其他种类规则{others}条供查阅。填好后：junxian rules import {folder} {path}",
        "added": "新增{n}条：", "changed": "修改{n}条：", "unchanged": "未变{n}条（留在原文件）", "dropped": "删去{n}条：",
        "imported": "{path}：已写入。", "trial": "试查通过，未写入。", "nothing": "没有新的或改动的规则，未写入。",
        "audited": "共查{n}条规则，发现{found}项：", "in_order": "共查{n}条规则，没有发现问题。",
        "verdicts": {
            "contradicts": "相互矛盾", "never_fires": "从未触发", "cannot_be_tested": "无法检验", "always_fires": "全部触发",
            "cannot_fire": "恒成立", "cannot_hold": "无法满足", "repeats": "重复", "fires_together": "总是同时触发",
        },
        "counts": "（检查{asked}行，触发{fired}行，归因后{findings}项）",
        "read": "读作：{text}", "code": "代码：{text}", "kind": "种类：{kind}", "kinds": ("算式（可作推算项）", "条件（可作审核规则）"),
        "item": "项目：{name}（{key}，{unit}，《{form}》）", "side": "单位：{text} ——按{unit}比较", "unit": "单位：{unit}",
        "failing": "数据足以判定的有{asked}行；不成立{n}行{more}：", "none": "数据足以判定的有{asked}行；没有不成立的。",
        "values": "{n}行有值{more}：", "first": "，先列{n}行", "no_rows": "没有一行有这些项目的数据，无从试算。",
        "written": "已写出：{path}", "silent": "[从未触发] {n}条（不算错误；若本应触发，看是否过宽）：{codes}",
    },
    "en": {
        "exported": "{path}: {own} expressions written, and {others} rules of other kinds to look at. When filled in: junxian rules import {folder} {path}",
        "added": "{n} added: ", "changed": "{n} changed: ", "unchanged": "{n} unchanged (they stay in their files)", "dropped": "{n} dropped: ",
        "imported": "{path}: written.", "trial": "In order; nothing was written.", "nothing": "No rule is new or changed; nothing was written.",
        "audited": "{n} rules audited, {found} things found:", "in_order": "{n} rules audited: all in order.",
        "verdicts": {
            "contradicts": "contradicts", "never_fires": "never fires", "cannot_be_tested": "cannot be tested", "always_fires": "always fires",
            "cannot_fire": "always holds", "cannot_hold": "nothing meets it", "repeats": "repeats", "fires_together": "fires together",
        },
        "counts": " (asked of {asked} rows, fired in {fired}, {findings} findings once causes are told apart)",
        "read": "Read as: {text}", "code": "In codes: {text}", "kind": "Kind: {kind}", "kinds": ("a term (for a derived item)", "a condition (for a rule)"),
        "item": "Item: {name} ({key}, {unit}, '{form}')", "side": "Unit: {text} - compared in {unit}", "unit": "Unit: {unit}",
        "failing": "{asked} rows hold the figures that decide it; it is false in {n}{more}:", "none": "{asked} rows hold the figures that decide it; it is false in none.",
        "values": "{n} rows have a value{more}:", "first": ", the first {n}", "no_rows": "No row holds these items: nothing to try it on.",
        "written": "Written: {path}", "silent": "[never fires] {n} (no fault; if one should fire, see whether it is too wide): {codes}",
    },
}  # fmt: skip
SHOWN = 20
_SERIOUS = ("contradicts", "cannot_hold")


def export_sheet(folder: Path, output: Path, language: str) -> None:
    """Write a province's rules as a workbook to be filled in; NotPermitted where a file would be lost or read twice."""
    province = read_province(folder)
    if output.exists():
        raise NotPermitted(str(output), "is there already.", "Name another file with -o, or move it away.")
    if output.resolve().parent == (folder / "rules").resolve():
        raise NotPermitted(str(output), "would be read as rules of the province, each twice.", "Write it elsewhere.")
    if output.suffix != ".xlsx" or not output.parent.is_dir():
        raise NotPermitted(str(output), "cannot be a workbook there.", "Name a .xlsx file in a folder that is there.")
    export_rules(province, output)
    kinds = [rule.kind for rule in province.rules.values()]
    own = kinds.count("expression")
    typer.echo(WORDS[language]["exported"].format(path=output, own=own, others=len(kinds) - own, folder=folder))


def import_sheet(
    folder: Path, sheet: Path, name: str, language: str, *, is_replacing: bool, is_trial: bool, as_json: bool
) -> None:
    """Take a sheet of rules into the province and say what became of each."""
    if not sheet.is_file():
        raise NotPermitted(str(sheet), "is no file.", "Give the workbook of rules.")
    done = import_rules(folder, sheet, name=name, is_replacing=is_replacing, is_trial=is_trial)
    if as_json:
        told = {key: list(getattr(done, key)) for key in ("added", "changed", "unchanged", "dropped")}
        typer.echo(
            json.dumps({"path": str(done.path), "written": done.is_written and not is_trial} | told, ensure_ascii=False)
        )
        return
    words = WORDS[language]
    for key in ("added", "changed", "dropped"):
        if codes := getattr(done, key):
            typer.echo(words[key].format(n=len(codes)) + ", ".join(codes))
    if done.unchanged:
        typer.echo(words["unchanged"].format(n=len(done.unchanged)))
    typer.echo(words["nothing" if not done.is_written else "trial" if is_trial else "imported"].format(path=done.path))


def print_rule_audit(
    folder: Path, period: str | None, as_of: date | None, output: Path | None, language: str, *, as_json: bool
) -> int:
    """Audit the rules on all that was filed; 1 where rules contradict or nothing meets one, else 0."""
    filed = read_filed_returns(folder, period, as_of)
    found = audit_rules(filed.province, filed.returns, filed.check())
    if output is not None:
        write_audit(found, filed.province, output)
    if as_json:
        typer.echo(json.dumps(found.to_dicts(), ensure_ascii=False))
    else:
        typer.echo("\n".join(_tell_audit(found, filed.province, language)))
        if output is not None:
            typer.echo(WORDS[language]["written"].format(path=output))
    return int(found["verdict"].is_in(_SERIOUS).any())


def _tell_audit(found: pl.DataFrame, province: Province, language: str) -> list[str]:
    words, count = WORDS[language], len(province.rules)
    if found.is_empty():
        return [words["in_order"].format(n=count)]
    lines = [words["audited"].format(n=count, found=found.height)]
    for verdict in VERDICTS:
        if verdict == "never_fires" and len(
            silent := found.filter(verdict=verdict)["rule"]
        ):  # no fault: told in one line
            lines.append(words["silent"].format(n=len(silent), codes=", ".join(silent)))
            continue
        for row in found.filter(verdict=verdict).iter_rows(named=True):
            name = province.rules[row["rule"]].name.text(language)
            counts = words["counts"].format(**row | {"asked": "—" if row["asked"] is None else row["asked"]}) if verdict in ("always_fires", "fires_together") else ""  # fmt: skip
            lines.append(f"[{words['verdicts'][verdict]}] {row['rule']} {name}: {row[f'message_{language}']}{counts}")
    return lines


def try_text(
    text: str, folder: Path, form: str, tolerance: str, period: str | None, as_of: date | None, language: str, *, as_json: bool
) -> None:  # fmt: skip
    """Say how an expression is read, in which units, and which rows fail it."""
    filed = read_filed_returns(folder, period, as_of)
    if form and form not in filed.province.forms:
        raise NotPermitted(f"form {form!r}", "is declared nowhere.", suggest(form, filed.province.forms))
    reading = try_expression(text, filed.gather(), form, _read_tolerance(tolerance))
    typer.echo(_for_machines(reading) if as_json else "\n".join(_tell_reading(reading, filed.province, language)))


def _read_tolerance(text: str) -> Decimal | None:
    try:
        tolerance = Decimal(text) if text else None
    except InvalidOperation:
        tolerance = Decimal(-1)
    if tolerance is not None and not (tolerance.is_finite() and tolerance >= 0):
        raise NotPermitted(f"tolerance {text!r}", "is no number from 0.", "Write digits alone.")
    return tolerance


def _for_machines(reading: Reading) -> str:
    tables = {
        name: None if table is None else table.to_dicts()
        for name, table in (("failing", reading.failing), ("values", reading.values))
    }
    items = [{"key": key, "name": name.zh, "unit": unit, "form": form} for key, name, unit, form in reading.items]
    kind = "condition" if reading.is_condition else "term"
    unit = None if reading.unit is None else reading.unit.zh
    return json.dumps(
        {"kind": kind, **reading.texts, "items": items, "unit": unit, "asked": reading.asked, **tables},
        ensure_ascii=False,
    )


def _tell_reading(reading: Reading, province: Province, language: str) -> list[str]:
    words = WORDS[language]
    lines = [words["kind"].format(kind=words["kinds"][reading.is_condition])]
    lines += [words["read"].format(text=reading.texts[language]), words["code"].format(text=reading.texts["code"])]
    lines += [
        words["item"].format(
            name=name.text(language),
            key=key,
            unit=say_unit(parse_unit(unit), language),
            form=province.forms[form].name.text(language),
        )
        for key, name, unit, form in reading.items
    ]
    if reading.unit is not None:
        lines.append(words["unit"].format(unit=reading.unit.text(language)))
    lines += [words["side"].format(text=text, unit=unit.text(language)) for text, unit in reading.sides]
    return lines + (
        _tell_failing(reading, words, language)
        if reading.is_condition
        else _tell_values(reading, province, words, language)
    )


def _tell_failing(reading: Reading, words: dict[str, Any], language: str) -> list[str]:
    assert reading.failing is not None
    if reading.failing.is_empty():
        return [words["none"].format(asked=reading.asked)]
    lines = [
        words["failing"].format(asked=reading.asked, n=reading.failing.height, more=_say_first(reading.failing, words))
    ]
    for row in reading.failing.head(SHOWN).iter_rows(named=True):
        place = " ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part)
        lines.append(f"  {row[f'message_{language}']}  {place}".rstrip())
    return lines


def _tell_values(reading: Reading, province: Province, words: dict[str, Any], language: str) -> list[str]:
    assert reading.values is not None
    if reading.values.is_empty():
        return [words["no_rows"]]
    lines = [words["values"].format(n=reading.values.height, more=_say_first(reading.values, words))]
    for area, period, value in reading.values.head(SHOWN).rows():
        lines.append(f"  {province.areas.name(area, language)} {period}  {value:,.6g}")
    return lines


def _say_first(table: pl.DataFrame, words: dict[str, Any]) -> str:
    return str(words["first"].format(n=SHOWN)) if table.height > SHOWN else ""
