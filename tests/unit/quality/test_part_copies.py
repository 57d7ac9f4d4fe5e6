import polars as pl

from junxian.quality.part_copies import find_part_copies

KEYS = ["a", "b", "c"]


def table(*rows):
    return pl.DataFrame(rows, schema=["time_period", "ref_area", *KEYS], orient="row")


def find(*rows):
    return [(c.period, c.areas, c.items, c.both) for c in find_part_copies(table(*rows), KEYS, 1e-6)]


def test_two_figures_of_six_digits_are_no_chance():
    rows = [("2020", "1", 123456.0, 654321.0, 5.0), ("2020", "2", 123456.0, 654321.0, 7.0)]
    assert find(*rows) == [("2020", ("1", "2"), ("a", "b"), 3)]


def test_one_figure_or_small_or_rounded_ones_may_be():
    assert find(("2020", "1", 123456.0, 1.0, 5.0), ("2020", "2", 123456.0, 2.0, 7.0)) == []
    assert find(("2020", "1", 12.0, 7.0, 5.0), ("2020", "2", 12.0, 7.0, 7.0)) == []
    assert find(("2020", "1", 3e6, 2e6, 5.0), ("2020", "2", 3e6, 2e6, 7.0)) == []


def test_other_periods_and_less_than_half_of_a_row_are_no_copy():
    assert find(("2020", "1", 123456.0, 654321.0, 5.0), ("2021", "2", 123456.0, 654321.0, 5.0)) == []
    long = [f"k{n}" for n in range(6)]
    rows = [
        ("2020", area, 123456.0, 654321.0, *(float(10 * n + off) for n in range(4)))
        for area, off in (("1", 1), ("2", 2))
    ]
    wide = pl.DataFrame(rows, schema=["time_period", "ref_area", *long], orient="row")
    assert find_part_copies(wide, long, 1e-6) == []


def test_a_value_that_everyone_shares_is_a_constant():
    assert find(*(("2020", str(n), 123456.0, 654321.0, float(n)) for n in range(12))) == []
