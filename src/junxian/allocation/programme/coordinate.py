"""The doors of a programme: its figures from a province or any other source. The kernel is loaded only where a programme is allotted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from junxian.allocation.programme.result import ProgrammePlan
from junxian.allocation.programme.source import ProvinceSource, Source
from junxian.declared.programmes import Programme
from junxian.terms.errors import AllocationError, MethodError
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable
    from junxian.redlines import Lines


def coordinate(
    programme: Programme, indicators: "IndicatorTable", province: "Province", period: Period, *,
    scorecard: "Scorecard | None" = None, lines: "Lines | None" = None, formula: Mapping[str, Mapping[str, float]] | None = None,
    is_judged: bool = False,
) -> ProgrammePlan:  # fmt: skip
    """Allot the factors of a programme together to the areas of its classification (practice §5; the welfare form is ours).

    max Σ base · weight · U_α(amount / base) within supply, floors, caps, groups and rows (docs/handbook/programme.md). Every
    amount follows from five published numbers. A figure that was not filed is told in `why_*`, never filled in. Where limits
    conflict, or no plan can be certified to 1e-9, quotas are null and `conflicts` says which limits and what would mend
    them. MethodError where the programme uses performance or lines that are not handed in.
    `formula`, by factor and area, is what plans by formula give: the plan is set against them. `is_judged` asks Clarabel.
    Checked in tests/unit/allocation/programme/test_coordinate.py.
    """
    if programme.weight.performance is not None and scorecard is None:
        raise MethodError(f"programme {programme.key}", "uses performance.", "Hand in the scorecard.")
    if any(factor.gates for factor in programme.factor) and lines is None:
        raise MethodError(f"programme {programme.key}", "is gated by red lines.", "Hand in the lines.")
    ranks = {} if scorecard is None else {row["ref_area"]: row for row in scorecard.table.iter_rows(named=True)}
    states = {} if lines is None else {(a, c): s for a, c, s in lines.table["ref_area", "line", "state"].iter_rows()}
    source = ProvinceSource(province, indicators, period, programme.classification, ranks, states)
    return coordinate_source(programme, source, seed=province.seed, formula=formula, is_judged=is_judged)


def coordinate_source(
    programme: Programme,
    source: Source,
    *,
    is_judged: bool = False,
    seed: int = 0,
    formula: Mapping[str, Mapping[str, float]] | None = None,
) -> ProgrammePlan:
    """Allot the factors of a programme among the areas of any source of figures; `is_judged` asks Clarabel for its verdict."""
    if not source.areas:
        raise AllocationError(
            f"allocations/{programme.key}.toml", "has no area to allot to.", "Name a classification with areas."
        )
    from junxian.allocation.programme.settle import settle_programme  # loads the kernel

    return settle_programme(programme, source, is_judged=is_judged, seed=seed, formula=formula or {})
