"""What the map shows: one row of values for every assessed area."""

from collections.abc import Sequence

import polars as pl

from junxian.bulletin.contents.headline import find_assessed
from junxian.bulletin.contents.naming import add_area_names, add_names, name_class
from junxian.bulletin.contents.results import Results, group_rows
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
    for key, programme in results.programmes.items():
        for (factor,), rows in programme.amounts.group_by("factor", maintain_order=True):
            quotas = rows.select("ref_area", pl.col("quota").alias(f"quota:{key}:{factor}"))
            frame = frame.join(quotas, on="ref_area", how="left", validate="1:1", maintain_order="left")
    return frame
