"""Figures as whole numbers of millionths, one column for every figure that expressions name, over all rows at once.

Whole numbers of 128 bits add and compare exactly, as the decimals of `exact.py` do; floats would not.
"""

from typing import NamedTuple

import polars as pl

from junxian.quality.language.children import Hierarchy
from junxian.quality.language.exact import make_exact
from junxian.quality.language.shift_period import shift_period

ROW = ("time_period", "ref_area")
MILLION = 1_000_000
MAX_FIGURE = 1e24  # millionths of the largest figure that is read (reported/limits.py)
_SURE = 1e8  # up to here a float holds millionths
_NEAR_TIE = 0.05
_INT = pl.Int128


class Leaf(NamedTuple):
    """A figure that an expression names: its item, how many times and by what its period is shifted, and whose children."""

    key: str
    shifts: tuple[str, ...] = ()
    children: bool = False
    level: str = ""

    @property
    def name(self) -> str:
        """The name of its column."""
        of = f"Σ{self.level}" if self.children else ""
        return "|".join((self.key, *self.shifts, of))


class Columns:
    """The columns of a wide table (one row per period and area, one column of floats per item), made when first asked for.

    A figure that nobody filed, that belongs to a period without rows, or whose children lack one, is null.
    Checked in tests/properties/test_language_laws.py.
    """

    def __init__(self, wide: pl.DataFrame, hierarchy: Hierarchy) -> None:
        self.wide, self.hierarchy = wide, hierarchy
        self._made: dict[str, pl.Series] = {}
        self._rows: dict[tuple[str, str], int] = {}
        self._shifted: dict[tuple[str, ...], pl.Series] = {}
        self._pairs: dict[tuple[str, tuple[str, ...]], tuple[pl.DataFrame, pl.Series]] = {}

    def frame(self, leaves: list[Leaf]) -> pl.DataFrame:
        """The columns of several figures, in the order of the rows of the wide table."""
        return pl.DataFrame([self.column(leaf) for leaf in leaves])

    def column(self, leaf: Leaf) -> pl.Series:
        """The column of one figure."""
        if leaf.name not in self._made:
            self._made[leaf.name] = self._make(leaf).alias(leaf.name)
        return self._made[leaf.name]

    def _make(self, leaf: Leaf) -> pl.Series:
        if leaf.children:
            return self._add_children(self.column(Leaf(leaf.key)), leaf.level, leaf.shifts)
        if leaf.shifts:
            return self.column(Leaf(leaf.key)).gather(self._places_of(leaf.shifts))
        if leaf.key not in self.wide.columns:
            return pl.Series(leaf.name, [None] * self.wide.height, dtype=_INT)
        return count_millionths(self.wide[leaf.key])

    @property
    def rows(self) -> dict[tuple[str, str], int]:
        """The row of each period and area."""
        if not self._rows:
            self._rows = {row: n for n, row in enumerate(self.wide.select(ROW).rows())}
        return self._rows

    def _places_of(self, shifts: tuple[str, ...]) -> pl.Series:
        """For each row the row of the same area in the shifted period."""
        if shifts not in self._shifted:
            places = [self.rows.get((_shift(period, shifts), area)) for period, area in self.rows]
            self._shifted[shifts] = pl.Series(places, dtype=pl.UInt32)
        return self._shifted[shifts]

    def _add_children(self, figures: pl.Series, level: str, shifts: tuple[str, ...]) -> pl.Series:
        pairs, complete = self._pair(level, shifts)
        below = pairs.with_columns(figures.gather(pairs["child"]).alias("figure"))
        sums = below.group_by("parent").agg(
            pl.col("figure").sum(),
            (pl.col("figure").is_null() & pl.col("is_needed")).any().alias("lacks"),
            pl.col("figure").is_not_null().any().alias("any"),
        )
        whole = sums.filter(~pl.col("lacks") & pl.col("any")).select("parent", "figure")
        places = pl.int_range(self.wide.height, dtype=pl.UInt32, eager=True)
        rows = pl.DataFrame({"parent": places, "complete": complete})
        joined = rows.join(whole, on="parent", how="left", validate="1:1", maintain_order="left")
        return joined.select(pl.when("complete").then("figure"))["figure"]

    def _pair(self, level: str, shifts: tuple[str, ...]) -> tuple[pl.DataFrame, pl.Series]:
        """Rows with the rows of their children, and whether every child that must have a figure has a row."""
        if (level, shifts) not in self._pairs:
            self._pairs[level, shifts] = self._find_pairs(level, shifts)
        return self._pairs[level, shifts]

    def _find_pairs(self, level: str, shifts: tuple[str, ...]) -> tuple[pl.DataFrame, pl.Series]:
        found: list[tuple[int, int, bool]] = []
        complete = [True] * self.wide.height
        for (period, area), parent in self.rows.items():
            then = _shift(period, shifts)
            for child, is_needed in self.hierarchy.below(area, then, level) if then else ():
                place = self.rows.get((then, child))
                if place is not None:
                    found.append((parent, place, is_needed))
                elif is_needed:
                    complete[parent] = False
        schema = {"parent": pl.UInt32, "child": pl.UInt32, "is_needed": pl.Boolean}
        return pl.DataFrame(found, schema=schema, orient="row"), pl.Series(complete, dtype=pl.Boolean)


def _shift(period: str, shifts: tuple[str, ...]) -> str:
    for by in shifts:
        period = shift_period(period, by)
    return period


def count_millionths(figures: pl.Series) -> pl.Series:
    """Floats as whole numbers of millionths, rounded as `make_exact` rounds."""
    x, million = pl.col("x"), pl.lit(MILLION, dtype=_INT)
    scaled = x * MILLION
    is_tie = ((scaled.abs() % 1) - 0.5).abs() < _NEAR_TIE
    counted = figures.to_frame("x").select(
        pl.when(x % 1 == 0).then(x.cast(_INT) * million).otherwise(scaled.round(0).cast(_INT)).alias("n"),
        ((x % 1 != 0) & ((x.abs() > _SURE) | is_tie)).fill_null(False).alias("unsure"),
    )
    places = counted["unsure"].arg_true()
    if places.is_empty():
        return counted["n"]
    exact = [int(make_exact(x).scaleb(6)) for x in figures.gather(places).to_list()]
    return counted["n"].scatter(places, pl.Series(exact, dtype=_INT))
