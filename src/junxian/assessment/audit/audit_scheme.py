"""The audit of a scheme before its year starts: what its indicators, weights and past years say of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import ClassScores, read_classes
from junxian.assessment.audit.correlation import CORRELATION_SCHEMA, correlate_parts
from junxian.assessment.audit.fairness import measure_fairness
from junxian.assessment.audit.find import find_faults
from junxian.assessment.audit.importance import IMPORTANCE_SCHEMA, weigh_importance
from junxian.assessment.audit.limits import AuditLimits
from junxian.assessment.audit.outside_list import OutsideList, compare_lists
from junxian.assessment.audit.power import POWER_SCHEMA, measure_power
from junxian.assessment.audit.reliability import RELIABILITY_SCHEMA, measure_nodes
from junxian.assessment.audit.removal import (
    REMOVAL_SCHEMA,
    RemovalRanks,
    Rescore,
    measure_removal,
    remove_by_rescoring,
    remove_parts,
)
from junxian.assessment.audit.scheme_audit import SUMMARY_SCHEMA, SchemeAudit
from junxian.assessment.audit.years import Years, follow_years
from junxian.assessment.scorecard import Scorecard, make_frame
from junxian.declared.schemes import Scheme
from junxian.terms.errors import MethodError
from junxian.terms.name import Name


def audit_scheme(
    scorecards: Scorecard | Mapping[str, Scorecard],
    scheme: Scheme,
    *,
    rescore: Rescore | None = None,
    lists: Mapping[str, OutsideList] | None = None,
    names: Mapping[str, Name] | None = None,
    limits: AuditLimits | None = None,
    seed: int = 1,
) -> SchemeAudit:
    """Audit a scheme on the scorecards that it gives for one or more periods.

    scorecards  one, or by period, oldest first: the last is looked into, all serve to see how stable ranks are
    rescore  assesses with a changed scheme, for removals where weights or scores do not follow from the tree alone
    lists  what is known from outside; names  of indicators and areas, for the text (nodes and classes are the scheme's)
    Everything but fairness is measured within classes. MethodError where there is no scorecard. Nothing is raised over
    what is found. Source: OECD/JRC Handbook (2008), steps 5, 7 and 8; limits are proposals (`AuditLimits`).
    Checked in tests/unit/assessment/audit/test_scheme_audit.py.
    """
    cards = {"": scorecards} if isinstance(scorecards, Scorecard) else dict(scorecards)
    if not cards:
        raise MethodError("audit", "has no scorecard.", "Assess at least one period with the scheme.")
    limits, period = limits or AuditLimits(), list(cards)[-1]
    card = cards[period]
    classes = read_classes(card, scheme)
    removed = _remove(classes, scheme, rescore)
    frames = {
        "correlations": _join([correlate_parts(own, "pearson", limits) for own in classes], CORRELATION_SCHEMA),
        "reliability": _join([measure_nodes(own) for own in classes], RELIABILITY_SCHEMA),
        "importance": _join([weigh_importance(own) for own in classes], IMPORTANCE_SCHEMA),
        "power": _join([measure_power(own, scheme.normalise, limits) for own in classes], POWER_SCHEMA),
        "removal": _join(
            [measure_removal(own, removed[own.code]) for own in classes if own.code in removed], REMOVAL_SCHEMA
        ),
    }
    years = follow_years(cards)
    audit = SchemeAudit(
        scheme=scheme, period=period, periods=tuple(cards), **frames,
        summary=_summarise(card.table, classes, frames, years),
        fairness=measure_fairness(card.table, scheme.classes), years=years,
        lists=compare_lists(card.table, lists or {}, seed), findings=pl.DataFrame(), names=_name(scheme, names or {}),
    )  # fmt: skip
    return find_faults(audit, limits)


def _remove(classes: Sequence[ClassScores], scheme: Scheme, rescore: Rescore | None) -> dict[str, RemovalRanks]:
    """Ranks after every removal, by class; a class whose scores cannot be had again is left out."""
    if rescore is not None and classes:
        return remove_by_rescoring(tuple(classes), scheme, rescore)
    removed: dict[str, RemovalRanks] = {}
    for own in classes:
        try:
            removed[own.code] = remove_parts(own, scheme.decimals)
        except MethodError:
            continue
    return removed


def _join(frames: list[pl.DataFrame], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.concat([*frames, pl.DataFrame(schema=schema)])


def _name(scheme: Scheme, names: Mapping[str, Name]) -> dict[str, Name]:
    nodes = {node.code: node.name for node in scheme.node}
    return nodes | dict(names) | {f"class {own.code}": own.name for own in scheme.class_}


def _summarise(
    table: pl.DataFrame, classes: Sequence[ClassScores], frames: Mapping[str, pl.DataFrame], years: Years
) -> pl.DataFrame:
    rows = []
    for own in classes:
        of_class = pl.col("class") == own.code
        members = table.filter(of_class)
        alpha = frames["reliability"].filter(of_class & (pl.col("node") == "*") & (pl.col("part") == ""))["alpha"]
        power = frames["power"].filter(of_class).sort("power", descending=True, nulls_last=True).head(1)
        parts = frames["removal"].filter(of_class & pl.col("part").is_in(list(own.tree.indicators)))
        pivot = parts.sort("mean_shift", descending=True, nulls_last=True).head(1)
        widths = own.interval[~np.isnan(own.interval)]
        rows.append((
            own.code, members.height, len(own.areas), int(members.filter("tied").height),
            int((own.points[: len(own.tree.indicators)] > 0).sum()), _only(alpha),
            float(widths.mean()) if widths.size else None, years.agreement.filter(of_class)["spearman"].mean(),
            _only(power["indicator"]), _only(power["power"]), _only(pivot["part"]), _only(pivot["mean_shift"]),
        ))  # fmt: skip
    columns = {name: [row[place] for row in rows] for place, name in enumerate(SUMMARY_SCHEMA)}
    return make_frame(columns, SUMMARY_SCHEMA)


def _only(series: pl.Series) -> Any:
    return series[0] if len(series) else None
