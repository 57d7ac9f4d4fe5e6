"""Processor time of rules: reading them, the interpreter on one return of 500 cells by 200 rules, and whole tables.

    python benchmarks/rules.py

Two returns: one area with 500 items, and 25 areas with 20 items. The goal is 50 ms; the rules are read once and kept.
One table: 183 counties, 36 months, 60 items, 300 rules, from text to judged rows. The goal is 2 s.
The same table with ten derived items.
"""

import json
import statistics
import time

import numpy as np
import polars as pl

from junxian.declared.forms import Form
from junxian.declared.rules import Expression
from junxian.quality.derived.derivations import read_derivation
from junxian.quality.derived.derived import Derived
from junxian.quality.language.children import Hierarchy
from junxian.quality.language.columns import Columns
from junxian.quality.language.figures import ReturnFigures, TableFigures
from junxian.quality.language.names import Entry, Vocabulary, list_names
from junxian.quality.language.read_rule import read_rule
from junxian.quality.language.screen import find_rows_to_judge
from junxian.terms import Areas, Name
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

UNITS = ("万元", "亿元", "人")
RULES, TABLE_RULES = 200, 300
COUNTIES, ITEMS, DERIVED = 183, 60, 10
RUNS = 9


def make_vocabulary(items):
    entries = [Entry(f"x{n}", UNITS[n % 3], Name(zh=f"指标{n}项", en=f"Item {n}"), "form") for n in range(items)]
    return Vocabulary({entry.key: entry for entry in entries}, {"form": ("年报", "Return")})


def make_rules(items, number=RULES):
    """Rules as statisticians write them: signs, bounds, identities, growth, ratios, conditions."""
    for n in range(number):
        a, b, c, d = (3 * ((n + step) % (items // 3)) for step in (0, 3, 7, 11))
        text = (
            f"指标{a}项 >= 0 且 指标{b}项 <= 5亿元",
            f"如果 指标{a}项 > 0 则 指标{b}项 + 指标{c}项 - 指标{d}项 > -5万元",
            f"指标{a}项 <= 上年同期[指标{a}项] * 3 或 指标{a}项 < 100",
            f"指标{a}项 / 指标{a + 2}项 在 0 至 200 之间",
            f"指标{a}项 + 指标{b}项 = 指标{c}项 + 指标{d}项 误差 60%",
        )[n % 5]
        given = {"zh": f"规则{n}"}
        yield Expression(
            code=f"r{n}", name=given, severity="hold", why=given, remedy=given, kind="expression", rule=text
        )


def make_return(items, areas):
    return {
        (f"x{n}", f"a{area}", year): float(1000 + 7 * n + area + (year == "2020"))
        for n in range(items) for area in range(areas) for year in ("2019", "2020")
    }  # fmt: skip


def measure(work):
    work()
    seconds = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return round(1000 * statistics.median(seconds), 2)


def judge_return(formulas, figures, areas):
    filed = ReturnFigures(figures)
    return [
        (formula.rule.code, area)
        for formula in formulas for area in areas if formula.judge(filed, area, "2020") is False
    ]  # fmt: skip


def measure_single_returns():
    measured = {}
    for items, areas in ((500, 1), (20, 25)):
        vocabulary, rules = make_vocabulary(items), list(make_rules(items))
        codes, figures = [f"a{n}" for n in range(areas)], make_return(items, areas)
        formulas = [read_rule(rule, vocabulary) for rule in rules]
        measured[f"{areas} x {items}: read {RULES} rules, ms"] = measure(
            lambda v=vocabulary, r=rules: [read_rule(x, v) for x in r]
        )
        measured[f"{areas} x {items}: judge, ms"] = measure(
            lambda f=formulas, g=figures, c=codes: judge_return(f, g, c)
        )
        measured[f"{areas} x {items}: failures"] = len(judge_return(formulas, figures, codes))
    return measured


def make_table():
    rng = np.random.default_rng(1)
    months = [f"{year}-{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13)]
    rows = [(month, f"a{n}") for month in months for n in range(COUNTIES)]
    places = {"time_period": [row[0] for row in rows], "ref_area": [row[1] for row in rows]}
    return pl.DataFrame(places | {f"x{n}": np.round(rng.uniform(100, 200, len(rows)), 2) for n in range(ITEMS)})


def judge_table(table, rules, vocabulary):
    """Every rule from its text to the rows in which it fails."""
    columns = Columns(table, Hierarchy(Areas(pl.DataFrame(schema=AREA_SCHEMA), pl.DataFrame(schema=CHANGE_SCHEMA))))
    figures, places, failures = TableFigures(columns), table.select("ref_area", "time_period").rows(), 0
    for rule in rules:
        formula = read_rule(rule, vocabulary)
        rows = find_rows_to_judge(formula.checked, columns)
        failures += sum(formula.judge(figures, *places[row]) is False for row in rows)
    return failures


def measure_table():
    table, vocabulary, rules = make_table(), make_vocabulary(ITEMS), list(make_rules(ITEMS, TABLE_RULES))
    name = f"{COUNTIES} counties x 36 months x {TABLE_RULES} rules"
    return {
        f"{name}, ms": measure(lambda: judge_table(table, rules, vocabulary)),
        f"{name}: failures": judge_table(table, rules, vocabulary),
    }


def make_derivations():
    """Ten items as quotients of two others each."""
    filed = [{"code": f"x{n}", "name": {"zh": f"指标{n}项"}, "unit": UNITS[n % 3]} for n in range(ITEMS)]
    own = [
        {"code": f"d{n}", "name": {"zh": f"推算{n}"}, "unit": "元/人", "decimals": 2, "computed": f"x{3 * n} / x{3 * n + 2}"}
        for n in range(DERIVED)
    ]  # fmt: skip
    form = Form.model_validate({
        "code": "form", "name": {"zh": "月报"}, "kind": "statistical", "frequency": "M", "filed_by": "county", "due_days": 9,
        "item": filed + own,
    })  # fmt: skip
    words, items = list_names([form]), {item.key: item for item in form.item}
    return {f"d{n}": read_derivation(form, items[f"d{n}"], words) for n in range(DERIVED)}


def derive_table(table, derivations):
    """Every derived figure, from the columns as filed."""
    columns = Columns(table, Hierarchy(Areas(pl.DataFrame(schema=AREA_SCHEMA), pl.DataFrame(schema=CHANGE_SCHEMA))))
    return Derived(derivations, columns, "99").figures.height


def measure_derived():
    table, derivations = make_table(), make_derivations()
    return {
        f"{DERIVED} derived items of {COUNTIES} counties x 36 months, ms": measure(
            lambda: derive_table(table, derivations)
        ),
        "derived figures": derive_table(table, derivations),
    }


if __name__ == "__main__":
    print(json.dumps(measure_single_returns() | measure_table() | measure_derived(), ensure_ascii=False, indent=1))
