"""The edit rules that a province's declared rules amount to, on the cells of one period."""

from collections.abc import Iterable, Iterator

import polars as pl

from junxian.declared.province import Province
from junxian.declared.rules import Bounds, SumOfAreas, SumOfParts
from junxian.quality.filed import Filed
from junxian.quality.kinds.sum_of_areas import list_below
from junxian.quality.mending.edits import INF, Edit, demand_bounds, demand_fixed_sum, demand_sum
from junxian.quality.mending.expression_edits import RowEdit, read_expression_edits
from junxian.terms.period import Period

NOT_NEGATIVE = "not negative"  # the code of the rule that an item declared without a sign has


def name_cell(area: str, item: str) -> str:
    """How edits call a cell; area codes hold no space."""
    return f"{area} {item}"


def read_row_edits(province: Province, items: Iterable[str] | None = None) -> list[Edit]:
    """Sums of parts, bounds and signs as edits on item keys, for one row of any area.

    items  only rules all of whose items are among these; all where None. An item not declared `signed` is not negative.
    Amounts stand in their items' units, as in the rules themselves.
    """
    known = set(province.items if items is None else items)
    edits = [e for rule in province.rules.values() for e in _read_rule(rule) if set(e.terms) <= known]
    return edits + [demand_bounds(NOT_NEGATIVE, k, 0.0) for k in sorted(known) if not province.items[k][1].signed]


def _read_rule(rule: object) -> Iterator[Edit]:
    if isinstance(rule, SumOfParts):
        tolerance = float(rule.tolerance)
        if rule.equals is not None:
            yield demand_fixed_sum(rule.code, rule.parts, float(rule.equals), tolerance)
        else:
            yield demand_sum(rule.code, rule.total, rule.parts, tolerance)
    if isinstance(rule, Bounds):
        low, high = (-INF if rule.low is None else rule.low), (INF if rule.high is None else rule.high)
        yield from (demand_bounds(rule.code, key, low, high) for key in rule.items)


def read_edits(filed: Filed, period: Period, items: Iterable[str]) -> list[Edit]:
    """All edits on the cells (`name_cell`) of a period: of every area with a figure, and of areas that sum to others."""
    there = list(items)
    table = filed.select_items(there).filter(pl.col("time_period") == str(period)).drop("time_period")
    edits = []
    rows = [RowEdit(e) for e in read_row_edits(filed.province, there)]
    rows += read_expression_edits(filed.province, filed.vocabulary, there).edits
    for figures in table.iter_rows(named=True):
        area = figures.pop("ref_area")
        known = {k for k, value in figures.items() if value is not None}
        own = [row.edit for row in rows if row.is_asked(area, figures)]
        sums = [e for e in own if len(e.terms) > 1 and len(set(e.terms) & known) > 1]
        named = known.union(*(e.terms for e in sums))
        limits = [e for e in own if len(e.terms) == 1 and set(e.terms) <= named]
        for e in (*sums, *limits):
            edits.append(Edit(e.code, {name_cell(area, k): a for k, a in e.terms.items()}, e.low, e.high))
    return edits + [e for key in there for e in _read_area_edits(filed, period, key, table)]


def _read_area_edits(filed: Filed, period: Period, key: str, table: pl.DataFrame) -> Iterator[Edit]:
    item = filed.province.items[key][1]
    if item.measure == "ratio":
        return
    figures = dict(table.select("ref_area", key).drop_nulls().rows())
    for rule in filed.province.rules.values():
        if not isinstance(rule, SumOfAreas) or key not in rule.items:
            continue
        for area, below in list_below(rule, filed, period, figures).items():
            if area in figures and sum(code in figures for code in below) > len(below) / 2:
                parts = [name_cell(code, key) for code in below]
                yield demand_sum(
                    rule.code, name_cell(area, key), parts, allow_gap(rule, figures[area], len(below), item.decimals)
                )


def allow_gap(rule: SumOfAreas, above: float, parts: int, decimals: int) -> float:
    """What the rule allows a figure above to differ from the sum below: its share, and half a last digit of every figure."""
    return rule.tolerance * abs(above) + (parts + 1) * 10.0**-decimals / 2
