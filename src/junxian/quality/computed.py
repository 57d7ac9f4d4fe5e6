"""Items that the run computes itself: a filer's quality score, coverage or punctuality as a figure like any other."""

from typing import Any

import polars as pl

from junxian.declared.forms import COMPUTED, Form, Item
from junxian.declared.province import Province
from junxian.reported import OBSERVATION_SCHEMA
from junxian.terms.period import Period
from junxian.terms.unit import conversion

VALUE_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "time_period": pl.String, "value": pl.Float64}
FIGURE_SCHEMA: dict[str, Any] = OBSERVATION_SCHEMA | {"key": pl.String}


def compute_items(scores: pl.DataFrame, province: Province) -> pl.DataFrame:
    """Figures (OBSERVATION_SCHEMA and `key`) of every item declared `computed_by = "quality.score"` or the like.

    scores  SCORE_SCHEMA; an area that files nothing has no score and no figure
    Values are rounded to the item's decimals. They take the place of what anybody files for the item.
    Checked in tests/unit/quality/test_computed.py.
    """
    whole = scores.filter(pl.col("form") == "")
    made = [make_figures(form, item, _take(whole, form, item, province), province.code) for form, item in list_computed(province)]  # fmt: skip
    return pl.concat([pl.DataFrame(schema=FIGURE_SCHEMA), *made])


def _take(scores: pl.DataFrame, form: Form, item: Item, province: Province) -> pl.DataFrame:
    """Values of an item for the areas of its form's level, in its unit and decimals."""
    factor = float(conversion(COMPUTED[item.computed_by], item.unit))
    rows = scores.select("ref_area", "time_period", _column(item)).drop_nulls(_column(item)).rows()
    own = [(a, t, round(x * factor, item.decimals)) for a, t, x in rows if province.areas.level(a) == form.covers]
    return pl.DataFrame(own, schema=VALUE_SCHEMA, orient="row")


def list_computed(province: Province) -> list[tuple[Form, Item]]:
    """The items that the run computes, with their forms."""
    return [(form, item) for form, item in province.items.values() if item.computed_by in COMPUTED]


def _column(item: Item) -> str:
    return item.computed_by.removeprefix("quality.")


def make_figures(form: Form, item: Item, values: pl.DataFrame, by: str, raw: str = "") -> pl.DataFrame:
    """Figures (FIGURE_SCHEMA) that the run makes of an item: in no file.

    values  VALUE_SCHEMA, in the item's unit and rounded to its decimals; raw  what stands for the text, else the value
    """
    told = {
        "item": item.code, "breakdown": item.breakdown, "decimals": item.decimals, "unit_measure": item.unit, "unit_mult": 0,
        "price_basis": item.price_basis, "obs_status": "A", "conf_status": form.confidentiality, "form": form.code,
        "filer": by, "vintage": 1, "file": "", "sheet": "", "cell": "", "key": item.key,
    }  # fmt: skip
    frequencies = {text: Period.parse(text).frequency for text in values["time_period"].unique()}
    texts = [raw or f"{value:.{item.decimals}f}" for value in values["value"]]
    full = values.rename({"value": "obs_value"}).with_columns(
        pl.col("time_period").replace_strict(frequencies, return_dtype=pl.String).alias("freq"),
        pl.Series("raw", texts, dtype=pl.String),
        *(pl.lit(value).alias(name) for name, value in told.items()),
    )
    return full.select(pl.col(name).cast(kind) for name, kind in FIGURE_SCHEMA.items())
