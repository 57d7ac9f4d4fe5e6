"""Expression: a condition that statisticians write holds in every row."""

from junxian.declared.rules import Expression
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion


def check_expression(rule: Expression, filed: Filed) -> list[Suspicion]:
    """Suspect the rows of the rule's form in which its condition is false; where it is unknown for want of a figure: not asked.

    Decided in exact numbers. A hold withholds every item of the row that the rule names. DeclarationError where the text
    cannot be read or its units do not fit. Checked in tests/unit/quality/test_expression.py; the language stands in
    docs/handbook/rule-language.md.
    """
    from junxian.quality.failing_rows import suspect_failing_rows  # the language takes 50 ms to load

    return suspect_failing_rows(rule, filed)
