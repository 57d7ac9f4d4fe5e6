"""IndicatorTable: what the room gives, every value with its status and the filed cells it comes from."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

TABLE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "time_period": pl.String, "indicator": pl.String,
    "value": pl.Float64,  # in `unit`, null unless status is ok
    "unit": pl.String,
    "status": pl.String,  # ok | missing | withheld | undefined
    "missing": pl.String,  # item keys that were missing, joined by a space; `key@-1`: those of last year
}  # fmt: skip
ITEM_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "time_period": pl.String, "item": pl.String, "value": pl.Float64, "unit": pl.String,
}  # fmt: skip
LINEAGE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "time_period": pl.String, "indicator": pl.String, "source": pl.String,
    "source_period": pl.String, "value": pl.Float64, "unit": pl.String, "raw": pl.String, "form": pl.String,
    "filer": pl.String, "vintage": pl.Int32, "file": pl.String, "sheet": pl.String, "cell": pl.String,
}  # fmt: skip
DEFINITION_SCHEMA: dict[str, Any] = {
    "code": pl.String,  # indicator code or item key
    "kind": pl.String,  # indicator | item
    "name_zh": pl.String, "name_en": pl.String, "unit": pl.String,
    "direction": pl.String,  # more_is_better | less_is_better; "" for an item
}  # fmt: skip
AREA_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "level": pl.String}


@dataclass(frozen=True)
class IndicatorTable:
    """Indicators by area and period (`table`), item values (`items`), and the filed cells behind them (`lineage`).

    `definitions` says what the codes mean and which direction is better; `areas` which areas exist, with their level.
    """

    table: pl.DataFrame
    items: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=ITEM_SCHEMA))
    lineage: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=LINEAGE_SCHEMA))
    definitions: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=DEFINITION_SCHEMA))
    areas: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=AREA_SCHEMA))

    def quantity(self, key: str, period: Period) -> pl.DataFrame:
        """Values of an item or indicator in a period: ref_area, value, unit, sorted by area; null where missing.

        An item that nobody filed has no rows. MethodError for a key that the definitions do not know.
        """
        self._check_known(key)
        frame, column = (self.table, "indicator") if self._is_indicator(key) else (self.items, "item")
        own = (pl.col(column) == key) & (pl.col("time_period") == str(period))
        return frame.filter(own).select("ref_area", "value", "unit").sort("ref_area")

    def _is_indicator(self, key: str) -> bool:
        own = self.definitions.filter((pl.col("code") == key) & (pl.col("kind") == "indicator"))
        return bool(own.height) or (self.definitions.is_empty() and key in self.table["indicator"])

    def _check_known(self, key: str) -> None:
        if self.definitions.height and key not in self.definitions["code"]:
            known = self.definitions["code"].to_list()
            raise MethodError(f"quantity {key!r}", "is neither an item nor an indicator.", suggest(key, known))

    @classmethod
    def from_wide(
        cls, wide: pl.DataFrame, period: Period, less_is_better: Collection[str] = (), level: str = "county"
    ) -> "IndicatorTable":
        """Make a table of a plain frame: ref_area and one column of numbers per indicator; null or NaN is missing.

        MethodError where an area stands twice or `less_is_better` names no column. For notebooks, where the indicators
        come from elsewhere; there is no lineage then.
        """
        codes = [name for name in wide.columns if name != "ref_area"]
        if strangers := sorted(set(less_is_better) - set(codes)):
            raise MethodError("less_is_better", f"{strangers[0]!r} is no column.", suggest(strangers[0], codes))
        if wide["ref_area"].is_duplicated().any():
            raise MethodError("wide frame", "an area stands twice.", "Give one row per area.")
        long = wide.unpivot(codes, index="ref_area", variable_name="indicator").sort("ref_area", "indicator")
        long = long.with_columns(
            pl.col("value").cast(pl.Float64).fill_nan(None), pl.lit(str(period)).alias("time_period"),
            pl.lit("1").alias("unit"), pl.lit("").alias("missing"),
        )  # fmt: skip
        status = pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("ok")).alias("status")
        definitions = pl.DataFrame(
            [(c, "indicator", c, c, "1", f"{'less' if c in less_is_better else 'more'}_is_better") for c in codes],
            schema=DEFINITION_SCHEMA, orient="row",
        )  # fmt: skip
        areas = long.select("ref_area", pl.lit(level).alias("level")).unique().sort("ref_area")
        return cls(long.with_columns(status).select(TABLE_SCHEMA.keys()), definitions=definitions, areas=areas)
