"""The interpreter, Polars columns, DuckDB, PostgreSQL and Spark say the same of the same rows."""

import polars as pl
import pytest

from junxian.engine.tables import read_extremes
from junxian.quality.compiled.figures import read_figure
from junxian.quality.compiled.microdata import check_rows
from junxian.quality.language.children import Hierarchy
from junxian.quality.language.columns import Columns
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.interpret import judge
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.screen import find_rows_to_judge
from junxian.quality.language.syntax import list_keys
from junxian.quality.language.units import check_units
from junxian.terms import Areas
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

from .conftest import lay
from .generated import UNITS, WORDS, draw_frame, draw_rules, make_rule


class Row:
    def __init__(self, row):
        self.row = row

    def value(self, key, area, period):
        return read_figure(self.row[key])

    def children(self, area, period, level):
        return ()


def read(texts):
    """The conditions that the unit check lets through, with their text."""
    for text in texts:
        try:
            yield text, check_units(parse_condition(text, WORDS), WORDS, text)
        except ExpressionError:
            continue


def judge_rows(texts, frame):
    """Which rule fails in which row, by the interpreter."""
    rows = [(row["id"], Row(row)) for row in frame.iter_rows(named=True)]
    return {
        (str(n), name)
        for n, (_, condition) in enumerate(read(texts))
        for decide in [judge(condition)]
        for name, row in rows
        if decide(row, "", "") is False
    }


def ask_engine(connection, texts, frame):
    rules = [make_rule(n, text) for n, (text, _) in enumerate(read(texts))]
    found = check_rows(lay(connection, frame), rules, ["id"], vocabulary=WORDS, connection=connection, most=10**7)
    assert found.is_whole
    assert found.rows == frame.height
    return set(found.evidence.select("rule", "id").rows())


def assert_alike(connection, seed, number, rows, odd):
    texts, frame = draw_rules(seed, number), draw_frame(seed, rows, odd)
    expected, found = judge_rows(texts, frame), ask_engine(connection, texts, frame)
    apart = sorted(expected ^ found)
    conditions = [text for text, _ in read(texts)]
    assert len(conditions) > 0.9 * number
    assert not apart, [(conditions[int(n)], frame.filter(id=row).rows(), (n, row) in expected) for n, row in apart[:3]]
    assert len(expected) > rows


@pytest.mark.parametrize("seed", range(8))
def test_duckdb_fails_the_rows_that_the_interpreter_fails(duckdb, seed):
    assert_alike(duckdb, seed, 40, 300, odd=seed >= 4)


@pytest.mark.parametrize("seed", [1, 5])
def test_postgresql_fails_the_rows_that_the_interpreter_fails(postgres, seed):
    assert_alike(postgres, seed, 40, 200, odd=seed >= 4)


# each construct once: Spark's optimiser takes minutes over deeply nested rules
PLAIN = [
    "a + b = c", "a >= b within 10%", "m / n <= 0.5", "a / b between 0 and 2.5", "n > 0 and m >= 1", "p = 1 or a != 0.3",
    "if a > 0 then b is not missing", 'kind in ("甲", "o\'k")', "not (kind = \"乙\")", "round(a, 0) <= 1", "max(a, b) < 100",
    "abs(p - m) > 1", "c * m <= a",
]  # fmt: skip


def test_spark_fails_the_rows_that_the_interpreter_fails(spark):
    frame = draw_frame(5, 120, odd=True)
    assert judge_rows(PLAIN, frame) == ask_engine(spark, PLAIN, frame) != set()


@pytest.mark.parametrize("seed", range(4))
def test_polars_columns_lose_no_row_that_the_interpreter_fails(seed):
    frame = draw_frame(seed, 300)
    numbers = [key for key, unit in UNITS.items() if unit != "text"]
    wide = frame.select(pl.lit("2020").alias("time_period"), pl.col("id").alias("ref_area"), *[pl.col(k).cast(pl.Float64) for k in numbers])  # fmt: skip
    columns = Columns(wide, Hierarchy(Areas(pl.DataFrame(schema=AREA_SCHEMA), pl.DataFrame(schema=CHANGE_SCHEMA))))
    rows = [Row(row) for row in frame.iter_rows(named=True)]
    for text, condition in read(draw_rules(seed, 40)):
        if "kind" in list_keys(condition):
            continue
        decide = judge(condition)
        failing = {n for n, row in enumerate(rows) if decide(row, "", "2020") is False}
        assert failing <= set(find_rows_to_judge(condition, columns)), text


def test_half_is_half_on_every_engine(duckdb, postgres):
    frame = draw_frame(3, 50).with_columns(pl.lit(1, pl.Int32).alias("m"), pl.lit(2, pl.Int64).alias("n"))
    for connection in (duckdb, postgres):
        assert not ask_engine(connection, ["m / n = 0.5"], frame)
        assert len(ask_engine(connection, ["m / n = 0"], frame)) == 50


@pytest.mark.parametrize("seed", [2, 6])
def test_a_parquet_file_whose_statistics_tell_the_sizes_fails_the_same_rows(tmp_path, seed):
    """NaN is in no statistics; every column but that of texts is ordinary, which the file tells."""
    figures = [pl.when(pl.int_range(pl.len()) % 17 == n).then(float("nan")).otherwise(pl.col(k)).alias(k) for n, k in enumerate("abcq")]  # fmt: skip
    texts, frame = draw_rules(seed, 40), draw_frame(seed, 200).with_columns(figures)
    frame.write_parquet(tmp_path / "rows.parquet")
    assert all(abs(end) < 4e6 for key in "abcqmnp" for end in read_extremes(tmp_path / "rows.parquet")[key])
    rules = [make_rule(n, text) for n, (text, _) in enumerate(read(texts))]
    found = check_rows(tmp_path / "rows.parquet", rules, ["id"], vocabulary=WORDS)
    assert set(found.evidence.select("rule", "id").rows()) == judge_rows(texts, frame) != set()
