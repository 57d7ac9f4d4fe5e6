"""One finding per cause: which suspicion explains which other on the same cells. Decided here and nowhere else."""

from dataclasses import replace

from junxian.quality.suspicion import Suspicion
from junxian.terms.finding import SEVERITIES

# A kind explains the kinds behind it where they speak of the same cell. Kinds stand from the strongest explanation
# (it says what happened and to which cells) to the weakest (it says only that something does not fit).
EXPLAINS: dict[str, tuple[str, ...]] = {
    "duplicates": ("duplicates", "carried_forward", "copied_series", "shifted_row", "order_of_magnitude", "swapped_columns", "growth_against_level", "sum_of_parts", "expression", "year_to_date", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "shifted_row": ("order_of_magnitude", "swapped_columns", "bounds", "sum_of_parts", "expression", "year_to_date", "level_shift", "ratio_in_line", "matching", "sum_of_areas", "completeness"),
    "carried_forward": ("copied_series", "order_of_magnitude", "swapped_columns", "growth_against_level", "expression", "year_to_date", "level_shift", "smoothing", "ratio_in_line", "matching", "sum_of_areas"),
    "copied_series": ("copied_series", "order_of_magnitude", "swapped_columns", "growth_against_level", "sum_of_parts", "expression", "year_to_date", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "swapped_columns": ("order_of_magnitude", "year_to_date", "growth_against_level", "bounds", "sum_of_parts", "expression", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "order_of_magnitude": ("year_to_date", "growth_against_level", "bounds", "sum_of_parts", "expression", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "year_to_date": ("year_to_date", "growth_against_level", "bounds", "expression", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "growth_against_level": ("growth_against_level", "bounds", "expression", "level_shift", "ratio_in_line", "matching"),
    "bounds": ("sum_of_parts", "expression", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "sum_of_parts": ("expression", "level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "expression": ("level_shift", "ratio_in_line", "matching", "sum_of_areas"),
    "level_shift": ("ratio_in_line", "matching", "sum_of_areas"),
    "smoothing": (),
    "ratio_in_line": ("ratio_in_line", "matching"),
    "matching": ("matching",),
    "sum_of_areas": ("sum_of_areas",),
    "completeness": (),
    "punctuality": (),
    "revision_bias": (),
    "heaping": (),
    "bunching": (),
    "first_digits": (),
    "coverage": ("coverage",),
    "filing_trace": (),
}  # fmt: skip
ORDER = tuple(EXPLAINS)


def absorb_explained(suspicions: list[Suspicion]) -> list[Suspicion]:
    """Keep one suspicion per cause; a kept one names the rules that the same cause broke.

    A kept suspicion takes the stronger severity of one that it explains in the same row, and what that one withholds,
    so that nothing is let through by being explained. A sum of areas is explained only by doubtful figures that make up
    its gap. Ties are decided by weight, then by rule, period and area.
    Checked in tests/unit/quality/test_precedence.py.
    """
    kept: list[Suspicion] = []
    by_cell: dict[tuple[str, str, str], list[int]] = {}
    for suspicion in sorted(suspicions, key=_strength):
        places = sorted({place for cell in suspicion.explains for place in by_cell.get(cell, ())})
        causes = [place for place in places if _explains(kept[place], suspicion)]
        cause = causes[0] if causes and _accounts_for([kept[place] for place in causes], suspicion) else None
        if cause is not None:
            kept[cause] = _take_over(kept[cause], suspicion)
            continue
        for cell in suspicion.explains:
            by_cell.setdefault(cell, []).append(len(kept))
        kept.append(suspicion)
    return kept


def _strength(suspicion: Suspicion) -> tuple[int, float, str, str, str]:
    return (ORDER.index(suspicion.kind), -suspicion.weight, suspicion.rule.code, suspicion.period, suspicion.area)


def _explains(cause: Suspicion, other: Suspicion) -> bool:
    if other.kind not in EXPLAINS[cause.kind]:
        return False
    if cause.kind != other.kind:
        return True
    return bool(set(cause.lean) & set(other.lean))


def _accounts_for(causes: list[Suspicion], sum_: Suspicion) -> bool:
    """Whether doubtful figures make up the gap of a sum: in each item within what their usual values leave open.

    A cause of the same kind has the same gap already; other suspicions than of sums have no gap to make up.
    """
    if not sum_.apart or any(cause.kind == sum_.kind for cause in causes):
        return True
    doubtful = set().union(*(cause.explains for cause in causes))
    gaps = {cell[2]: amount for cell, amount in sum_.lean}
    for item, gap in gaps.items():
        known = [(off, open_) for cell, off, open_ in sum_.apart if cell[2] == item and cell in doubtful]
        if not known or abs(gap - sum(off for off, _ in known)) > sum(open_ for _, open_ in known):
            return False
    return True


def _take_over(cause: Suspicion, other: Suspicion) -> Suspicion:
    also = cause.also if other.rule.name in cause.also or other.rule == cause.rule else (*cause.also, other.rule.name)
    if (cause.area, cause.period) != (other.area, other.period):
        return replace(cause, also=also)
    severity = min(cause.severity, other.severity, key=SEVERITIES.index)
    withholds = dict.fromkeys((*cause.withholds, *other.withholds))
    return replace(cause, also=also, severity=severity, withholds=tuple(withholds))
