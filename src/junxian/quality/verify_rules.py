"""Executes the worked examples of expressions: of rules and of derived items."""

import polars as pl

from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.terms.finding import findings_frame


def verify_rules(province: Province) -> pl.DataFrame:
    """Read every expression and execute its worked examples; a finding for each that does not come out.

    `given` holds figures in their declared units by item (`gdp`, `地区生产总值`), of an earlier period (`上期[…]`,
    `previous(…)`, `上年同期[…]`) or of the areas below (`下级合计(…)`); what is not given is missing. Findings hold: what
    contradicts its own example must not be used. DeclarationError for a text that cannot be read.
    Checked in tests/unit/quality/test_verify_rules.py.
    """
    rules = [rule for rule in province.rules.values() if isinstance(rule, Expression)]
    if not rules and not any(item.computed for _, item in province.items.values()):
        return findings_frame([])
    from junxian.quality.derived.examples import execute_item_examples  # the language takes 50 ms to load
    from junxian.quality.rule_examples import execute_examples

    return findings_frame([*execute_examples(rules, province), *execute_item_examples(province)])
