"""Treatment of outliers as a scheme declares it, over all areas that can be ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.panel import Panel
from junxian.assessment.treat import Rule, plan_treatment, treat_columns
from junxian.assessment.treat.plan import Plan
from junxian.assessment.treat.tables import DETAILS_SCHEMA, POINTS_SCHEMA, tabulate_details, tabulate_points
from junxian.declared.schemes import Scheme, Treat, TreatIndicator

_STEPS = {
    "winsorise": {"method": "winsorise", "then": "none"},
    "winsorise_else_log": {"method": "winsorise", "then": "log_ct"},
}  # fmt: skip
POINT_SCHEMA: dict[str, Any] = {"ref_area": pl.String} | {k: v for k, v in POINTS_SCHEMA.items() if k != "place"}


@dataclass(frozen=True)
class Treated:
    """`values` (areas, indicators) after treatment, `before` it; `plan` for draws of the data, None without treatment.

    `details` a row for every indicator (DETAILS_SCHEMA of `treat`), `points` a row for every winsorised figure.
    """

    values: Array
    before: Array
    plan: Plan | None
    details: pl.DataFrame
    points: pl.DataFrame

    @property
    def is_changed(self) -> Mask:
        """Which indicators were treated (indicators,)."""
        if not self.details.height:
            return np.zeros(self.values.shape[1], dtype=bool)
        changed: Mask = (self.details["method"] != "none").to_numpy()
        return changed


def treat_panel(values: Array, panel: Panel, scheme: Scheme, comparable: Mask) -> Treated:
    """Treat every indicator over the areas that can be ranked, of all classes together.

    values  (areas, indicators) imputed. An area that cannot be ranked is not looked at: its figure stays as it is where
    others were winsorised, and is missing where they were transformed, because it has no place on that scale.
    """
    if scheme.treat.is_none:
        empty = pl.DataFrame(schema=DETAILS_SCHEMA), pl.DataFrame(schema=POINT_SCHEMA)
        return Treated(values, values, None, *empty)
    plan = make_plan(scheme.treat, panel.codes)
    steps = treat_columns(values[comparable], plan)
    details = tabulate_details(steps, plan)
    after = values.copy()
    after[comparable] = steps.values
    is_transformed = (~details["method"].is_in(["none", "winsorise"])).to_numpy()
    after[np.ix_(~comparable, is_transformed)] = np.nan
    areas = np.array(panel.areas, dtype=object)[comparable]
    points = tabulate_points(values[comparable], steps, plan)
    named = points.with_columns(pl.Series("ref_area", areas[points["place"].to_numpy()], dtype=pl.String))
    return Treated(after, values, plan, details, named.select(POINT_SCHEMA.keys()))


def make_plan(declared: Treat, codes: Sequence[str]) -> Plan:
    """The rule of every indicator: the scheme's, with what is declared for one of them."""
    rule = Rule(
        at_most=declared.at_most, skewness=declared.skewness, kurtosis=declared.kurtosis, **_steps_of(declared.method)
    )
    return plan_treatment(codes, rule, individually={own.code: _read_own(own, declared) for own in declared.indicator})


def _read_own(own: TreatIndicator, declared: Treat) -> dict[str, Any]:
    given = {name: getattr(own, name) for name in ("skewness", "kurtosis", "at_most")}
    fields = {name: value for name, value in given.items() if value is not None}
    return _steps_of(own.method or declared.method) | fields | {"force": own.force}


def _steps_of(method: str) -> dict[str, Any]:
    return dict(_STEPS.get(method, {"method": method, "then": "none"}))
