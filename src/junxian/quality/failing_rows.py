"""The rows in which the condition of a rule is false, as suspicions."""

import polars as pl

from junxian.declared.rules import Expression
from junxian.quality.filed import ROW, Filed
from junxian.quality.language.explain import Row, Used, list_used
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.language.screen import find_known_rows, find_rows_to_judge
from junxian.quality.language.wording import say_failure
from junxian.quality.suspicion import Cell, Suspicion, withheld_by
from junxian.quality.wording import say_where
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest


def suspect_failing_rows(rule: Expression, filed: Filed) -> list[Suspicion]:
    """Screen whole columns, let the interpreter judge the rows that may fail, and say of each that does what stands where.

    DeclarationError where the rule's text cannot be read or its units do not fit.
    """
    formula = read_rule(rule, filed.vocabulary)
    _check_classes(formula, filed)
    rows = _keep_asked(formula, filed, find_rows_to_judge(formula.checked, filed.columns))
    return [
        _suspect(formula, filed, (filed.exact_figures, area, period))
        for period, area in rows
        if formula.judge(filed.exact_figures, area, period) is False
    ]


def count_answered(formula: Formula, filed: Filed) -> int:
    """The rows asked in which the condition is true or false: whose answer depends on no figure that is missing."""
    return len(_keep_asked(formula, filed, find_known_rows(formula.checked, filed.columns)))


def _keep_asked(formula: Formula, filed: Filed, places: list[int]) -> list[tuple[str, str]]:
    """Period and area of the rows that hold any figure of the form and belong to the areas that the rule asks."""
    keys = [item.key for item in filed.province.forms[formula.form].item if item.key in filed.wide.columns]
    if not places or not keys:
        return []
    rows = filed.wide.select(*ROW, *keys)[places].filter(pl.any_horizontal(pl.col(k).is_not_null() for k in keys))
    asked = formula.rule.applies_to
    if asked.level:
        areas = filed.province.areas
        rows = rows.filter(pl.col("ref_area").is_in([code for level in asked.level for code in areas.at_level(level)]))
    if asked.classification:
        classed = filed.province.classifications[asked.classification]
        rows = rows.filter(
            pl.col("ref_area").is_in(classed.filter(pl.col("class").is_in(asked.classes))["area"].implode())
        )
    return [(period, area) for period, area in rows.select(ROW).rows()]


def _check_classes(formula: Formula, filed: Filed) -> None:
    asked = formula.rule.applies_to
    for name in asked.classes:
        known = filed.province.classifications[asked.classification]["class"].unique().to_list()
        if name not in known:
            raise DeclarationError(
                formula.rule.place, f"{asked.classification} has no class {name!r}.", suggest(name, known)
            )


def _suspect(formula: Formula, filed: Filed, row: Row) -> Suspicion:
    _, area, period = row
    used = list(dict.fromkeys(list_used(formula.condition, row)))
    own = tuple(dict.fromkeys(one.key for one in used if (one.area, one.period) == (area, period) and not one.is_sum))
    items = own or formula.keys
    sentence, found, expected, weight = say_failure(formula, row)
    where, cells = say_where(area, period, filed.province), _list_cells(used)
    return Suspicion(
        rule=formula.rule, severity=formula.rule.severity, area=area, period=period, form=formula.form, items=items,
        found=found, expected=expected,
        message=Name(zh=f"{where.zh}{sentence.zh}。", en=f"{where.en}: {sentence.text('en')}."),
        shown=tuple(cell for one, cell in zip(used, cells, strict=True) if not one.is_sum),
        explains=frozenset([*cells, *((child, one.period, one.key) for one in used for child in one.children)]),
        withholds=withheld_by(formula.rule.severity, items), weight=weight,
    )  # fmt: skip


def _list_cells(used: list[Used]) -> list[Cell]:
    return [(one.area, one.period, one.key) for one in used]
