import inspect

import numpy as np
import pytest

from junxian.assessment.normalise import METHODS, normalise, normalise_distance_to_target
from junxian.terms import MethodError

VALUES = np.array([2.0, 8.0, 4.0])


@pytest.mark.parametrize("method", METHODS)
def test_the_table_says_what_each_function_accepts_and_needs(method):
    own, given = METHODS[method], inspect.signature(METHODS[method].function).parameters
    named = {name: p for name, p in given.items() if p.kind is p.KEYWORD_ONLY and name != "more_is_better"}
    assert set(own.accepts) == set(named)
    assert set(own.needs) == {name for name, p in named.items() if p.default is p.empty}
    assert own.takes_reference == ("reference" in given)


def test_a_method_is_called_by_its_name_with_its_options():
    found = normalise("distance_to_target", VALUES, VALUES[:2], target=6.0, is_capped=True)
    np.testing.assert_array_equal(found, normalise_distance_to_target(VALUES, VALUES[:2], target=6.0, is_capped=True))


@pytest.mark.parametrize(("method", "options", "what"), [
    ("minmax", {}, "Did you mean 'min_max'"), ("z_score", {"span": 1.0}, "option 'span' is not known"),
    ("goalposts", {}, "needs 'bounds'"), ("efficacy", {"percentile": 5}, "Did you mean 'percentiles'"),
])  # fmt: skip
def test_what_is_not_known_is_refused_with_the_nearest_name(method, options, what):
    with pytest.raises(MethodError, match=what):
        normalise(method, VALUES, **options)


@pytest.mark.parametrize("method", [name for name, own in METHODS.items() if own.by_rank])
def test_methods_by_rank_see_nothing_but_the_order(method):
    np.testing.assert_array_equal(normalise(method, VALUES), normalise(method, VALUES**3))
