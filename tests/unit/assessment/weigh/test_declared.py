import numpy as np
import pytest

from junxian.assessment.weigh import weigh_declared
from junxian.terms import MethodError


def test_points_become_shares():
    np.testing.assert_allclose(weigh_declared([30, 10, 0]), [0.75, 0.25, 0])


@pytest.mark.parametrize("points", [[1.0, np.nan], [1.0, -1.0], [0.0, 0.0], [[1.0, 2.0]], []])
def test_what_are_no_points_is_refused(points):
    with pytest.raises(MethodError, match="are no points"):
        weigh_declared(points)
