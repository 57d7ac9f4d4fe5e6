"""Rankings per class with rank intervals; areas that cannot be told apart are put in one group."""

import polars as pl

from junxian.bulletin.contents.content import ClassRanking
from junxian.bulletin.contents.naming import add_area_names, name_class
from junxian.bulletin.contents.results import Results
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme, SchemeClass

RANKING_COLUMNS: tuple[str, ...] = (
    "ref_area", "name_zh", "name_en", "city_zh", "city_en", "status", "rank", "of", "total", "score", "bonus",
    "deduction", "coverage", "rank_low", "rank_high", "rank_median", "tied", "group", "award", "vetoed_by",
    "neighbour_class", "neighbour_class_zh", "neighbour_class_en", "neighbour_rank", "neighbour_of", "why_zh", "why_en",
)  # fmt: skip


def compose_rankings(province: Province, results: Results, scheme: Scheme) -> tuple[ClassRanking, ...]:
    """One ranking for every class of the scheme that has members, in the declared order."""
    table = results.scorecard.table
    if "class" not in table.columns:
        return ()
    named = add_area_names(table, province)
    named = _name_neighbours(named, scheme)
    parts = named.partition_by("class", as_dict=True)
    return tuple(
        _rank_class(declared, parts[declared.code,]) for declared in scheme.class_ if (declared.code,) in parts
    )


def _name_neighbours(table: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    codes = [c.code for c in scheme.class_]
    return table.with_columns(
        pl.col("neighbour_class")
        .replace_strict(codes, [name_class(scheme, c).text(lang) for c in codes], default=None, return_dtype=pl.String)
        .alias(f"neighbour_class_{lang}")
        for lang in ("zh", "en")
    )


def _rank_class(declared: SchemeClass, members: pl.DataFrame) -> ClassRanking:
    by_rank = pl.when(pl.col("status") == "ranked").then("rank")  # what is only listed keeps the order of the codes
    shown = members.filter(pl.col("status") != "unranked").sort(by_rank, "ref_area", nulls_last=True)
    groups = group_ranks(shown["rank_low"].to_list(), shown["rank_high"].to_list())
    shown = shown.with_columns(pl.Series("group", groups, pl.Int64))
    unranked = members.filter(pl.col("status") == "unranked").sort("ref_area")
    return ClassRanking(
        code=declared.code,
        name=declared.name,
        heading=declared.heading,
        award=declared.award,
        listed=bool(shown.height) and (shown["status"] == "listed").all(),
        table=shown.select(RANKING_COLUMNS),
        unranked=unranked.with_columns(pl.lit(None, pl.Int64).alias("group")).select(RANKING_COLUMNS),
    )


def group_ranks(lows: list[int | None], highs: list[int | None]) -> list[int | None]:
    """Number the rank groups down a ranking; None where an area has no interval.

    A group ends before the first area whose interval lies wholly below that of the group's first. Within a group the
    order is not to be read.
    """
    groups: list[int | None] = []
    number, reach = 0, -1
    for low, high in zip(lows, highs, strict=True):
        if low is None or high is None:
            groups.append(None)
            continue
        if number == 0 or low > reach:
            number, reach = number + 1, high
        groups.append(number)
    return groups
