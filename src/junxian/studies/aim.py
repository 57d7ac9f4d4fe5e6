"""Next year's targets of an edition, from all years that a province filed."""

import polars as pl

from junxian.declared.schemes import Scheme
from junxian.diagnosis import propose_targets
from junxian.diagnosis.targets import Ambition
from junxian.studies.figures import Figures


def aim_at_next_year(
    figures: Figures, scheme: Scheme, area: str | None = None, ambition: Ambition | None = None
) -> pl.DataFrame:
    """Rows of TARGET_SCHEMA, for one area or all ranked ones, after the last period; nothing is written.

    MethodError where the area is not ranked. Checked in tests/unit/studies/test_aim.py.
    """
    card = figures.assess(scheme, with_intervals=False)
    names = {code: own.name for code, own in figures.province.indicators.items()}
    history = figures.indicators.table.filter(pl.col("time_period").is_in([str(period) for period in figures.periods]))
    return propose_targets(history, card, scheme, area, ambition=ambition, names=names)
