"""What is asked to be mended, and what it is asked of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from junxian.quality.filed import Filed
from junxian.quality.mending.proposals import DEEDS, Deed, Proposal
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

Cell = tuple[str, str, str]  # area, period, item key
TRUST = {"county": 1.0, "zone": 1.0, "city": 0.5, "province": 0.25}
ERROR = 0.02


@dataclass(frozen=True)
class Request:
    """Which deeds, on which items and areas (all where empty), and what to rely on.

    growth    item → item of its real growth over the year before, in per cent; beside what rules of growth declare
    proxies   item → items that move with it; beside those of the rules of matching and of ratios
    annual    item of months or quarters → item of the year's figure; beside what rules of year to date declare
    trust     level → its relative error as a multiple of the county's; 0 for figures that stay
    error     relative standard deviation of figures whose item declares no `data_error`
    coverage  of intervals
    """

    deeds: tuple[Deed, ...]
    items: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    classification: str = ""
    growth: Mapping[str, str] = field(default_factory=dict)
    proxies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    annual: Mapping[str, str] = field(default_factory=dict)
    trust: Mapping[str, float] = field(default_factory=lambda: TRUST)
    error: float = ERROR
    coverage: float = 0.9


@dataclass(frozen=True)
class Case:
    """A request with the figures in force, and what the deeds before have proposed.

    held  withheld cells; doubted  cells that a finding points at; slipped  those that it says are off by a power of ten
    standing  proposals of earlier deeds, by cell
    """

    filed: Filed
    request: Request
    held: frozenset[Cell]
    doubted: frozenset[Cell]
    slipped: frozenset[Cell] = frozenset()
    standing: Mapping[Cell, Proposal] = field(default_factory=dict)

    @cached_property
    def unreliable(self) -> frozenset[Cell]:
        """Cells that tell nothing about others: withheld, or proposed to change."""
        return self.held | frozenset(self.standing)

    @cached_property
    def periods(self) -> list[Period]:
        """Every filed period that lies in the one asked about, in time."""
        filed = map(Period.parse, self.filed.figures["time_period"].unique().to_list())
        return sorted((p for p in filed if p.lies_in(self.filed.period)), key=lambda p: (p.end, p.start))

    def list_items(self, period: Period) -> list[str]:
        """Item keys asked about whose form is of the period's frequency; derived items follow from others."""
        items = self.filed.province.items
        wanted = self.request.items or tuple(k for k, (_, item) in items.items() if not item.computed)
        return [k for k in wanted if items[k][0].frequency == period.frequency]

    def wants(self, area: str) -> bool:
        """Whether the area is asked about."""
        return not self.request.areas or area in self.request.areas

    def list_figures(self, period: Period) -> dict[tuple[str, str], float]:
        """What was filed of the items asked about in a period, by area and item key."""
        keys = self.list_items(period)
        table = self.filed.select_items(keys).filter(pl.col("time_period") == str(period)).drop("time_period")
        return {(r[0], k): float(v) for r in table.rows() for k, v in zip(keys, r[1:], strict=True) if v is not None}


def open_case(filed: Filed, request: Request, held: frozenset[Cell], doubted: frozenset[Cell]) -> Case:
    """Check a request against the province; MethodError for an unknown deed, item, area, level or classification."""
    province = filed.province
    _expect_known("deed", request.deeds, DEEDS)
    named = [*request.items, *request.growth, *request.growth.values(), *request.annual, *request.annual.values()]
    _expect_known(
        "item", [*named, *request.proxies, *(p for ps in request.proxies.values() for p in ps)], province.items
    )
    for key in request.items:
        if province.items[key][1].computed:
            raise MethodError("mending", f"{key!r} is derived from other items.", "Name those that it comes from.")
    _expect_known("area", request.areas, province.areas.codes)
    _expect_known("level", request.trust, TRUST)
    if request.classification:
        _expect_known("classification", [request.classification], province.classifications)
    if not request.deeds:
        raise MethodError("mending", "no deed is asked for.", f"Name some of {', '.join(DEEDS)}.")
    if not (request.error > 0 and 0 < request.coverage < 1 and all(t >= 0 for t in request.trust.values())):
        raise MethodError("mending", "an error is not above 0, a trust below 0, or a coverage not between 0 and 1.", "Correct it.")  # fmt: skip
    return Case(filed, request, held, doubted)


def _expect_known(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    permitted = set(known)
    for name in names:
        if name not in permitted:
            raise MethodError("mending", f"{name!r} is no {what}.", suggest(name, permitted))
