"""One cause shared by many areas of a return: asked about once, of whoever filed it, and told to each area as a note."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from junxian.quality.filed import CELL, Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.wording import SHOWN_AREAS, say_areas, say_form, say_period
from junxian.terms.name import Name

LEAST = 5  # areas that one cause has to be shared by
CHANCE = 1e-6  # of so many areas of one return being wrong in the same way, each by itself
PRIOR = 100  # rows, one of them wrong, that are taken as seen before any other return

Signature = tuple[Any, ...]
# What has to agree for one cause, by kind; kinds that are not here speak of one area each.
SIGNS: dict[str, Callable[[Suspicion], Signature]] = {
    "duplicates": lambda s: s.items,
    "shifted_row": lambda s: s.items,
    "carried_forward": lambda s: (s.expected,),  # the period that is repeated
    "swapped_columns": lambda s: s.items,
    "order_of_magnitude": lambda s: (s.items, s.weight),
    "growth_against_level": lambda s: s.items,
    "sum_of_parts": lambda s: s.items,
    "expression": lambda s: s.items,
    "level_shift": lambda s: (s.items, tuple(sign for _, sign in s.lean)),
}


def gather_shared(suspicions: list[Suspicion], filed: Filed) -> list[Suspicion]:
    """Ask once where many areas of one return are wrong in the same way; what each of them shows becomes a note.

    Alike are suspicions of one rule, about rows of one file and period, whose items (and direction, or power of ten) agree.
    They share a cause where they are five or more and would hardly come together by chance: the binomial chance of so many
    among the areas of the return, at the rate of like suspicions in all other returns of the form (one row in 100 before
    any is seen), is at most one in a million. The question that stands for them is about the return, has the severity of
    the rule and points at all their cells; each area keeps a note, and what it withheld stays withheld until the question
    is settled. Others pass unchanged. Checked in tests/unit/quality/test_shared_cause.py.
    """
    asked, members = list[Suspicion](), dict[int, int]()
    for places in _group(suspicions).values():
        for file, own in _find_shared([suspicions[n] for n in places], filed).items():
            asked.append(_ask_once([suspicions[places[n]] for n in own], file, filed))
            members |= {places[n]: len(own) for n in own}
    return [_note(s, members[n]) if n in members else s for n, s in enumerate(suspicions)] + asked


def _group(suspicions: list[Suspicion]) -> dict[Signature, list[int]]:
    """Places of suspicions about one area each that agree in rule, severity and signature, where they are enough."""
    groups: dict[Signature, list[int]] = {}
    for place, s in enumerate(suspicions):
        if s.kind in SIGNS and s.area and s.shown and s.severity != "note":
            groups.setdefault((s.rule.code, s.form, s.severity, SIGNS[s.kind](s)), []).append(place)
    return {signature: places for signature, places in groups.items() if len(places) >= LEAST}


def _find_shared(alike: list[Suspicion], filed: Filed) -> dict[str, list[int]]:
    """By file, the places of those that share a cause; one file and period is one return."""
    cells = pl.DataFrame([s.shown[0] for s in alike], schema=dict.fromkeys(CELL, pl.String), orient="row")
    files = cells.with_row_index("place").join(filed.located.select(*CELL, "file").unique(CELL), on=CELL)
    returns = files.group_by("file", "time_period").agg("place").filter(pl.col("place").list.len() >= LEAST)
    if returns.is_empty():
        return {}
    own = filed.located.group_by("file", "time_period", "form").agg(pl.col("ref_area").n_unique().alias("rows"))
    own = own.with_columns(
        pl.col("rows").sum().over("form").alias("total")
    )  # of the file's form, which the rule's may not be
    counted = returns.join(own, on=["file", "time_period"]).sort("file", "time_period")
    return {
        file: sorted(places)
        for file, places, rows, total in counted.select("file", "place", "rows", "total").rows()
        if _is_shared(len(places), rows, len(alike) - len(places), total - rows)
    }


def _is_shared(wrong: int, rows: int, elsewhere: int, other_rows: int) -> bool:
    """Whether so many wrong rows are too many at the rate of the other returns: P(X ≥ wrong), X binomial, at most 1e-6."""
    from scipy.special import bdtrc

    rate = min((elsewhere + 1) / (other_rows + PRIOR), 1.0)
    return bool(bdtrc(wrong - 1, rows, rate) <= CHANCE)


def _note(s: Suspicion, alike: int) -> Suspicion:
    told = Name(
        zh=f"{s.message.zh}同一报表中{alike}个地区如此，已一并询问报送单位。",
        en=f"{s.message.text('en')} {alike} areas of the return are so; whoever filed it is asked about them together.",
    )
    return replace(s, severity="note", message=told)


def _ask_once(alike: list[Suspicion], file: str, filed: Filed) -> Suspicion:
    first, codes = min(alike, key=lambda s: s.area), sorted({s.area for s in alike})
    also = tuple(dict.fromkeys(name for s in alike for name in s.also))
    areas, more = say_areas(codes[:SHOWN_AREAS], filed.province), len(codes) > SHOWN_AREAS
    time, form = say_period(first.period), say_form(first.form, filed.province)
    rule, example = first.rule.name, first.message
    return replace(
        first, area="", found=str(len(codes)), expected="", withholds=(), lean=(), apart=(), also=also, file=file,
        shown=tuple(cell for s in alike for cell in s.shown),
        explains=frozenset(cell for s in alike for cell in s.explains), p_value=None,
        message=Name(
            zh=f"{time.zh}{form.zh}中{len(codes)}个地区（{areas.zh}{'等' if more else ''}）同样触及“{rule.zh}”，各自偶然出错的可能极小，疑有共同原因"
            f"（口径或制度调整、汇编错位等），请报送单位一并核实说明。例：{example.zh}",
            en=f"In {form.en} for {time.en} {len(codes)} areas ({areas.en}{', …' if more else ''}) break the rule '{rule.text('en')}' in the same way, "
            f"hardly each by itself: one cause is likely (another definition, a slip when compiled). Whoever filed it should "
            f"explain it once. For example: {example.text('en')}",
        ),
    )  # fmt: skip
