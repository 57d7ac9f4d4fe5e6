"""How an expression is read, before it becomes a rule: its canonical texts, its items and units, and the rows that fail it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from junxian.declared.rules import Expression
from junxian.quality.failing_rows import count_answered, suspect_failing_rows
from junxian.quality.filed import Filed
from junxian.quality.finding_rows import make_findings, sort_findings
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.measure import measure
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.parse import parse_condition, parse_term
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.language.syntax import Between, Compare, InList, Term, list_keys, walk
from junxian.quality.language.unit_algebra import say_unit
from junxian.quality.language.units import Measured, check_term
from junxian.quality.language.write import write
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name

TRIED = "tried"
_VALUE_SCHEMA = {"ref_area": pl.String, "time_period": pl.String, "value": pl.Float64}


@dataclass(frozen=True)
class Reading:
    """An expression as it is read.

    texts     canonical in 'zh', 'en' and 'code'
    items     key, name, unit, form of each item in the order of the text
    sides     what each comparison compares, and the unit in which
    asked     rows in which its figures decide it; `failing` (FINDING_SCHEMA) those where a condition is false, newest first
    values    of a term: ref_area, time_period, value in `unit`, newest first
    """

    is_condition: bool
    texts: dict[str, str]
    items: tuple[tuple[str, Name, str, str], ...]
    sides: tuple[tuple[str, Name], ...] = ()
    asked: int = 0
    failing: pl.DataFrame | None = None
    unit: Name | None = None
    values: pl.DataFrame | None = None


def try_expression(text: str, filed: Filed, form: str = "", tolerance: Decimal | None = None) -> Reading:
    """Read a condition, as a rule states it, or a term, as a derived item does, and ask it of all figures filed.

    form  whose items names stand for, and whose rows are asked; DeclarationError where nothing can be made of the text.
    Checked in tests/unit/quality/test_rule_reading.py.
    """
    words = filed.vocabulary.within(form)
    try:
        parse_condition(text, words)
    except ExpressionError as error:
        term = _read_term(text, words)
        if term is None:
            raise DeclarationError("expression", error.describe()) from None
        return _try_term(term, text, words, filed)
    why = Name(zh="试算", en="tried")
    rule = Expression(
        code=TRIED, name=why, severity="note", why=why, remedy=Name(zh=""), kind="expression", rule=text, form=form, tolerance=tolerance
    ).put("expression")  # fmt: skip
    return _try_rule(rule, filed)


def _read_term(text: str, words: Vocabulary) -> Term | None:
    try:
        return parse_term(text, words)
    except ExpressionError:
        return None


def _describe(node: Term, words: Vocabulary) -> tuple[dict[str, str], tuple[tuple[str, Name, str, str], ...]]:
    entries = [words.entries[key] for key in list_keys(node)]
    texts = {language: write(node, words, language) for language in ("zh", "en", "code")}
    return texts, tuple((entry.key, entry.name, entry.unit, entry.form) for entry in entries)


def _try_rule(rule: Expression, filed: Filed) -> Reading:
    formula = read_rule(rule, filed.vocabulary)
    texts, items = _describe(formula.condition, formula.vocabulary)  # type: ignore[arg-type]
    found = suspect_failing_rows(rule, filed)
    if filed.derived is not None:
        found = [filed.derived.point_at_filed(one) for one in found]
    failing = sort_findings(make_findings(found, filed.figures)).sort(
        "time_period", descending=True, maintain_order=True
    )
    return Reading(True, texts, items, tuple(_list_sides(formula)), count_answered(formula, filed), failing)


def _list_sides(formula: Formula) -> Iterator[tuple[str, Name]]:
    words = formula.vocabulary
    for part, _ in walk(formula.condition):
        if not isinstance(part, Compare | Between | InList):
            continue
        side = part.left if isinstance(part, Compare) else part.operand
        other = part.right if isinstance(part, Compare) else part.low if isinstance(part, Between) else part.choices[0]
        if any(words.entries[key].unit == "text" for key in list_keys(part)):
            continue
        read = next((unit for one in (side, other) if (unit := check_term(one, words).read)), None)
        yield write(part, words, "zh"), Name(zh=say_unit(read, "zh"), en=say_unit(read, "en"))


def _try_term(term: Term, text: str, words: Vocabulary, filed: Filed) -> Reading:
    try:
        measured = check_term(term, words, text)
    except ExpressionError as error:
        raise DeclarationError("expression", error.describe()) from None
    texts, items = _describe(term, words)
    unit = Name(zh=say_unit(measured.read, "zh"), en=say_unit(measured.read, "en"))
    values = _measure(measured, filed, list_keys(term))
    return Reading(False, texts, items, asked=values.height, unit=unit, values=values)


def _measure(measured: Measured, filed: Filed, keys: tuple[str, ...]) -> pl.DataFrame:
    """The value in every row that has a figure of its items, in the unit in which people read it."""
    ask = measure(measured.term)
    factor = measured.unit.factor / measured.read.factor if measured.unit and measured.read else Fraction(1)
    there = [pl.col(key).is_not_null() for key in keys if key in filed.wide.columns]
    rows = filed.wide.filter(pl.any_horizontal(there)) if there else filed.wide.clear()
    made = [
        (area, period, float(Fraction(value) * factor))
        for period, area in rows.select("time_period", "ref_area").rows()
        if (value := ask(filed.exact_figures, area, period)) is not None
    ]
    return pl.DataFrame(made, schema=_VALUE_SCHEMA, orient="row").sort(
        "time_period", "ref_area", descending=[True, False]
    )
