"""Executes the worked examples of derived items."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from junxian.declared.forms import ItemExample
from junxian.declared.province import Province
from junxian.quality.derived.derivations import Derivation, read_derivations
from junxian.quality.language.write import write_number
from junxian.quality.rule_examples import AREA, NOW, RULE, gather_given


def execute_item_examples(province: Province) -> Iterator[dict[str, Any]]:
    """Read every derived item and derive its examples; the row of a finding for each that does not come out.

    `given` is in the items' units, as in the examples of rules; the result must be `expect` in the item's decimals, and
    missing where there is none. Checked in tests/unit/quality/derived/test_item_examples.py.
    """
    for one in read_derivations(province).values():
        for number, example in enumerate(one.item.example, start=1):
            found = derive_example(one, example, number)
            if not _agrees(found, example.expect, one.item.decimals):
                yield _report(one, number, found, example.expect)


def derive_example(one: Derivation, example: ItemExample, number: int = 1) -> Decimal | None:
    """The result of one example; None where it is missing."""
    now = NOW[one.form.frequency]
    figures = gather_given(example.given, one.vocabulary, one.keys, now, f"{one.place}, example {number}")
    return one.value(figures, AREA, now)


def _agrees(found: Decimal | None, expect: Decimal | None, decimals: int) -> bool:
    if found is None or expect is None:
        return found is expect
    return abs(found - expect) <= Decimal(5).scaleb(-decimals - 1)


def _report(one: Derivation, number: int, found: Decimal | None, expect: Decimal | None) -> dict[str, Any]:
    (shown, shown_en), (wanted, wanted_en) = (
        ("缺失", "missing") if x is None else (write_number(x),) * 2 for x in (found, expect)
    )
    name = one.item.name
    return {
        "rule": RULE, "severity": "hold", "form": one.form.code, "item": one.item.key, "found": shown, "expected": wanted,
        "message_zh": f"推算项{one.item.key}（{name.zh}）的算例{number}：按公式得{shown}，算例写明应为{wanted}。",
        "message_en": f"Worked example {number} of derived item {one.item.key} ({name.text('en')}): the expression gives "
        f"{shown_en}, the example says {wanted_en}.",
        "remedy_zh": "核对公式与算例，更正有误的一方。",
        "remedy_en": "Compare the expression with the example and correct whichever is wrong.",
        "file": f"forms/{one.form.code}.toml",
    }  # fmt: skip
