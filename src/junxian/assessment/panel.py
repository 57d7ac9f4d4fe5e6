"""The areas of a scheme and their indicators as arrays, in the order of codes."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

LESS = "less_is_better"


@dataclass(frozen=True)
class Panel:
    """Assessed areas (sorted by code) and the scheme's indicators in the tree's order.

    `values` (areas, indicators) NaN for missing; `status` and `missing` say why; `class_of` places each area's class
    among the scheme's; `more_is_better` (indicators,); `codes` of the
    indicators; `names` (code → zh, en) of indicators and items.
    """

    areas: tuple[str, ...]
    class_of: Places
    values: Array
    status: NDArray[np.object_]
    missing: NDArray[np.object_]
    units: tuple[str, ...]
    more_is_better: Mask
    names: dict[str, tuple[str, str]]
    codes: tuple[str, ...]

    def members(self, place: int) -> Places:
        """Rows of the members of one class."""
        return np.flatnonzero(self.class_of == place)


def read_panel(
    indicators: IndicatorTable, scheme: Scheme, tree: Tree, classification: pl.DataFrame, period: Period
) -> Panel:
    """Take the classified areas' indicators of one period; an area without a row has everything missing.

    MethodError where a class is none of the scheme's, an area stands twice, or an indicator is not defined.
    """
    members = classification.select("area", "class").sort("area")
    _check_members(members, scheme)
    _check_defined(indicators, tree)
    found = indicators.table.filter(pl.col("time_period") == str(period)).select(
        "ref_area", "indicator", pl.col("value").cast(pl.Float64), "status", "missing"
    )
    wanted = members.select(pl.col("area").alias("ref_area")).join(
        pl.DataFrame({"indicator": tree.indicators}, schema={"indicator": pl.String}), how="cross"
    )
    rows = wanted.join(found, on=["ref_area", "indicator"], how="left", validate="1:1", maintain_order="left")
    shape = (members.height, len(tree.indicators))
    definitions = {row["code"]: row for row in indicators.definitions.iter_rows(named=True)}
    return Panel(
        areas=tuple(members["area"]),
        class_of=np.array([scheme.classes.index(code) for code in members["class"]], dtype=np.intp),
        values=rows["value"].fill_null(np.nan).to_numpy().reshape(shape).copy(),
        status=rows["status"].fill_null("missing").to_numpy().reshape(shape),
        missing=rows["missing"].fill_null("").to_numpy().reshape(shape),
        units=tuple(definitions[code]["unit"] for code in tree.indicators),
        more_is_better=np.array([definitions[code]["direction"] != LESS for code in tree.indicators]),
        codes=tree.indicators,
        names={code: (row["name_zh"], row["name_en"]) for code, row in definitions.items()},
    )


def _check_members(members: pl.DataFrame, scheme: Scheme) -> None:
    where = f"classification {scheme.classification!r}"
    if members["area"].is_duplicated().any():
        raise MethodError(where, "an area stands twice.", "Give each area one class.")
    for code in members["class"].unique().sort():
        if code not in scheme.classes:
            raise MethodError(where, f"class {code!r} is none of the scheme's.", suggest(code, scheme.classes))


def _check_defined(indicators: IndicatorTable, tree: Tree) -> None:
    known = indicators.definitions.filter(pl.col("kind") == "indicator")["code"].to_list()
    for code in tree.indicators:
        if code not in known:
            raise MethodError(
                f"indicator {code!r}", "is not defined in the indicator table, so its direction is not known.",
                suggest(code, known),
            )  # fmt: skip
