"""Base shares of one factor, and the floor and cap of every area with the declared limit that makes each."""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.problem import Array
from junxian.allocation.programme.source import Source, Values
from junxian.declared.allocations import Key
from junxian.declared.programmes import Factor
from junxian.terms.name import Name


@dataclass(frozen=True)
class Bounds:
    """All (areas,) in the factor's unit: base, floor by need, `lower`, `upper` with what makes them; gate and clearance.

    `supply` is what the programme allots, reserve taken off; None where nobody filed it. `gaps` say what keeps the factor
    from being allotted at all.
    """

    supply: float | None
    reserve: float
    base: Array
    basic: Array
    lower: Array
    upper: Array
    lower_by: list[str]
    upper_by: list[str]
    gate: Array
    clearance: Array
    applied: list[float | None]
    last: list[float | None]
    notes: dict[str, list[Name]]
    gaps: list[Name]


def bound_areas(factor: Factor, source: Source) -> Bounds:
    """Read and bound one factor. Nobody gets more than applied for; a closed gate leaves the basic share.

    Lower: the basic share by need, `at_least` × base, `collar.low` × last; upper: the application, `at_most` × base,
    `collar.high` × last + new projects. Where they cross, the upper holds. Checked in tests/unit/allocation/programme/test_bounds.py.
    """
    areas = source.areas
    notes: dict[str, list[Name]] = {area: [] for area in areas}
    total, gaps = _read_supply(factor, source), []
    supply = 0.0 if total is None else total * (1 - factor.reserve)
    if total is None:
        gaps.append(Name(zh=f"{factor.name.zh}总量未报送", en=f"the supply of {factor.name.text('en')} was not filed"))
    elif total < 0:
        gaps.append(_tell_below_zero(factor.name))
    base = supply * _share(factor.base, source, areas, notes, gaps)
    need = _share(factor.need, source, areas, notes, gaps) * _multiply(factor, source, areas)
    basic = (0.0 if total is None else total * factor.basic) * (need / need.sum() if need.sum() else need)
    gates = [source.gate(factor, area) for area in areas]
    for area, (_, told) in zip(areas, gates, strict=True):
        notes[area].extend(told)
    applied, last, new = (_read_amounts(source, key, factor.unit, gaps) for key in _amount_keys(factor))
    rows = [
        _bound(factor, area, base[k], basic[k], gates[k][0], (applied, last, new), notes[area])
        for k, area in enumerate(areas)
    ]
    return Bounds(
        supply=None if total is None else supply,
        reserve=0.0 if total is None else total * factor.reserve,
        base=base,
        basic=basic,
        lower=np.array([row[0] for row in rows]),
        upper=np.array([row[2] for row in rows]),
        lower_by=[row[1] for row in rows],
        upper_by=[row[3] for row in rows],
        gate=np.array([gate for gate, _ in gates]),
        clearance=np.array([_clear(factor, source, area, notes[area]) for area in areas]),
        applied=[applied.get(area) for area in areas],
        last=[last.get(area) for area in areas],
        notes=notes,
        gaps=gaps,
    )


def _amount_keys(factor: Factor) -> tuple[str, str, str]:
    collar = factor.collar
    return factor.applied, collar.last if collar else "", collar.new_projects if collar else ""


def _bound(
    factor: Factor,
    area: str,
    base: float,
    basic: float,
    gate: float,
    filed: tuple[Values, Values, Values],
    notes: list[Name],
) -> tuple[float, str, float, str]:
    applied, last, new = (values.get(area) for values in filed)
    upper = [(np.inf, "")]
    if factor.applied:
        upper.append((basic if applied is None else applied, "applied"))
        if applied is None:
            notes.append(Name(zh="未报申请量，只核基本份额", en="no application on file, so only the basic share"))
    if factor.at_most is not None:
        upper.append((factor.at_most * base, "at_most"))
    if factor.collar is not None and last is not None:
        upper.append((factor.collar.high * last + (new or 0.0), "collar"))
    if gate == 0:
        upper.append((basic, "gate"))
    lower = [(basic, "basic"), (factor.at_least * base * (gate > 0), "at_least")]
    if factor.collar is not None:
        if last is None:
            notes.append(Name(zh="无上年额度，不设增减幅限制", en="no quota of last year, so no limit of change"))
        else:
            lower.append((factor.collar.low * last * gate, "collar"))
    (most, by_most), (least, by_least) = min(upper, key=lambda one: one[0]), max(lower, key=lambda one: one[0])
    if least > most:
        least, by_least = most, by_most
    return float(least), by_least, float(most), by_most


def _read_supply(factor: Factor, source: Source) -> float | None:
    if factor.supply.amount is not None:
        return float(factor.supply.amount)
    return source.read_own(factor.supply.item, factor.unit)


def _read_amounts(source: Source, key: str, unit: str, gaps: list[Name]) -> Values:
    """Amounts of areas; one below zero is a gap, since no limit can be made of it."""
    values = source.read(key, unit) if key else {}
    gaps.extend(_tell_below_zero(source.name(key), source.name(area)) for area, value in values.items() if value < 0)
    return values


def _tell_below_zero(name: Name, area: Name | None = None) -> Name:
    of = Name(zh="", en="") if area is None else Name(zh=area.zh, en=f" of {area.text('en')}")
    return Name(zh=f"{of.zh}{name.zh}为负值，请更正", en=f"{name.text('en')}{of.text('en')} is below zero; correct it")


def _share(
    keys: tuple[Key, ...], source: Source, areas: list[str], notes: dict[str, list[Name]], gaps: list[Name]
) -> Array:
    """Σ key weight × share; a missing value has no share of its key and the others are not enlarged."""
    total, weights = np.zeros(len(areas)), sum(key.weight for key in keys)
    for key in keys:
        values, name = source.read(key.of), source.name(key.of)
        own = np.array([values.get(area, 0.0) for area in areas])
        if (own < 0).any() and key.below_zero == "refuse":
            gaps.append(
                Name(
                    zh=f"{name.zh}有负值，份额无意义",
                    en=f"{name.text('en')} is below zero somewhere; a share of it has no meaning",
                )
            )
        own = np.maximum(own, 0.0)
        if not own.sum():
            gaps.append(
                Name(zh=f"{name.zh}无一地报送或全为零", en=f"{name.text('en')} is filed by nobody or zero everywhere")
            )
            continue
        total = total + key.weight / weights * own / own.sum()
        for area in areas:
            if area not in values:
                notes[area].append(
                    Name(zh=f"{name.zh}未报送或暂不采用，不计该项份额", en=f"no share for {name.text('en')} (missing)")
                )
    return total


def _multiply(factor: Factor, source: Source, areas: list[str]) -> Array:
    times = np.ones(len(areas))
    for multiplier in factor.need_multiplier:
        members = source.members(multiplier.classification, multiplier.classes)
        times *= np.array([multiplier.times if area in members else 1.0 for area in areas])
    return times


def _clear(factor: Factor, source: Source, area: str, notes: list[Name]) -> float:
    """The multiplier of the clearance tasks: any missed, all done, else 1 with the reason that something is not filed."""
    if factor.clearance is None:
        return 1.0
    done = [source.read(item).get(area) for item in factor.clearance.items]
    if any(value is not None and value < 1 for value in done):
        return factor.clearance.any_missed
    if None in done:
        notes.append(Name(zh="处置任务完成情况未报送，系数按1计", en="clearance not filed, so it counts as 1"))
        return 1.0
    return factor.clearance.all_done
