import numpy as np
import pytest

from junxian.quality.variances import fit_variances


def draw(areas, freedom, prior, seed=1):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    own = 0.04 * prior / rng.chisquare(prior, areas)
    return own * rng.chisquare(freedom, areas) / freedom


@pytest.mark.parametrize(("freedom", "prior"), [(4, 4.0), (6, 10.0), (11, 3.0)])
def test_scale_and_prior_come_back_and_p_values_are_uniform(freedom, prior):
    s2 = draw(200_000, freedom, prior)
    null = fit_variances(s2[:, None], freedom)
    assert null.variance[0] == pytest.approx(0.04, rel=0.05)
    assert null.prior[0] == pytest.approx(prior, rel=0.3)
    p = null.lower_tail(s2[:, None])
    for level in (0.05, 0.01, 0.001):
        assert np.mean(p <= level) == pytest.approx(level, rel=0.3)


def test_areas_without_differences_of_their_own_leave_chi_square():
    s2 = np.random.default_rng(np.random.SeedSequence(3)).chisquare(5, 20_000) / 5
    assert fit_variances(s2[:, None], 5).prior[0] > 50


def test_a_few_smoothed_areas_hardly_change_the_null():
    s2 = draw(1000, 6, 6.0)
    dirty = np.concatenate([np.full(40, 1e-8), s2])
    a, b = (fit_variances(x[:, None], 6) for x in (s2, dirty))
    assert b.variance[0] == pytest.approx(a.variance[0], rel=0.25)
    assert b.lower_tail(np.array([[1e-8]]))[0, 0] < 1e-12


def test_figures_that_mostly_stand_still_say_nothing():
    null = fit_variances(np.array([[0.0], [0.0], [0.1]]), 5)
    assert np.isnan(null.lower_tail(np.array([[0.0]]))).all()
