"""From derived cells back to the cells that were filed."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from junxian.declared.province import Province
from junxian.quality.derived.derivations import read_derivations
from junxian.quality.derived.derived import Derived
from junxian.quality.language.children import Hierarchy
from junxian.quality.language.columns import ROW, Columns
from junxian.quality.suspicion import Cell

SOURCE_SCHEMA = dict.fromkeys(
    ("ref_area", "source_period", "source", "filed_area", "filed_period", "filed_item"), pl.String
)


def trace_cells(cells: Iterable[Cell], province: Province, on: date) -> pl.DataFrame:
    """For each derived cell the cells behind it that are not derived (SOURCE_SCHEMA); areas by the codes of a day.

    Checked in tests/unit/quality/derived/test_derived.py.
    """
    areas = province.areas
    below = Hierarchy(areas, lambda code: areas.present_code(code, on) or code)
    nothing = Columns(
        pl.DataFrame(schema=dict.fromkeys(ROW, pl.String)), below
    )  # the way back does not depend on figures
    derived = Derived(read_derivations(province), nothing, province.code)
    rows = [(*cell, *leaf) for cell in cells for leaf in derived.trace(cell)]
    return pl.DataFrame(rows, schema=SOURCE_SCHEMA, orient="row")
