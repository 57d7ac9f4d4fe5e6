import numpy as np
import pytest

from junxian.quality.mending import (
    Edit,
    demand_bounds,
    demand_fixed_sum,
    demand_ratio,
    demand_sum,
    gather_edits,
    state_edits,
)
from junxian.terms.errors import MethodError


def test_a_sum_of_parts_is_its_total_less_its_parts():
    edits = gather_edits([demand_sum("gdp", "gdp", ["primary", "rest"], 1.0)])
    assert edits.cells == ("gdp", "primary", "rest")
    assert edits.matrix.tolist() == [[1.0, -1.0, -1.0]]
    assert (edits.low[0], edits.high[0], edits.balances[0]) == (-1.0, 1.0, 0.0)


def test_the_excess_is_the_distance_from_the_nearer_limit_and_missing_where_a_cell_is():
    edits = gather_edits([demand_bounds("days", "days", 0, 366), demand_fixed_sum("shares", ["a", "b"], 1.0, 0.01)])
    assert edits.measure_excess(np.array([385.0, 0.5, 0.4])) == pytest.approx([19.0, 0.09])
    assert np.isnan(edits.measure_excess(np.array([-3.0, np.nan, 0.4]))).tolist() == [False, True]


def test_rounding_of_decimals_breaks_no_rule():
    edits = gather_edits([demand_sum("total", "t", ["a", "b"])])
    assert edits.measure_excess(np.array([0.3, 0.1, 0.2])).tolist() == [0.0]


def test_a_bound_with_two_ends_is_no_balance():
    edits = gather_edits([demand_bounds("days", "days", 0, 366)])
    assert np.isnan(edits.balances[0])


def test_a_ratio_bound_makes_one_rule_for_each_end():
    low, high = sorted(demand_ratio("wage", "wages", "staff", 0.5, 50), key=lambda e: e.high)
    assert {"wages": 1.0, "staff": -50.0} in (low.terms, high.terms)
    edits = gather_edits([low, high], ["wages", "staff"])
    assert edits.measure_excess(np.array([100.0, 10.0])).tolist() == [0.0, 0.0]
    assert edits.measure_excess(np.array([600.0, 10.0])).max() == 100.0
    assert edits.measure_excess(np.array([4.0, 10.0])).max() == 1.0


def test_rules_may_be_stated_as_matrix_sense_and_bound():
    edits = state_edits(np.array([[1.0, -1.0], [1.0, 0.0], [0.0, 1.0]]), ["=", "≤", ">="], [0.0, 9.0, 2.0], ["a", "b"])
    assert (edits.low.tolist(), edits.high.tolist()) == ([0.0, -np.inf, 2.0], [0.0, 9.0, np.inf])
    assert edits.codes == ("rule 1", "rule 2", "rule 3")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit("r", {"a": float("nan")}, 0, 1), "no number"),
        (Edit("r", {"a": 1.0}, 2, 1), "at least 2 and at most 1"),
        (Edit("r", {"z": 1.0}, 0, 1), "no cell"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_by_name(edit, said):
    with pytest.raises(MethodError, match=said):
        gather_edits([edit], ["a"])


def test_an_unknown_sense_is_refused():
    with pytest.raises(MethodError, match="sense '<'"):
        state_edits(np.eye(1), ["<"], [0.0], ["a"])
