"""Revision bias of a filer: whether its later figures lie on one side of its first ones, period after period."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from junxian.quality.filed import Filed
from junxian.quality.revisions import measure_revision_bias
from junxian.terms.period import Period

CHANCE = 0.05  # largest p-value of the signs at which revisions count as going to one side


class Bias(NamedTuple):
    """Of a filer, form and period: the typical revision of the last periods, relative."""

    filer: str
    form: str
    period: str
    size: float


def measure_biases(filed: Filed, periods: list[Period]) -> Iterator[Bias]:
    """The biases that chance does not explain, for each of `periods` over the last `revision_periods` ending with it.

    A period's revision is the median of ln(last/first) over the figures of a return that was filed again, so that one
    figure mended is no bias. The signs of the periods are tested (two-sided, 5 %): six revisions to one side are needed
    at least. Source: practice §4.3 Q9. Checked in tests/unit/quality/test_bias.py.
    """
    revised = list_revisions(filed)
    for (filer, form), rows in revised.group_by("filer", "form", maintain_order=True):
        known = [(Period.parse(text), size) for text, size in rows.select("time_period", "revision").rows()]
        for period in periods:
            before = sorted((p.end, size) for p, size in known if p.end <= period.end)
            recent = np.array([size for _, size in before][-filed.province.quality.score.revision_periods :])
            found = measure_revision_bias(recent)
            if found.n and found.p_value <= CHANCE:
                yield Bias(str(filer), str(form), str(period), float(np.expm1(found.size)))


def list_revisions(filed: Filed) -> pl.DataFrame:
    """Filer (present code), form, time_period, revision: median of ln(last/first) over the figures of a return filed twice."""
    figures = filed.vintages.filter(pl.col("obs_value") > 0)
    returns = ["filer", "form", "time_period"]
    twice = figures.filter(pl.col("vintage").n_unique().over(returns) > 1).sort("vintage")
    cells = twice.group_by(*returns, "ref_area", "key", maintain_order=True).agg(
        pl.col("obs_value").first().alias("first"), pl.col("obs_value").last().alias("last"), pl.len().alias("times")
    )
    sizes = cells.filter(pl.col("times") > 1).with_columns((pl.col("last") / pl.col("first")).log().alias("revision"))
    named = sizes.with_columns(pl.col("filer").map_elements(filed.present, pl.String))
    return named.group_by(returns, maintain_order=True).agg(pl.col("revision").median()).sort(returns)
