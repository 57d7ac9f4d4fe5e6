"""The sentence of an expression that is false in a row: what stands where, what should, by how much, from which figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from junxian.quality.language.exact import SHOWN, show_decimal
from junxian.quality.language.explain import Blame, Quantity, Row, Used, list_blames, list_used, measure_term
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.read_rule import Formula
from junxian.quality.language.syntax import Between, Compare, Condition, InList, IsMissing, Item, Number, Term, Text
from junxian.quality.language.write import write, write_number
from junxian.quality.wording import join_names, say_number
from junxian.terms.name import Name
from junxian.terms.unit import Unit, parse_unit

_POINT = parse_unit("百分点")
_LONGEST = 60  # characters of a side that are written out
_MOST_BLAMES, _MOST_FIGURES = 3, 8
_SIGNS = {"=": ("等于", "equal"), "!=": ("不等于", "differ from"), "<": ("小于", "be below"), "<=": ("不大于", "not exceed"), ">": ("大于", "be above"), ">=": ("不小于", "be at least")}  # fmt: skip
_SIGN_TEXT = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_SHIFTS = {"previous": Name(zh="上期", en="previous "), "last_year": Name(zh="上年同期", en="last year's ")}


def say_failure(formula: Formula, row: Row) -> tuple[Name, str, str, float]:
    """The sentence without area and period, what was found, what was expected, and the size of the difference.

    Checked in tests/unit/quality/test_expression.py.
    """
    blames = list(list_blames(formula.condition, formula.checked, row))[:_MOST_BLAMES]
    speaker = _Speaker(formula.vocabulary, row)
    if not blames:
        text = speaker.write(formula.condition)
        return Name(zh=f"不符合“{text.zh}”", en=f"'{text.en}' does not hold"), "", "", 0.0
    said = [speaker.blame(blame) for blame in blames]
    figures = speaker.figures([blame.condition for blame in blames])
    sentence = join_names([*[s[0] for s in said], *([figures] if figures else [])])
    return sentence, " ".join(s[1] for s in said if s[1]), " ".join(s[2] for s in said if s[2]), max(s[3] for s in said)


class _Speaker:
    def __init__(self, vocabulary: Vocabulary, row: Row) -> None:
        self.vocabulary, self.row = vocabulary, row

    def write(self, node: Condition | Term) -> Name:
        """An expression in both languages."""
        return Name(zh=write(node, self.vocabulary, "zh"), en=write(node, self.vocabulary, "en"))

    def name(self, node: Term, side: Name) -> Name:
        """A term by name, or as the side that it is where its text is long."""
        if isinstance(node, Item):
            return self.vocabulary.entries[node.key].name
        text = self.write(node)
        return text if len(text.zh) <= _LONGEST and len(text.en) <= 2 * _LONGEST else side

    def blame(self, blame: Blame) -> tuple[Name, str, str, float]:
        """One condition that is not as it should be."""
        node = blame.condition
        if blame.holds:
            text = self.write(node)
            said = Name(zh=f"“{text.zh}”不应成立", en=f"'{text.en}' should not hold"), "", "", 0.0
        elif isinstance(node, Compare):
            said = self._compare(node, blame)
        elif isinstance(node, Between):
            said = self._range(node)
        else:
            said = self._other(node)
        if blame.holds and isinstance(node, IsMissing):
            name = self.name(node.operand, Name(zh="该项", en="the term"))
            said = Name(zh=f"{name.zh}未填报", en=f"{name.text('en')} is missing"), "", "", 0.0
        if not blame.given:
            return said
        given = join_names([self.write(part) for part in blame.given], "且", " and ")
        return Name(zh=f"“{given.zh}”时，{said[0].zh}", en=f"where {given.en}, {said[0].en}"), *said[1:]

    def _compare(self, node: Compare, blame: Blame) -> tuple[Name, str, str, float]:
        if any(isinstance(side, Text) for side in (node.left, node.right)):
            text = self.write(node)
            return Name(zh=f"应为“{text.zh}”", en=f"'{text.en}' should hold"), "", "", 0.0
        left, right = _show_shares([measure_term(side, self.vocabulary, self.row) for side in (node.left, node.right)])
        unit = left.unit or right.unit
        gap = self._gap(left, right, unit)
        found, expected, off = self.amount(left, unit), self.amount(right, unit), _say_value(gap, _step(unit), self._decimals(node.left))  # fmt: skip
        name, sign = self.name(node.left, Name(zh="左边", en="the left side")), _SIGNS[node.comparison]
        against = self._against(node.right, expected)
        allowed = self._tolerance(node, right, unit)
        beyond = Name(zh=f"，超过允许误差{allowed.zh}", en=f", beyond the tolerance of {allowed.en}") if allowed else Name(zh="")  # fmt: skip
        differ = Name(zh=f"，相差{off.zh}", en=f"; the difference is {off.en}") if node.comparison != "!=" else Name(zh="")  # fmt: skip
        sentence = Name(
            zh=f"{name.zh}为{found.zh}，应{sign[0]}{against.zh}{differ.zh}{beyond.zh}",
            en=f"{name.text('en')} is {found.en}, it should {sign[1]} {against.en}{differ.en}{beyond.en}",
        )
        return sentence, found.zh, f"{_SIGN_TEXT[node.comparison]} {expected.zh}", float(abs(gap))

    def _gap(self, left: Quantity, right: Quantity, unit: Unit | None) -> Decimal:
        a, b = (_convert(side, unit) for side in (left, right))
        return SHOWN.subtract(a, b).copy_abs()

    def _against(self, node: Term, amount: Name) -> Name:
        if isinstance(node, Number):
            return amount
        name = self.name(node, Name(zh="右边", en="the right side"))
        return Name(zh=f"{name.zh}（{amount.zh}）", en=f"{name.text('en')} ({amount.en})")

    def _tolerance(self, node: Compare, right: Quantity, unit: Unit | None) -> Name | None:
        if not isinstance(node.tolerance, Number):
            return None
        if node.tolerance.unit == "%":
            share = f"{write_number(node.tolerance.value)}%"
            return Name(zh=f"{share}", en=f"{share}")
        own = measure_term(node.tolerance, self.vocabulary, self.row)
        return self.amount(replace(own, unit=own.unit and _step(own.unit)), _step(unit))

    def _range(self, node: Between) -> tuple[Name, str, str, float]:
        operand, low, high = _show_shares(
            [measure_term(t, self.vocabulary, self.row) for t in (node.operand, node.low, node.high)]
        )
        unit = operand.unit or low.unit or high.unit
        found, least, most = (self.amount(q, unit) for q in (operand, low, high))
        name = self.name(node.operand, Name(zh="该式", en="the term"))
        sentence = Name(
            zh=f"{name.zh}为{found.zh}，应在{least.zh}至{most.zh}之间",
            en=f"{name.text('en')} is {found.en}, it should lie between {least.en} and {most.en}",
        )
        return sentence, found.zh, f"{least.zh} – {most.zh}", 0.0

    def _other(self, node: Condition) -> tuple[Name, str, str, float]:
        text = self.write(node)
        if isinstance(node, InList) and not isinstance(node.choices[0], Text):
            operand = measure_term(node.operand, self.vocabulary, self.row)
            found = self.amount(operand, operand.unit)
            name = self.name(node.operand, Name(zh="该式", en="the term"))
            choices = ", ".join(write(choice, self.vocabulary, "code") for choice in node.choices)
            return Name(zh=f"{name.zh}为{found.zh}，应为（{choices}）之一", en=f"{name.text('en')} is {found.en}, it should be one of ({choices})"), found.zh, choices, 0.0  # fmt: skip
        if isinstance(node, IsMissing):
            operand = measure_term(node.operand, self.vocabulary, self.row)
            found, name = self.amount(operand, operand.unit), self.name(node.operand, Name(zh="该式", en="the term"))
            return Name(zh=f"{name.zh}为{found.zh}，应为空", en=f"{name.text('en')} is {found.en}, it should be missing"), found.zh, "", 0.0  # fmt: skip
        return Name(zh=f"应为“{text.zh}”", en=f"'{text.en}' should hold"), "", "", 0.0

    def amount(self, quantity: Quantity, unit: Unit | None) -> Name:
        """A quantity with its unit; a bare number takes that of the other side."""
        if quantity.value is None:
            return Name(zh="缺失", en="missing")
        return _say_value(quantity.value, quantity.unit or unit, self._decimals(quantity.term))

    def _decimals(self, node: Term) -> int:
        keys = [used.key for used in list_used(node, self.row)]
        return self.vocabulary.entries[keys[0]].decimals if keys else 0

    def figures(self, conditions: Sequence[Condition]) -> Name | None:
        """The figures behind terms of several items, each once."""
        used = list(dict.fromkeys(self._list_hidden(conditions)))[:_MOST_FIGURES]
        said = [self._say_used(one) for one in used]
        if not said:
            return None
        joined = join_names(said, "、", ", ")
        return Name(zh=f"其中{joined.zh}", en=f"figures: {joined.en}")

    def _list_hidden(self, conditions: Sequence[Condition]) -> Iterable[Used]:
        for condition in conditions:
            sides: tuple[Term, ...] = ()
            if isinstance(condition, Compare):
                sides = (condition.left, condition.right)
            elif isinstance(condition, Between):
                sides = (condition.operand, condition.low, condition.high)
            elif isinstance(condition, InList):
                sides = (condition.operand,)
            for side in sides:
                if not isinstance(side, Item):
                    yield from list_used(side, self.row)

    def _say_used(self, used: Used) -> Name:
        entry, env = self.vocabulary.entries[used.key], self.row[0]
        shift = join_names([_SHIFTS[by] for by in used.shifts], "", "")
        begins = Name(zh=f"{shift.zh}{entry.name.zh}", en=f"{shift.text('en')}{entry.name.text('en')}")
        if used.is_sum:
            return Name(zh=f"{begins.zh}（所辖{len(used.children)}个地区）", en=f"{begins.en} ({len(used.children)} areas below)")  # fmt: skip
        value = env.value(used.key, used.area, used.period)
        if value is None:
            return Name(zh=f"{begins.zh}缺失", en=f"{begins.en} missing")
        amount = say_number(value, entry.unit, entry.decimals)
        return Name(zh=f"{begins.zh}{amount.zh}", en=f"{begins.en} {amount.en}")


def _convert(quantity: Quantity, unit: Unit | None) -> Decimal:
    value = quantity.value or Decimal(0)
    if quantity.unit is None or unit is None:
        return value
    return show_decimal(value, quantity.unit.factor / unit.factor)


def _show_shares(quantities: list[Quantity]) -> list[Quantity]:
    """Quotients beside percentages as percentages."""
    percent = next((q.unit for q in quantities if q.unit is not None and q.unit.symbol == "%"), None)
    if percent is None:
        return quantities
    return [
        replace(q, value=_convert(q, percent), unit=percent)
        if q.unit is not None and q.unit.symbol == "1" and q.value is not None
        else q
        for q in quantities
    ]


def _step(unit: Unit | None) -> Unit | None:
    """The unit of a difference: percentages lie percentage points apart."""
    return _POINT if unit is not None and unit.symbol == "%" else unit


def _say_value(value: Decimal, unit: Unit | None, decimals: int) -> Name:
    """A number as people read it, with its unit; four decimals at most where it is no filed figure."""
    whole = value.copy_abs() >= 1
    shown = round(value, 2 if whole else 4) if value.as_tuple().exponent < -6 else value  # type: ignore[operator]
    number = say_number(shown, "1", decimals)
    if unit is None or unit.symbol == "1":
        return number
    spaced = "" if unit.text("en") in ("", "%") else " "
    counted = "个" if unit == _POINT else ""
    return Name(zh=f"{number.zh}{counted}{unit.text('zh')}", en=f"{number.zh}{spaced}{unit.text('en')}")
