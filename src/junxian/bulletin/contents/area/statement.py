"""What the replicates allow to say of an area's rank: its group, how often it leads others, what moves it."""

from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import ChoiceEffect, PairStatement, RankStatement, Standing
from junxian.bulletin.contents.naming import name_area
from junxian.bulletin.contents.variation import describe_effect
from junxian.declared.province import Province


def describe_statement(province: Province, rows: AreaRows, code: str, standing: Standing) -> RankStatement | None:
    """The statement of a ranked area; None for others, and where the run has no replicates."""
    if standing.status != "ranked" or code not in rows.statements:
        return None
    group, scheme = rows.groups.get(code), rows.scheme
    others = [area for area in group.members if area != code] if group else []
    return RankStatement(
        group=group.number if group else None,
        group_from=group.begin if group else None,
        group_to=group.end if group else None,
        group_members=tuple(name_area(province, area) for area in others),
        probability_of_first=rows.statements[code][0]["probability_of_first"],
        confidence=scheme.robustness.interval,
        pairs=_list_pairs(province, rows, code),
        effects=list_effects(rows, code),
    )


def _list_pairs(province: Province, rows: AreaRows, code: str) -> tuple[PairStatement, ...]:
    """All pairs of the area that are kept, by the rank of the other."""
    found = []
    for row in rows.pairs.get(code, []):
        other, probability = row["other"], row["probability"]
        rank = rows.ranks.get(other)
        if rank is not None:
            found.append(PairStatement(other, name_area(province, other), rank, probability, row["told_apart"]))
    return tuple(sorted(found, key=lambda pair: (pair.rank, pair.code)))


def list_effects(rows: AreaRows, code: str) -> tuple[ChoiceEffect, ...]:
    """Effects of the choices on an area's rank, from the largest; empty where the rank never moves."""
    found = [
        describe_effect(row["choice"], row["share"], row["places"], rows.scheme.robustness)
        for row in rows.effects.get(code, [])
        if row["share"] is not None
    ]
    return tuple(sorted(found, key=lambda effect: -effect.share))
