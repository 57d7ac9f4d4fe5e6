"""Series: figures laid out by area and period, with the areas of which each is compared; for tests that look at history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from junxian.quality.filed import ROW, Filed
from junxian.terms.period import Period

NEIGHBOURS = timedelta(days=3 * 366)  # periods further apart than this are no neighbours


@dataclass(frozen=True)
class Series:
    """Figures of items of one form.

    values  by item key, (areas, periods), NaN where nothing was filed; periods in time, none more than three years
            after the one before; figures that run on from January stand by months: one table per month of the year
    groups  rows of like areas, each with the rows that speak for them: its own, or all where a class is too small
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    values: dict[str, np.ndarray]
    groups: tuple[tuple[np.ndarray, np.ndarray], ...]

    def place(self, row: int, column: int) -> tuple[str, str]:
        """Area and period of a figure."""
        return self.areas[row], self.periods[column]


def lay_out(filed: Filed, keys: Iterable[str], classification: str = "", min_peers: int = 8) -> Iterator[Series]:
    """The series of items, form by form; items that run on from January apart from the others.

    Only areas of the level that the form covers, and figures in force. Checked in tests/unit/quality/test_series.py.
    """
    together: dict[tuple[str, bool], list[str]] = {}
    for key in dict.fromkeys(keys):
        form, item = filed.province.items[key]
        runs_on = item.accumulation == "year_to_date" or form.frequency == "C"
        together.setdefault((form.code, runs_on), []).append(key)
    for (form_code, runs_on), of_form in together.items():
        table = filed.select_items(of_form, filed.province.forms[form_code].covers)
        table = table.filter(pl.any_horizontal(pl.col(k).is_not_null() for k in of_form))
        for periods in _list_runs(table["time_period"].unique().to_list(), runs_on):
            yield _lay(filed, table, of_form, periods, classification, min_peers)


def _list_runs(texts: Sequence[str], runs_on: bool) -> Iterator[tuple[str, ...]]:
    """Periods in time without a gap of more than three years; by month of the year where figures run on."""
    seasons: dict[int, list[Period]] = {}
    for period in sorted(map(Period.parse, texts), key=lambda p: p.end):
        seasons.setdefault(period.number if runs_on or period.frequency == "C" else 0, []).append(period)
    for _, periods in sorted(seasons.items()):
        run = periods[:1]
        for period in periods[1:]:
            if period.end - run[-1].end > NEIGHBOURS:
                yield tuple(map(str, run))
                run = []
            run.append(period)
        yield tuple(map(str, run))


def _lay(
    filed: Filed, table: pl.DataFrame, keys: list[str], periods: tuple[str, ...], classification: str, min_peers: int
) -> Series:
    rows = table.filter(pl.col("time_period").is_in(periods))
    areas = tuple(rows["ref_area"].unique().sort().to_list())
    place = {name: n for n, name in enumerate(areas)}
    time = {name: n for n, name in enumerate(periods)}
    at = tuple(
        rows[c].replace_strict(m, return_dtype=pl.Int64).to_numpy() for c, m in zip(ROW, (time, place), strict=True)
    )
    values = {}
    for key in keys:
        values[key] = np.full((len(areas), len(periods)), np.nan)
        values[key][at[1], at[0]] = rows[key].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return Series(areas, periods, values, group_areas(filed, areas, classification, min_peers))


def group_areas(
    filed: Filed, areas: tuple[str, ...], classification: str, min_peers: int
) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Rows of each class with the rows that speak for them; areas without a large enough class are held against all."""
    named = dict(filed.classes(classification).rows())
    classes = np.array([named.get(area, "") for area in areas])
    everyone = np.arange(len(areas))
    large = [np.flatnonzero(classes == name) for name in np.unique(classes) if name]
    large = [rows for rows in large if len(rows) >= min_peers]
    rest = np.setdiff1d(everyone, np.concatenate(large)) if large else everyone
    return (*((rows, rows) for rows in large), *([(rest, everyone)] if len(rest) else []))


def take_logs(figures: np.ndarray) -> np.ndarray:
    """Natural logarithms; NaN where a figure is missing, zero or negative."""
    return np.log(np.where(figures > 0, figures, np.nan))


def median_of(values: np.ndarray, axis: int) -> np.ndarray:
    """Medians without missing values, NaN where there is none (and no warning)."""
    ordered = np.sort(values, axis=axis)
    count = np.isfinite(ordered).sum(axis=axis, keepdims=True)
    low, high = np.maximum((count - 1) // 2, 0), np.maximum(count // 2, 0)
    high = np.minimum(high, values.shape[axis] - 1)
    middle = (np.take_along_axis(ordered, low, axis) + np.take_along_axis(ordered, high, axis)) / 2
    return np.asarray(np.where(count > 0, middle, np.nan)).squeeze(axis)
