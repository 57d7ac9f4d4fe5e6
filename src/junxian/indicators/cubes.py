"""Item values as arrays (periods + 1, areas), and every indicator computed on them, sources before uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.indicators.formulas import Formulas
from junxian.indicators.item_values import ItemValues
from junxian.indicators.kernels import Array
from junxian.indicators.methods import lags
from junxian.terms.period import Period


@dataclass(frozen=True)
class Grid:
    """Areas and periods of the arrays. Behind the last period lies one plane of NaN: the year before what is known."""

    areas: tuple[str, ...]
    periods: tuple[Period, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Planes (periods and the plane of NaN) and areas."""
        return len(self.periods) + 1, len(self.areas)

    @cached_property
    def year_before(self) -> NDArray[np.intp]:
        """For every plane, the plane of the same period of last year."""
        place = {period: i for i, period in enumerate(self.periods)}
        last = len(self.periods)
        return np.array([*(place.get(p.year_before(), last) for p in self.periods), last], dtype=np.intp)

    def look_back(self, values: NDArray[np.generic], years: int) -> NDArray[np.generic]:
        """The planes of values, read so many years back."""
        for _ in range(years):
            values = values[self.year_before]
        return values

    def place(self, frame: pl.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Plane and area index of the rows of a frame with `target` and `ref_area`, all of them in the grid."""
        planes = {str(period): i for i, period in enumerate(self.periods)}
        places = {area: i for i, area in enumerate(self.areas)}
        rows = frame["target"].replace_strict(planes, return_dtype=pl.Int64).to_numpy()
        return rows, frame["ref_area"].replace_strict(places, return_dtype=pl.Int64).to_numpy()


def fill_items(values: ItemValues, keys: Sequence[str], grid: Grid) -> dict[str, Array]:
    """The array of every item, NaN where it is missing."""
    cubes = {key: np.full(grid.shape, np.nan) for key in keys}
    for (key,), rows in values.values.partition_by("key", as_dict=True).items():
        if key in cubes:
            cubes[str(key)][grid.place(rows)] = rows["value"].to_numpy()
    return cubes


def mark_withheld(values: ItemValues, keys: Sequence[str], grid: Grid) -> dict[str, NDArray[np.bool_]]:
    """Where an item is held back by a rule."""
    cubes = {key: np.zeros(grid.shape, dtype=bool) for key in keys}
    known = values.withheld.filter(pl.col("ref_area").is_in(grid.areas))
    for (key,), rows in known.partition_by("key", as_dict=True).items():
        if key in cubes:
            cubes[str(key)][grid.place(rows)] = True
    return cubes


def compute_indicators(formulas: Formulas, items: Mapping[str, Array], grid: Grid) -> dict[str, Array]:
    """Every indicator in its declared unit; NaN where a source is missing or the method is not defined."""
    known: dict[str, Array] = dict(items)
    for code, indicator in formulas.indicators.items():
        sources = (grid.look_back(known[source], back) for source, back in lags(indicator))
        known[code] = formulas.formulas[code].apply(*sources)  # type: ignore[arg-type]
    return {code: known[code] for code in formulas.indicators}
