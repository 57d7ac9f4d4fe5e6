from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl

from junxian.quality.filed import Filed
from junxian.quality.kinds.bounds import check_bounds
from junxian.quality.kinds.bunching import measure_bunch, suspect_bunch
from junxian.quality.kinds.carried_forward import check_carried_forward
from junxian.quality.kinds.completeness import check_completeness
from junxian.quality.kinds.copied_series import check_copied_series
from junxian.quality.kinds.coverage import check_coverage
from junxian.quality.kinds.duplicates import check_duplicates
from junxian.quality.kinds.expression import check_expression
from junxian.quality.kinds.filing_trace import check_filing_trace
from junxian.quality.kinds.first_digits import measure_first_digits, suspect_first_digits
from junxian.quality.kinds.growth_against_level import check_growth_against_level
from junxian.quality.kinds.heaping import measure_heaping, suspect_heaping
from junxian.quality.kinds.level_shift import check_level_shift
from junxian.quality.kinds.matching import measure_matching, suspect_matching
from junxian.quality.kinds.order_of_magnitude import check_order_of_magnitude
from junxian.quality.kinds.punctuality import check_punctuality
from junxian.quality.kinds.ratio_in_line import check_ratio_in_line
from junxian.quality.kinds.revision_bias import measure_bias, suspect_bias
from junxian.quality.kinds.shifted_row import check_shifted_row
from junxian.quality.kinds.smoothing import check_smoothing
from junxian.quality.kinds.sum_of_areas import check_sum_of_areas
from junxian.quality.kinds.sum_of_parts import check_sum_of_parts
from junxian.quality.kinds.swapped_columns import check_swapped_columns
from junxian.quality.kinds.year_to_date import check_year_to_date
from junxian.quality.suspicion import Suspicion

KINDS: dict[str, Callable[[Any, Filed], list[Suspicion]]] = {
    "completeness": check_completeness,
    "punctuality": check_punctuality,
    "duplicates": check_duplicates,
    "bounds": check_bounds,
    "sum_of_parts": check_sum_of_parts,
    "sum_of_areas": check_sum_of_areas,
    "order_of_magnitude": check_order_of_magnitude,
    "carried_forward": check_carried_forward,
    "ratio_in_line": check_ratio_in_line,
    "shifted_row": check_shifted_row,
    "year_to_date": check_year_to_date,
    "swapped_columns": check_swapped_columns,
    "smoothing": check_smoothing,
    "level_shift": check_level_shift,
    "growth_against_level": check_growth_against_level,
    "copied_series": check_copied_series,
    "expression": check_expression,
    "coverage": check_coverage,
    "filing_trace": check_filing_trace,
}


class Measure(NamedTuple):
    """A kind with a null distribution: all its trials (also those that find nothing), and the suspicions of some."""

    measure: Callable[[Any, Filed], pl.DataFrame]
    suspect: Callable[[Any, Filed, pl.DataFrame], list[Suspicion]]

    def ask_alone(self, rule: Any, filed: Filed) -> list[Suspicion]:
        """The suspicions of one rule by itself, at five in a hundred; a run judges all tests of a period together."""
        return self.suspect(rule, filed, self.measure(rule, filed).filter(pl.col("odd"), pl.col("p_value") <= ALONE))


ALONE = 0.05
MEASURES: dict[str, Measure] = {
    "matching": Measure(measure_matching, suspect_matching),
    "revision_bias": Measure(measure_bias, suspect_bias),
    "heaping": Measure(measure_heaping, suspect_heaping),
    "bunching": Measure(measure_bunch, suspect_bunch),
    "first_digits": Measure(measure_first_digits, suspect_first_digits),
}
KINDS |= {kind: own.ask_alone for kind, own in MEASURES.items()}
