"""Prints plans set side by side: who they are, what differs in their declarations, sums, and areas by difference."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import typer

from junxian.cli.plans_workbook import write_plans
from junxian.cli.writable import expect_writable
from junxian.studies.compare_plans import PlansSideBySide, compare_plans
from junxian.terms.unit import parse_unit

SHOWN = 10  # areas named at either end
WORDS: dict[str, Any] = {
    "zh": {
        "plan": "[{plan}] {named}：{mode}{period}，{source}", "modes": {"formula": "公式法", "welfare": "统筹方案"}, "period": "，{period}期",
        "run": "批次{run}", "anew": "按现行声明重新测算", "note": "    说明：{text}", "none": "    没有可公布的方案，不参加比较",
        "declared": "声明不同之处：", "key": "  {key}：{values}", "same": "声明相同（名称、依据不比）。", "arrow": " → ",
        "unknown": "    声明在批次之后已改动，不比较", "factor": "{name}（{unit}），各方案共有{areas}地；{yardstick}",
        "yardstick": "权重和基数以[{plan}]为准", "no_yardstick": "均为公式法，没有共同的权重和基数",
        "sum": "  [{plan}] 分配{allotted}{of}", "of": "（全部{total}）", "efficiency": "；加权效率{efficiency:.4f}", "gini": "；指标数基尼{gini:.4f}",
        "base": "；占基数基尼{gini_base:.4f}、最低{least_share:.3f}倍", "limits": "；{at_limits}地受限；", "gap": "证书差距{relative_gap:.1e}", "no_gap": "无证书",
        "against": "      与[{first}]比：{gain}地增加、{lose}地减少，移动{moved}（{share:.1%}）{rank}{beyond}",
        "rank": "；名次相关{rank_correlation:.4f}", "beyond": "；{beyond}地超出[{first}]的参数区间（*）",
        "between": "  …  其余{n}地", "alone_factor": "只在[{plan}]中的要素：{factor}（{quota} {unit}）", "alone": "  只在[{plan}]中：{names}", "and": "、",
        "written": "已写出：",
    },
    "en": {
        "plan": "[{plan}] {named}: {mode}{period}, {source}", "modes": {"formula": "formula", "welfare": "programme"}, "period": ", {period}",
        "run": "run {run}", "anew": "allotted anew", "note": "    Note: {text}", "none": "    no plan to publish; it is not compared",
        "declared": "What differs in the declarations:", "key": "  {key}: {values}", "same": "The declarations are the same (names and basis aside).", "arrow": " -> ",
        "unknown": "    its declaration has changed since the run and is not compared", "factor": "{name} ({unit}), {areas} areas in all plans; {yardstick}",
        "yardstick": "weights and base of [{plan}]", "no_yardstick": "by formula alone, so that no weights and base are common",
        "sum": "  [{plan}] allots {allotted}{of}", "of": " (of {total} in all)", "efficiency": "; weighted efficiency {efficiency:.4f}", "gini": "; Gini of quotas {gini:.4f}",
        "base": "; of quota / base {gini_base:.4f}, least {least_share:.3f}", "limits": "; {at_limits} at limits; ", "gap": "gap {relative_gap:.1e}", "no_gap": "no certificate",
        "against": "      against [{first}]: {gain} gain, {lose} lose, {moved} move ({share:.1%}){rank}{beyond}",
        "rank": "; rank correlation {rank_correlation:.4f}", "beyond": "; {beyond} beyond the interval of [{first}] over its knobs (*)",
        "between": "  …  {n} more", "alone_factor": "A factor of [{plan}] alone: {factor} ({quota} {unit})", "alone": "  In [{plan}] alone: {names}", "and": ", ",
        "written": "Written: ",
    },
}  # fmt: skip
KEYS = {
    "mode": "方式", "classification": "参加范围", "alpha": "公平参数", "power": "指数", "least": "最低分", "weight": "权重", "performance": "绩效系数", "unit": "单位",
    "whole_unit": "最小单位", "supply": "总量", "amount": "数额", "item": "指标", "reserve": "预留", "basic": "基本保障", "base": "基数", "need": "需求", "efficiency": "效率",
    "momentum": "势头", "need_multiplier": "需求加权", "at_least": "下限", "at_most": "上限", "collar": "幅度限制", "low": "低", "high": "高", "last": "上年数",
    "new_projects": "新增项目", "applied": "申报数", "clearance": "任务系数", "gates": "闸门", "gate_unknown": "红线未知时", "value": "要素价值", "group": "组",
    "row": "自定约束", "sensitivity": "参数区间", "replicates": "抽样次数", "spread": "浮动", "factor": "要素", "complement": "要素配套", "years": "跨年",
    "worst_case": "最坏情形", "scenario": "情形", "measure": "衡量办法", "draws": "抽取数", "powers": "指数", "plan": "安排方式", "down": "减幅上限", "up": "增幅上限",
    "carry": "可结转比例", "discount": "折算系数", "year": "年份", "factors": "要素", "share": "占比", "elasticity": "替代弹性", "terms": "项", "times": "系数",
    "classes": "类别", "of": "指标", "below_zero": "负值", "keys": "指标", "items": "任务", "all_done": "全部完成", "any_missed": "有未完成", "less_is_better": "越低越好",
    "by": "划分", "at_most_item": "上限指标", "award_from": "奖励来源",
}  # fmt: skip


def print_plans(names: list[str], language: str, *, everything: bool, output: Path | None, as_json: bool) -> None:
    """Set plans side by side and print, or write, them; nothing is written to a province folder."""
    if output is not None:
        expect_writable(output)
    side = compare_plans(names)
    if output is not None:
        write_plans(side, output)
        typer.echo(f"{WORDS[language]['written']}{output}", err=as_json)
    if as_json:
        told = {name: frame.to_dicts() for name, frame in vars(side).items()}
        typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
    elif output is None:
        typer.echo("\n".join(_tell(side, language, everything=everything)))


def _tell(side: PlansSideBySide, language: str, *, everything: bool) -> Iterator[str]:
    for row in side.plans.iter_rows(named=True):
        yield from _tell_plan(row, language)
    yield from _tell_declared(side, language)
    for factor in side.factors:
        yield from _tell_factor(side, factor, language, everything=everything)
    words = WORDS[language]
    for row in side.alone.filter(pl.col("ref_area") == "").iter_rows(named=True):
        unit = parse_unit(row["unit"]).text(language)
        yield words["alone_factor"].format(**{**row, "quota": say_amount(row["quota"]), "unit": unit})


def _tell_plan(row: dict[str, Any], language: str) -> Iterator[str]:
    words = WORDS[language]
    period = words["period"].format(period=row["period"]) if row["period"] else ""
    source = words["run"].format(run=row["run"]) if row["run"] else words["anew"]
    yield words["plan"].format(
        plan=row["plan"], named=row["named"], mode=words["modes"][row["mode"]], period=period, source=source
    )
    if not row["has_quotas"]:
        yield words["none"]
    if not row["is_declared"]:
        yield words["unknown"]
    for text in row[f"notes_{language}"]:
        yield words["note"].format(text=text)


def _tell_declared(side: PlansSideBySide, language: str) -> Iterator[str]:
    words = WORDS[language]
    if side.declared.is_empty():
        if side.plans["is_declared"].all():
            yield words["same"]
        return
    yield words["declared"]
    for (key,), own in side.declared.group_by("key", maintain_order=True):
        values = words["arrow"].join(f"[{k}] {value or '—'}" for _, k, value in own.iter_rows())
        yield words["key"].format(key=say_key(str(key), language), values=values)


def say_key(key: str, language: str) -> str:
    """A key of a declaration as it is written; in Chinese with what its parts mean."""
    told = [KEYS.get(part, part) for part in key.split(".")]
    return key if language == "en" or told == key.split(".") else f"{'·'.join(told)}（{key}）"


def _tell_factor(side: PlansSideBySide, factor: str, language: str, *, everything: bool) -> Iterator[str]:
    words, rows = WORDS[language], side.summary.filter(pl.col("factor") == factor).to_dicts()
    first = rows[0]
    measured = (
        words["no_yardstick"] if first["yardstick"] is None else words["yardstick"].format(plan=first["yardstick"])
    )
    yield ""
    yield words["factor"].format(
        name=first[f"name_{language}"],
        unit=parse_unit(first["unit"]).text(language),
        areas=first["areas"],
        yardstick=measured,
    )
    for row in rows:
        yield from _tell_sums(row, first, words)
    yield from _list_areas(side, factor, [row["plan"] for row in rows], language, everything=everything)
    left = side.alone.filter((pl.col("factor") == factor) & (pl.col("ref_area") != ""))
    for (plan,), own in left.group_by("plan", maintain_order=True):
        yield words["alone"].format(plan=plan, names=words["and"].join(own[f"name_{language}"]))


def _tell_sums(row: dict[str, Any], first: dict[str, Any], words: dict[str, Any]) -> Iterator[str]:
    amounts = {key: say_amount(row[key]) for key in ("allotted", "total")}
    parts = [
        words["sum"].format(
            plan=row["plan"], of="" if row["allotted"] == row["total"] else words["of"], allotted="{allotted}"
        )
    ]
    parts += [
        words[part]
        for part, key in (("efficiency", "efficiency"), ("gini", "gini"), ("base", "gini_base"))
        if row[key] is not None
    ]
    parts += [words["limits"], words["no_gap" if row["relative_gap"] is None else "gap"]]
    yield "".join(parts).format(**{**row, **amounts})
    if row["gain"] is not None:
        rank, beyond = (
            "" if row[key] is None else words[part]
            for part, key in (("rank", "rank_correlation"), ("beyond", "beyond"))
        )
        share = row["moved"] / first["allotted"] if first["allotted"] else 0.0
        line = words["against"].replace("{rank}", rank).replace("{beyond}", beyond)
        yield line.format(**{**row, "first": first["plan"], "share": share, "moved": say_amount(row["moved"])})


def _list_areas(
    side: PlansSideBySide, factor: str, plans: list[int], language: str, *, everything: bool
) -> Iterator[str]:
    wide = side.widen(factor)
    heads = [f"[{k}]" for k in plans] + [text for k in plans[1:] for text in (f"[{k}]-[{plans[0]}]", "% ")]
    width = max(10, *(len(say_amount(value)) + 1 for k in plans for value in wide[f"quota_{k}"]))
    yield f"  {' '.join(f'{head:>{width}}' for head in heads)}".rstrip()
    hidden = 0 if everything else max(0, wide.height - 2 * SHOWN)
    for place, row in enumerate(wide.iter_rows(named=True)):
        if hidden and place == SHOWN:
            yield WORDS[language]["between"].format(n=hidden)
        if not hidden or not SHOWN <= place < SHOWN + hidden:
            cells = " ".join(f"{cell:>{width}}" for cell in _say_area(row, plans))
            yield f"  {cells}  {row[f'name_{language}']}"


def _say_area(row: dict[str, Any], plans: list[int]) -> Iterator[str]:
    yield from (say_amount(row[f"quota_{k}"]) for k in plans)
    for k in plans[1:]:
        change, percent, star = row[f"difference_{k}"], row[f"percent_{k}"], "*" if row[f"is_beyond_{k}"] else " "
        yield say_amount(change, "+" if change else "")
        yield ("—" if percent is None else f"{percent:{'+' if percent else ''}.1f}") + star


def say_amount(value: float, sign: str = "") -> str:
    """An amount in full, thousands apart."""
    return f"{value:{sign},.12g}"
