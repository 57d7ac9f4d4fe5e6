"""The panel that a plan is judged on: one factor, one output and the people of every area, year by year."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.terms.errors import MethodError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Arrays (years, areas), NaN where nothing was filed; `cities` (areas,) are the clusters of the bootstrap."""

    years: tuple[int, ...]
    areas: tuple[str, ...]
    cities: NDArray[np.int64]
    factor: Array
    output: Array
    people: Array


def make_panel(table: pl.DataFrame) -> Panel:
    """Arrange a long table: ref_area, city, year, factor, output, people; a row an area and year.

    MethodError where an area and year stand twice or a year between the first and the last has no row at all. Missing
    values and missing rows are NaN. Checked in tests/unit/studies/test_backtest.py.
    """
    if table.select("ref_area", "year").is_duplicated().any():
        raise MethodError("backtest", "an area and year stand twice.", "Hand in one row for each.")
    years = table["year"].unique().sort().to_list()
    if not years or years != list(range(years[0], years[-1] + 1)):
        raise MethodError("backtest", f"the years {years} have gaps.", "Hand in every year between first and last.")
    home = table.group_by("ref_area").agg(pl.col("city").last()).sort("ref_area")
    areas = home["ref_area"].to_list()
    grid = pl.DataFrame({"year": years}).join(pl.DataFrame({"ref_area": areas}), how="cross")
    full = grid.join(table, on=["ref_area", "year"], how="left", validate="1:1").sort("year", "ref_area")
    factor, output, people = (
        full[name].cast(pl.Float64).fill_null(np.nan).to_numpy().reshape(len(years), len(areas))
        for name in ("factor", "output", "people")
    )
    cities = np.unique(home["city"].to_numpy(), return_inverse=True)[1]
    return Panel(tuple(years), tuple(areas), cities.astype(np.int64), factor, output, people)
