"""Findings, verdicts, tasks and sources with the names that readers need beside the codes."""

import polars as pl

from junxian.bulletin.contents.bottom_lines import find_decimals
from junxian.bulletin.contents.content import Sources
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
from junxian.bulletin.contents.variation import tell_variation
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
    return Sources(pl.DataFrame(documents, schema=schema, orient="row"), filings, _describe_method(scheme))


_NORMALISATIONS = {
    "efficacy": Name(zh="功效系数法", en="efficacy coefficient"),
    "min_max": Name(zh="极差法", en="min-max"),
    "z_score": Name(zh="标准分法", en="z-score"),
    "rank": Name(zh="位次法", en="rank"),
    "percentile_rank": Name(zh="百分位次法", en="percentile rank"),
    "borda": Name(zh="波达计分法", en="Borda score"),
    "distance_to_maximum": Name(zh="与最大值之距法", en="distance to the maximum"),
    "distance_to_reference": Name(zh="与参照地区之距法", en="distance to a reference area"),
    "distance_to_target": Name(zh="与目标值之距法", en="distance to the target"),
    "fraction_of_maximum": Name(zh="占最大值比重法", en="fraction of the maximum"),
    "goalposts": Name(zh="阈值法", en="goalposts"),
    "scaled": Name(zh="线性比例法", en="scaling"),
}
_BOUNDS = {
    "same_year": Name(zh="本类当年", en="same-year bounds of the class"),
    "frozen": Name(zh="年初冻结", en="bounds frozen before the year"),
    "declared": Name(zh="事先规定", en="declared bounds"),
}


def _describe_method(scheme: Scheme) -> tuple[Name, ...]:
    normalise, robust = scheme.normalise, scheme.robustness
    method, bounds = _NORMALISATIONS[normalise.method], _BOUNDS[normalise.bounds]
    low, high = normalise.low_percentile, normalise.high_percentile
    return (
        Name(
            zh=f"评价方案：{scheme.name.zh}（{scheme.edition}版），分类排名，类间不作比较；按权重计有数不足{scheme.coverage:.0%}的不排名。",
            en=f"Scheme: {scheme.name.text('en')} ({scheme.edition}). Areas are ranked within their class only; "
            f"below {scheme.coverage:.0%} of the weight filed, an area is not ranked.",
        ),
        Name(
            zh=f"标准化：{method.zh}，{bounds.zh}第{low:g}至第{high:g}百分位，得分{normalise.base:g}至{normalise.base + normalise.span:g}。",
            en=f"Normalised by {method.en}, {bounds.en}, percentiles {low:g} to {high:g} give "
            f"{normalise.base:g} to {normalise.base + normalise.span:g} points.",
        ),
        tell_variation(robust),
    )
