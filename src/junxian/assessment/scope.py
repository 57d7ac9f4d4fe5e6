"""Areas of the scheme's level that are not assessed, with the declared reason."""

import polars as pl

from junxian.assessment.scorecard import LEFT_OUT_SCHEMA
from junxian.assessment.wording import NOT_CLASSIFIED
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.errors import MethodError


def list_left_out(indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame) -> pl.DataFrame:
    """Rows of LEFT_OUT_SCHEMA: areas of the scheme's level that its classification does not hold, by code.

    The reason is the one declared for the area, else the one declared for every other area. MethodError where an area
    is declared as left out and classified at once.
    """
    classified = set(classification["area"])
    reasons = {area: left.why for left in scheme.left_out for area in left.areas}
    if both := sorted(classified & set(reasons)):
        raise MethodError(
            f"schemes/{scheme.key}", f"area {both[0]} is left out and stands in {scheme.classification!r}.",
            "Take it out of one of the two.",
        )  # fmt: skip
    others = next((left.why for left in scheme.left_out if not left.areas), NOT_CLASSIFIED)
    known = indicators.areas.filter(pl.col("level") == scheme.level)["ref_area"].to_list()
    areas = sorted({*known, *reasons} - classified)
    rows = [(area, reasons.get(area, others).zh, reasons.get(area, others).text("en")) for area in areas]
    return pl.DataFrame(rows, schema=LEFT_OUT_SCHEMA, orient="row")
