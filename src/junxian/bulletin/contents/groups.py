"""Groups of areas that cannot be told apart, with the places that each takes up."""

from dataclasses import dataclass

import polars as pl

from junxian.declared.schemes import Scheme


@dataclass(frozen=True)
class Group:
    """Members by rank, and the places that they take up together."""

    number: int
    begin: int
    end: int
    members: tuple[str, ...]


def find_groups(table: pl.DataFrame, scheme: Scheme) -> dict[str, Group]:
    """The group of every ranked area that has one; areas of classes that are ranked together share their groups.

    table  of the scorecard; one without groups gives none
    """
    if "group" not in table.columns:
        return {}
    ranked = table.filter(pl.col("rank").is_not_null() & pl.col("group").is_not_null()).sort("rank", "ref_area")
    together = pl.when(pl.col("class").is_in(list(scheme.rank_across))).then(pl.lit("")).otherwise(pl.col("class"))
    found: dict[str, Group] = {}
    for _, own in ranked.with_columns(together.alias("together")).group_by("together", "group", maintain_order=True):
        begin = own["rank"].to_list()[0]
        group = Group(own["group"].to_list()[0], begin, begin + own.height - 1, tuple(own["ref_area"]))
        found |= dict.fromkeys(group.members, group)
    return found
