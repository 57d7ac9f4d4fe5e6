"""Land that is useless without energy: five numbers still make every amount, and the complement can be recomputed from the table."""

import numpy as np
import polars as pl
import pytest

from junxian.allocation.programme import coordinate_source

from ..conftest import change_table, declare

SHARE = (0.6, 0.4)


def both(elasticity):
    return {"factors": ["land", "energy"], "share": list(SHARE), "elasticity": elasticity}


def read(plan, name):
    """(areas, factors), land before energy."""
    return np.column_stack([plan.amounts.filter(pl.col("factor") == f)[name].to_numpy() for f in ("land", "energy")])


@pytest.mark.parametrize("alpha", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("elasticity", [0.25, 0.5, 1.0, 2.0])
def test_the_adjustment_follows_from_the_published_table(source, alpha, elasticity):
    """weight = W · share · A^(1/σ − α) · z^(α − 1/σ), W the area's Σ base · weight, all in shares of the bases' sums."""
    plan = coordinate_source(declare(alpha=alpha, complement=both(elasticity)), source)
    base, weight, x = (read(plan, name) for name in ("base", "weight", "amount"))
    part, z, power = base / base.sum(axis=0), x / base, 1 / elasticity
    rho = 1 - power
    together = (
        np.prod(z ** np.array(SHARE), axis=1) if rho == 0 else (np.array(SHARE) * z**rho).sum(axis=1) ** (1 / rho)
    )
    whole = (part * weight / read(plan, "adjustment")).sum(axis=1)
    made = whole[:, None] * np.array(SHARE) * together[:, None] ** (power - alpha) * z ** (alpha - power) / part
    assert weight == pytest.approx(made, rel=1e-4)
    net = read(plan, "price")
    free = base * (weight / net) ** (1 / alpha)
    upper = np.nan_to_num(read(plan, "upper"), nan=np.inf)
    assert np.clip(free, read(plan, "lower"), upper) == pytest.approx(x, rel=1e-7)
    (row,) = plan.wider.to_dicts()
    assert row["kind"] == "complement"
    assert 0 <= row["relative_gap"] <= 1e-4
    assert row["gain"] >= -1e-6
    assert plan.certificate["relative_gap"][0] < 1e-9


def test_who_can_get_little_energy_gets_less_land(source):
    """Caps of energy bind for one county: as complements it gets less land than it would with each factor for itself."""
    changed = change_table(energy_applied=[200.0, 4000.0, 4000.0, 4000.0, 4000.0, 4000.0])
    asked = {"applied": "energy_applied"}
    alone = coordinate_source(declare(energy=asked), changed)
    together = coordinate_source(declare(energy=asked, complement=both(0.25)), changed)
    assert read(together, "quota")[0, 0] < 0.8 * read(alone, "quota")[0, 0]
    assert read(together, "adjustment")[0, 0] < 1
    assert "要素配套系数" in together.amounts["why_zh"][0]
    assert "complements" in together.amounts["why_en"][0]


def test_an_area_that_can_get_none_of_one_factor_counts_for_nothing_of_the_other(source):
    changed = change_table(energy_applied=[0.0, 4000.0, 4000.0, 4000.0, 4000.0, 4000.0])
    plan = coordinate_source(declare(energy={"applied": "energy_applied"}, complement=both(0.5)), changed)
    assert read(plan, "weight")[0, 0] == 0
    assert read(plan, "amount")[0, 0] == pytest.approx(read(plan, "lower")[0, 0])


def test_knobs_are_not_drawn(source):
    plan = coordinate_source(declare(complement=both(0.5), sensitivity={"replicates": 20}), source)
    assert plan.certificate.height
    assert not plan.draws.height
    assert plan.curve.height
