"""How the unit of each method follows from the units of its sources, by dimension, with the exact factor.

Each rule takes the sources' units and the declared unit and returns the kernel's factors; MethodError where the declared
unit measures something else. Checked in tests/unit/indicators/test_units.py.
"""

from collections.abc import Callable
from fractions import Fraction

from junxian.terms.errors import MethodError
from junxian.terms.unit import Unit, conversion, parse_unit, quotient

Rule = Callable[[tuple[Unit, ...], Unit], tuple[Fraction, ...]]

_ONE, _POINT = parse_unit("1"), parse_unit("百分点")
_PEOPLE, _SURFACE = (("person", 1),), (("metre", 2),)


def _is_share(unit: Unit) -> bool:
    return not unit.powers and not unit.logarithm


def _same(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    return tuple(conversion(unit, declared) for unit in units)


def _difference(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    if declared.powers == _POINT.powers and all(_is_share(unit) for unit in units):
        return tuple(unit.factor / declared.factor for unit in units)
    return _same(units, declared)


def _change(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    if not _is_share(units[0]):
        return (conversion(units[0], declared),)
    if declared.powers != _POINT.powers:
        raise MethodError(f"unit {declared.symbol!r}", "does not follow: a change of a share is in '百分点'.")
    return (units[0].factor / declared.factor,)


def _ratio(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    _refuse_logarithm(units)
    return (conversion(quotient(units[0], units[1]), declared),)


def _share(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    _refuse_logarithm(units)
    if not units[0].is_comparable(units[1]):
        raise MethodError(f"unit {units[0].symbol!r}", f"is no part of a whole in {units[1].symbol!r}.")
    return (conversion(quotient(units[0], units[1]), declared),)


def _per_resident(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    if units[1].powers != _PEOPLE:
        raise MethodError(f"unit {units[1].symbol!r}", "does not count residents (人, 万人).")
    return _ratio(units, declared)


def _per_area(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    if units[1].powers != _SURFACE:
        raise MethodError(f"unit {units[1].symbol!r}", "does not measure land (亩, 公顷, km2).")
    return _ratio(units, declared)


def _complement(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    return (conversion(_ONE, units[0]), conversion(units[0], declared))


def _growth(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    _refuse_logarithm(units)
    return (conversion(_ONE, declared),)


def _log(units: tuple[Unit, ...], declared: Unit) -> tuple[Fraction, ...]:
    _refuse_logarithm(units)
    if not declared.logarithm:
        raise MethodError(f"unit {declared.symbol!r}", f"does not follow: a logarithm is in 'ln({units[0].symbol})'.")
    return (conversion(units[0], parse_unit(declared.symbol[3:-1])),)


def _refuse_logarithm(units: tuple[Unit, ...]) -> None:
    for unit in units:
        if unit.logarithm:
            raise MethodError(f"unit {unit.symbol!r}", "is a logarithm; take the method of the quantity itself.")


UNIT_RULES: dict[str, Rule] = {
    "value": _same,
    "sum": _same,
    "ratio": _ratio,
    "share": _share,
    "complement": _complement,
    "growth": _growth,
    "change": _change,
    "difference": _difference,
    "per_resident": _per_resident,
    "per_area": _per_area,
    "log": _log,
    "completion": _share,
}
