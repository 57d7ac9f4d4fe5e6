import inspect

import numpy as np
import pytest

from junxian.assessment.weigh import METHODS, weigh, weigh_principal_components
from junxian.terms import MethodError

TABLE = np.random.default_rng(5).random((20, 4)) + np.linspace(0, 2, 20)[:, None]


@pytest.mark.parametrize("method", METHODS)
def test_the_table_says_what_each_function_accepts(method):
    given = inspect.signature(METHODS[method].function).parameters
    assert set(METHODS[method].accepts) == {name for name, p in given.items() if p.kind is p.KEYWORD_ONLY}
    assert METHODS[method].takes in given


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_shares_of_one_and_all_to_an_only_child(method):
    weights = weigh(method, TABLE, points=[40, 30, 20, 10])
    assert weights.shape == (4,)
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_array_equal(weigh(method, np.full((3, 1), 5.0), points=[7]), [1])


def test_options_reach_the_method():
    found = weigh("principal_components", TABLE, components=1)
    np.testing.assert_array_equal(found, weigh_principal_components(TABLE, components=1))


@pytest.mark.parametrize(("method", "options", "what"), [
    ("criti", {}, "Did you mean 'critic'"), ("entropy", {"base": 2}, "option 'base' is not known"),
    ("declared", {}, "needs points"), ("principal_components", {"component": 1}, "Did you mean 'components'"),
])  # fmt: skip
def test_what_is_not_known_is_refused_with_the_nearest_name(method, options, what):
    with pytest.raises(MethodError, match=what):
        weigh(method, TABLE, **options)
