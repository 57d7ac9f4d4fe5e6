import numpy as np
import pytest

from junxian.assessment.audit import measure_power, read_classes
from junxian.assessment.audit.power import POWER_SCHEMA

RNG = np.random.default_rng(5)
MIN_MAX = {"method": "min_max", "base": 0, "span": 100}


def _own(score, scheme, columns, **changes):
    rows = [(f"{i:02}", "K", *map(float, values)) for i, values in enumerate(zip(*columns, strict=True))]
    declared = {"normalise": MIN_MAX} | changes
    return read_classes(score(rows, **declared), scheme(**declared))[0], scheme(**declared)


def test_power_is_the_share_of_weight_times_spread_and_variance_shares_add_up(score, scheme):
    own, declared = _own(score, scheme, RNG.normal(size=(4, 20)))
    found = measure_power(own, declared.normalise)
    assert dict(found.schema) == POWER_SCHEMA
    made = np.array([0.4, 0.2, 0.3, 0.1]) * own.normalised.std(axis=0, ddof=1)
    np.testing.assert_allclose(found["power"].to_numpy(), made / made.sum())
    assert found["variance_share"].sum() == pytest.approx(1.0)
    points = np.array([0.4, 0.2, 0.3, 0.1]) * own.normalised
    shares = [np.cov(points[:, i], own.score)[0, 1] / own.score.var(ddof=1) for i in range(4)]
    np.testing.assert_allclose(found["variance_share"].to_numpy(), shares)


def test_indicators_that_tell_nobody_apart_are_idle_and_the_one_that_decides_is_dominant(score, scheme):
    almost = [0.0] * 19 + [1.0]
    own, declared = _own(
        score, scheme, [np.arange(20), almost, np.append(RNG.normal(size=18) * 1e-3, [-9, 9]), RNG.normal(size=20)]
    )
    found = measure_power(own, declared.normalise)
    assert found["flag"].to_list() == ["dominant", "idle", "", ""]
    assert found["same_score"][1] == 0.95


def test_many_at_one_end_are_saturated(score, scheme):
    capped = np.minimum(np.arange(20), 13)
    own, declared = _own(score, scheme, [capped, *RNG.normal(size=(3, 20))])
    row = measure_power(own, declared.normalise).row(0, named=True)
    assert (row["flag"], row["at_low"], row["at_high"]) == ("saturated", 0.05, 0.35)


def test_missing_figures_are_left_out_and_standard_scores_have_no_ends(score, scheme):
    columns = RNG.normal(size=(4, 20))
    columns[1, :4] = np.nan
    own, declared = _own(score, scheme, columns, normalise={"method": "z_score"})
    found = measure_power(own, declared.normalise)
    assert found["known"].to_list() == [20, 16, 20, 20]
    assert found["at_low"].null_count() == 4
    assert found["variance_share"].sum() == pytest.approx(1.0)


def test_a_geometric_node_has_no_variance_shares(score, scheme):
    nodes = [
        {"code": c, "name": {"zh": c}, "parent": p, "aggregate": "geometric"}
        for c, p in (("total", ""), ("economy", "total"), ("risk", "total"))
    ]
    own, declared = _own(score, scheme, RNG.normal(size=(4, 8)), node=nodes, normalise={"method": "efficacy"})
    assert measure_power(own, declared.normalise)["variance_share"].null_count() == 4
