"""Makes the problem of a programme: arrays of areas × factors, cities as a partition, all other groups and rows as rows."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, vstack

from junxian.allocation.optimum.problem import Array, Groups, Problem, Rows
from junxian.allocation.programme.bounds import Bounds, bound_areas
from junxian.allocation.programme.scores import Scores, score_areas
from junxian.allocation.programme.source import Source
from junxian.declared.programmes import Group, Programme, Row, Term
from junxian.terms.name import Name


@dataclass(frozen=True)
class Case:
    """All that a plan is made of; `cities` name the groups of the problem, `rows` its rows.

    `omega` (areas, factors) are the published weights, `worth` (factors,) what turns them into the problem's: value / Σ base,
    so that a change of unit changes nothing. `adjustment` (areas, factors) is what complements or the worst case make of a weight.
    """

    programme: Programme
    source: Source
    areas: list[str]
    scores: Scores
    bounds: list[Bounds]
    omega: Array
    worth: Array
    cities: list[str]
    rows: list[Name]
    units: list[str]  # of the rows
    problem: Problem
    adjustment: Array


def build_case(programme: Programme, source: Source) -> Case:
    """Read every figure that the programme names and lay out its problem; a factor with gaps has supply 0."""
    areas, scores = source.areas, score_areas(programme.weight, source)
    bounds = [bound_areas(factor, source) for factor in programme.factor]
    base = np.column_stack([one.base for one in bounds])
    omega = scores.weigh()[:, None] * np.column_stack([one.gate * one.clearance for one in bounds])
    worth = np.array([f.value for f in programme.factor]) / np.maximum(base.sum(axis=0), 1e-300)
    supply = np.array([0.0 if one.supply is None else one.supply for one in bounds])
    rows, names, units = _list_rows(programme, source, areas, bounds)
    bounds = _close_barred(bounds, rows)
    cities, groups = _group_cities(programme, source, areas, base)
    lower, upper = (np.column_stack([getattr(one, side) for one in bounds]) for side in ("lower", "upper"))
    counted = base > 0
    problem = Problem(
        base=np.where(counted, base, np.maximum(supply, 1.0) * 1e-9),
        weight=np.where(counted & (upper > 0), omega * worth, 0.0),  # what can only be 0 counts for nothing
        lower=lower,
        upper=np.where(counted, upper, np.maximum(lower, np.minimum(upper, lower))),
        supply=supply,
        alpha=np.inf if programme.alpha == "inf" else float(programme.alpha),
        groups=groups,
        rows=rows,
    )
    return Case(
        programme, source, areas, scores, bounds, omega, worth, cities, names, units, problem, np.ones(base.shape)
    )


def _close_barred(bounds: list[Bounds], rows: Rows | None) -> list[Bounds]:
    """Bounds with an upper limit of 0, made by `row`, where a row of coefficients ≥ 0 allows nothing and no floor asks for any."""
    if rows is None:
        return bounds
    lower = np.column_stack([one.lower for one in bounds])
    barred = np.zeros(lower.shape, dtype=bool)
    for number in np.flatnonzero(rows.high == 0):
        own = rows.matrix[[number]].toarray().reshape(lower.shape)
        if (own >= 0).all() and not lower[own > 0].any():
            barred |= own > 0
    return [
        replace(
            one,
            upper=np.where(barred[:, f], 0.0, one.upper),
            upper_by=["row" if closed else by for closed, by in zip(barred[:, f], one.upper_by, strict=True)],
        )
        for f, one in enumerate(bounds)
    ]


def _group_cities(
    programme: Programme, source: Source, areas: list[str], base: Array
) -> tuple[list[str], Groups | None]:
    declared = next((group for group in programme.group if group.by == "city"), None)
    if declared is None:
        return [], None
    homes = [source.city(area) for area in areas]
    cities = sorted(set(homes))
    member = np.array([cities.index(home) for home in homes])
    held = np.zeros((len(cities), base.shape[1]))
    np.add.at(held, member, base)
    named = np.array([not declared.factors or factor.code in declared.factors for factor in programme.factor])
    floor = np.where(named, held * (declared.at_least or 0.0), 0.0)
    cap = np.full_like(held, np.inf) if declared.at_most is None else np.where(named, held * declared.at_most, np.inf)
    return cities, Groups(member, floor, cap)


def _list_rows(
    programme: Programme, source: Source, areas: list[str], bounds: list[Bounds]
) -> tuple[Rows | None, list[Name], list[str]]:
    base = np.column_stack([one.base for one in bounds])
    rows = [
        row for group in programme.group if not group.by for row in _row_of_group(group, programme, source, areas, base)
    ]
    rows += [_row_of_own(row, programme, source, areas, bounds) for row in programme.row]
    if not rows:
        return None, [], []
    names, units = [row[0] for row in rows], [row[4] for row in rows]
    matrix = csr_array(vstack([csr_array(line.reshape(1, -1)) for _, line, *_ in rows]))
    low, high = (np.array([row[k] for row in rows]) for k in (2, 3))
    return Rows(matrix, low, high, tuple(name.zh for name in names)), names, units


def _row_of_group(
    group: Group, programme: Programme, source: Source, areas: list[str], base: Array
) -> list[tuple[Name, Array, float, float, str]]:
    members = source.members(group.classification, group.classes)
    inside = np.array([area in members for area in areas])
    rows = []
    for f, factor in enumerate(programme.factor):
        if group.factors and factor.code not in group.factors:
            continue
        line = np.zeros_like(base)
        line[inside, f] = 1.0
        held = float(base[inside, f].sum())
        label = group.name or Name(zh="、".join(group.classes), en=", ".join(group.classes))
        name = Name(zh=f"{label.zh}·{factor.name.zh}", en=f"{label.text('en')}, {factor.name.text('en')}")
        low = -np.inf if group.at_least is None else group.at_least * held
        rows.append((name, line, low, np.inf if group.at_most is None else group.at_most * held, factor.unit))
    return rows


def _row_of_own(
    row: Row, programme: Programme, source: Source, areas: list[str], bounds: list[Bounds]
) -> tuple[Name, Array, float, float, str]:
    """A limit that was not filed keeps its first factor from being allotted: nobody knows what may be given."""
    line = np.zeros((len(areas), len(programme.factor)))
    codes = [factor.code for factor in programme.factor]
    for term in row.terms:
        f = codes.index(term.factor)
        line[:, f] += _coefficients(row, term, source, areas, bounds[f])
    high = np.inf if row.at_most is None else row.at_most
    if row.at_most_item:
        own = source.read_own(row.at_most_item, row.unit)
        high = np.inf if own is None else own
        if own is None:
            gap = Name(zh=f"{row.name.zh}的限额未报送", en=f"the limit of {row.name.text('en')} was not filed")
            bounds[codes.index(row.terms[0].factor)].gaps.append(gap)
    return row.name, line, -np.inf if row.at_least is None else row.at_least, high, row.unit


def _coefficients(row: Row, term: Term, source: Source, areas: list[str], bounds: Bounds) -> Array:
    """A coefficient for every area, 0 outside the term's classes; one that is not filed is the most cautious of those filed."""
    members = source.members(term.classification, term.classes) if term.classification else frozenset(areas)
    if not term.of:
        return np.array([float(term.times or 0.0) if area in members else 0.0 for area in areas])
    values, name = source.read(term.of), source.name(term.of)
    known = [values[area] for area in areas if area in members and area in values]
    if not known:
        bounds.gaps.append(Name(zh=f"{name.zh}无一地报送", en=f"{name.text('en')} is filed by nobody"))
        return np.zeros(len(areas))
    is_cap = row.at_most is not None or bool(row.at_most_item)
    cautious = max(known) if is_cap else min(known)
    for area in areas:
        if area in members and area not in values:
            bounds.notes[area].append(_tell_cautious(row, name, is_cap))
    return np.array([values.get(area, cautious) if area in members else 0.0 for area in areas])


def _tell_cautious(row: Row, name: Name, is_cap: bool) -> Name:
    zh, en = ("最高", "greatest") if is_cap else ("最低", "least")
    return Name(
        zh=f"{name.zh}未报送，在“{row.name.zh}”中按已报各地的{zh}值计",
        en=f"{name.text('en')} is missing and counts in {row.name.text('en')} as the {en} of those filed",
    )
