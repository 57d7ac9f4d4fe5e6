import numpy as np
import pytest

from junxian.quality.mending import (
    demand_bounds,
    demand_ratio,
    demand_sum,
    gather_edits,
    localise_record,
    localise_records,
)
from junxian.terms.errors import MethodError

GDP = gather_edits(
    [
        demand_sum("sectors", "gdp", ["primary", "secondary", "tertiary"], 2.0),
        demand_sum("industry", "secondary", ["industry", "construction"], 2.0),
        *(demand_bounds("sign", k, 0.0) for k in ("primary", "secondary", "tertiary", "industry", "construction")),
    ]
)
SOUND = np.array(
    [1000.0, 200.0, 500.0, 300.0, 350.0, 150.0]
)  # gdp, primary, secondary, tertiary, industry, construction


def test_a_record_that_breaks_nothing_has_no_cells():
    located = localise_record(SOUND, GDP)
    assert (located.cells, located.weight, located.is_unique) == ((), 0.0, True)
    assert located.values.tolist() == SOUND.tolist()


def test_the_cell_in_two_broken_sums_is_the_one_and_only_its_true_value_fits():
    filed = SOUND.copy()
    filed[2] = 5000.0
    located = localise_record(filed, GDP)
    assert located.cells == ("secondary",)
    assert located.is_unique
    assert located.values[2] == pytest.approx(500.0)
    assert filed[2] == 5000.0


def test_of_one_broken_sum_any_cell_may_be_wrong_and_that_is_told():
    located = localise_record(np.array([1900.0, 200, 500, 300, 350, 150]), GDP)
    assert located.weight == 1.0
    assert not located.is_unique
    assert set(located.solutions) == {("gdp",), ("primary",), ("tertiary",)}
    assert located.all_found


def test_more_solutions_than_are_listed_are_not_called_all():
    located = localise_record(np.array([1900.0, 200, 500, 300, 350, 150]), GDP, most=2)
    assert len(located.solutions) == 2
    assert not located.all_found
    assert not located.is_unique


def test_suspicion_decides_between_cells_that_would_do_as_well():
    weights = np.array([1.0, 1, 1, 0.1, 1, 1])
    located = localise_record(np.array([1900.0, 200, 500, 300, 350, 150]), GDP, weights)
    assert located.cells == ("tertiary",)
    assert located.is_unique
    assert located.weight == pytest.approx(0.1)
    assert located.values[3] == pytest.approx(1200.0)


def test_two_suspected_cells_may_weigh_less_than_one_that_is_trusted():
    filed = SOUND.copy()
    filed[2] = 5000.0
    located = localise_record(filed, GDP, np.array([0.2, 1, 1, 1, 0.2, 1]))
    assert located.cells == ("gdp", "industry")


def test_the_range_is_what_the_rules_leave():
    edits = gather_edits([demand_bounds("days", "days", 0, 366)])
    located = localise_record(np.array([385.0]), edits, expected=np.array([316.0]))
    assert (located.low[0], located.high[0], located.values[0]) == (0.0, 366.0, 316.0)


def test_a_tolerance_widens_the_range_and_the_value_meets_the_sum_exactly():
    weights, place = np.array([1.0, 1, 1, 0.5, 1, 1]), 3
    located = localise_record(np.array([1000.0, 200, 500, 3000, 350, 150]), GDP, weights)
    assert located.cells == ("tertiary",)
    assert located.values[place] == pytest.approx(300.0)
    assert (located.low[place], located.high[place]) == pytest.approx((298.0, 302.0))


def test_missing_cells_are_free_and_weigh_nothing():
    located = localise_record(np.array([1000.0, 200, np.nan, 300, 350, 150]), GDP)
    assert (located.cells, located.missing, located.weight) == ((), ("secondary",), 0.0)
    assert located.values[2] == pytest.approx(500.0)


def test_a_missing_part_does_not_excuse_parts_that_exceed_the_total():
    located = localise_record(np.array([1000.0, 1200, np.nan, 300, 350, 150]), GDP)
    assert located.weight == 1.0
    assert set(located.solutions) == {("gdp",), ("primary",)}


def test_amounts_of_ten_billions_are_as_safe_as_small_ones():
    for scale in (1e7, 1e10):
        filed = SOUND * scale
        filed[2] = 5000.0 * scale
        located = localise_record(filed, GDP)
        assert located.cells == ("secondary",)
        assert located.values[2] == pytest.approx(500.0 * scale, rel=1e-12, abs=3)


def test_a_slip_of_one_in_a_billion_is_found_beside_a_gross_one():
    edits = gather_edits([demand_sum("large", "t", ["a", "b"]), demand_sum("small", "u", ["c", "d"])])
    filed = np.array([2_000_000_001.0, 1e9, 1e9, 3.0, 1e9, 1.0])
    located = localise_record(filed, edits)
    assert located.weight == 2.0
    assert edits.measure_excess(located.values).max() == 0.0


def test_a_ratio_with_a_negative_figure_needs_the_negative_one_changed_too():
    edits = gather_edits([*demand_ratio("wage", "wages", "staff", 0.5, 50), demand_bounds("sign", "staff", 0)])
    located = localise_record(np.array([100.0, -4.0]), edits)
    assert located.cells == ("staff",)
    assert 2.0 <= located.values[1] <= 200.0


def test_the_reasons_name_rules_and_cells_of_which_one_must_change():
    filed = SOUND.copy()
    filed[3] = -300.0
    reasons = localise_record(filed, GDP).reasons
    assert (("sign",), ("tertiary",)) in reasons


def test_contradicting_rules_are_an_error_that_names_them():
    edits = gather_edits([demand_bounds("at least five", "a", 5), demand_bounds("at most four", "a", high=4)])
    with pytest.raises(MethodError, match=r"at least five, at most four|at most four, at least five"):
        localise_record(np.array([1.0]), edits)


@pytest.mark.parametrize(
    ("values", "weights"), [([np.inf], None), ([5.0], [0.0]), ([5.0], [np.nan]), ([5.0, 1.0], None)]
)
def test_values_and_weights_that_cannot_be_meant_are_refused(values, weights):
    edits = gather_edits([demand_bounds("b", "a", high=4)])
    with pytest.raises(MethodError):
        localise_record(np.array(values), edits, None if weights is None else np.array(weights))


def test_no_rules_ask_for_nothing():
    assert localise_record(np.array([5.0, np.nan]), gather_edits([], ["a", "b"])).cells == ()


def test_records_are_mended_one_by_one():
    filed = np.stack([SOUND, SOUND])
    filed[1, 2] = 5000.0
    assert [one.cells for one in localise_records(filed, GDP)] == [(), ("secondary",)]


def test_nothing_is_printed(capfd):
    localise_record(np.array([1900.0, 200, 500, 300, 350, 150]), GDP)
    assert capfd.readouterr().out == ""
