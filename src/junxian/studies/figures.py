"""The figures of a province read and tested once, to be assessed by any of its schemes in any filed period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from junxian.assessment import Scorecard, assess
from junxian.assessment.kinds import Array
from junxian.declared import Province, choose_period, read_province
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable, check_units, derive, draw
from junxian.quality import Quality, accepted, check_returns
from junxian.redlines import Lines, watch
from junxian.reported import read_returns
from junxian.runs import YEARS_BEFORE
from junxian.terms import MethodError, Period
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class Figures:
    """Accepted figures of all filed periods up to `period` as indicators; `lines` the red lines of that period."""

    province: Province
    period: Period
    as_of: date
    periods: tuple[Period, ...]
    quality: Quality
    indicators: IndicatorTable
    lines: Lines

    def scheme(self, key: str = "") -> Scheme:
        """An edition by `code/edition`, the province's own by default; MethodError names the nearest."""
        wanted = key or self.province.scheme
        if wanted not in self.province.schemes:
            raise MethodError(f"scheme {wanted!r}", "is not declared.", suggest(wanted, self.province.schemes))
        return self.province.schemes[wanted]

    def assess(self, scheme: Scheme, period: Period | None = None, *, with_intervals: bool = True) -> Scorecard:
        """Assess one period, the last by default; vetoes count in that period alone, for the lines are watched in it.

        with_intervals  draw data errors and count ranks in replicates, or spare the time
        """
        when = period or self.period
        chosen = scheme if with_intervals else _without_replicates(scheme)
        return assess(
            self.indicators, chosen, self.province.classifications[scheme.classification], when,
            vetoes=self.lines.breaches if when == self.period else None, seed=self.province.seed,
            draws=lambda areas, codes: self.draw(areas, codes, when, chosen.robustness.replicates),
        )  # fmt: skip

    def draw(self, areas: Sequence[str], codes: Sequence[str], period: Period, count: int) -> Array:
        """Indicators (count, areas, indicators) with the declared data errors, wider where a figure is in doubt."""
        suspects, seed = self.quality.suspects, self.province.seed
        return draw(self.indicators, self.province, period, areas, codes, count, seed, suspects)


def _without_replicates(scheme: Scheme) -> Scheme:
    return scheme.model_copy(update={"robustness": scheme.robustness.model_copy(update={"replicates": 0})})


def read_figures(folder: Path, period: str | None = None, as_of: date | None = None) -> Figures:
    """Read, test and derive the figures of a province folder as known at a cut-off day; nothing is written."""
    province = read_province(folder)
    check_units(province)
    chosen, day = choose_period(province, period, as_of)
    returns = read_returns(province, day, chosen)
    quality = check_returns(returns, province, chosen, day)
    filed = {Period.parse(text) for text in returns.filings["period"]}
    own = {p for p in filed if p.frequency == chosen.frequency and p <= chosen}
    before = [Period(chosen.year - back, chosen.number, chosen.frequency) for back in range(YEARS_BEFORE, -1, -1)]
    periods = sorted({*own, *before})
    indicators = derive(accepted(returns, quality), province, periods, quality.held)
    lines = watch(indicators, province.lines, province.areas, before)
    return Figures(province, chosen, day, tuple(sorted({*own, chosen})), quality, indicators, lines)
