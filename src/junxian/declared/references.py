"""Resolves every code that one declaration uses of another, when the province is read."""

from collections.abc import Iterable, Iterator

from junxian.declared.allocations import Allocation
from junxian.declared.changes import list_parts, list_scored
from junxian.declared.programmes import Programme
from junxian.declared.project_choices import ProjectChoices
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.area import LEVELS
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

Use = tuple[str, str, str, Iterable[str]]  # file, what is used, the code, the permitted codes


def check_references(province: Province) -> None:
    """Raise DeclarationError at the first code that is declared nowhere, with the nearest that is."""
    _check_item_keys(province)
    for where, what, code, permitted in _uses(province):
        if code not in permitted:
            raise DeclarationError(where, f"{what} {code!r} is declared nowhere.", suggest(code, permitted))


def _check_item_keys(province: Province) -> None:
    home: dict[str, str] = {}
    for form in province.forms.values():
        for item in form.item:
            if item.key in home:
                raise DeclarationError(
                    f"forms/{form.code}.toml",
                    f"item {item.key!r} is also an item of form {home[item.key]!r}.",
                    "A figure is asked for once; give it one form.",
                )
            home[item.key] = form.code


def _uses(province: Province) -> Iterator[Use]:
    yield "province.toml", "scheme", province.scheme, province.schemes
    yield "province.toml", "bulletin", province.bulletin, province.bulletins
    allocations = sorted([*province.plans, *province.programmes, *province.projects])
    yield from (("province.toml", "allocation", key, allocations) for key in province.allocations)
    yield "province.toml", "area", province.code, province.areas.codes
    for uses in (_of_forms, _of_indicators, _of_rules, _of_lines, _of_bulletins, _of_tasks, _of_documents):
        yield from uses(province)
    for scheme in province.schemes.values():
        yield from _of_scheme(scheme, province)
    for plan in province.plans.values():
        yield from _of_allocation(plan, province)
    for programme in province.programmes.values():
        yield from _of_programme(programme, province)
    for declared in province.projects.values():
        yield from _of_choices(declared.choices, province)


def _of_forms(province: Province) -> Iterator[Use]:
    for form in province.forms.values():
        where = f"forms/{form.code}.toml"
        yield where, "level or area", form.filed_by, [*LEVELS, *province.areas.codes]
        if form.scope:
            yield where, "classification", form.scope, province.classifications


def _of_indicators(province: Province) -> Iterator[Use]:
    sources = [*province.items, *province.indicators]
    for indicator in province.indicators.values():
        for source in indicator.sources:
            yield f"indicators/{indicator.code}.toml", "item or indicator", source, sources


_SINGLE_ITEMS = (
    "total", "numerator", "denominator", "per", "growth", "current", "constant", "constant_before", "item", "target",
    "registered", "recorded", "matched",
)  # fmt: skip
_LISTS_OF_ITEMS = ("items", "parts", "columns", "anchors", "proxies", "flash")


def _of_rules(province: Province) -> Iterator[Use]:
    for rule in province.rules.values():
        where = f"rules, {rule.code}"
        if form := getattr(rule, "form", ""):
            yield where, "form", form, province.forms
        single = [getattr(rule, name, "") for name in _SINGLE_ITEMS]
        several = [key for name in _LISTS_OF_ITEMS for key in getattr(rule, name, ())]
        pairs = [pair for name in ("corrections", "annual") for pair in getattr(rule, name, {}).items()]
        several += [key for pair in pairs for key in pair]
        yield from ((where, "item", key, province.items) for key in [*single, *several] if key)
        if classification := getattr(rule, "classification", ""):
            yield where, "classification", classification, province.classifications


def _of_lines(province: Province) -> Iterator[Use]:
    for line in province.lines.values():
        if line.indicator:
            yield f"redlines/{line.code}.toml", "indicator", line.indicator, province.indicators


def _of_scheme(scheme: Scheme, province: Province) -> Iterator[Use]:
    where = f"schemes/{scheme.key}"
    yield where, "classification", scheme.classification, province.classifications
    members = province.classifications[scheme.classification]["class"].unique().sort()
    yield from ((where, "class", code, scheme.classes) for code in members)
    yield from ((f"{where}/weights.csv", "indicator", code, province.indicators) for code in scheme.indicators)
    yield from ((where, "red line", code, province.lines) for code in scheme.veto)
    yield from ((where, "item", p.item, province.items) for p in (scheme.bonus, scheme.deduction) if p)
    for one in scheme.class_:
        yield from ((where, "class", code, scheme.classes) for code in (*one.bounds_with, *one.neighbours))
    yield from ((where, "area", code, province.areas.codes) for left in scheme.left_out for code in left.areas)
    yield from (
        (where, "area", code, province.areas.codes) for code in (*scheme.screen.include, *scheme.screen.exclude)
    )
    yield from ((f"{where}/bounds.csv", "bounds of", code, bounded) for code, bounded in _of_bounds(scheme))


def _of_bounds(scheme: Scheme) -> Iterator[tuple[str, list[str]]]:
    """Indicators that need a row of bounds.csv, with those that have one; an edition to be frozen has none yet."""
    if scheme.bounds is None and scheme.normalise.bounds == "frozen":
        return
    rows = [] if scheme.bounds is None else scheme.bounds.select("class", "indicator").rows()
    fixed = [c for c in list_scored(scheme) if scheme.normalise.is_fixed(c) and scheme.normalise.of(c).low is None]
    yield from ((code, [indicator for _, indicator in rows]) for code in fixed)
    weighed = {code: points for code, _, points in list_parts(scheme)}
    for place, name in enumerate(scheme.classes):
        known = [f"{indicator} in class {row}" for row, indicator in rows if row == name]
        yield from ((f"{code} in class {name}", known) for code in fixed if weighed[code][place])


def _of_programme(programme: Programme, province: Province) -> Iterator[Use]:
    where, quantities = f"allocations/{programme.key}.toml", [*province.items, *province.indicators]
    scores = [s for s in (programme.weight.efficiency, programme.weight.need, programme.weight.momentum) if s]
    named = [programme.classification, *(group.classification for group in programme.group)]
    named += [term.classification for row in programme.row for term in row.terms]
    named += [multiplier.classification for factor in programme.factor for multiplier in factor.need_multiplier]
    yield from ((where, "classification", code, province.classifications) for code in named if code)
    keys = [key.of for score in scores for key in score.keys] + [term.of for row in programme.row for term in row.terms]
    keys += [key.of for factor in programme.factor for key in (*factor.base, *factor.need)]
    yield from ((where, "item or indicator", key, quantities) for key in keys if key)
    for factor in programme.factor:
        yield from ((where, "red line", code, province.lines) for code in factor.gates)
        items = [factor.supply.item, factor.applied, *(factor.clearance.items if factor.clearance else ())]
        items += [factor.collar.last, factor.collar.new_projects] if factor.collar else []
        yield from ((where, "item", key, province.items) for key in items if key)
    yield from ((where, "item", row.at_most_item, province.items) for row in programme.row if row.at_most_item)


def _of_allocation(plan: Allocation, province: Province) -> Iterator[Use]:
    where = f"allocations/{plan.key}.toml"
    yield where, "classification", plan.classification, province.classifications
    yield from ((where, "classification", m.classification, province.classifications) for m in plan.need_multiplier)
    quantities = [*province.items, *province.indicators]
    yield from ((where, "item or indicator", key.of, quantities) for key in (*plan.need, *plan.efficiency))
    yield from ((where, "red line", code, province.lines) for code in plan.gates)
    awards = [award.code for award in province.schemes[province.scheme].awards]
    yield from ((where, "award", code, awards) for code in plan.award_from)
    items = [plan.supply.item, plan.applied, *(plan.clearance.items if plan.clearance else ())]
    items += [plan.collar.last, plan.collar.new_projects] if plan.collar else []
    yield from ((where, "item", key, province.items) for key in items if key)


def _of_choices(choices: ProjectChoices, province: Province) -> Iterator[Use]:
    """A whole project is gated or not: only a gate of 0 does anything."""
    for factor in choices.factor:
        closing = [line.code for line in province.lines.values() if 0 in line.gates.get(factor.code, {}).values()]
        what = f"red line with a gate of 0 for {factor.code!r}:"
        yield from ((f"allocations/{choices.key}.toml", what, code, closing) for code in factor.gates)


def _of_bulletins(province: Province) -> Iterator[Use]:
    quantities = [*province.items, *province.indicators]
    for bulletin in province.bulletins.values():
        where = f"bulletins/{bulletin.code}.toml"
        yield from ((where, "item or indicator", h.of, quantities) for h in bulletin.headline)
        yield from (
            (where, "classification", h.classification, province.classifications)
            for h in bulletin.headline
            if h.classification
        )
        if bulletin.ladder:
            yield where, "item or indicator", bulletin.ladder.of, quantities
        yield from ((where, "area", code, province.areas.codes) for note in bulletin.note for code in note.areas)


def _of_tasks(province: Province) -> Iterator[Use]:
    for batch in province.batches.values():
        for task in batch.task:
            yield from ((f"tasks/{batch.code}.toml", "area", code, province.areas.codes) for code in task.responsible)


def _bases_of(scheme: Scheme) -> list[str]:
    return [scheme.basis, *(award.basis for award in scheme.award)]


def _of_documents(province: Province) -> Iterator[Use]:
    cited = [(f"forms/{f.code}.toml", f.source) for f in province.forms.values()]
    cited += [(f"indicators/{i.code}.toml", i.basis) for i in province.indicators.values()]
    cited += [(f"rules, {r.code}", r.basis) for r in province.rules.values()]
    cited += [(f"redlines/{line.code}.toml", line.basis) for line in province.lines.values()]
    cited += [(f"schemes/{s.key}", basis) for s in province.schemes.values() for basis in _bases_of(s)]
    cited += [(f"allocations/{p.key}.toml", p.basis) for p in province.plans.values()]
    cited += [(f"allocations/{p.key}.toml", p.basis) for p in province.programmes.values()]
    cited += [(f"allocations/{p.choices.key}.toml", p.choices.basis) for p in province.projects.values()]
    for where, basis in cited:
        if basis:
            yield where, "document", basis.split("#")[0], province.documents
