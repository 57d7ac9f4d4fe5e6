import numpy as np
import pytest

from junxian.assessment.aggregate import average_arithmetic, average_generalised, average_geometric, average_harmonic
from junxian.assessment.aggregate.cells import Names
from junxian.terms import MethodError

VALUES = np.array([[10.0, 40, 70], [80, 20, np.nan], [np.nan, np.nan, np.nan]])
WEIGHTS = np.array([[0.2, 0.3, 0.5], [0.4, 0.6, 0], [0, 0, 0]])
NAMES = Names("economy", ["510104", "510105", "510106"], ["e1", "e2", "e3"])
MEANS = [average_arithmetic, average_geometric, average_harmonic, average_generalised]


def test_the_harmonic_mean_is_the_inverse_of_the_mean_inverse():
    scores = average_harmonic(VALUES, WEIGHTS)
    np.testing.assert_allclose(scores[:2], [1 / (0.2 / 10 + 0.3 / 40 + 0.5 / 70), 1 / (0.4 / 80 + 0.6 / 20)])


@pytest.mark.parametrize("mean", MEANS)
def test_a_missing_child_has_no_part_and_nothing_known_has_no_mean(mean):
    scores = mean(VALUES, WEIGHTS)
    assert scores[1] == pytest.approx(mean(np.array([80.0, 20.0]), np.array([0.4, 0.6])))
    assert np.isnan(scores[2])


@pytest.mark.parametrize(("power", "same"), [
    (1, average_arithmetic), (0, average_geometric), (-1, average_harmonic), (1e-13, average_geometric),
    (-1e-13, average_geometric),
])  # fmt: skip
def test_a_power_of_1_0_or_minus_1_is_a_named_mean(power, same):
    np.testing.assert_allclose(average_generalised(VALUES, WEIGHTS, power=power), same(VALUES, WEIGHTS), rtol=1e-12)


def test_a_power_of_2_is_the_root_of_the_mean_square():
    scores = average_generalised(VALUES, WEIGHTS, power=2)
    assert scores[0] == pytest.approx(np.sqrt(0.2 * 100 + 0.3 * 1600 + 0.5 * 4900), rel=1e-14)


def test_large_powers_come_near_the_largest_or_the_least_child_without_overflow():
    for power, ends in ((np.inf, [70, 80]), (-np.inf, [10, 20])):
        np.testing.assert_array_equal(average_generalised(VALUES, WEIGHTS, power=power)[:2], ends)
    for power, ends in ((5000, [70, 80]), (-5000, [10, 20])):
        np.testing.assert_allclose(average_generalised(VALUES, WEIGHTS, power=power)[:2], ends, rtol=1e-3)


def test_zeros_have_positive_powers_only():
    assert average_generalised(np.array([0.0, 16.0]), np.array([0.5, 0.5]), power=0.5) == pytest.approx(4)
    assert average_generalised(np.array([0.0, 0.0]), np.array([0.5, 0.5]), power=0.5) == 0
    with pytest.raises(MethodError, match="no power -2"):
        average_generalised(np.array([0.0, 16.0]), np.array([0.5, 0.5]), power=-2)
    with pytest.raises(MethodError, match="no power 2"):
        average_generalised(np.array([-1.0, 16.0]), np.array([0.5, 0.5]), power=2)
    with pytest.raises(MethodError, match="not a number"):
        average_generalised(VALUES, WEIGHTS, power=np.nan)


@pytest.mark.parametrize("mean", [average_geometric, average_harmonic])
def test_means_of_what_is_not_positive_name_the_node_the_cells_and_the_remedy(mean):
    table = np.array([[10.0, 0.0, 70], [80, 20, np.nan], [-4, 1, -1]])
    shares = np.array([[0.2, 0.3, 0.5], [0.4, 0.6, 0], [0.5, 0.5, 0]])
    with pytest.raises(MethodError) as error:
        mean(table, shares, NAMES)
    assert "of node 'economy': 2 scores are not positive (510104 e2 = 0, 510106 e1 = -4)." in str(error.value)
    assert "Normalise to a base above zero" in error.value.remedy


def test_cells_without_names_are_called_by_their_places_and_only_five_are_listed():
    with pytest.raises(MethodError, match=r"6 scores are not positive \(row 0 column 0 = 0, .*row 4 column 0 = 0, …\)"):
        average_geometric(np.zeros((6, 1)), np.ones((6, 1)))


def test_a_zero_without_weight_is_no_matter():
    assert average_geometric(np.array([0.0, 5.0]), np.array([0.0, 1.0])) == pytest.approx(5)
