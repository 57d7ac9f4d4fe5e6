"""The tier ladder (梯队结构): which areas stand on which rung of fixed thresholds."""

from junxian.bulletin.contents.content import Ladder, LadderMember, LadderRung
from junxian.bulletin.contents.figures import gather_figures
from junxian.bulletin.contents.headline import find_assessed
from junxian.bulletin.contents.naming import name_area, name_quantity
from junxian.bulletin.contents.results import Results
from junxian.declared.bulletins import TierLadder
from junxian.declared.province import Province
from junxian.terms.name import Name
from junxian.terms.unit import conversion, parse_unit

_SLACK = 1e-9


def compose_ladder(province: Province, results: Results, declared: TierLadder | None) -> Ladder | None:
    """Put every assessed area on the highest rung that it reaches; those without a figure are named apart.

    A rung below the lowest threshold is added unless that threshold is zero or less. None where no ladder is declared.
    """
    if declared is None:
        return None
    values = _read_values(province, results, declared)
    areas = find_assessed(province, results)
    members = [LadderMember(code, name_area(province, code), values[code]) for code in areas if code in values]
    members.sort(key=lambda m: (-m.value, m.code))
    return Ladder(
        quantity=name_quantity(province, declared.of),
        unit=declared.unit,
        rungs=tuple(_fill_rungs(declared, members)),
        not_filed=tuple(name_area(province, code) for code in areas if code not in values),
    )


def _read_values(province: Province, results: Results, declared: TierLadder) -> dict[str, float]:
    found = gather_figures(province, results, [declared.of], [results.period]).get(
        (declared.of, str(results.period)), []
    )
    factors = {unit: float(conversion(unit, declared.unit)) for unit in {unit for _, _, unit in found}}
    return {code: value * factors[unit] for code, value, unit in found}


def _fill_rungs(declared: TierLadder, members: list[LadderMember]) -> list[LadderRung]:
    floors: list[float | None] = [tier.at_least for tier in declared.tier]
    names = [tier.name for tier in declared.tier]
    lowest = declared.tier[-1].at_least
    if lowest > 0:
        floors.append(None)
        names.append(_name_rest(lowest, declared.unit))
    ceilings = [None, *floors[:-1]]
    return [
        LadderRung(name, floor, ceiling, tuple(m for m in members if _stands_between(m.value, floor, ceiling)))
        for name, floor, ceiling in zip(names, floors, ceilings, strict=True)
    ]


def _stands_between(value: float, floor: float | None, ceiling: float | None) -> bool:
    return (floor is None or value >= floor - _SLACK) and (ceiling is None or value < ceiling - _SLACK)


def _name_rest(lowest: float, unit: str) -> Name:
    parsed = parse_unit(unit)
    return Name(zh=f"{lowest:g}{parsed.text('zh')}以下", en=f"below {lowest:g} {parsed.text('en')}".rstrip())
