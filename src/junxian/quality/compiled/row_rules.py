"""Which rules of a province can be asked of the rows of a table, and what its columns are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from junxian.declared.province import Province
from junxian.declared.row_rules import RowRules
from junxian.declared.rules import Expression
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.fold import fold
from junxian.quality.language.names import Entry, Vocabulary, list_names
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.syntax import Shifted, SumChildren, walk
from junxian.quality.language.units import check_units
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class AskedOfRows:
    """Rules, the vocabulary of the table's columns, the columns that tell rows apart, and rules left out with the reason."""

    rules: tuple[Expression, ...]
    vocabulary: Vocabulary
    keys: tuple[str, ...]
    place: tuple[str, str] | None
    left_out: tuple[tuple[Expression, Name], ...] = ()


def choose_own(own: RowRules, schema: Mapping[str, Any], keys: Iterable[str] = ()) -> AskedOfRows:
    """The rules of a file, all of them; MethodError for a declared column that the table has not.

    schema  the table's columns with their types (`is_string()`), as Ibis gives them
    """
    for column in (*own.columns, *own.keys, *(own.place or ())):
        if column not in schema:
            raise MethodError("microdata", f"the table has no column {column!r}.", suggest(column, list(schema)))
    entries = {
        name: Entry(name, own.columns.get(name, _guess_unit(kind)), Name(zh=name)) for name, kind in schema.items()
    }
    return AskedOfRows(
        tuple(own.rules), Vocabulary(entries, {}), tuple(keys) or own.keys or tuple(schema)[:1], own.place
    )


def _guess_unit(kind: Any) -> str:
    return "text" if kind.is_string() else "1"


def choose_of_province(province: Province, schema: Mapping[str, Any], keys: Iterable[str] = ()) -> AskedOfRows:
    """The expressions of a province whose items all are columns; a column is an item by key, name or header, in its unit.

    Left out, and told: rules with other items, of areas of some level or class, and those that look at areas below, or
    at earlier periods where the table has no columns of area and period. Checked in tests/unit/quality/compiled/test_row_rules.py.
    """
    names = list_names(province.forms.values())
    entries = {name: _enter(name, kind, names) for name, kind in schema.items()}
    words, place = Vocabulary(entries, names.forms), _find_place(province, schema)
    asked, left_out = list[Expression](), list[tuple[Expression, Name]]()
    for rule in province.rules.values():
        if isinstance(rule, Expression):
            why = _why_not(rule, words, place)
            asked, left_out = ([*asked, rule], left_out) if why is None else (asked, [*left_out, (rule, why)])
    return AskedOfRows(tuple(asked), words, tuple(keys) or place or tuple(schema)[:1], place, tuple(left_out))


def _enter(column: str, kind: Any, names: Vocabulary) -> Entry:
    found = names.names.words.get(fold(column), ())
    if kind.is_string() or len(found) != 1:
        return Entry(column, _guess_unit(kind), Name(zh=column))
    item = names.entries[found[0]]
    return Entry(column, item.unit, item.name, item.form, (item.key, *item.aliases), "", item.decimals, item.runs_on)


def _find_place(province: Province, schema: Mapping[str, Any]) -> tuple[str, str] | None:
    for form in province.forms.values():
        area = next((name for name in form.area_header if name in schema), "")
        period = next((name for name in form.period_header if name in schema), "")
        if area and period:
            return area, period
    return None


def _why_not(rule: Expression, words: Vocabulary, place: tuple[str, str] | None) -> Name | None:
    if rule.applies_to.level or rule.applies_to.classes:
        return Name(zh="只问部分地区", en="it asks some areas alone")
    try:
        condition = parse_condition(rule.rule, words.within(rule.form))
        check_units(condition, words, rule.rule)
    except ExpressionError as error:
        return error.fault
    parts = [part for part, _ in walk(condition)]
    if any(isinstance(part, SumChildren) for part in parts):
        return Name(zh="要汇总所辖地区", en="it adds up areas below")
    if place is None and any(isinstance(part, Shifted) for part in parts):
        return Name(
            zh="要看以前各期，而表中没有地区和时期两列",
            en="it looks at earlier periods, and the table has no columns of area and period",
        )
    return None
