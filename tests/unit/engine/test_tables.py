"""Tables where they lie."""

import subprocess
import sys

import polars as pl
import pytest

from junxian.engine.tables import (
    FrameQuery,
    connect_duckdb,
    count_rows,
    open_table,
    read_batches,
    read_extremes,
    read_table,
)
from junxian.terms.errors import MethodError


def test_a_table_leaves_in_batches_and_whole():
    table, connection = open_table(pl.DataFrame({"x": range(250)}))
    assert [frame.height for frame in read_batches(table, connection, 100)] == [100, 100, 50]
    assert sorted(read_table(table, connection)["x"]) == list(range(250))
    assert count_rows(table, connection) == 250


def test_codes_of_a_csv_stay_text_and_numbers_numbers(tmp_path):
    (tmp_path / "rows.csv").write_text("code,zero,x\n010104,0,1.5\n510105,0.5,\n", encoding="utf-8")
    table, connection = open_table(tmp_path / "rows.csv")
    assert sorted(read_table(table, connection).rows()) == [("010104", 0.0, 1.5), ("510105", 0.5, None)]


def test_a_file_of_duckdb_is_read_and_never_written(tmp_path):
    import duckdb

    with duckdb.connect(tmp_path / "firms.duckdb") as made:
        made.execute("CREATE TABLE firms AS SELECT 7 AS x")
    connection = connect_duckdb(tmp_path / "firms.duckdb")
    assert read_table(open_table("firms", connection)[0], connection)["x"].to_list() == [7]
    with pytest.raises(Exception, match="read-only"):
        connection.raw_sql("CREATE TABLE other AS SELECT 1")


def test_what_is_no_table_is_refused():
    with pytest.raises(MethodError, match="no file or table 'firms'"):
        open_table("firms")


def test_ibis_waits_for_its_first_use():
    code = "import sys, junxian.quality, junxian.quality.compiled.microdata; print('ibis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def test_a_parquet_file_and_a_frame_tell_the_extremes_of_their_numbers(tmp_path):
    frame = pl.DataFrame({"x": [1.5, None, -2.0], "n": [7, 8, 9], "nothing": [None, None, None], "s": ["a", "b", "c"]}, schema_overrides={"nothing": pl.Float64})  # fmt: skip
    expected = {"x": (-2.0, 1.5), "n": (7.0, 9.0)}
    assert read_extremes(frame) == expected
    frame.write_parquet(tmp_path / "o'clock.parquet", row_group_size=1)
    assert read_extremes(tmp_path / "o'clock.parquet") == expected
    assert read_extremes("firms") == {}


def test_a_file_without_statistics_or_with_infinity_tells_nothing(tmp_path):
    frame = pl.DataFrame({"x": [1.5, 2.0], "y": [float("inf"), 1.0]})
    frame.write_parquet(tmp_path / "one.parquet", statistics=False)
    assert read_extremes(tmp_path / "one.parquet") == {}
    frame.write_parquet(tmp_path / "two.parquet")
    assert read_extremes(tmp_path / "two.parquet") == {"x": (1.5, 2.0)}


def test_one_question_is_asked_of_many_frames():
    frame = pl.DataFrame({"x": [1, 2], "s": ["a", None]})
    query = FrameQuery(frame, lambda table: table.select(table.s, y=table.x + 1))
    assert sorted(query.ask(frame).rows(), key=str) == [("a", 2), (None, 3)]
    assert query.ask(frame.head(1).with_columns(x=5)).rows() == [("a", 6)]
