"""Correlations of the indicators' scores within each class: what counts double, what is paid for with something else."""

from itertools import combinations

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.audit import AuditLimits, find_correlations
from junxian.bulletin.contents.content import CorrelationMap
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name

LEAST = 10  # areas below which a correlation says nothing
_TOGETHER = Name(zh="各类合并", en="All classes together")


def map_correlations(province: Province, scorecard: Scorecard, scheme: Scheme) -> tuple[CorrelationMap, ...]:
    """One map a class with ten ranked areas or more; one of all areas where no class has so many but all have together."""
    if "normalised" not in scorecard.indicators.columns:
        return ()
    counted = scorecard.table.filter(pl.col("status") != "unranked").select("ref_area")
    scores = scorecard.indicators.join(counted, on="ref_area", how="semi")
    classes = [(c.name, scores.filter(pl.col("class") == c.code)) for c in scheme.class_]
    large = [(name, own) for name, own in classes if own["ref_area"].n_unique() >= LEAST]
    if not large and scores["ref_area"].n_unique() >= LEAST:
        large = [(_TOGETHER, scores)]
    order = scorecard.weights["part"].to_list() if "part" in scorecard.weights.columns else []
    places = {code: place for place, code in enumerate(dict.fromkeys(order))}
    return tuple(_map_class(province, name, own, places) for name, own in large)


def _map_class(province: Province, name: Name, scores: pl.DataFrame, places: dict[str, int]) -> CorrelationMap:
    """Indicators stand in the order of weights.csv."""
    codes = sorted(scores["indicator"].unique(), key=lambda code: (places.get(code, len(places)), code))
    wide = scores.pivot(on="indicator", index="ref_area", values="normalised").select(codes)
    r = find_correlations(wide.to_numpy())
    names = [province.indicators[code].name for code in codes]
    limits = AuditLimits()
    strong = [
        (abs(r[i, j]), i, j)
        for i, j in combinations(range(len(codes)), 2)
        if r[i, j] > limits.high or r[i, j] < limits.negative
    ]
    return CorrelationMap(
        name=name,
        areas=wide.height,
        indicators=tuple(zip(codes, names, strict=True)),
        r=tuple(tuple(None if np.isnan(one) else float(one) for one in row) for row in r),
        flagged=tuple((names[i], names[j], float(r[i, j])) for _, i, j in sorted(strong, reverse=True)),
    )
