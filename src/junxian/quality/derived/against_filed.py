"""A derived item that is filed as well: the two are compared, and the filed one is used by nothing."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.quality.derived.derivations import Derivation
from junxian.quality.derived.derived import Derived
from junxian.quality.derived_rule import NAME, RULE
from junxian.quality.language.exact import make_exact
from junxian.quality.suspicion import Suspicion
from junxian.quality.wording import say_number, say_where
from junxian.terms.name import Name

_WHY = Name(
    zh="该项由其他项目推算，另行填报的数应与之一致。",
    en="The item follows from others; what is filed for it should agree.",
)
_REMEDY = Name(
    zh="核对该项和推算所用各项，更正有误的一方；系统一律采用推算值。",
    en="Check the item and those that it comes from, and correct whichever is wrong; the derived value is used.",
)


def compare_with_filed(derived: Derived, replaced: pl.DataFrame, province: Province) -> list[Suspicion]:
    """A suspicion for each figure filed for a derived item that differs from it by more than the item's tolerance.

    replaced  the figures in force that were filed for derived items (`ref_area`, `time_period`, `key`, `obs_value`)
    Not asked where either is missing. Checked in tests/unit/quality/derived/test_against_filed.py.
    """
    return list(_compare(derived, replaced, province))


def _compare(derived: Derived, replaced: pl.DataFrame, province: Province) -> Iterator[Suspicion]:
    for area, period, key, filed in replaced.drop_nulls("obs_value").select("ref_area", "time_period", "key", "obs_value").rows():  # fmt: skip
        one, value = derived.derivations[key], derived.value((area, period, key))
        if value is not None and abs(make_exact(filed) - value) > one.tolerance:
            yield _suspect(one, derived, (area, period, key), make_exact(filed), value, province)


def _suspect(
    one: Derivation, derived: Derived, cell: tuple[str, str, str], filed: Decimal, value: Decimal, province: Province
) -> Suspicion:
    where, name = say_where(cell[0], cell[1], province), one.item.name
    found, expected = (say_number(x, one.item.unit, one.item.decimals) for x in (filed, value))
    return Suspicion(
        rule=make_rule(one), severity="explain", area=cell[0], period=cell[1], form=one.form.code, items=(cell[2],),
        found=found.zh, expected=expected.zh,
        message=Name(
            zh=f"{where.zh}：{name.zh}填报{found.zh}，按“{one.item.computed}”推算为{expected.zh}。",
            en=f"{where.text('en')}: {name.text('en')} is filed as {found.text('en')}; '{one.item.computed}' comes to {expected.text('en')}.",
        ),
        shown=(cell, *derived.trace(cell)), explains=frozenset([cell, *derived.trace(cell)]),
    )  # fmt: skip


def make_rule(one: Derivation) -> Expression:
    """The rule that a derived item amounts to."""
    return Expression(
        code=RULE, name=NAME, severity="explain", why=_WHY, remedy=_REMEDY, kind="expression", level=1,
        rule=f"[{one.item.key}] = {one.item.computed}", tolerance=one.tolerance, form=one.form.code,
    )  # fmt: skip
