"""A scheme of two nodes and four indicators, drawn figures, and their scorecards, for the diagnosis."""

import numpy as np
import polars as pl
import pytest

from junxian.assessment import assess
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms import Period

PERIOD = Period(2020)
CODES = ["e1", "e2", "r1", "r2"]
POINTS = {
    "total": ("", "100", "100"), "economy": ("total", "60", "30"), "risk": ("total", "40", "70"),
    "e1": ("economy", "40", "20"), "e2": ("economy", "20", "10"), "r1": ("risk", "30", "50"), "r2": ("risk", "10", "20"),
}  # fmt: skip


def make_scheme(aggregate="arithmetic", points=POINTS, **changes):
    name = {"zh": "县域考核", "en": "Assessment"}
    weights = pl.DataFrame([(n, *p) for n, p in points.items()], schema=["node", "parent", "K", "A"], orient="row")
    nodes = [
        {"code": n, "name": name, "parent": points[n][0], "aggregate": aggregate} for n in ("total", "economy", "risk")
    ]
    declared = {
        "code": "county", "edition": "2020", "name": name, "why": name, "classification": "main/2020",
        "class": [{"code": "K", "name": {"zh": "重点"}}, {"code": "A", "name": {"zh": "农业"}}], "node": nodes,
        "weights": weights.with_columns(pl.col("K", "A").cast(pl.Decimal(18, 6))), "robustness": {"replicates": 0},
    }  # fmt: skip
    return Scheme.model_validate(declared | changes)


def draw_figures(count=14, seed=3, missing=0):
    """A wide frame of areas 000 on, e1 to r2; the first half are K, the others A; r2 less is better."""
    rng = np.random.default_rng(seed)
    values = rng.normal([50, 5, 200, 30], [10, 2, 60, 8], (count, 4)).round(3)
    values[rng.integers(0, count, missing), rng.integers(0, 4, missing)] = np.nan
    return pl.DataFrame({"ref_area": [f"{i:03}" for i in range(count)], **dict(zip(CODES, values.T, strict=True))})


def tabulate(wide):
    return IndicatorTable.from_wide(wide, PERIOD, less_is_better=["r2"])


def classify(wide):
    half = wide.height // 2
    return pl.DataFrame({"area": wide["ref_area"], "class": ["K"] * half + ["A"] * (wide.height - half)})


def assess_wide(wide, scheme):
    return assess(tabulate(wide), scheme, classify(wide), PERIOD, seed=1)


@pytest.fixture
def drawn():
    """The figures, the scheme with some declarations changed, and the scorecard."""

    def draw(count=14, seed=3, missing=0, **changes):
        wide, scheme = draw_figures(count, seed, missing), make_scheme(**changes)
        return wide, scheme, assess_wide(wide, scheme)

    return draw
