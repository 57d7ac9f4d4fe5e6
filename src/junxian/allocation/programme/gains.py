"""Who gains and who loses by a programme against another way of allotting: one count for the bulletin and the command."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from junxian.allocation.programme.result import ProgrammePlan

WAYS = ("last", "equal", "base", "formula")  # columns of `against`
SAME = 1e-9


@dataclass(frozen=True)
class Gain:
    """How many areas gain and lose of one factor against a way of allotting it, and by how much at most."""

    factor: str
    way: str
    up: int
    down: int
    most: float
    least: float


def list_gains(plan: ProgrammePlan) -> Iterator[Gain]:
    """One entry a factor and way that has figures; areas without a figure of that way are not counted.

    Checked in tests/unit/allocation/programme/test_comparison.py.
    """
    for factor in plan.factors["factor"]:
        own = plan.against.filter(pl.col("factor") == factor)
        for way in WAYS:
            change = (own["plan"] - own[way]).drop_nulls().to_list()
            if change:
                up, down = sum(c > SAME for c in change), sum(c < -SAME for c in change)
                yield Gain(factor, way, up, down, max(change), min(change))
