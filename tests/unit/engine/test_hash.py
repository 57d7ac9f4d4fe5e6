from decimal import Decimal

import polars as pl

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


def test_column_names_and_order_count():
    assert hash_table(TABLE, ["ref_area"]) != hash_table(TABLE.rename({"v": "w"}), ["ref_area"])
    assert hash_table(TABLE, ["ref_area"]) != hash_table(TABLE.select("ref_area", "n", "v", "d"), ["ref_area"])


def test_lists_are_hashed_by_content():
    a = pl.DataFrame({"k": ["a"], "w": [["x", "y"]]})
    assert hash_table(a, ["k"]) != hash_table(pl.DataFrame({"k": ["a"], "w": [["x"]]}), ["k"])
