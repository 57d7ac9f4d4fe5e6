"""Where an area stands and how sure that is: standing, parts of the score, contributions to the gap, what is wanting."""

from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import Contribution, NodeScore, Standing, Withheld
from junxian.bulletin.contents.naming import name_class, name_line, name_quantities, name_quantity, name_rule
from junxian.bulletin.contents.results import Row
from junxian.bulletin.contents.wording import read_plainly
from junxian.declared.province import Province
from junxian.declared.schemes import Normalise
from junxian.terms.name import Name

_OUTSIDE = Name(zh="未纳入本次考核评价", en="not in this assessment")


def describe_standing(province: Province, rows: AreaRows, code: str) -> Standing:
    """Status, class, score, rank and interval of an area; status left_out with the reason where it is not assessed."""
    found = rows.scores.get(code)
    if not found:
        return _describe_left_out(rows, code)
    row, scheme = found[0], rows.scheme
    declared = next((c for c in scheme.class_ if c.code == row["class"]), None)
    neighbour = row["neighbour_class"]
    place = row if row["status"] == "ranked" else dict.fromkeys(("rank", "of", "rank_low", "rank_high"))
    return Standing(
        status=row["status"],
        why=Name(zh=row["why_zh"] or "", en=row["why_en"] or ""),
        class_code=row["class"],
        class_name=name_class(scheme, row["class"]),
        class_heading=declared.heading if declared else None,
        score=row["score"],
        bonus=row["bonus"],
        deduction=row["deduction"],
        total=row["total"],
        decimals=scheme.decimals,
        rank=place["rank"],
        of=place["of"],
        rank_low=place["rank_low"],
        rank_high=place["rank_high"],
        tied=bool(row["tied"]),
        coverage=row["coverage"],
        award=bool(row["award"]),
        is_across=row["class"] in scheme.rank_across,
        vetoed_by=tuple(name_line(province, line) for line in (row["vetoed_by"] or "").split()),
        neighbour_class=name_class(scheme, neighbour) if neighbour else None,
        neighbour_rank=row["neighbour_rank"],
        neighbour_of=row["neighbour_of"],
    )


def _describe_left_out(rows: AreaRows, code: str) -> Standing:
    found = rows.left_out.get(code)
    why = Name(zh=found[0]["why_zh"], en=found[0]["why_en"]) if found else _OUTSIDE
    unknown: dict[str, None] = dict.fromkeys(
        [
            "class_heading",
            "score",
            "bonus",
            "deduction",
            "total",
            "rank",
            "of",
            "rank_low",
            "rank_high",
            "coverage",
            "neighbour_class",
            "neighbour_rank",
            "neighbour_of",
        ]
    )
    nothing = Name(zh="")
    decimals = rows.scheme.decimals
    return Standing(
        "left_out",
        why,
        "",
        nothing,
        decimals=decimals,
        is_across=False,
        tied=False,
        award=False,
        vetoed_by=(),
        **unknown,
    )


def describe_nodes(rows: AreaRows, code: str) -> tuple[NodeScore, ...]:
    """Scores of the parts of the tree below the root, in the scheme's order."""
    scheme = rows.scheme
    found = {row["node"]: row for row in rows.nodes.get(code, [])}
    return tuple(
        NodeScore(node.code, node.name, row["score"], row["points"], rows.medians.get((row["class"], node.code)))
        for node in scheme.node
        if node.parent and (row := found.get(node.code))
    )


def describe_contributions(province: Province, rows: AreaRows, code: str) -> tuple[Contribution, ...]:
    """Contributions of every indicator with weight, from the greatest shortfall; those without a gap stand last.

    Σ gap_points = score − reference score. A missing indicator has status missing and no gap.
    """
    gaps = {row["indicator"]: row for row in rows.gaps.get(code, [])}
    used = rows.indicators.get(code, [])
    withheld = {row["indicator"] for row in rows.wanting.get(code, []) if row["status"] == "withheld"}
    found = [_describe_contribution(province, rows, row, gaps.get(row["indicator"]), withheld) for row in used]
    weighed = [c for c in found if c.weight]
    return tuple(sorted(weighed, key=lambda c: (c.gap_points is None, c.gap_points or 0.0, c.indicator)))


def _describe_contribution(
    province: Province, rows: AreaRows, row: Row, gap: Row | None, withheld: set[str]
) -> Contribution:
    indicator = province.indicators[row["indicator"]]
    gap = gap or {"reference_value": rows.medians.get((row["class"], indicator.code))}
    value, unit, decimals = read_plainly(row["value"], indicator.unit, indicator.decimals)
    reference, _, _ = read_plainly(gap.get("reference_value"), indicator.unit, indicator.decimals)
    return Contribution(
        indicator=indicator.code,
        name=indicator.name,
        value=value,
        reference_value=reference,
        unit=unit,
        decimals=decimals,
        normalised=row["normalised"],
        reference=gap.get("reference"),
        weight=row["weight"],
        gap_points=gap.get("gap_points"),
        status="withheld" if row["status"] == "missing" and indicator.code in withheld else row["status"],
        to_bound=_measure_to_bound(rows.scheme.normalise, row),
        turned_back=unit != indicator.unit,
    )


_WITH_AN_END = ("efficacy", "min_max", "percentile_rank", "distance_to_maximum", "fraction_of_maximum", "goalposts")


def _measure_to_bound(normalise: Normalise, row: Row) -> float | None:
    """Points that the end of the scale would add; None for a method whose scale has no such end."""
    method = normalise.of(row["indicator"]).method or ""
    if row["points"] is None or row["normalised"] is None or method not in _WITH_AN_END:
        return None
    return max(0.0, (normalise.base + normalise.span - row["normalised"]) * row["used_weight"] / 100)


def find_reference_score(rows: AreaRows, code: str) -> float | None:
    """The score of the class-median profile: the area's score less its total gap; None without a diagnosis."""
    scores, gaps = rows.scores.get(code), rows.gaps.get(code)
    if not scores or not gaps or scores[0]["score"] is None or gaps[0]["total_gap"] is None:
        return None
    return float(scores[0]["score"] - gaps[0]["total_gap"])


def list_withheld(province: Province, rows: AreaRows, code: str) -> tuple[Withheld, ...]:
    """Figures that could not be used: cells held back by a rule, then indicators that want something."""
    held = [
        Withheld("withheld", name_quantity(province, row["item"]), name_rule(province, row["rule"] or ""))
        for row in rows.held.get(code, [])
        if row["time_period"] == str(rows.results.period)
    ]
    wanting = [
        Withheld(
            row["status"],
            province.indicators[row["indicator"]].name,
            name_quantities(province, row["missing"] or ""),
        )
        for row in rows.wanting.get(code, [])
    ]
    return (*held, *wanting)
