"""How far indicators moved from year to year: an area's own pace and that of its class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.declared.schemes import Scheme
from junxian.diagnosis.levers import Levers, read_levers
from junxian.diagnosis.members import read_members
from junxian.terms.errors import MethodError
from junxian.terms.period import Period

FEW = 8  # changes of a year, of all members together, below which nothing is said of feasibility
NONE: Array = np.empty(0)
COLUMNS = ("ref_area", "time_period", "indicator", "value")


@dataclass(frozen=True)
class History:
    """Yearly improvements of a class's ranked members: `steps` (years, areas, levers), NaN where a year is missing.

    An improvement is a change towards the better, in the indicator's unit; `lowest`, `highest` (levers,) of all values.
    `wider` by indicator the improvements of all classes together, for indicators of which the class knows fewer than FEW.
    """

    steps: Array
    lowest: Array
    highest: Array
    codes: tuple[str, ...] = ()
    wider: Mapping[str, Array] = field(default_factory=dict)

    @property
    def own_pace(self) -> Array:
        """Mean improvement of a year (areas, levers); NaN where no two years follow each other."""
        count = (~np.isnan(self.steps)).sum(axis=0)
        total = np.nansum(self.steps, axis=0)
        return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)

    @property
    def own_best(self) -> Array:
        """Largest improvement of a year (areas, levers); NaN where none is known."""
        best = np.max(np.where(np.isnan(self.steps), -np.inf, self.steps), axis=0, initial=-np.inf)
        return np.where(np.isfinite(best), best, np.nan)

    def known(self, lever: int) -> Array:
        """Improvements of one lever as one list: of the class, or of all classes where the class has too few."""
        return self.wider[self.codes[lever]] if self.is_wider(lever) else self.of_class(lever)

    def of_class(self, lever: int) -> Array:
        """All improvements of the class for one lever, as one list."""
        steps = self.steps[:, :, lever]
        return np.asarray(steps[~np.isnan(steps)])

    def is_wider(self, lever: int) -> bool:
        """Whether the class has too few improvements, and all classes together have more."""
        own, others = self.of_class(lever).size, self.wider.get(self.codes[lever] if self.codes else "", NONE).size
        return own < FEW and others > own


def read_history(history: pl.DataFrame, levers: Levers) -> History:
    """Differences of values that lie one year apart, for the members of the levers' class.

    history  ref_area, time_period, indicator, value (as `IndicatorTable.table`); years, or the same period of each year
    MethodError where a column is missing or a value stands twice.
    """
    if absent := [name for name in COLUMNS if name not in history.columns]:
        raise MethodError("history", f"has no column {absent[0]!r}.", f"Give {', '.join(COLUMNS)}.")
    own = history.select(COLUMNS).filter(
        pl.col("ref_area").is_in(levers.members.areas) & pl.col("indicator").is_in(levers.codes)
    )
    if own.select("ref_area", "time_period", "indicator").is_duplicated().any():
        raise MethodError("history", "a value stands twice for one area, period and indicator.", "Give each once.")
    periods = sorted(Period.parse(text) for text in own["time_period"].unique().to_list())
    values = np.full((len(periods), *levers.limit.shape), np.nan)
    values[_find_cells(own, [str(p) for p in periods], levers)] = (
        own["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    )
    follow = [(periods.index(p.year_before()), k) for k, p in enumerate(periods) if p.year_before() in periods]
    steps = np.array([(values[k] - values[before]) * levers.better for before, k in follow])
    known = values.reshape(-1, len(levers.codes)) if periods else levers.values
    lowest, highest = (
        np.array([f(c[~np.isnan(c)], initial=start) for c in known.T])
        for f, start in ((np.min, np.inf), (np.max, -np.inf))
    )
    return History(steps.reshape(len(follow), *levers.limit.shape), lowest, highest, levers.codes)


def widen_histories(histories: Sequence[History]) -> list[History]:
    """The histories of all classes, each knowing the improvements of all."""
    wider: dict[str, Array] = {}
    for own in histories:
        for lever, code in enumerate(own.codes):
            wider[code] = np.concatenate([wider.get(code, NONE), own.of_class(lever)])
    return [replace(own, wider=wider) for own in histories]


def measure_pace(history: pl.DataFrame, scorecard: Scorecard, scheme: Scheme, code: str) -> dict[str, float]:
    """The largest yearly change towards the better that a class has shown, by indicator, as a spread for efforts.

    Indicators that nobody improved, or that have one year only, are left out: they then do not move.
    """
    levers = read_levers(read_members(scorecard, scheme, code))
    best = read_history(history, levers).own_best
    largest = {name: best[:, k][~np.isnan(best[:, k])].max(initial=0.0) for k, name in enumerate(levers.codes)}
    return {name: float(step) for name, step in largest.items() if step > 0}


def _find_cells(rows: pl.DataFrame, periods: list[str], levers: Levers) -> tuple[list[int], list[int], list[int]]:
    places = [
        {name: place for place, name in enumerate(names)} for names in (periods, levers.members.areas, levers.codes)
    ]
    columns = [rows[name].to_list() for name in ("time_period", "ref_area", "indicator")]
    period, area, lever = ([known[v] for v in own] for known, own in zip(places, columns, strict=True))
    return period, area, lever
