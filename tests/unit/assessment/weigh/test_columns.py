import numpy as np
import pytest

from junxian.assessment.weigh import (
    weigh_critic,
    weigh_entropy,
    weigh_for_balance,
    weigh_for_information,
    weigh_gini,
    weigh_principal_components,
    weigh_standard_deviation,
)
from junxian.terms import MethodError

FROM_DATA = [weigh_entropy, weigh_critic, weigh_standard_deviation, weigh_gini]
BY_CORRELATION = [weigh_principal_components, weigh_for_balance, weigh_for_information]
TABLE = np.array([[1.0, 9, 3, 4], [2, 7, 1, 4], [5, 1, 4, 4], [9, 2, 8, 4], [4, 4, 4, 4]])


@pytest.mark.parametrize("weigh", FROM_DATA)
def test_a_constant_indicator_tells_nothing_and_weighs_nothing(weigh):
    weights = weigh(TABLE)
    assert weights[3] == 0
    np.testing.assert_allclose(weights[:3], weigh(TABLE[:, :3]), rtol=1e-12)


@pytest.mark.parametrize("weigh", FROM_DATA)
def test_the_only_indicator_that_varies_has_all_the_weight(weigh):
    np.testing.assert_array_equal(weigh(TABLE[:, [3, 0, 3]]), [0, 1, 0])


@pytest.mark.parametrize("weigh", FROM_DATA)
def test_where_everything_is_constant_there_are_no_weights(weigh):
    with pytest.raises(MethodError, match=r"every indicator is constant.*equal"):
        weigh(np.full((5, 3), 7.0))


@pytest.mark.parametrize("weigh", BY_CORRELATION)
def test_a_constant_indicator_has_no_correlations_and_is_refused(weigh):
    with pytest.raises(MethodError, match=r"column 3 .*constant"):
        weigh(TABLE)


@pytest.mark.parametrize("weigh", FROM_DATA)
def test_an_indicator_with_one_value_is_refused_by_its_place(weigh):
    holed = TABLE.copy()
    holed[1:, 2] = np.nan
    with pytest.raises(MethodError, match=r"column 2 .*fewer than 2 known values"):
        weigh(holed)


@pytest.mark.parametrize("weigh", [weigh_entropy, weigh_gini])
def test_negative_scores_have_no_shares(weigh):
    with pytest.raises(MethodError, match=r"column 0, 2 .*negative.*Normalise first"):
        weigh(TABLE - [2, 0, 2, 0])


@pytest.mark.parametrize("weigh", BY_CORRELATION)
def test_areas_in_which_anything_is_missing_are_left_out(weigh):
    more = np.vstack([TABLE[:, :3], [[7, np.nan, 3], [np.nan, 2, 2]]])
    first, second = (getattr(found, "weights", found) for found in (weigh(TABLE[:, :3]), weigh(more)))
    np.testing.assert_allclose(first, second, rtol=1e-12)
    with pytest.raises(MethodError, match="only 2 areas have every indicator"):
        weigh(more[3:])


@pytest.mark.parametrize("weigh", FROM_DATA + BY_CORRELATION)
def test_what_is_no_table_of_figures_is_refused(weigh):
    with pytest.raises(MethodError, match="areas in rows"):
        weigh(TABLE[:, 0])
    with pytest.raises(MethodError, match="infinite"):
        weigh(np.where(TABLE == 9, np.inf, TABLE))
