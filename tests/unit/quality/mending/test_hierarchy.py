import numpy as np
import polars as pl
import pytest

from junxian.quality.mending.hierarchy import FIGURE_SCHEMA, reconcile_levels, reconcile_sums
from junxian.quality.mending.sums import Sum, list_area_sums
from junxian.terms.errors import MethodError

ABOVE = {"a1": "A", "a2": "A", "b1": "B", "A": "P", "B": "P"}


def figures(rows):
    return pl.DataFrame(rows, FIGURE_SCHEMA, orient="row")


def proposed(found):
    return {(a, i): x for a, i, x in found.table.select("ref_area", "item", "proposed").rows()}


def test_counties_cities_and_the_province_agree_after_reconciliation():
    rows = [("a1", "gdp", 30.0, 1.0), ("a2", "gdp", 50.0, 1.0), ("b1", "gdp", 20.0, 1.0), ("A", "gdp", 83.0, 1.0),
            ("B", "gdp", 20.0, 1.0), ("P", "gdp", 103.0, 0.0)]  # fmt: skip
    found = proposed(reconcile_levels(figures(rows), ABOVE, {}))
    assert found["P", "gdp"] == 103.0
    assert found["a1", "gdp"] + found["a2", "gdp"] == pytest.approx(found["A", "gdp"])
    assert found["A", "gdp"] + found["B", "gdp"] == pytest.approx(103.0)
    assert found["a1", "gdp"] - 30 == pytest.approx(found["a2", "gdp"] - 50)


def test_parts_come_to_their_total_in_every_area_at_once():
    rows = [(a, i, v, 0.1 * v) for a, vs in {"a1": (10, 4, 7), "a2": (20, 9, 10), "A": (31, 13, 18)}.items()
            for i, v in zip(("t", "x", "y"), vs, strict=True)]  # fmt: skip
    found = proposed(reconcile_levels(figures(rows), {"a1": "A", "a2": "A"}, {"t": ("x", "y")}))
    for area in ("a1", "a2", "A"):
        assert found[area, "t"] == pytest.approx(found[area, "x"] + found[area, "y"])
    for item in ("t", "x", "y"):
        assert found["A", item] == pytest.approx(found["a1", item] + found["a2", item])


def test_figures_do_not_fall_below_zero_unless_their_sign_may_vary():
    rows = [("a1", "x", 1.0, 1.0), ("a2", "x", 50.0, 1.0), ("A", "x", 21.0, 1.0)]
    above = {"a1": "A", "a2": "A"}
    assert proposed(reconcile_levels(figures(rows), above, {}))["a1", "x"] == 0.0
    assert proposed(reconcile_levels(figures(rows), above, {}, signed=["x"]))["a1", "x"] == pytest.approx(-9.0)


def test_a_sum_with_a_missing_figure_is_left_out_and_named():
    rows = [("a1", "x", 1.0, 1.0), ("a2", "x", None, 1.0), ("A", "x", 21.0, 1.0)]
    found = reconcile_levels(figures(rows), {"a1": "A", "a2": "A"}, {})
    assert found.left_out.rows() == [("areas", "A", "x", "a2 x")]
    assert found.table["proposed"].to_list() == [1.0, None, 21.0]


def test_a_city_without_a_figure_is_passed_over():
    rows = [("a1", "x", 1.0, 1.0), ("a2", "x", 2.0, 1.0), ("b1", "x", 3.0, 1.0), ("P", "x", 6.6, 1.0)]
    sums = list_area_sums(figures(rows), ABOVE)
    assert [s.total for s in sums] == [("P", "x")]
    assert {p[0] for p in sums[0].parts} == {"a1", "a2", "b1"}


def test_what_a_sum_allows_is_not_evened_out_but_kept_to():
    rows = [
        ("a1", "x", 10.0, 1.0),
        ("a2", "x", 10.0, 1.0),
        ("A", "x", 20.4, 1.0),
        ("b1", "x", 5.0, 1.0),
        ("P", "x", 40.0, 1.0),
    ]
    city = Sum("city", ("A", "x"), (("a1", "x"), ("a2", "x")), 0.5)
    whole = Sum("province", ("P", "x"), (("A", "x"), ("b1", "x")), 0.5)
    still = reconcile_sums(figures(rows), [city])
    assert still.table["proposed"].to_list() == still.table["filed"].to_list()
    found = proposed(reconcile_sums(figures(rows), [city, whole]))
    assert found["A", "x"] + found["b1", "x"] == pytest.approx(found["P", "x"])
    assert abs(found["A", "x"] - found["a1", "x"] - found["a2", "x"]) == pytest.approx(0.5)


def test_the_gap_of_every_sum_is_reported_as_filed():
    rows = [("a1", "x", 10.0, 1.0), ("a2", "x", 10.0, 1.0), ("A", "x", 24.0, 1.0)]
    found = reconcile_levels(figures(rows), {"a1": "A", "a2": "A"}, {})
    assert found.sums.rows() == [("areas", "A", "x", 4.0)]


def test_intervals_hold_the_truth_as_often_as_they_say_and_reconciled_figures_are_nearer():
    rng = np.random.default_rng(0)
    counties, sectors = 60, 5
    city = rng.integers(0, 6, counties)
    truth = rng.lognormal(8, 1.5, (counties, sectors))
    of_city = np.array([truth[city == c].sum(axis=0) for c in range(6)])
    levels = np.vstack([truth, of_city, of_city.sum(axis=0)])
    areas = [*(f"c{n}" for n in range(counties)), *(f"C{n}" for n in range(6)), "P"]
    error = np.r_[np.full(counties, 0.05), np.full(6, 0.02), 0.005][:, None]
    spread = levels * error
    filed = levels + spread * rng.normal(size=levels.shape)
    rows = [(a, f"s{j}", filed[n, j], spread[n, j]) for n, a in enumerate(areas) for j in range(sectors)]
    above = {f"c{n}": f"C{city[n]}" for n in range(counties)} | {f"C{n}": "P" for n in range(6)}
    found = reconcile_levels(figures(rows), above, {}, coverage=0.9).table
    new, low, high = (found[c].to_numpy().reshape(levels.shape) for c in ("proposed", "low", "high"))
    assert 0.85 < ((low <= levels) & (levels <= high)).mean() < 0.95
    assert np.abs(new / levels - 1).mean() < np.abs(filed / levels - 1).mean()


def test_an_area_with_two_figures_of_one_item_is_refused():
    with pytest.raises(MethodError, match="two figures"):
        reconcile_levels(figures([("a", "x", 1.0, 1.0), ("a", "x", 2.0, 1.0)]), {}, {})


def test_fixed_figures_that_contradict_each_other_are_named():
    rows = [("a1", "x", 10.0, 0.0), ("a2", "x", 10.0, 0.0), ("A", "x", 24.0, 0.0)]
    with pytest.raises(MethodError, match=r"missed by 4 at least. Clashing: areas A x"):
        reconcile_levels(figures(rows), {"a1": "A", "a2": "A"}, {})


def test_nothing_to_sum_moves_nothing():
    found = reconcile_levels(figures([("a1", "x", 10.0, 1.0)]), {}, {})
    assert found.table["proposed"].to_list() == [10.0]
