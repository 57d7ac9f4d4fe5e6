"""Reads the expression of a declared rule: text to parts, units checked, its own tolerance put in."""

from dataclasses import dataclass, replace
from functools import cached_property

from junxian.declared.rules import Expression
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.interpret import Judge, judge
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.syntax import Compare, Condition, If, Number, list_keys
from junxian.quality.language.units import check_units
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name


@dataclass(frozen=True)
class Formula:
    """A rule that has been read: its condition as written (`condition`) and with units settled (`checked`)."""

    rule: Expression
    vocabulary: Vocabulary
    condition: Condition
    checked: Condition

    @property
    def form(self) -> str:
        """The form whose rows are asked: the rule's, else that of the first item."""
        return self.rule.form or self.vocabulary.entries[self.keys[0]].form

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The items named, in the order of the text."""
        return list_keys(self.condition)

    @cached_property
    def judge(self) -> Judge:
        """Whether the condition holds in one row, as the interpreter finds it."""
        return judge(self.checked)


def read_rule(rule: Expression, vocabulary: Vocabulary) -> Formula:
    """Read a rule's expression with the names of a province (`names.list_names`).

    DeclarationError that names the file and the rule (or sheet and cell) and shows the place in the text.
    Checked in tests/unit/quality/language/test_read_rule.py.
    """
    names = vocabulary.within(rule.form)
    try:
        condition = parse_condition(rule.rule, names)
        if rule.tolerance is not None:
            condition = _allow(condition, Number(rule.tolerance), rule.rule)
        return Formula(rule, names, condition, check_units(condition, names, rule.rule))
    except ExpressionError as error:
        raise DeclarationError(rule.place, error.describe()) from None


def _allow(condition: Condition, tolerance: Number, text: str) -> Condition:
    """The condition whose one comparison, behind `then` where there is one, has the rule's tolerance."""
    match condition:
        case Compare(tolerance=None):
            return replace(condition, tolerance=tolerance)
        case If(otherwise=None):
            return replace(condition, then=_allow(condition.then, tolerance, text))
        case Compare():
            fault = Name(zh="误差已写在公式里，不能再用tolerance", en="the tolerance stands in the expression already; leave out the key `tolerance`")  # fmt: skip
        case _:
            fault = Name(zh="tolerance只用于一个比较式；请把误差写在公式里", en="the key `tolerance` is for a single comparison; write the tolerance in the expression")  # fmt: skip
    raise ExpressionError(fault, text, condition.span)
