"""The deeds `localise` and `deduce`: which cells must change so that declared rules can hold, and which follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from junxian.quality.mending.asked import Case
from junxian.quality.mending.declared_edits import NOT_NEGATIVE, name_cell, read_edits
from junxian.quality.mending.highs import Array, Mask
from junxian.quality.mending.impute import measure_departure
from junxian.quality.mending.lay_panel import lay_panel
from junxian.quality.mending.localise import Located, localise_record
from junxian.quality.mending.proposals import Proposal, Refusal
from junxian.quality.mending.records import Record, split_records
from junxian.quality.mending.round_values import round_to_hold
from junxian.quality.wording import join_names, say_amount, say_item, say_period
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period

MOST_CELLS = 3000
DOUBTED, LEAST = 0.25, 0.02  # factor on the weight of a cell that a finding points at; the least weight
NARROW = 0.1  # of a figure: a missing one whose range is no wider follows from the rules
SHOWN_RULES = 3


@dataclass
class Mended:
    """Rows of the three tables, gathered."""

    proposals: list[Proposal] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    solutions: list[tuple[object, ...]] = field(default_factory=list)


def mend_records(case: Case) -> Mended:
    """Localise the errors of every broken record of the periods asked about, and deduce missing cells of whole ones.

    The weight of a cell is 1 / (1 + its departure from what its own past and its peers lead to expect, in typical errors),
    a quarter of it where a finding of another rule points at it. Located cells are set near what is expected.
    """
    mended = Mended()
    for period in case.periods:
        edits = read_edits(case.filed, period, case.list_items(period))
        figures = {name_cell(*figure): value for figure, value in case.list_figures(period).items()}
        for number, record in enumerate(split_records(edits, figures), start=1):
            if not record.is_broken and not record.missing.any():
                continue
            whole = None if record.is_broken else _complete(record)
            if whole is None and "localise" in case.request.deeds:
                _localise(case, period, number, record, mended)
            if whole is not None and "deduce" in case.request.deeds:
                mended.proposals += _deduce(case, period, record, whole)
    return mended


def _localise(case: Case, period: Period, number: int, record: Record, mended: Mended) -> None:
    broken = np.nan_to_num(record.edits.measure_excess(record.values)) > 0
    first = record.edits.cells[int(np.flatnonzero(record.edits.matrix[np.argmax(broken)])[0])].split(" ")
    try:
        if len(record.values) > MOST_CELLS:
            raise MethodError("record", f"has {len(record.values)} linked cells, more than {MOST_CELLS}.", "Ask about fewer items.")  # fmt: skip
        weights, expected = weigh_suspicion(case, period, record)
        located = localise_record(record.values, record.edits, weights, expected)
    except MethodError as error:
        why = Name(zh=f"无法定位：规则无法同时成立，或关联的数太多（{error}）。", en=f"Cannot be localised: {error}")
        mended.refusals.append(Refusal("localise", first[0], str(period), first[1], why))
        return
    rounded = _round(case, record, located)
    for cell in located.cells:
        place = record.edits.cells.index(cell)
        if case.wants(cell.split(" ")[0]):
            mended.proposals.append(_propose(case, period, record, located, place, float(rounded[place])))
    for n, solution in enumerate(located.solutions, start=1):
        cells = [cell.split(" ") for cell in solution]
        mended.solutions += [(str(period), number, n, *c, located.weight, located.all_found) for c in cells]


def weigh_suspicion(case: Case, period: Period, record: Record) -> tuple[Array, Array]:
    """The weight of each cell of a record (cells,), small where it is suspected, and what was expected of it (NaN: nothing)."""
    weights, expected = np.ones(len(record.values)), np.full(len(record.values), np.nan)
    by_item: dict[str, list[tuple[int, str]]] = {}
    for place, cell in enumerate(record.edits.cells):
        area, item = cell.split(" ")
        by_item.setdefault(item, []).append((place, area))
    for item, places in by_item.items():
        areas = case.filed.select_items([item]).drop_nulls(item)["ref_area"].unique().sort().to_list()
        laid = lay_panel(case, item, period, areas)
        told, departure = measure_departure(laid.panel)
        row = {area: n for n, area in enumerate(laid.areas)}
        for place, area in places:
            if area in row:
                expected[place] = told[row[area], -1]
                weights[place] = 1 / (1 + np.nan_to_num(departure[row[area], -1], nan=0.0, posinf=np.inf))
            if (area, str(period), item) in case.doubted:
                weights[place] *= DOUBTED
    return np.maximum(weights, LEAST), expected


def _round(case: Case, record: Record, located: Located) -> Array:
    free = np.isin(record.edits.cells, located.cells) & ~record.missing
    units = np.array([10.0 ** -case.filed.province.items[c.split(" ")[1]][1].decimals for c in record.edits.cells])
    rounded, holds = round_to_hold(
        located.values, units, free, record.edits.matrix, (record.edits.low, record.edits.high)
    )
    return rounded if holds else located.values


def _propose(case: Case, period: Period, record: Record, located: Located, place: int, value: float) -> Proposal:
    area, item = record.edits.cells[place].split(" ")
    decimals, ends = case.filed.province.items[item][1].decimals, (located.low[place], located.high[place])
    low, high = (round(float(end), decimals) if np.isfinite(end) else None for end in ends)
    return Proposal(
        area, str(period), item, float(record.values[place]), value, low, high, "localise fellegi_holt",
        _say_located(case, located, place, record, low, high), "I" if located.is_unique else "U",
    )  # fmt: skip


def _say_located(
    case: Case, located: Located, place: int, record: Record, low: float | None, high: float | None
) -> Name:
    province, item = case.filed.province, record.edits.cells[place].split(" ")[1]
    codes = [c for rules, cells in located.reasons if record.edits.cells[place] in cells for c in rules]
    rules = join_names([_say_rule(case, c) for c in list(dict.fromkeys(codes))[:SHOWN_RULES]], "、", ", ")
    count, others = len(located.cells), len(located.solutions) - 1
    more = "" if located.all_found else "以上"
    alike = (
        Name(zh="改法唯一", en="No other choice of cells weighs as little")
        if located.is_unique
        else Name(zh=f"另有{others}种{more}同样轻的改法，须查原始资料", en=f"{others}{'+' if more else ''} other choices weigh the same; look at the sources")
    )  # fmt: skip
    ends = [say_amount(end, item, province) for end in (low, high) if end is not None]
    left = (
        Name(zh="只能取此值", en="only this value fits")
        if low is not None and low == high
        else Name(zh=f"规则允许{'至'.join(e.zh for e in ends)}", en=f"the rules leave {' to '.join(e.en for e in ends)}")
        if len(ends) == 2
        else Name(zh="规则未限定范围", en="the rules leave its range open")
    )  # fmt: skip
    return Name(
        zh=f"要使{rules.zh}成立，至少须改动{count}个数（按可疑程度加权）。{alike.zh}；{left.zh}。",
        en=f"For {rules.text('en')} to hold {count} cell(s) must change at least, weighted by suspicion. {alike.en}; {left.en}.",
    )


def _say_rule(case: Case, code: str) -> Name:
    if code == NOT_NEGATIVE:
        return Name(zh="数值不为负", en="figures are not negative")
    name = case.filed.province.rules[code].name
    return Name(zh=f"“{name.zh}”", en=f"'{name.text('en')}'")


def _complete(record: Record) -> Located | None:
    """What the rules leave to the missing cells; None where no values of theirs would do."""
    if len(record.values) > MOST_CELLS:
        return None
    try:
        located = localise_record(record.values, record.edits)
    except MethodError:
        return None
    return None if located.cells else located


def _deduce(case: Case, period: Period, record: Record, located: Located) -> Iterator[Proposal]:
    units = [10.0 ** -case.filed.province.items[c.split(" ")[1]][1].decimals for c in record.edits.cells]
    for place in np.flatnonzero(_is_narrow(located, record.missing, np.array(units))):
        area, item = record.edits.cells[place].split(" ")
        if not case.wants(area):
            continue
        found = (t[place] for t in (located.values, located.low, located.high))
        value, low, high = (round(float(x), case.filed.province.items[item][1].decimals) for x in found)
        name, when = say_item(item, case.filed.province), say_period(str(period))
        why = Name(
            zh=f"{when.zh}{name.zh}未报，由合计与其他各项推出。", en=f"{name.text('en')} {when.en} was not filed; it follows from the total and the other figures of its sum."
        )  # fmt: skip
        yield Proposal(area, str(period), item, None, value, low, high, "deduce sums", why, "I")


def _is_narrow(located: Located, missing: Mask, units: Array) -> Mask:
    with np.errstate(invalid="ignore"):
        width = located.high - located.low
    return missing & np.isfinite(width) & (width <= np.maximum(NARROW * np.abs(located.values), 2 * units))
