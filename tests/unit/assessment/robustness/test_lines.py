import numpy as np
import pytest

from junxian.assessment.robustness import Normalisation
from junxian.assessment.robustness.lines import bring_to_scale, find_lines, group_columns

RNG = np.random.default_rng(5)
WAYS = [
    Normalisation("min_max", {"base": 1, "span": 99}), Normalisation("min_max"), Normalisation("z_score"),
    Normalisation("z_score", {"mean": 10, "deviation": 2}), Normalisation("efficacy"),
    Normalisation("efficacy", {"percentiles": (10, 80), "base": 20, "span": 80}),
]  # fmt: skip
MORE = np.array([True, False, True, False])


def _bring(values, way):
    lines = find_lines(values, group_columns(~np.isnan(values[0]), MORE, way), MORE, way)
    return bring_to_scale(values.copy(), lines, way, way.is_clipped), lines


@pytest.mark.parametrize("areas", [2, 17, 700])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_many_draws_are_brought_to_scale_as_one(way, areas):
    values = RNG.lognormal(3, 1, (5, 4, areas))
    if areas > 2:
        values[:, 1, :5] = np.nan
    scores, lines = _bring(values, way)
    assert lines.is_defined.all()
    for own, table in zip(scores, values, strict=True):
        np.testing.assert_allclose(own, way(table.T, MORE).T, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_constant_and_an_indicator_without_figures_have_no_line(way):
    values = RNG.lognormal(3, 1, (5, 4, 20))
    values[2, 0], values[:, 3] = 7.0, np.nan
    lines = _bring(values, way)[1]
    expected = np.ones((5, 4), dtype=bool)
    expected[2, 0], expected[:, 3] = False, False
    np.testing.assert_array_equal(lines.is_defined, expected)


def test_declared_ends_stand_in_for_those_of_the_draws_where_they_are_given():
    values, way = RNG.normal(50, 10, (3, 2, 9)), Normalisation("efficacy", {"percentiles": (0, 100)})
    ends = np.array([10.0, np.nan]), np.array([90.0, np.nan])
    more = np.array([True, True])
    lines = find_lines(values, group_columns(np.ones((2, 9), dtype=bool), more, way), more, way, ends)
    np.testing.assert_array_equal(lines.origin[:, 0], 10.0)
    np.testing.assert_array_equal(lines.slope[:, 0], 1 / 80)
    np.testing.assert_array_equal(lines.origin[:, 1], values[:, 1].min(axis=-1))


@pytest.mark.parametrize(("way", "is_linear"), [
    (WAYS[0], True), (Normalisation("min_max", {"bounds": (0, 1)}), False), (Normalisation("borda"), False),
])  # fmt: skip
def test_only_lines_found_from_the_figures_alone_are_shared(way, is_linear):
    assert way.is_linear == is_linear
