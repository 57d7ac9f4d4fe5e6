"""What every plot of a notebook shares: Altair, fetched when the first plot is asked for, and names beside codes."""

from collections.abc import Mapping
from types import ModuleType

import polars as pl

from junxian.terms import NotPermitted
from junxian.terms.name import Name

LEAD, LAG, QUIET = "#2F6DA8", "#C0532F", "#9AA5B1"  # a lead, a shortfall, what only serves for comparison


def fetch_altair() -> ModuleType:
    """Altair; NotPermitted where it is not installed."""
    try:
        import altair
    except ImportError as error:
        raise NotPermitted(
            "plots", "need Altair, which is not installed.", "pip install 'junxian[notebook]'."
        ) from error
    return altair


def name_codes(frame: pl.DataFrame, column: str, names: Mapping[str, Name] | None, language: str) -> pl.DataFrame:
    """The frame with a column `<column>_name`: the name of each code, the code itself where none is given."""
    told = {code: name.text(language) for code, name in (names or {}).items()}
    return frame.with_columns(pl.col(column).replace(told).alias(f"{column}_name"))
