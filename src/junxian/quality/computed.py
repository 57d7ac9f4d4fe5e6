"""Items that the run computes itself: a filer's quality score, coverage or punctuality as a figure like any other."""

from typing import Any

import polars as pl

from junxian.declared.forms import COMPUTED, Form, Item
from junxian.declared.province import Province
from junxian.reported import OBSERVATION_SCHEMA
from junxian.terms.period import Period
from junxian.terms.unit import conversion

FIGURE_SCHEMA: dict[str, Any] = OBSERVATION_SCHEMA | {"key": pl.String}


def compute_items(scores: pl.DataFrame, province: Province) -> pl.DataFrame:
    """Figures (OBSERVATION_SCHEMA and `key`) of every item declared `computed_by = "quality.score"` or the like.

    scores  SCORE_SCHEMA; an area that files nothing has no score and no figure
    Values are rounded to the item's decimals. They take the place of what anybody files for the item.
    Checked in tests/unit/quality/test_computed.py.
    """
    whole = scores.filter(pl.col("form") == "")
    rows = [
        make_figure(form, item, area, period, _show(item, value), province.code)
        for form, item in list_computed(province)
        for area, period, value in whole.select("ref_area", "time_period", _column(item)).iter_rows()
        if value is not None and province.areas.level(area) == form.covers
    ]
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA, orient="row")


def list_computed(province: Province) -> list[tuple[Form, Item]]:
    """The items that the run computes, with their forms."""
    return [(form, item) for form, item in province.items.values() if item.computed_by in COMPUTED]


def _column(item: Item) -> str:
    return item.computed_by.removeprefix("quality.")


def _show(item: Item, value: float) -> float:
    return round(value * float(conversion(COMPUTED[item.computed_by], item.unit)), item.decimals)


def make_figure(
    form: Form, item: Item, area: str, period: str, value: float, by: str, raw: str | None = None
) -> dict[str, Any]:
    """The row of a figure that the run makes: in no file, with the value in the item's unit and decimals."""
    return {
        "ref_area": area, "time_period": period, "freq": Period.parse(period).frequency, "item": item.code,
        "breakdown": item.breakdown, "obs_value": value, "raw": f"{value:.{item.decimals}f}" if raw is None else raw,
        "decimals": item.decimals, "unit_measure": item.unit, "unit_mult": 0, "price_basis": item.price_basis,
        "obs_status": "A", "conf_status": form.confidentiality, "form": form.code, "filer": by, "vintage": 1, "file": "",
        "sheet": "", "cell": "", "key": item.key,
    }  # fmt: skip
