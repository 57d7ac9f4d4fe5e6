from decimal import Decimal

import polars as pl
import pytest

from junxian.engine import hash_table

TABLE = pl.DataFrame(
    {"ref_area": ["510104", "510105", "510106"], "v": [1.1, None, -0.0], "n": [1, 2, None], "d": [Decimal("1.25")] * 3}
)


def test_row_order_chunks_and_categories_do_not_change_the_hash():
    other = pl.concat([TABLE.slice(2), TABLE.slice(0, 2)], rechunk=False)
    assert hash_table(TABLE, ["ref_area"]) == hash_table(other, ["ref_area"])
    assert hash_table(TABLE, ["ref_area"]) == hash_table(
        TABLE.with_columns(pl.col("ref_area").cast(pl.Categorical)), ["ref_area"]
    )


def test_a_parquet_file_says_the_same(tmp_path):
    TABLE.write_parquet(tmp_path / "t.parquet")
    assert hash_table(pl.read_parquet(tmp_path / "t.parquet"), ["ref_area"]) == hash_table(TABLE, ["ref_area"])


def test_missing_is_not_zero():
    assert hash_table(TABLE, ["ref_area"]) != hash_table(TABLE.with_columns(pl.col("v").fill_null(0.0)), ["ref_area"])


def test_the_thirteenth_digit_does_not_count_and_the_eleventh_does():
    base = hash_table(pl.DataFrame({"k": ["a"], "v": [1.0]}), ["k"])
    assert hash_table(pl.DataFrame({"k": ["a"], "v": [1.0 + 1e-13]}), ["k"]) == base
    assert hash_table(pl.DataFrame({"k": ["a"], "v": [1.0 + 1e-10]}), ["k"]) != base


@pytest.mark.parametrize("value", [1.0, 9.99999999999951, 1e-300, 1e300, -123.456, 0.1 + 0.2])
def test_noise_in_the_last_bits_does_not_change_the_hash(value):
    kept = hash_table(pl.DataFrame({"v": [value]}), ["v"])
    assert hash_table(pl.DataFrame({"v": [value * (1 + 4e-16)]}), ["v"]) == kept


def test_a_number_just_below_a_power_of_ten_equals_the_power():
    a, b = (hash_table(pl.DataFrame({"v": [value]}), ["v"]) for value in (1000.0, 999.99999999999999))
    assert a == b
    assert hash_table(pl.DataFrame({"v": [float("inf")]}), ["v"]) != hash_table(
        pl.DataFrame({"v": [float("-inf")]}), ["v"]
    )


def test_column_names_and_order_count():
    assert hash_table(TABLE, ["ref_area"]) != hash_table(TABLE.rename({"v": "w"}), ["ref_area"])
    assert hash_table(TABLE, ["ref_area"]) != hash_table(TABLE.select("ref_area", "n", "v", "d"), ["ref_area"])


def test_lists_are_hashed_by_content():
    a = pl.DataFrame({"k": ["a"], "w": [["x", "y"]]})
    assert hash_table(a, ["k"]) != hash_table(pl.DataFrame({"k": ["a"], "w": [["x"]]}), ["k"])
