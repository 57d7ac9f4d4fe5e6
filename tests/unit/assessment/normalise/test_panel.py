import numpy as np
import pytest

from junxian.assessment.normalise import METHODS, normalise, normalise_panel
from junxian.terms import MethodError

PANEL = np.random.default_rng(7).integers(1, 40, size=(6, 3, 2)).astype(float)
PANEL[2, 1, 0] = np.nan
PANEL[3] = [39.5, 0.8]  # the reference area, the best of all
BETTER = np.array([True, False])
OPTIONS = {"distance_to_target": {"target": np.array([60.0, 0.5])}, "distance_to_reference": {"area": 3}}
OPTIONS |= {"goalposts": {"bounds": (0.0, 50.0)}}


def _scores(method, scale):
    return normalise_panel(method, PANEL, scale=scale, more_is_better=BETTER, **OPTIONS.get(method, {}))


@pytest.mark.parametrize("method", METHODS)
def test_each_period_by_itself_is_as_if_there_were_no_other(method):
    found = _scores(method, "each")
    for period in range(3):
        alone = normalise(method, PANEL[:, period], more_is_better=BETTER, **OPTIONS.get(method, {}))
        np.testing.assert_allclose(found[:, period], alone, rtol=1e-13)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "distance_to_reference"])
def test_all_periods_together_are_as_if_every_period_were_an_area(method):
    rows = normalise(method, PANEL.reshape(18, 2), more_is_better=BETTER, **OPTIONS.get(method, {}))
    np.testing.assert_array_equal(_scores(method, "all"), rows.reshape(6, 3, 2))


@pytest.mark.parametrize("method", METHODS)
def test_the_base_year_is_scored_by_itself_and_sets_the_scale_of_the_others(method):
    found = _scores(method, 0)
    options = {"more_is_better": BETTER, **OPTIONS.get(method, {})}
    np.testing.assert_array_equal(found[:, 0], normalise(method, PANEL[:, 0], **options))
    later = normalise(method, PANEL[:, 2], PANEL[:, 0], **options)
    np.testing.assert_allclose(found[:, 2], later, rtol=1e-13)
    shorter = normalise_panel(method, PANEL[:, :2], scale=0, **options)
    np.testing.assert_array_equal(found[:, :2], shorter)


def test_a_rise_everywhere_shows_under_one_scale_and_not_under_one_each():
    panel = np.stack([[1.0, 2, 3, 4], [3.0, 4, 5, 6]], axis=1)[:, :, None]
    together, apart = (normalise_panel("min_max", panel, scale=s)[:, :, 0] for s in ("all", "each"))
    assert (together[:, 1] - together[:, 0] == 40).all()
    np.testing.assert_array_equal(apart[:, 0], apart[:, 1])


@pytest.mark.parametrize(("method", "scale", "what"), [
    ("min_max", "yearly", "scale 'yearly' is not known"), ("min_max", 3, "no period at place 3"),
    ("distance_to_reference", "all", "a value in every period"),
])  # fmt: skip
def test_a_scale_that_means_nothing_is_refused(method, scale, what):
    with pytest.raises(MethodError, match=what):
        _scores(method, scale)


def test_a_table_is_no_panel():
    with pytest.raises(MethodError, match="2 dimensions"):
        normalise_panel("min_max", PANEL[:, 0])
