"""A year's plan judged by the next: what its shares would have brought against equal, last year's and actual shares."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from junxian.studies.backtest.intervals import bound_ratio, draw_cities
from junxian.studies.backtest.judge import imagine_gain, relate
from junxian.studies.backtest.known import Known, look_back
from junxian.studies.backtest.panel import Array, Panel
from junxian.studies.backtest.shares import RULES, Policy, plan_shares
from junxian.terms.errors import MethodError

ELASTICITIES = (1.0, 0.5, 0.25)
GAIN_SCHEMA = {
    "rule": pl.String,  # plan | last | per_person | equal
    "elasticity": pl.Float64,
    "gain": pl.Float64,  # output gained per unit of the factor, relative to the actual shares: 0.01 is one per cent more
    "low": pl.Float64,  # interval over drawn cities
    "high": pl.Float64,
    "placebo_low": pl.Float64,  # the plan with efficiency dealt out at random; null for other rules
    "placebo_high": pl.Float64,
    "years_ahead": pl.Int64,  # years in which the rule beat the actual shares
    "years": pl.Int64,
}
YEAR_SCHEMA = {
    "year": pl.Int64,
    "areas": pl.Int64,
    "foresight": pl.Float64,  # rank correlation of efficiency known before with the year's gain per unit
    "moved": pl.Float64,  # share of the total that the plan moves against the actual shares
    "plan": pl.Float64,  # gain of the plan, elasticity 1
    "gini_actual": pl.Float64,
    "gini_plan": pl.Float64,  # of the amount per person
}


@dataclass(frozen=True)
class Backtest:
    """`gains` (GAIN_SCHEMA) over all judged years, `years` (YEAR_SCHEMA) one by one."""

    gains: pl.DataFrame
    years: pl.DataFrame
    policy: Policy


def backtest_plan(
    panel: Panel, policy: Policy, *, back: int = 3, draws: int = 999, placebos: int = 100, confidence: float = 0.9, seed: int = 1
) -> Backtest:  # fmt: skip
    """Make the plan of every year from the `back` years before it and judge it by the year's own figures.

    Every rule divides the year's actual total among the same areas. Intervals: whole cities drawn with replacement.
    Placebo: efficiency permuted among areas, all else equal: what the bounds and the other scores alone would have done.
    A year with fewer than 10 areas is left out; MethodError where none remains. Not a forecast: returns are assumed
    (`imagine_gain`). Checked in tests/unit/studies/test_backtest.py.
    """
    judged = [look_back(panel, place, back) for place in range(back + 1, len(panel.years))]
    judged = [known for known in judged if len(known.areas) >= 10]
    if not judged:
        raise MethodError("backtest", f"no year has 10 areas with {back + 2} whole years.", "Hand in a longer panel.")
    shares = {"plan": [plan_shares(known, policy) for known in judged]}
    shares |= {name: [rule(known) for known in judged] for name, rule in RULES.items()}
    blind = _deal(judged, policy, placebos, seed)
    counts = draw_cities(panel.cities, draws, seed)
    rows = [
        _row(panel, judged, name, given, elasticity, counts, confidence, blind if name == "plan" else [])
        for name, given in shares.items()
        for elasticity in ELASTICITIES
    ]
    years = [_tell_year(known, plan) for known, plan in zip(judged, shares["plan"], strict=True)]
    return Backtest(
        pl.DataFrame(rows, schema=GAIN_SCHEMA, orient="row"),
        pl.DataFrame(years, schema=YEAR_SCHEMA, orient="row"),
        policy,
    )


def _deal(judged: list[Known], policy: Policy, placebos: int, seed: int) -> list[list[Array]]:
    random = np.random.default_rng([seed, 1])
    return [
        [plan_shares(known, policy, random.permutation(len(known.areas)).astype(float)) for known in judged]
        for _ in range(placebos)
    ]


def _row(
    panel: Panel, judged: list[Known], rule: str, shares: list[Array], elasticity: float, counts: Array, confidence: float,
    blind: list[list[Array]],
) -> dict[str, object]:  # fmt: skip
    more = [imagine_gain(known, share, elasticity) - known.gain for known, share in zip(judged, shares, strict=True)]
    above, below = _sum_cities(panel, judged, more), _sum_cities(panel, judged, [known.gain for known in judged])
    low, high = bound_ratio(above, below, counts, confidence)
    dealt = [_total(judged, share, elasticity) for share in blind]
    tail = (1 - confidence) / 2
    return {
        "rule": rule, "elasticity": elasticity, "gain": above.sum() / below.sum(), "low": low, "high": high,
        "placebo_low": float(np.quantile(dealt, tail)) if dealt else None,
        "placebo_high": float(np.quantile(dealt, 1 - tail)) if dealt else None,
        "years_ahead": sum(bool(year.sum() > 0) for year in more), "years": len(judged),
    }  # fmt: skip


def _total(judged: list[Known], shares: list[Array], elasticity: float) -> float:
    imagined = sum(imagine_gain(k, share, elasticity).sum() for k, share in zip(judged, shares, strict=True))
    return float(imagined / sum(known.gain.sum() for known in judged) - 1)


def _sum_cities(panel: Panel, judged: list[Known], amounts: list[Array]) -> Array:
    total = np.zeros(int(panel.cities.max()) + 1)
    for known, amount in zip(judged, amounts, strict=True):
        np.add.at(total, panel.cities[known.areas], amount)
    return total


def _tell_year(known: Known, plan: Array) -> dict[str, object]:
    actual = known.actual / known.actual.sum()
    return {
        "year": known.year, "areas": len(known.areas), "foresight": relate(known.earned, known),
        "moved": float(np.abs(plan - actual).sum() / 2),
        "plan": float(imagine_gain(known, plan, 1.0).sum() / known.gain.sum() - 1),
        "gini_actual": _gini(actual, known.people), "gini_plan": _gini(plan, known.people),
    }  # fmt: skip


def _gini(shares: Array, people: Array) -> float:
    """Gini of the amount per person, persons counted: twice the area between the diagonal and the Lorenz curve."""
    order = np.argsort(shares / people)
    held, living = np.cumsum(shares[order]) / shares.sum(), np.cumsum(people[order]) / people.sum()
    return float(1 - np.sum(np.diff(living, prepend=0) * (held + np.append(0, held[:-1]))))
