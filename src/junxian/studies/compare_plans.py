"""Plans set side by side, however they are named: stored by runs, allotted anew, or of a table without any province."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.allocation import Plan
from junxian.allocation.side_by_side import has_quotas, set_side_by_side
from junxian.declared.declared_differences import list_declared_differences
from junxian.studies.find_plan import FoundPlan, find_plans
from junxian.terms import MethodError, Name
from junxian.terms.errors import AllocationError
from junxian.terms.nearest import suggest

PLAN_SCHEMA: dict[str, Any] = {
    "plan": pl.Int64,  # its number, from 1 in the order named
    "named": pl.String,  # as it was named
    "key": pl.String,  # code/edition
    "mode": pl.String,  # formula | welfare
    "run": pl.String,  # "" where it was allotted anew
    "period": pl.String,  # "" of a table
    "has_quotas": pl.Boolean,  # else it is not compared
    "is_declared": pl.Boolean,  # whether its declaration is at hand; false where that has changed since the run
    "notes_zh": pl.List(pl.String),  # limits that conflict, figures that are missing
    "notes_en": pl.List(pl.String),
}


@dataclass(frozen=True)
class PlansSideBySide:
    """`plans` (PLAN_SCHEMA); `areas`, `summary`, `alone` as in allocation.side_by_side, with names of areas; `declared`: the keys that differ."""

    plans: pl.DataFrame
    areas: pl.DataFrame
    summary: pl.DataFrame
    alone: pl.DataFrame
    declared: pl.DataFrame

    @property
    def factors(self) -> list[str]:
        """Codes of the factors that are compared."""
        return self.summary["factor"].unique(maintain_order=True).to_list()

    def widen(self, factor: str) -> pl.DataFrame:
        """A row an area: `ref_area`, names, `quota_K` of every plan K of the factor, `difference_K`, `percent_K`, `is_beyond_K`.

        The difference of the second plan sorts, greatest first. MethodError names the factors that are compared.
        """
        if factor not in self.factors:
            raise MethodError(f"factor {factor!r}", "is not compared.", suggest(factor, self.factors))
        own = self.areas.filter(pl.col("factor") == factor)
        numbers = own["plan"].unique(maintain_order=True).to_list()
        wide = own.pivot(
            "plan", index=["ref_area", "name_zh", "name_en"], values=["quota", "difference", "percent", "is_beyond"]
        )
        columns = [f"quota_{k}" for k in numbers]
        columns += [f"{name}_{k}" for k in numbers[1:] for name in ("difference", "percent", "is_beyond")]
        wide = wide.select("ref_area", "name_zh", "name_en", *columns)
        return wide.sort(f"difference_{numbers[1]}", "ref_area", descending=[True, False])


def compare_plans(names: Sequence[str]) -> PlansSideBySide:
    """Set plans side by side, each named as in `find_plans`; differences are to the first plan of a factor.

    A plan without quotas (limits conflict, figures are missing) is told and not compared; AllocationError where fewer than two
    are left. MethodError for fewer than two names, or nothing in common. Checked in tests/unit/studies/test_compare_plans.py.
    """
    if len(names) < 2:
        raise MethodError("compare", f"{len(names)} plan is named.", "Name two or more.")
    found = list(find_plans(names))
    _expect_quotas(found)
    compared = set_side_by_side([one.plan for one in found])
    declarations = {k: one.declaration for k, one in enumerate(found, start=1) if one.declaration is not None}
    return PlansSideBySide(
        pl.DataFrame([_describe(k, one) for k, one in enumerate(found, start=1)], schema=PLAN_SCHEMA, orient="row"),
        _add_names(compared.areas, found),
        compared.summary,
        _add_names(compared.alone, found),
        list_declared_differences(declarations),
    )


def _expect_quotas(found: list[FoundPlan]) -> None:
    if sum(has_quotas(one.plan) for one in found) < 2:
        one = next(one for one in found if not has_quotas(one.plan))
        why = "; ".join(one.plan.conflicts["en"].to_list()[:3]).rstrip(".")
        raise AllocationError(
            one.named, f"has no quotas: {why}.", "Mend its declaration or figures, and compare again."
        )


def _describe(number: int, one: FoundPlan) -> dict[str, Any]:
    conflicts = one.plan.conflicts
    return {
        "plan": number, "named": one.named, "key": one.key, "mode": "formula" if isinstance(one.plan, Plan) else "welfare",
        "run": one.run, "period": one.period, "has_quotas": has_quotas(one.plan), "is_declared": one.declaration is not None,
        "notes_zh": conflicts["zh"].to_list(), "notes_en": conflicts["en"].to_list(),
    }  # fmt: skip


def _add_names(table: pl.DataFrame, found: list[FoundPlan]) -> pl.DataFrame:
    names = {code: name for one in reversed(found) for code, name in one.names.items()}
    told = [names.get(code, Name(zh=code)) for code in table["ref_area"]]
    return table.with_columns(
        name_zh=pl.Series([name.zh for name in told], dtype=pl.String),
        name_en=pl.Series([name.text("en") for name in told], dtype=pl.String),
    )
