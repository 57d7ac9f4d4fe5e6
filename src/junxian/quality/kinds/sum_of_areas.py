"""Sum of areas: the figures of the areas below come to the figure of the area above, in exact decimals."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import inf

import polars as pl

from junxian.declared.rules import SumOfAreas
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Cell, Suspicion, withheld_by
from junxian.quality.wording import join_names, say_amount, say_area, say_item, say_where
from junxian.terms.name import Name
from junxian.terms.period import Period

ALWAYS_BELOW, WHERE_FILED = "county", "zone"
OPEN = (
    0.25  # how far a figure may lie from its usual value, as a share of it, before it is known to be the cause of a gap
)


@dataclass(frozen=True)
class Gap:
    """One item of one area above that the areas below do not come to."""

    area: str
    period: str
    item: str
    above: Decimal
    below: Decimal
    parts: dict[str, Decimal]  # area below -> figure

    @property
    def amount(self) -> Decimal:
        """How much the areas below come to beyond the figure above."""
        return self.below - self.above


def check_sum_of_areas(rule: SumOfAreas, filed: Filed) -> list[Suspicion]:
    """Suspect figures of a city or of the province from which the sum of the areas below differs.

    The tolerance is relative to the figure above, plus half a unit of the last declared decimal for every figure in the
    sum. Asked only where the figure above is filed and that of every county valid at the period's end; zones count where
    they are filed beside the counties. Ratios are never summed. A hold withholds the figure above: which of the figures
    below is wrong cannot be told, and the assessment of counties does not use the one above.
    Source: practice §4.3 Q1. Checked in tests/unit/quality/test_sum_of_areas.py.
    """
    gaps = sorted((g for key in rule.items for g in _find_gaps(rule, filed, key)), key=lambda g: (g.period, g.area))
    rows = groupby(gaps, key=lambda g: (g.period, g.area, filed.province.items[g.item][0].code))
    return [_suspect(rule, filed, form, list(found)) for (_, _, form), found in rows]


def _find_gaps(rule: SumOfAreas, filed: Filed, key: str) -> Iterator[Gap]:
    _, item = filed.province.items[key]
    if item.measure == "ratio":
        return
    areas, table = filed.province.areas, filed.select_items([key]).drop_nulls(key)
    above = table.filter(pl.col("ref_area").is_in(areas.at_level(rule.of)))
    for period in above["time_period"].unique().sort():
        figures = {area: _exact(x) for area, x in table.filter(time_period=period).select("ref_area", key).rows()}
        below = list_below(rule, filed, Period.parse(period), figures)
        for area in sorted(above.filter(time_period=period)["ref_area"]):
            gap = _measure(area, period, key, figures, below.get(area, []))
            if gap and abs(gap.amount) > _allow(rule, gap, item.decimals):
                yield gap


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def list_below(rule: SumOfAreas, filed: Filed, period: Period, figures: Container[str]) -> dict[str, list[str]]:
    """The areas whose figures make up each area above; counties always, zones where they are filed."""
    areas, below = filed.province.areas, dict[str, list[str]]()
    for level in (ALWAYS_BELOW, WHERE_FILED):
        for code in areas.at_level(level, period.end):
            use = filed.present(code) if filed.present(code) in figures else code
            if level == ALWAYS_BELOW or use in figures:
                below.setdefault(areas.city(code) if rule.of == "city" else filed.province.code, []).append(use)
    return below


def _measure(area: str, period: str, key: str, figures: dict[str, Decimal], below: list[str]) -> Gap | None:
    if not below or any(code not in figures for code in below):
        return None
    parts = {code: figures[code] for code in below}
    return Gap(area, period, key, figures[area], sum(parts.values(), Decimal(0)), parts)


def _allow(rule: SumOfAreas, gap: Gap, decimals: int) -> Decimal:
    rounding = Decimal(len(gap.parts) + 1) * Decimal(10) ** -decimals / 2
    return Decimal(repr(rule.tolerance)) * abs(gap.above) + rounding


def _suspect(rule: SumOfAreas, filed: Filed, form: str, gaps: list[Gap]) -> Suspicion:
    area, period, items = gaps[0].area, gaps[0].period, tuple(g.item for g in gaps)
    where, province = say_where(area, period, filed.province), filed.province
    said = join_names([_say_gap(gap, filed) for gap in gaps])
    parts: list[tuple[Cell, Decimal]] = [((code, period, g.item), g.amount) for g in gaps for code in g.parts]
    own = tuple((area, period, item) for item in items)
    apart = tuple(entry for gap in gaps for entry in _measure_apart(filed, gap))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=form, items=items,
        found=join_names([say_amount(g.below, g.item, province) for g in gaps], " ").zh,
        expected=join_names([say_amount(g.above, g.item, province) for g in gaps], " ").zh,
        message=Name(zh=f"{where.zh}{said.zh}。请上下级对账。", en=f"{where.en}: {said.en}. Please reconcile both levels."),
        shown=own, explains=frozenset([*own, *(cell for cell, _ in parts)]), withholds=withheld_by(rule.severity, items),
        lean=tuple((cell, round(amount)) for cell, amount in parts), apart=apart, weight=-len(gaps[0].parts),
    )  # fmt: skip


def _measure_apart(filed: Filed, gap: Gap) -> list[tuple[Cell, float, float]]:
    """How far each figure below is from what it was a year before and after, and a quarter of that; unknown is anything."""
    period = Period.parse(gap.period)
    near = [str(period.year_before()), str(Period(period.year + 1, period.number, period.frequency))]
    table = filed.select_items([gap.item]).filter(pl.col("time_period").is_in(near), pl.col(gap.item) > 0)
    usual = dict(table.group_by("ref_area").agg(pl.col(gap.item).log().mean().exp()).rows())
    return [
        ((code, gap.period, gap.item), float(figure) - usual[code], OPEN * usual[code]) if code in usual
        else ((code, gap.period, gap.item), 0.0, inf)
        for code, figure in gap.parts.items()
    ]  # fmt: skip


def _say_gap(gap: Gap, filed: Filed) -> Name:
    province, name = filed.province, say_item(gap.item, filed.province)
    above, below, off = (say_amount(x, gap.item, province) for x in (gap.above, gap.below, abs(gap.amount)))
    share = f"（{abs(gap.amount / gap.above):.1%}）" if gap.above else ""
    by = _say_equal_part(gap, filed)
    return Name(
        zh=f"{name.zh}为{above.zh}，所辖{len(gap.parts)}个地区之和为{below.zh}，相差{off.zh}{share}{by.zh}",
        en=f"{name.text('en')} is {above.en}, the {len(gap.parts)} areas below sum to {below.en}, a difference of {off.en}{by.en}",
    )


def _say_equal_part(gap: Gap, filed: Filed) -> Name:
    """Names the one area below whose whole figure makes the difference: left out or counted twice."""
    same = [
        code for code, figure in gap.parts.items() if figure and abs(figure - abs(gap.amount)) <= abs(figure) / 1000
    ]
    if len(same) != 1:
        return Name(zh="", en="")
    name = say_area(same[0], filed.province)
    return Name(zh=f"，与{name.zh}一个地区的数字相当", en=f", about the figure of {name.text('en')} alone")
