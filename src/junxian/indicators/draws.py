"""Indicators drawn again and again with the data errors that the forms declare for their items."""

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
import polars as pl

from junxian.declared.province import Province
from junxian.engine import open_streams
from junxian.indicators.formulas import Formulas, Leaf, make_formulas
from junxian.indicators.kernels import Array
from junxian.indicators.methods import lags
from junxian.indicators.table import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

CHUNK_NUMBERS = 131_072  # item values computed together: few enough for the cache; the result does not depend on it
STREAM = 0  # of SeedSequence((seed, replicate)); the assessment's own draws take another


def draw(
    table: IndicatorTable,
    province: Province,
    period: Period,
    areas: Sequence[str],
    indicators: Sequence[str],
    replicates: int,
    seed: int,
    suspects: pl.DataFrame | None = None,
) -> Array:
    """Draw indicators with data error: an array (replicates, areas, indicators), NaN where a value is missing.

    suspects  ref_area, time_period, item of figures in doubt: their error is `suspect_error_factor` times as wide
    Every item is multiplied by 1 + e·N(0, 1), e its declared `data_error`, independently by area, item and period;
    items without a declared error stay as filed. Every replicate has a stream of its own from SeedSequence((seed,
    replicate)), drawn for the areas in the order of their codes, so neither chunks nor the order of areas matter.
    MethodError for an indicator that is not declared. Checked in tests/unit/indicators/test_draws.py.
    """
    formulas = make_formulas(province.indicators, province.items)
    _check_known(formulas, indicators)
    order = np.argsort(np.array(areas, dtype=object), kind="stable")
    as_asked = slice(None) if (order == np.arange(len(order))).all() else np.argsort(order)
    leaves = sorted({leaf for code in indicators for leaf in formulas.leaves[code]})
    ordered = [areas[i] for i in order]
    filed = _read_leaves(table, leaves, period, ordered)
    errors = np.array([province.items[key][1].data_error for key, _ in leaves])[:, None]
    errors = errors * _widen(suspects, leaves, period, ordered, province)
    drawn = np.empty((replicates, len(indicators), len(areas)))  # areas side by side, as kernels want them
    streams, size = open_streams(seed, range(replicates), STREAM), max(1, CHUNK_NUMBERS // max(1, filed.size))
    for start in range(0, replicates, size):
        chunk = range(start, min(start + size, replicates))
        known: dict[Leaf, Array] = dict(
            zip(leaves, _disturb(filed, errors, islice(streams, len(chunk)), len(chunk)), strict=True)
        )
        for column, code in enumerate(indicators):
            drawn[start : chunk.stop, column] = _compute(code, 0, formulas, known)[:, as_asked]
    return drawn.transpose(0, 2, 1)


def _check_known(formulas: Formulas, codes: Sequence[str]) -> None:
    for code in codes:
        if code not in formulas.indicators:
            raise MethodError(f"indicator {code!r}", "is declared nowhere.", suggest(code, formulas.indicators))


def _read_leaves(table: IndicatorTable, leaves: Sequence[Leaf], period: Period, areas: list[str]) -> Array:
    """Values (leaves, areas) as filed, NaN where one is missing."""
    years = [str(Period(period.year - back, period.number, period.frequency)) for _, back in leaves]
    wanted = {"item": [key for key, _ in leaves], "time_period": years, "leaf": list(range(len(leaves)))}
    leaf = pl.DataFrame(wanted, schema={"item": pl.String, "time_period": pl.String, "leaf": pl.Int64})
    place = pl.DataFrame(
        {"ref_area": areas, "place": range(len(areas))}, schema={"ref_area": pl.String, "place": pl.Int64}
    )
    found = table.items.join(leaf, on=["item", "time_period"], validate="m:1").join(
        place, on="ref_area", validate="m:1"
    )
    cells = found.select("leaf", "place").to_numpy()
    if len(np.unique(cells @ [len(areas), 1])) < len(cells):
        raise MethodError("draws", "an item has two values for one area and period.", "Give each one row.")
    filed = np.full((len(leaves), len(areas)), np.nan)
    filed[cells[:, 0], cells[:, 1]] = found["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return filed


def _widen(
    suspects: pl.DataFrame | None, leaves: list[Leaf], period: Period, areas: list[str], province: Province
) -> Array:
    """By how much the error of every leaf (rows) and area is multiplied: more than 1 where the figure is in doubt.

    A doubt about a month or quarter of a flow is one about its year, and one about a figure also one about what is
    derived from it in the same area and period.
    """
    origins = _list_origins(province)
    wider = np.ones((len(leaves), len(areas)))
    place = {area: column for column, area in enumerate(areas)}
    for area, text, key in () if suspects is None else suspects.select("ref_area", "time_period", "item").iter_rows():
        for row, (leaf, back) in enumerate(leaves if area in place else ()):
            then = Period(period.year - back, period.number, period.frequency)
            if key in origins.get(leaf, (leaf,)) and (
                text == str(then) or (_adds_up(key, province) and Period.parse(text).lies_in(then))
            ):
                wider[row, place[area]] = province.quality.suspect_error_factor
    return wider


def _list_origins(province: Province) -> dict[str, frozenset[str]]:
    if not any(item.computed for _, item in province.items.values()):
        return {}
    from junxian.quality.derived.derivations import list_origins  # the language takes 50 ms to load

    return {key: origins | {key} for key, origins in list_origins(province).items()}


def _adds_up(key: str, province: Province) -> bool:
    _, item = province.items[key]
    return item.measure == "flow" and item.accumulation == "period"


def _disturb(filed: Array, errors: Array, streams: Iterable[np.random.Generator], count: int) -> list[Array]:
    """Values of every leaf with their errors (leaves, areas), each (replicates, areas), for so many replicates."""
    uncertain = np.flatnonzero((errors > 0).any(axis=1))
    noise = np.empty((count, len(uncertain), filed.shape[1]))
    for own, stream in zip(noise, streams, strict=True):
        stream.standard_normal(out=own)
    noise *= errors[uncertain]
    noise += 1
    noise *= filed[uncertain]
    items = [np.broadcast_to(values, (count, len(values))) for values in filed]
    for place, leaf in enumerate(uncertain.tolist()):
        items[leaf] = noise[:, place]
    return items


def _compute(code: str, back: int, formulas: Formulas, known: dict[Leaf, Array]) -> Array:
    """An item or indicator so many years back, (replicates, areas), from what is known there; kept once computed."""
    if (code, back) not in known:
        sources = [_compute(source, back + more, formulas, known) for source, more in lags(formulas.indicators[code])]
        known[code, back] = formulas.formulas[code].apply(*sources)
    return known[code, back]
