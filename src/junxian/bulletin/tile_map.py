"""The map: values per area, and a layout of tiles grouped by city for provinces that name no GeoJSON."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from junxian.bulletin.headline import find_assessed
from junxian.bulletin.naming import add_area_names, add_names, name_class
from junxian.bulletin.results import Results, group_rows
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme

MAP_COLUMNS: tuple[str, ...] = (
    "ref_area", "name_zh", "name_en", "city", "city_zh", "city_en", "class", "class_zh", "class_en", "total", "rank",
    "of", "rank_low", "rank_high", "width", "state",
)  # fmt: skip
_FROM_WORST = ("red", "orange", "yellow", "green")


def compose_map(province: Province, results: Results, scheme: Scheme, states: pl.DataFrame) -> pl.DataFrame:
    """One row per assessed area: score, rank, width of the rank interval, worst state, and `quota:<plan>` columns.

    A missing value is null; state unknown where no line was filed. `states` is the table of the newest line states.
    """
    areas = find_assessed(province, results)
    frame = pl.DataFrame(
        {"ref_area": areas, "city": [province.areas.city(a) for a in areas]},
        schema_overrides={"ref_area": pl.String, "city": pl.String},
    )
    frame = _join_scores(add_area_names(frame, province), results, scheme)
    worst = {area: find_worst([row["state"] for row in rows]) for area, rows in group_rows(states, "ref_area").items()}
    frame = frame.with_columns(pl.Series("state", [worst.get(a, "unknown") for a in areas], pl.String))
    return _join_quotas(frame.select(MAP_COLUMNS), results)


def find_worst(states: Sequence[str]) -> str:
    """The worst of several states; unknown where none is known."""
    return next((state for state in _FROM_WORST if state in states), "unknown")


_PLACES = ("rank", "of", "rank_low", "rank_high")
_SCORES = {"class": pl.String, "total": pl.Float64, "status": pl.String} | dict.fromkeys(_PLACES, pl.Int64)


def _join_scores(frame: pl.DataFrame, results: Results, scheme: Scheme) -> pl.DataFrame:
    table = results.scorecard.table
    if "ref_area" not in table.columns:
        table = pl.DataFrame(schema={"ref_area": pl.String, **_SCORES})
    shown = pl.col("status") == "ranked"  # what is only listed has no place on the map
    places = [pl.when(shown).then(pl.col(name).cast(pl.Int64)).alias(name) for name in _PLACES]
    kept = table.select("ref_area", pl.col("class"), pl.col("total").cast(pl.Float64), *places)
    joined = frame.join(kept, on="ref_area", how="left", validate="1:1", maintain_order="left")
    width = (pl.col("rank_high") - pl.col("rank_low") + 1).alias("width")
    return add_names(joined.with_columns(width), "class", "class", lambda code: name_class(scheme, code))


def _join_quotas(frame: pl.DataFrame, results: Results) -> pl.DataFrame:
    for key, plan in results.plans.items():
        if "quota" in plan.table.columns:
            quotas = plan.table.select("ref_area", pl.col("quota").cast(pl.Float64).alias(f"quota:{key}"))
            frame = frame.join(quotas, on="ref_area", how="left", validate="1:1", maintain_order="left")
    return frame


@dataclass(frozen=True)
class Tile:
    """A tile of the map: left and top edge in tile units; `kind` is area or city (the heading of a block)."""

    code: str
    kind: str
    left: float
    top: float
    width: float


HEADING = 0.55  # height of a city's heading, in tiles
_GAP = 0.35


def lay_tiles(members: Sequence[tuple[str, Sequence[str]]], across: int = 20) -> list[Tile]:
    """Lay areas as tiles in blocks by city, the blocks in shelves `across` tiles wide, in the given order.

    Every block of one shelf has the same number of rows, so that shelves are level; a block is as wide as it needs.
    """
    tiles: list[Tile] = []
    left, top, deepest = 0.0, 0.0, 0
    for city, areas in members:
        rows = max(1, min(3, math.ceil(len(areas) / 3))) if len(areas) <= 12 else 4
        columns = max(2, math.ceil(len(areas) / rows))
        if left and left + columns > across:
            left, top, deepest = 0.0, top + deepest + HEADING + _GAP, 0
        tiles.append(Tile(city, "city", left, top, columns))
        tiles.extend(
            Tile(area, "area", left + i % columns, top + HEADING + i // columns, 1.0) for i, area in enumerate(areas)
        )
        left, deepest = left + columns + _GAP, max(deepest, math.ceil(len(areas) / columns))
    return tiles
