"""Findings, verdicts, tasks and sources with the names that readers need beside the codes."""

import polars as pl

from junxian.bulletin.contents.bottom_lines import find_decimals
from junxian.bulletin.contents.content import Sources
from junxian.bulletin.contents.method import tell_method
from junxian.bulletin.contents.naming import (
    add_area_names,
    add_names,
    name_area,
    name_form,
    name_line,
    name_quantities,
    name_rule,
)
from junxian.bulletin.contents.results import Results
from junxian.bulletin.contents.wording import LIGHT_NAMES, VERDICT_NAMES, translate_amounts
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.finding import FINDING_SCHEMA, SEVERITIES, SEVERITY_NAMES
from junxian.terms.name import Name


def compose_findings(province: Province, findings: pl.DataFrame) -> pl.DataFrame:
    """Findings from the gravest, with names of area, rule, form, items, filer and of whoever is charged."""
    if "rule" not in findings.columns:
        findings = pl.DataFrame(schema=FINDING_SCHEMA)
    named = add_area_names(findings, province)
    named = add_names(named, "severity", "severity", lambda code: Name(**SEVERITY_NAMES[code]))
    named = add_names(named, "rule", "rule", lambda code: name_rule(province, code))
    named = add_names(named, "form", "form", lambda code: name_form(province, code))
    named = add_names(named, "item", "items", lambda keys: name_quantities(province, keys))
    named = add_names(named, "filer", "filer", lambda code: name_area(province, code))
    named = add_names(named, "charged_to", "charged", lambda code: name_area(province, code))
    for told in ("found", "expected"):
        texts = [text or "" for text in named[told].to_list()]
        english = pl.Series(f"{told}_en", [translate_amounts(text) for text in texts], pl.String)
        named = named.with_columns(pl.Series(f"{told}_zh", texts, pl.String), english)
    gravity = pl.col("severity").replace_strict(list(SEVERITIES), range(len(SEVERITIES)), return_dtype=pl.Int64)
    return named.sort(gravity, "rule", "ref_area", "time_period", "item", "cell")


def compose_verdicts(province: Province, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Verdicts with names of form, filer and verdict."""
    named = add_names(verdicts, "form", "form", lambda code: name_form(province, code))
    named = add_names(named, "filer", "filer", lambda code: name_area(province, code))
    return add_names(named, "verdict", "verdict", lambda code: VERDICT_NAMES.get(code, Name(zh=code)))


def compose_tasks(province: Province, tasks: pl.DataFrame) -> pl.DataFrame:
    """Tasks with names of area, issuer, responsible and light."""
    named = add_area_names(tasks, province)
    named = add_names(named, "issuer", "issuer", lambda code: name_area(province, code))
    named = add_names(named, "responsible", "responsible", lambda code: name_area(province, code))
    return add_names(named, "light", "light", lambda code: LIGHT_NAMES.get(code, Name(zh=code)))


def compose_line_states(province: Province, newest: pl.DataFrame) -> pl.DataFrame:
    """The newest states of every line with names of area and line, and the decimals in which to show its values."""
    named = add_names(add_area_names(newest, province), "line", "line", lambda code: name_line(province, code))
    lines = list(province.lines)
    shown = [find_decimals(province, line) for line in lines]
    decimals = pl.col("line").replace_strict(lines, shown, default=2, return_dtype=pl.Int64)
    return named.with_columns(decimals.alias("decimals"))


def compose_left_out(province: Province, left_out: pl.DataFrame) -> pl.DataFrame:
    """Areas that are not assessed, with the reason."""
    if "ref_area" not in left_out.columns:
        left_out = pl.DataFrame(schema=dict.fromkeys(("ref_area", "why_zh", "why_en"), pl.String))
    named = add_area_names(left_out, province)
    return named.select("ref_area", "name_zh", "name_en", "city_zh", "city_en", "why_zh", "why_en")


def compose_sources(province: Province, results: Results, scheme: Scheme) -> Sources:
    """Documents, filings of the run with their hashes, and how the results were made."""
    documents = [
        {"id": d.id, "title": d.title, "number": d.number, "issuer": d.issuer, "date": d.date, "note": d.note}
        for d in province.documents.values()
    ]
    schema = {
        "id": pl.String,
        "title": pl.String,
        "number": pl.String,
        "issuer": pl.String,
        "date": pl.Date,
        "note": pl.String,
    }
    filings = add_names(results.returns.filings, "form", "form", lambda code: name_form(province, code))
    filings = add_names(filings, "filer", "filer", lambda code: name_area(province, code))
    return Sources(pl.DataFrame(documents, schema=schema, orient="row"), filings, tell_method(scheme))
