"""Order of magnitude: a value is about 10^k times what its neighbours in time or its peers suggest."""

from itertools import groupby
from operator import itemgetter

from junxian.declared.rules import OrderOfMagnitude
from junxian.quality.filed import Filed
from junxian.quality.magnitude import Slip, find_slips
from junxian.quality.slip_names import name_slip
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import join_names, say_amount, say_item, say_period, say_where
from junxian.terms.name import Name


def check_order_of_magnitude(rule: OrderOfMagnitude, filed: Filed) -> list[Suspicion]:
    """Suspect values a power of ten away (within `nearness` of a whole log10) from where they should lie.

    How that is decided stands in `magnitude.find_slips`. Zeros, negative and missing values are not asked about. The
    items of one row that slipped by the same power make one suspicion; it names the likely slip and the value that would
    follow, and changes nothing. Checked in tests/unit/quality/test_order_of_magnitude.py.
    """
    slips = find_slips(rule, filed)
    place = itemgetter("period", "area", "form", "power")
    rows = sorted(({**vars(s), "form": filed.province.items[s.item][0].code, "slip": s} for s in slips), key=place)
    return [
        _suspect(rule, filed, form, [row["slip"] for row in same]) for (_, _, form, _), same in groupby(rows, place)
    ]


def _suspect(rule: OrderOfMagnitude, filed: Filed, form: str, slips: list[Slip]) -> Suspicion:
    first, items = slips[0], tuple(slip.item for slip in slips)
    cells, province = list_cells(first.area, first.period, items), filed.province
    where = say_where(first.area, first.period, province)
    said = join_names([_say_slip(slip, filed) for slip in slips], "，", ", ")
    likely = name_slip(province.items[first.item][1].unit, first.power)
    return Suspicion(
        rule=rule, severity=rule.severity, area=first.area, period=first.period, form=form, items=items,
        found=join_names([say_amount(s.value, s.item, province) for s in slips], " ").zh,
        expected=join_names([say_amount(s.corrected, s.item, province) for s in slips], " ").zh,
        message=Name(
            zh=f"{where.zh}{said.zh}。疑似{likely.zh}，请核实；数据未作改动。",
            en=f"{where.en}: {said.en}. Possibly {likely.en}; please verify. Nothing was changed.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items), weight=abs(first.power),
    )  # fmt: skip


def _say_slip(slip: Slip, filed: Filed) -> Name:
    province, name = filed.province, say_item(slip.item, filed.province)
    value, right = say_amount(slip.value, slip.item, province), say_amount(slip.corrected, slip.item, province)
    times = f"{10 ** abs(slip.power):,}"
    zh, en = (f"{times}倍", f"{times} times") if slip.power > 0 else (f"{times}分之一", f"1/{times} of")
    if slip.reference_period:
        last = say_period(slip.reference_period)
        reference = say_amount(slip.reference, slip.item, province)
        against = Name(zh=f"约为{last.zh}（{reference.zh}）的{zh}", en=f"about {en} that of {last.en} ({reference.en})")
    else:
        against = Name(zh=f"约为按同类地区推算数的{zh}", en=f"about {en} what like areas suggest")
    return Name(
        zh=f"{name.zh}为{value.zh}，{against.zh}，若属此类错误应为{right.zh}",
        en=f"{name.text('en')} is {value.en}, {against.en}; it would then be {right.en}",
    )
