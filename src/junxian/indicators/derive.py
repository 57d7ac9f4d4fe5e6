"""Items to indicators: every declared indicator in every area and period, with the reason where there is none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.declared.province import Province
from junxian.indicators.cubes import Grid, compute_indicators, fill_items, mark_withheld
from junxian.indicators.formulas import Formulas, make_formulas
from junxian.indicators.item_values import read_item_values
from junxian.indicators.kernels import Array
from junxian.indicators.lineage import follow_derived, trace_lineage
from junxian.indicators.table import AREA_SCHEMA, DEFINITION_SCHEMA, ITEM_SCHEMA, TABLE_SCHEMA, IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.period import Period

NOT_IN_FORCE = "valid_from="  # in `missing`: the definition itself is not yet in force


def derive(
    observations: pl.DataFrame, province: Province, periods: Sequence[Period], held: pl.DataFrame
) -> IndicatorTable:
    """Compute every declared indicator of a province for some periods.

    observations  accepted observations (OBSERVATION_SCHEMA and `key`), in the items' declared units
    held  ref_area, time_period, item (key): cells that a rule keeps out of use
    Every area that filed anything or stands in a classification has a row for each period and indicator. A value is
    null with status withheld where a source is held back, missing where one was not filed, undefined where the method
    is not defined (a denominator of zero, growth on a base that is not positive, the logarithm of a number that is not
    positive) or where the definition is not in force at the end of the newest period (earlier periods are computed by
    the present definition, so that they compare). Checked in tests/unit/indicators/test_derive.py.
    """
    if not periods:
        raise MethodError("indicators", "need at least one period.")
    formulas = make_formulas(province.indicators, province.items)
    grid = Grid(_find_areas(observations, province), _reach_back(periods, formulas.deepest_lag))
    values = read_item_values(observations, held, province.items, grid.periods)
    items, withheld = fill_items(values, [*province.items], grid), mark_withheld(values, [*province.items], grid)
    computed = compute_indicators(formulas, items, grid)
    return IndicatorTable(
        table=_tabulate(formulas, computed, items, withheld, grid, periods),
        items=values.values.rename({"target": "time_period", "key": "item"}).select(ITEM_SCHEMA.keys()),
        lineage=follow_derived(trace_lineage(formulas, values.cells, periods), observations, province),
        definitions=_define(province),
        areas=_list_areas(province, max(period.end for period in periods)),
    )


def _find_areas(observations: pl.DataFrame, province: Province) -> tuple[str, ...]:
    classified = [area for table in province.classifications.values() for area in table["area"]]
    return tuple(sorted({*observations["ref_area"].unique(), *classified}))


def _reach_back(periods: Sequence[Period], years: int) -> tuple[Period, ...]:
    """The periods asked for, and the same periods of as many years before as any indicator looks back."""
    wanted = list(dict.fromkeys(periods))
    for _ in range(years):
        wanted = list(dict.fromkeys([*wanted, *(period.year_before() for period in wanted)]))
    return tuple(wanted)


def _tabulate(
    formulas: Formulas,
    computed: Mapping[str, Array],
    items: Mapping[str, Array],
    withheld: Mapping[str, NDArray[np.bool_]],
    grid: Grid,
    periods: Sequence[Period],
) -> pl.DataFrame:
    newest = max(periods, key=lambda period: period.end)
    asked = [grid.periods.index(period) for period in dict.fromkeys(periods)]
    names = [str(grid.periods[i]) for i in asked]
    frame = pl.DataFrame(
        {"time_period": np.repeat(np.array(names, dtype=object), len(grid.areas)), "ref_area": grid.areas * len(asked)},
        schema={"time_period": pl.String, "ref_area": pl.String},
    )
    parts = []
    for code, indicator in formulas.indicators.items():
        states = dict(_find_wanting(formulas, code, items, withheld, grid, asked))
        own = frame.with_columns(
            pl.lit(code).alias("indicator"), pl.lit(indicator.unit).alias("unit"),
            pl.Series("value", computed[code][asked].ravel()).fill_nan(None), **states,
        )  # fmt: skip
        parts.append(_mark_not_in_force(_give_status(own), formulas, code, newest))
    return pl.concat([*parts, pl.DataFrame(schema=TABLE_SCHEMA)]).sort("time_period", "ref_area", "indicator")


def _find_wanting(
    formulas: Formulas,
    code: str,
    items: Mapping[str, Array],
    withheld: Mapping[str, NDArray[np.bool_]],
    grid: Grid,
    asked: list[int],
) -> Iterator[tuple[str, pl.Series]]:
    """Which leaf items want a value (joined by a space), and whether a rule holds any of them back."""
    held_back = np.zeros((len(asked), len(grid.areas)), dtype=bool)
    wanting = pl.Series("missing", [""], dtype=pl.String).new_from_index(0, held_back.size)
    for key, back in formulas.leaves[code]:
        absent = np.isnan(grid.look_back(items[key], back)[asked])
        held_back |= absent & grid.look_back(withheld[key], back)[asked]
        if absent.any():
            named = pl.Series(absent.ravel()).replace_strict(
                {True: f" {key}@-{back}" if back else f" {key}", False: ""}
            )
            wanting = wanting + named.cast(pl.String)
    yield "missing", wanting.str.strip_chars()
    yield "is_withheld", pl.Series(held_back.ravel())


def _give_status(frame: pl.DataFrame) -> pl.DataFrame:
    status = (
        pl.when(pl.col("value").is_not_null()).then(pl.lit("ok"))
        .when(pl.col("is_withheld")).then(pl.lit("withheld"))
        .when(pl.col("missing") != "").then(pl.lit("missing"))
        .otherwise(pl.lit("undefined"))
    )  # fmt: skip
    return frame.with_columns(status.alias("status")).select(TABLE_SCHEMA.keys())


def _mark_not_in_force(frame: pl.DataFrame, formulas: Formulas, code: str, newest: Period) -> pl.DataFrame:
    begins = min((version.valid_from for version in formulas.indicators[code].version), default=newest.end)
    if begins <= newest.end:
        return frame
    late = pl.col("time_period") == str(newest)
    return frame.with_columns(
        pl.when(~late).then(pl.col("value")).alias("value"),
        pl.when(late).then(pl.lit("undefined")).otherwise(pl.col("status")).alias("status"),
        pl.when(late).then(pl.lit(f"{NOT_IN_FORCE}{begins}")).otherwise(pl.col("missing")).alias("missing"),
    )


def _define(province: Province) -> pl.DataFrame:
    rows: list[tuple[str, ...]] = [
        (code, "indicator", i.name.zh, i.name.text("en"), i.unit, i.direction)
        for code, i in sorted(province.indicators.items())
    ]
    rows += [
        (key, "item", item.name.zh, item.name.text("en"), item.unit, "")
        for key, (_, item) in sorted(province.items.items())
    ]
    return pl.DataFrame(rows, schema=DEFINITION_SCHEMA, orient="row")


def _list_areas(province: Province, on: date) -> pl.DataFrame:
    areas = province.areas
    rows = [(code, areas.level(code)) for code in areas.codes if areas.is_valid(code, on)]
    return pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row").sort("ref_area")
