"""How sure the results are: which areas of a class can be ordered, which choice moves ranks, what the scheme is made of."""

from collections import Counter

import polars as pl

from junxian.bulletin.contents.area_content import ChoiceEffect
from junxian.bulletin.contents.content import Certainty, ClassCertainty
from junxian.bulletin.contents.correlations import map_correlations
from junxian.bulletin.contents.framework import list_framework
from junxian.bulletin.contents.naming import add_names
from junxian.bulletin.contents.results import Results
from junxian.bulletin.contents.variation import describe_effect, tell_variation
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme, SchemeClass


def compose_certainty(province: Province, results: Results, scheme: Scheme) -> Certainty:
    """All that a reader needs to know how far the results reach; what a run has not is an empty tuple or frame."""
    return Certainty(
        replicates=scheme.robustness.replicates,
        confidence=scheme.robustness.interval,
        varied=tell_variation(scheme.robustness),
        classes=_describe_classes(results, scheme),
        framework=list_framework(province, results.scorecard.weights, scheme),
        correlations=map_correlations(province, results.scorecard, scheme),
        treatment=_list_treated(province, results.scorecard.treatment),
    )


def _describe_classes(results: Results, scheme: Scheme) -> tuple[ClassCertainty, ...]:
    """Every class that is ranked and has statements."""
    scorecard = results.scorecard
    if "probability" not in scorecard.pairs.columns or scorecard.table.is_empty():
        return ()
    ranked = scorecard.table.filter((pl.col("status") == "ranked") & pl.col("rank_low").is_not_null())
    return tuple(
        _describe_class(results, scheme, declared, own)
        for declared in scheme.class_
        if (own := ranked.filter(pl.col("class") == declared.code)).height
    )


def _describe_class(results: Results, scheme: Scheme, declared: SchemeClass, own: pl.DataFrame) -> ClassCertainty:
    members = own["ref_area"].to_list()
    pairs = results.scorecard.pairs.filter(pl.col("area").is_in(members) & pl.col("other").is_in(members))
    is_tested = own["group"].null_count() == 0 and pairs["told_apart"].null_count() == 0
    return ClassCertainty(
        code=declared.code,
        name=declared.name,
        ranked=own.height,
        groups=own["group"].n_unique() if is_tested else None,
        pairs=pairs.height,
        told_apart=int(pairs["told_apart"].sum()) if is_tested else None,
        effects=_join_effects(results.scorecard.effects.filter(pl.col("ref_area").is_in(members)), scheme),
    )


def _join_effects(effects: pl.DataFrame, scheme: Scheme) -> tuple[ChoiceEffect, ...]:
    """Effects over all areas: shares of the sum of their variances, places as root mean square."""
    if effects.is_empty():
        return ()
    squares: Counter[str] = Counter()
    for choice, places in effects.drop_nulls("places").select("choice", "places").iter_rows():
        squares[choice] += places**2
    whole, areas = sum(squares.values()), effects["ref_area"].n_unique()
    found = [
        describe_effect(choice, square / whole, (square / areas) ** 0.5, scheme.robustness)
        for choice, square in squares.items()
        if whole
    ]
    return tuple(sorted(found, key=lambda effect: -effect.share))


def _list_treated(province: Province, treatment: pl.DataFrame) -> pl.DataFrame:
    """Indicators that were treated, or could not pass, with their names."""
    if "method" not in treatment.columns:
        return treatment
    told = treatment.filter((pl.col("method") != "none") | ~pl.col("passed").fill_null(True))
    return add_names(told, "indicator", "name", lambda code: province.indicators[code].name)
