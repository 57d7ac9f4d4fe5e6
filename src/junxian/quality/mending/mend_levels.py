"""The deed `reconcile`: figures of counties, cities and the province, totals and parts, moved until their sums hold."""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import polars as pl

from junxian.declared.rules import SumOfAreas, SumOfParts
from junxian.quality.kinds.sum_of_areas import list_below
from junxian.quality.mending.asked import Case
from junxian.quality.mending.declared_edits import allow_gap
from junxian.quality.mending.hierarchy import FIGURE_SCHEMA, Reconciled, reconcile_sums
from junxian.quality.mending.mend_records import Mended
from junxian.quality.mending.proposals import Proposal, Refusal
from junxian.quality.mending.round_values import round_to_hold
from junxian.quality.mending.sums import Figure, Sum, lay_out_sums
from junxian.quality.wording import say_amount
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period

HELD_ERROR = 0.5  # relative error of a figure that is withheld


def mend_levels(case: Case) -> Mended:
    """Reconcile the sums that declared rules ask for and filed figures break, in each period asked about.

    Reliability: the item's `data_error` (else the request's), times the trust of the area's level. Sums that hold within
    their tolerance go on holding; the proposals have the items' decimals and hold as well.
    """
    mended = Mended()
    for period in case.periods:
        figures = _list_figures(case, period)
        sums = [*_list_area_sums(case, period, figures), *_list_part_sums(case, period, figures)]
        for linked in _split(sums, figures):
            try:
                mended.proposals += _reconcile(case, period, linked, figures)
            except MethodError as error:
                area, item = linked[0].total
                why = Name(zh=f"无法平衡：{error}", en=f"Cannot be reconciled: {error}")
                mended.refusals.append(Refusal("reconcile", area, str(period), item, why))
        for one in sums:
            absent = [c for c in (one.total, *one.parts) if c not in figures]
            if absent and case.wants(one.total[0]):
                mended.refusals.append(Refusal("reconcile", *_at(one, period), _say_absent(case, absent)))
    return mended


def _at(one: Sum, period: Period) -> tuple[str, str, str]:
    return one.total[0], str(period), one.total[1]


def _list_figures(case: Case, period: Period) -> dict[Figure, float]:
    """What was filed, with what earlier deeds propose instead."""
    wanted = set(case.list_items(period))
    stands = {(a, k): p.proposed for (a, time, k), p in case.standing.items() if time == str(period) and k in wanted}
    return case.list_figures(period) | stands


def _list_area_sums(case: Case, period: Period, figures: dict[Figure, float]) -> Iterator[Sum]:
    """As each rule declares: counties, and zones that file, to their city or to the province."""
    filed, items = case.filed, case.filed.province.items
    for rule in filed.province.rules.values():
        if not isinstance(rule, SumOfAreas):
            continue
        for key in (k for k in rule.items if k in case.list_items(period) and items[k][1].measure != "ratio"):
            there = {area for area, item in figures if item == key}
            for area, below in list_below(rule, filed, period, there).items():
                if area in there and any(code in there for code in below):
                    allowed = allow_gap(rule, figures[area, key], len(below), items[key][1].decimals)
                    yield Sum(rule.code, (area, key), tuple((code, key) for code in below), allowed)


def _list_part_sums(case: Case, period: Period, figures: dict[Figure, float]) -> Iterator[Sum]:
    keys, areas = set(case.list_items(period)), dict.fromkeys(area for area, _ in figures)
    for rule in case.filed.province.rules.values():
        if isinstance(rule, SumOfParts) and rule.total and {rule.total, *rule.parts} <= keys:
            for area in areas:
                if (area, rule.total) in figures and any((area, p) in figures for p in rule.parts):
                    yield Sum(
                        rule.code, (area, rule.total), tuple((area, p) for p in rule.parts), float(rule.tolerance)
                    )


def _split(sums: list[Sum], figures: dict[Figure, float]) -> Iterator[list[Sum]]:
    """Sums that share figures, together; only those that can be asked, and of these only where one is broken."""
    whole = [s for s in sums if all(c in figures for c in (s.total, *s.parts))]
    label = {c: c for s in whole for c in (s.total, *s.parts)}

    def find(figure: Figure) -> Figure:
        while label[figure] != figure:
            label[figure] = label[label[figure]]
            figure = label[figure]
        return figure

    for s in whole:
        for part in s.parts:
            label[find(part)] = find(s.total)
    together: dict[Figure, list[Sum]] = {}
    for s in whole:
        together.setdefault(find(s.total), []).append(s)
    for linked in together.values():
        if any(abs(figures[s.total] - sum(figures[c] for c in s.parts)) > s.allowed * (1 + 1e-12) for s in linked):
            yield linked


def _reconcile(case: Case, period: Period, sums: list[Sum], figures: dict[Figure, float]) -> Iterator[Proposal]:
    items, named = case.filed.province.items, list(dict.fromkeys(c for s in sums for c in (s.total, *s.parts)))
    rows = [(*c, figures[c], _spread(case, period, c, figures[c])) for c in named]
    signed = {k for k in {c[1] for c in named} if items[k][1].signed}
    table = pl.DataFrame(rows, FIGURE_SCHEMA, orient="row")
    found = reconcile_sums(table, sums, signed, case.request.coverage)
    rounded = _round(case, found, named, sums, np.array([r[3] for r in rows]) > 0)
    for (area, key), new, row in zip(named, rounded, found.table.iter_rows(named=True), strict=True):
        if float(new) != row["filed"] and case.wants(area):
            low, high = (None if row[e] is None else round(row[e], items[key][1].decimals) for e in ("low", "high"))
            why = _say_move(case, sums, (area, key), row["filed"], float(new))
            yield Proposal(
                area, str(period), key, row["filed"], float(new), low, high, "reconcile least_squares", why, "E"
            )


def _spread(case: Case, period: Period, figure: Figure, value: float) -> float:
    area, key = figure
    error = case.filed.province.items[key][1].data_error or case.request.error
    level = case.filed.province.areas.level(area) if area in case.filed.province.areas else "county"
    trust = case.request.trust.get(level, 1.0)
    cell = (area, str(period), key)
    before = case.standing.get(cell)
    if before is not None and before.low is not None and before.high is not None:
        return (before.high - before.low) / (2 * NormalDist().inv_cdf((1 + case.request.coverage) / 2))
    if cell in case.held and before is None and trust > 0:
        return HELD_ERROR * abs(value)
    return error * trust * abs(value)


def _round(case: Case, found: Reconciled, named: list[Figure], sums: list[Sum], free: np.ndarray) -> np.ndarray:
    place = {c: n for n, c in enumerate(named)}
    matrix, room = lay_out_sums(sums, place), np.array([s.allowed for s in sums])
    units = np.array([10.0 ** -case.filed.province.items[key][1].decimals for _, key in named])
    values = found.table["proposed"].to_numpy()
    exact, holds = round_to_hold(values, units, free, matrix, (np.zeros(len(sums)), np.zeros(len(sums))))
    return exact if holds else round_to_hold(values, units, free, matrix, (-room, room))[0]


def _say_move(case: Case, sums: list[Sum], figure: Figure, filed: float, new: float) -> Name:
    province = case.filed.province
    codes = dict.fromkeys(s.code for s in sums if figure in (s.total, *s.parts))
    zh = "、".join(f"“{province.rules[c].name.zh}”" for c in codes)
    en = ", ".join(f"'{province.rules[c].name.text('en')}'" for c in codes)
    moved = say_amount(new - filed, figure[1], province)
    return Name(
        zh=f"为使{zh}成立，按各级可靠程度以最小平方调整，变动{moved.zh}。",
        en=f"Moved by {moved.en}, the least in squares given how reliable each level is, for {en} to hold.",
    )


def _say_absent(case: Case, absent: list[Figure]) -> Name:
    area, key = absent[0]
    place, item = case.filed.province.areas.name(area), case.filed.province.items[key][1].name
    en = case.filed.province.areas.name(area, "en")
    return Name(
        zh=f"无法平衡：缺{place}的{item.zh}等{len(absent)}个数。", en=f"Cannot be reconciled: {len(absent)} figure(s) are missing, {item.text('en')} of {en} first."
    )  # fmt: skip
