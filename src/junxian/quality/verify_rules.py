"""Executes the worked examples of rules that are expressions."""

import polars as pl

from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.terms.finding import findings_frame


def verify_rules(province: Province) -> pl.DataFrame:
    """Read every expression and execute its worked examples; a finding for each that fires where it should not, or fails to.

    `given` holds figures in their declared units by item (`gdp`, `地区生产总值`), of an earlier period (`上期[…]`,
    `previous(…)`, `上年同期[…]`) or of the areas below (`下级合计(…)`); what is not given is missing. Findings hold: a rule
    that contradicts its own example must not be used. DeclarationError for a text that cannot be read.
    Checked in tests/unit/quality/test_verify_rules.py.
    """
    rules = [rule for rule in province.rules.values() if isinstance(rule, Expression)]
    if not rules:
        return findings_frame([])
    from junxian.quality.rule_examples import execute_examples  # the language takes 50 ms to load

    return findings_frame(list(execute_examples(rules, province)))
