"""The entry: what is asked to be mended is answered with proposals on record. Nothing is written, nothing is replaced."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from junxian.declared.province import Province
from junxian.quality.check import Quality
from junxian.quality.filed import gather_filed
from junxian.quality.mending.asked import Case, Cell, Request, open_case
from junxian.quality.mending.expression_edits import read_expression_edits
from junxian.quality.mending.mend_levels import mend_levels
from junxian.quality.mending.mend_missing import mend_missing
from junxian.quality.mending.mend_records import Mended, mend_records
from junxian.quality.mending.mend_series import mend_series
from junxian.quality.mending.proposals import (
    LEFT_OUT_SCHEMA,
    PROPOSAL_SCHEMA,
    REFUSAL_SCHEMA,
    SOLUTION_SCHEMA,
    Deed,
    Proposal,
)
from junxian.quality.wording import join_names
from junxian.reported import Returns
from junxian.terms.period import Period

DOING: tuple[tuple[tuple[Deed, ...], Callable[[Case], Mended]], ...] = (
    (("localise", "deduce"), mend_records),
    (("impute",), mend_missing),
    (("benchmark",), mend_series),
    (("reconcile",), mend_levels),
)  # in this order: a later deed takes what an earlier one proposes in the place of what was filed
SUMS = ("sum_of_parts", "sum_of_areas", "bounds")  # kinds that say that a sum is off, not which cell


@dataclass(frozen=True)
class Proposals:
    """`proposals` (PROPOSAL_SCHEMA), `refusals` (what cannot be done, and why), `solutions` (all lightest choices of cells).

    `left_out` (LEFT_OUT_SCHEMA) are rules written as expressions that localise and deduce do not see, with the reason.
    """

    proposals: pl.DataFrame
    refusals: pl.DataFrame
    solutions: pl.DataFrame
    left_out: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LEFT_OUT_SCHEMA))


def propose(
    returns: Returns, province: Province, period: Period, as_of: date, request: Request, quality: Quality | None = None
) -> Proposals:
    """Propose values for figures of a period that break rules, are missing or withheld, or do not agree with others.

    returns  as read by `reported`; period  the run's: every filed period that lies in it is looked at
    request  the deeds asked for; nothing is mended unasked
    quality  the findings on these returns; withheld cells are then imputed like missing ones, cells that findings point at
             are suspected, and neither tells about others
    The filed value stands in every proposal and stays in `figures/`: a proposal becomes a figure only when its filer files
    it. Deeds follow each other as localise, deduce, impute, benchmark, reconcile, each taking what those before it
    propose in the place of what was filed, so that the proposals fit together. MethodError for a request that names what is not declared.
    Checked in tests/unit/quality/mending/test_propose.py.
    """
    filed = gather_filed(returns, province, period, as_of)
    held, doubted = _list_suspected(quality, province) if quality else (frozenset[Cell](), frozenset[Cell]())
    case = replace(open_case(filed, request, held, doubted), slipped=_list_slipped(quality, province))
    gathered, standing = [], dict[Cell, Proposal]()
    for deeds, mend in DOING:
        if set(deeds) & set(request.deeds):
            gathered.append(mend(replace(case, standing=dict(standing))))
            for one in gathered[-1].proposals:
                standing[one.cell] = _follow(standing.get(one.cell), one)
    return Proposals(
        pl.DataFrame([p.row for p in standing.values()], PROPOSAL_SCHEMA, orient="row").sort("time_period", "ref_area", "item"),
        pl.DataFrame([r.row for m in gathered for r in m.refusals], REFUSAL_SCHEMA, orient="row"),
        pl.DataFrame([s for m in gathered for s in m.solutions], SOLUTION_SCHEMA, orient="row"),
        pl.DataFrame(list(_list_left_out(case)), LEFT_OUT_SCHEMA, orient="row"),
    )  # fmt: skip


def _list_left_out(case: Case) -> Iterator[tuple[str, str, str]]:
    if {"localise", "deduce"} & set(case.request.deeds):
        items = case.request.items or case.filed.province.items
        for rule, why in read_expression_edits(case.filed.province, case.filed.vocabulary, items).left_out:
            yield rule.code, why.zh, why.text("en")


def _follow(before: Proposal | None, then: Proposal) -> Proposal:
    """A later deed's value with the whole of its history: what each deed did, and why."""
    if before is None:
        return then
    return replace(then, method=f"{before.method}; {then.method}", why=join_names([before.why, then.why], "", " "))


def _list_slipped(quality: Quality | None, province: Province) -> frozenset[Cell]:
    if quality is None:
        return frozenset()
    rules = [code for code, rule in province.rules.items() if rule.kind == "order_of_magnitude"]
    rows = quality.findings.filter(pl.col("rule").is_in(rules)).select("ref_area", "time_period", "item").rows()
    return frozenset((area, period, key) for area, period, keys in rows for key in keys.split())


def _list_suspected(quality: Quality, province: Province) -> tuple[frozenset[Cell], frozenset[Cell]]:
    held = frozenset(quality.held.select("ref_area", "time_period", "item").rows())
    sums = {code for code, rule in province.rules.items() if rule.kind in SUMS}
    single = {code for code in sums if province.rules[code].kind == "bounds"}
    pointing = quality.findings.filter(~pl.col("rule").is_in(list(sums - single)) & (pl.col("item") != ""))
    rows = pointing.select("ref_area", "time_period", "item").rows()
    by_sum = frozenset(
        (area, time, key)
        for area, time, key, rule in quality.held.select("ref_area", "time_period", "item", "rule").rows()
        if rule in sums - single
    )
    return held - by_sum, frozenset((a, t, k) for a, t, keys in rows for k in keys.split())
