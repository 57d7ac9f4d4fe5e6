"""Whether declarations agree beyond their codes: members of classifications, units of what is combined, tasks issued once."""

from collections.abc import Iterable, Iterator

from junxian.declared.allocations import Allocation, Multiplier
from junxian.declared.bulletins import Bulletin
from junxian.declared.geojson import check_geojson
from junxian.declared.programmes import Group, Programme, Term
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest
from junxian.terms.unit import parse_unit

Use = tuple[str, str, str, str]  # file, what is used, its key, the unit in which it is wanted


def check_agreement(province: Province) -> None:
    """Raise DeclarationError at the first pair of declarations that contradict each other."""
    if (level := province.areas.level(province.code)) != "province":
        raise DeclarationError(
            "province.toml", f"code {province.code!r} is a {level}.", "Name the area of level province."
        )
    if both := [code for code in province.indicators if code in province.items]:
        raise DeclarationError(
            f"indicators/{both[0]}.toml", f"{both[0]!r} is also an item of a form.", "Give the indicator another code."
        )
    _check_members(province.schemes[province.scheme], province)
    for plan in province.plans.values():
        _check_multipliers(plan.key, plan.need_multiplier, province)
    for programme in province.programmes.values():
        several = [multiplier for factor in programme.factor for multiplier in factor.need_multiplier]
        terms = [term for row in programme.row for term in row.terms if term.classification]
        _check_multipliers(programme.key, [*several, *(g for g in programme.group if not g.by), *terms], province)
    _check_tasks(province)
    for bulletin in province.bulletins.values():
        if bulletin.geojson:
            check_geojson(province.folder / bulletin.geojson, province.areas.codes, bulletin.geojson)
    for where, what, key, unit in _uses(province):
        own = _unit_of(province, key)
        if not parse_unit(own).is_comparable(parse_unit(unit)):
            raise DeclarationError(
                where,
                f"{what} {key!r} is in {own!r}, which does not convert to {unit!r}.",
                "Correct the unit or the key.",
            )


def _uses(province: Province) -> Iterator[Use]:
    for plan in province.plans.values():
        yield from _of_allocation(plan)
    for programme in province.programmes.values():
        yield from _of_programme(programme)
    for bulletin in province.bulletins.values():
        yield from _of_bulletin(bulletin)


def _of_programme(programme: Programme) -> Iterator[Use]:
    where = f"allocations/{programme.key}.toml"
    for factor in programme.factor:
        collar = (
            [("last year's quota", factor.collar.last), ("new projects", factor.collar.new_projects)]
            if factor.collar
            else []
        )
        for what, key in [("supply", factor.supply.item), ("application", factor.applied), *collar]:
            if key:
                yield where, what, key, factor.unit
    yield from ((where, "limit of a row", row.at_most_item, row.unit) for row in programme.row if row.at_most_item)


def _of_allocation(plan: Allocation) -> Iterator[Use]:
    collar = (
        [("last year's quota", plan.collar.last), ("new projects", plan.collar.new_projects)] if plan.collar else []
    )
    for what, key in [("supply", plan.supply.item), ("application", plan.applied), *collar]:
        if key:
            yield f"allocations/{plan.key}.toml", what, key, plan.unit


def _of_bulletin(bulletin: Bulletin) -> Iterator[Use]:
    where = f"bulletins/{bulletin.code}.toml"
    for headline in bulletin.headline:
        if headline.kind != "share_of_province":  # its unit is that of the share
            yield where, "headline", headline.of, headline.unit
    if bulletin.ladder:
        yield where, "ladder", bulletin.ladder.of, bulletin.ladder.unit


def _unit_of(province: Province, key: str) -> str:
    return province.indicators[key].unit if key in province.indicators else province.items[key][1].unit


def _check_members(scheme: Scheme, province: Province) -> None:
    """Check that the areas to be assessed are of the scheme's level, in force at the period's end, and not left out."""
    members = province.classifications[scheme.classification]["area"].to_list()
    where = f"classifications/{scheme.classification}.csv"
    if not members:
        raise DeclarationError(
            where, "names no area, and so none is assessed.", "Write a row for each area and its class."
        )
    left_out = {code for left in scheme.left_out for code in left.areas}
    for code in members:
        if code in left_out:
            raise DeclarationError(
                where, f"area {code} is left out by schemes/{scheme.key}.", "Take it out of one of the two."
            )
        if (level := province.areas.level(code)) != scheme.level:
            raise DeclarationError(
                where, f"area {code} is a {level}; the scheme assesses each {scheme.level}.", "Take it out."
            )
        if not province.areas.is_valid(code, province.period.end):
            present = province.areas.present_code(code, province.period.end)
            raise DeclarationError(
                where,
                f"area {code} is not in force at the end of {province.period}.",
                f"Write {present}." if present and present != code else "Write the code that is.",
            )


def _check_multipliers(key: str, multipliers: Iterable[Multiplier | Group | Term], province: Province) -> None:
    for multiplier in multipliers:
        members = province.classifications[multiplier.classification]["class"].unique().to_list()
        for code in multiplier.classes if members else ():
            if code not in members:
                raise DeclarationError(
                    f"allocations/{key}.toml",
                    f"no area of {multiplier.classification!r} is of class {code!r}.",
                    suggest(code, members),
                )


def _check_tasks(province: Province) -> None:
    """Check that a kind of result is issued by one batch, and a task to an area once."""
    batches = [province.batches[code] for code in sorted(province.batches)]
    issued = [(batch.code, f"source {issue.source!r} is issued") for batch in batches for issue in batch.issue]
    issued += [
        (batch.code, f"task '{task.id}:{area}' is declared")
        for batch in batches
        for task in batch.task
        for area in task.responsible
    ]
    seen = set()
    for code, what in issued:
        if what in seen:
            raise DeclarationError(f"tasks/{code}.toml", f"{what} twice.", "A task is issued once; keep one of them.")
        seen.add(what)
