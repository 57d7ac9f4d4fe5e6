"""Executes the worked examples of the indicators' declarations."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from junxian.declared.indicators import Example, Indicator
from junxian.declared.province import Province
from junxian.indicators.formulas import make_formulas
from junxian.indicators.methods import Formula, lags
from junxian.terms.errors import DeclarationError
from junxian.terms.finding import findings_frame
from junxian.terms.nearest import suggest

RULE = "worked_example"


def verify_examples(province: Province) -> pl.DataFrame:
    """Compute every worked example with the indicator's own formula; a finding for each that does not come out.

    `given` holds the sources in their declared units (`key@-1`: last year's); one that is absent is missing. The result
    must agree with `expect` at the indicator's decimals, and be missing where `expect` is absent. Findings hold, since
    a definition that contradicts its own example must not be used. DeclarationError where `given` names no source.
    Checked in tests/unit/indicators/test_examples.py.
    """
    formulas = make_formulas(province.indicators, province.items)
    rows = [
        row
        for code, indicator in sorted(formulas.indicators.items())
        for row in _verify(indicator, formulas.formulas[code])
    ]
    return findings_frame(rows)


def _verify(indicator: Indicator, formula: Formula) -> Iterator[dict[str, Any]]:
    for number, example in enumerate(indicator.example, start=1):
        _check_given(indicator, example, number)
        found = compute_example(indicator, formula, example)
        if not _agrees(found, example.expect, indicator.decimals):
            yield _report(indicator, number, found, example.expect)


def compute_example(indicator: Indicator, formula: Formula, example: Example) -> float | None:
    """The result of one example in the declared unit; None where it is missing or not defined."""
    sources = [np.array([example.given.get(_name(key, back), np.nan)]) for key, back in lags(indicator)]
    value = float(formula.apply(*sources)[0])
    return None if np.isnan(value) else value


def _name(key: str, back: int) -> str:
    return f"{key}@-{back}" if back else key


def _check_given(indicator: Indicator, example: Example, number: int) -> None:
    names = [_name(key, back) for key, back in lags(indicator)]
    for key in example.given:
        if key not in names:
            where = f"indicators/{indicator.code}.toml, example {number}"
            raise DeclarationError(where, f"{key!r} is no source of the indicator.", suggest(key, names))


def _agrees(found: float | None, expect: float | None, decimals: int) -> bool:
    if found is None or expect is None:
        return found is expect
    return abs(found - expect) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def _report(indicator: Indicator, number: int, found: float | None, expect: float | None) -> dict[str, Any]:
    shown_zh, shown_en = ("缺失", "missing") if found is None else (f"{found:.10g}",) * 2
    wanted_zh, wanted_en = ("缺失", "missing") if expect is None else (f"{expect:.10g}",) * 2
    return {
        "rule": RULE,
        "severity": "hold",
        "item": indicator.code,
        "found": shown_zh if found is None else shown_en,
        "expected": wanted_zh if expect is None else wanted_en,
        "message_zh": f"指标{indicator.code}（{indicator.name.zh}）的算例{number}：按定义计算得{shown_zh}，算例写明应为{wanted_zh}。",
        "message_en": f"Worked example {number} of {indicator.code} ({indicator.name.text('en')}): the definition gives "
        f"{shown_en}, the example says {wanted_en}.",
        "remedy_zh": "核对指标定义（方法、来源、单位）与算例，更正有误的一方。",
        "remedy_en": "Compare the definition (method, sources, units) with the example and correct whichever is wrong.",
        "file": f"indicators/{indicator.code}.toml",
    }
