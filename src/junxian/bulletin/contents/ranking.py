"""Rankings per class with rank intervals, groups that cannot be told apart, and how often who leads whom."""

import polars as pl

from junxian.bulletin.contents.content import ClassRanking, Leader
from junxian.bulletin.contents.groups import find_groups
from junxian.bulletin.contents.naming import add_area_names, name_class
from junxian.bulletin.contents.results import Results
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme, SchemeClass
from junxian.terms.name import Name

_OFTEN, _LEADERS = 0.01, 5

RANKING_COLUMNS: tuple[str, ...] = (
    "ref_area", "name_zh", "name_en", "city_zh", "city_en", "status", "rank", "of", "total", "score", "bonus",
    "deduction", "coverage", "rank_low", "rank_high", "rank_median", "group", "group_from", "group_to",
    "probability_of_first", "leads_next", "tied", "award", "vetoed_by",
    "neighbour_class", "neighbour_class_zh", "neighbour_class_en", "neighbour_rank", "neighbour_of", "why_zh", "why_en",
    "decimals",  # of total and score, as they decide
)  # fmt: skip


def compose_rankings(province: Province, results: Results, scheme: Scheme) -> tuple[ClassRanking, ...]:
    """One ranking for every class of the scheme that has members, in the declared order."""
    table = results.scorecard.table
    if "class" not in table.columns:
        return ()
    named = _name_neighbours(add_area_names(table, province), scheme).with_columns(decimals=pl.lit(scheme.decimals))
    named = _join_first(_place_groups(named, scheme), results.scorecard.statements)
    pairs = index_pairs(results.scorecard.pairs)
    parts = named.partition_by("class", as_dict=True)
    return tuple(
        _rank_class(declared, parts[declared.code,], pairs) for declared in scheme.class_ if (declared.code,) in parts
    )


def _place_groups(table: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Add the group of every area and the places that it takes up; null where it has none."""
    groups = find_groups(table, scheme)
    found = [groups.get(area) for area in table["ref_area"]]
    numbers = {"group": "number", "group_from": "begin", "group_to": "end"}
    return table.with_columns(
        pl.Series(name, [None if one is None else getattr(one, own) for one in found], pl.Int64)
        for name, own in numbers.items()
    )


def _join_first(table: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    if "probability_of_first" not in statements.columns:
        return table.with_columns(pl.lit(None, pl.Float64).alias("probability_of_first"))
    first = statements.select("ref_area", "probability_of_first")
    return table.join(first, on="ref_area", how="left", validate="1:1", maintain_order="left")


def index_pairs(pairs: pl.DataFrame) -> dict[tuple[str, str], float]:
    """How often the first of a pair leads the other, both ways round."""
    if "probability" not in pairs.columns:
        return {}
    rows = pairs.select("area", "other", "probability").iter_rows()
    return {pair: p for a, b, one in rows for pair, p in (((a, b), one), ((b, a), 1 - one))}


def _name_neighbours(table: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    codes = [c.code for c in scheme.class_]
    return table.with_columns(
        pl.col("neighbour_class")
        .replace_strict(codes, [name_class(scheme, c).text(lang) for c in codes], default=None, return_dtype=pl.String)
        .alias(f"neighbour_class_{lang}")
        for lang in ("zh", "en")
    )


def _rank_class(declared: SchemeClass, members: pl.DataFrame, pairs: dict[tuple[str, str], float]) -> ClassRanking:
    by_rank = pl.when(pl.col("status") == "ranked").then("rank")  # what is only listed keeps the order of the codes
    shown = members.filter(pl.col("status") != "unranked").sort(by_rank, "ref_area", nulls_last=True)
    codes = shown["ref_area"].to_list()
    leads = [pairs.get(pair) for pair in zip(codes, [*codes[1:], ""], strict=False)]
    shown = shown.with_columns(pl.Series("leads_next", leads, pl.Float64))
    unranked = members.filter(pl.col("status") == "unranked").sort("ref_area")
    return ClassRanking(
        code=declared.code,
        name=declared.name,
        heading=declared.heading,
        award=declared.award,
        listed=bool(shown.height) and (shown["status"] == "listed").all(),
        table=shown.select(RANKING_COLUMNS),
        unranked=unranked.with_columns(pl.lit(None, pl.Float64).alias("leads_next")).select(RANKING_COLUMNS),
        leaders=_list_leaders(shown),
    )


def _list_leaders(shown: pl.DataFrame) -> tuple[Leader, ...]:
    """Who is first in one of a hundred replicates or more, at most five, from the most often."""
    often = shown.filter(pl.col("probability_of_first") >= _OFTEN).sort(
        "probability_of_first", "rank", descending=[True, False]
    )
    rows = often.head(_LEADERS).select("ref_area", "name_zh", "name_en", "probability_of_first").iter_rows()
    return tuple(Leader(code, Name(zh=zh, en=en or ""), share) for code, zh, en, share in rows)
