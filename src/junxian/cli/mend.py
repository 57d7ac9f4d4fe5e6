"""Prints proposals for figures that are missing, withheld, or break rules. Nothing is applied."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typer

from junxian.bulletin.workbook.proposed import ADOPTION, STATUS_NAMES, say_method, write_proposals
from junxian.cli.filed_returns import FiledReturns, read_filed_returns
from junxian.declared import Province
from junxian.quality.mending.asked import Request
from junxian.quality.mending.proposals import DEEDS
from junxian.quality.mending.propose import Proposals, propose
from junxian.quality.wording import say_number
from junxian.terms import NotPermitted
from junxian.terms.nearest import suggest

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "none": "没有需要修正的数，也没有可提的建议。", "count": "修正建议{n}条（填报数不动）：", "filed": "填报{filed}", "missing": "未报或不可用",
        "line": "{area} {period} {item}：{filed} → 建议{proposed}（{status}；{method}{interval}）", "interval": "；区间{low}—{high}",
        "refused": "不能修正{n}条{more}：", "reason": "  {area} {period} {item}：{why}", "more": "，先列{n}条", "written": "已写出：{path}",
        "left_out": "错误定位未用到的公式{n}条：",
    },
    "en": {
        "none": "Nothing needs mending, and nothing can be proposed.", "count": "{n} proposals (filed figures stay):", "filed": "filed {filed}",
        "missing": "not filed or not usable", "line": "{area} {period} {item}: {filed} -> proposed {proposed} ({status}; {method}{interval})",
        "interval": "; {low} to {high}", "refused": "{n} cannot be mended{more}:", "reason": "  {area} {period} {item}: {why}", "more": ", the first {n}",
        "written": "Written: {path}", "left_out": "{n} expressions that localisation does not see:",
    },
}  # fmt: skip
SHOWN = 10


def print_proposals(
    folder: Path, form: str, items: list[str], areas: list[str], deeds: str, period: str | None, as_of: date | None,
    output: Path | None, language: str, *, as_json: bool,
) -> None:  # fmt: skip
    """Propose and print; write a workbook where one is named."""
    filed = read_filed_returns(folder, period, as_of)
    request = _make_request(filed.province, form, items, areas, deeds)
    given = propose(filed.returns, filed.province, filed.period, filed.day, request, filed.check())
    if output is not None:
        write_proposals(given, filed.province, output)
    if as_json:
        typer.echo(json.dumps({name: table.to_dicts() for name, table in vars(given).items()}, ensure_ascii=False))
        return
    typer.echo("\n".join(_tell(given, filed, language)))
    if output is not None:
        typer.echo(WORDS[language]["written"].format(path=output))


def _make_request(province: Province, form: str, items: list[str], areas: list[str], deeds: str) -> Request:
    if form and form not in province.forms:
        raise NotPermitted(f"form {form!r}", "is declared nowhere.", suggest(form, province.forms))
    own = [item.key for item in province.forms[form].item if not item.computed] if form else []
    wanted = [_find_item(text, province) for text in items] or own
    codes = [next(iter(province.areas.find(text)), text) for text in areas]
    named = tuple(part.strip() for part in deeds.split(",") if part.strip()) or DEEDS
    return Request(named, items=tuple(wanted), areas=tuple(codes))  # type: ignore[arg-type]


def _find_item(text: str, province: Province) -> str:
    found = [key for key, (_, item) in province.items.items() if text in item.headers]
    return found[0] if len(found) == 1 else text


def _tell(given: Proposals, filed: FiledReturns, language: str) -> Iterator[str]:
    words, province = WORDS[language], filed.province
    if given.proposals.is_empty() and given.refusals.is_empty():
        yield words["none"]
        return
    yield words["count"].format(n=given.proposals.height)
    for row in given.proposals.iter_rows(named=True):
        yield _tell_proposal(row, province, language)
        yield f"    {row[f'why_{language}']}"
    if given.refusals.height:
        more = words["more"].format(n=SHOWN) if given.refusals.height > SHOWN else ""
        yield words["refused"].format(n=given.refusals.height, more=more)
    for row in given.refusals.head(SHOWN).iter_rows(named=True):
        yield words["reason"].format(**_name(row, province, language), why=row[f"why_{language}"])
    if given.left_out.height:
        yield words["left_out"].format(n=given.left_out.height)
    for rule, *why in given.left_out.rows():
        yield (
            f"  {rule} {province.rules[rule].name.text(language)}：{why[0]}"
            if language == "zh"
            else f"  {rule} {province.rules[rule].name.text(language)}: {why[1]}"
        )
    if given.proposals.height:
        yield ADOPTION.text(language)


def _name(row: dict[str, Any], province: Province, language: str) -> dict[str, str]:
    names = [province.items[key][1].name.text(language) for key in row["item"].split() if key in province.items]
    return {
        "area": province.areas.name(row["ref_area"], language),
        "period": row["time_period"],
        "item": "、".join(names),
    }


def _tell_proposal(row: dict[str, Any], province: Province, language: str) -> str:
    words, item = WORDS[language], province.items[row["item"]][1]

    def say(value: float) -> str:
        return say_number(value, item.unit, item.decimals).text(language)

    filed = words["missing"] if row["filed"] is None else words["filed"].format(filed=say(row["filed"]))
    has_interval = row["low"] is not None and row["high"] is not None
    interval = words["interval"].format(low=say(row["low"]), high=say(row["high"])) if has_interval else ""
    return words["line"].format(
        **_name(row, province, language), filed=filed, proposed=say(row["proposed"]),
        status=STATUS_NAMES[row["obs_status"]].text(language), method=say_method(row["method"], language), interval=interval,
    )  # fmt: skip
