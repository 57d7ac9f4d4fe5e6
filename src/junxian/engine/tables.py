"""Tables of any size where they lie: DuckDB by default, PostgreSQL and Spark the same way, all through Ibis.

Nothing else in the package imports Ibis; it takes 0.4 s to load and is loaded by the first call.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from junxian.terms.errors import MethodError

BATCH = 100_000  # rows that leave an engine at once


def connect_duckdb(file: str | Path = ":memory:", *, threads: int = 2, memory_limit: str = "800MB") -> Any:
    """A connection to DuckDB; `file` is opened read-only."""
    import ibis

    options = {} if str(file) == ":memory:" else {"read_only": True}
    return ibis.duckdb.connect(str(file), threads=threads, memory_limit=memory_limit, preserve_insertion_order=False, **options)  # fmt: skip


def connect_postgres(**where: Any) -> Any:
    """A connection to PostgreSQL: host, port, user, password, database, schema. MethodError where psycopg is missing."""
    return _connect("postgres", where)


def connect_spark(session: Any) -> Any:
    """A connection over a Spark session. MethodError where pyspark is missing."""
    return _connect("pyspark", {"session": session})


def _connect(backend: str, where: dict[str, Any]) -> Any:
    import ibis

    try:
        return getattr(ibis, backend).connect(**where)
    except ImportError as error:
        raise MethodError("tables", f"{backend} is not installed.", "Install it: pip install 'junxian[engines]'.") from error  # fmt: skip


def open_table(source: Any, connection: Any = None) -> tuple[Any, Any]:
    """A table and the connection that it lies on.

    source      a Parquet or CSV file (or a pattern such as `rows/*.parquet`), a Polars frame, the name of a table of
                `connection`, or an Ibis table. Codes of a CSV stay text: what begins with 0 is no number.
    connection  from `connect_duckdb`, `connect_postgres` or `connect_spark`; DuckDB in memory by default
    MethodError where the source is none of these. Checked in tests/unit/engine/test_tables.py.
    """
    if hasattr(source, "get_backend"):
        return source, connection or source.get_backend()
    connection = connect_duckdb() if connection is None else connection
    with _quiet():
        return _open(source, connection), connection


def _open(source: Any, connection: Any) -> Any:
    if isinstance(source, pl.DataFrame | pl.LazyFrame):
        return _lay(source.lazy().collect(), connection)
    if str(source).endswith(".parquet"):
        return connection.read_parquet(str(source))
    if str(source).endswith(".csv"):
        return _read_csv(str(source), connection)
    if str(source) in connection.list_tables():
        return connection.table(str(source))
    raise MethodError("tables", f"there is no file or table {str(source)!r}.", "Give a .parquet or .csv file, a frame, or the name of a table.")  # fmt: skip


def _lay(frame: pl.DataFrame, connection: Any) -> Any:
    import ibis

    if connection.name != "duckdb":
        return ibis.memtable(frame)
    name = ibis.util.gen_name("frame")
    connection.con.register(name, frame.to_arrow())
    return connection.table(name)


def _read_csv(path: str, connection: Any) -> Any:
    """DuckDB guesses types from all rows; a column in which any value begins with 0 and goes on in digits stays text."""
    if connection.name != "duckdb":
        raise MethodError("tables", "a CSV file is read by DuckDB.", "Load it into a table of that engine, or name no connection.")  # fmt: skip
    table = connection.read_csv(path, sample_size=-1)
    numbers = [name for name, kind in table.schema().items() if kind.is_numeric()]
    raw = connection.read_csv(path, all_varchar=True)
    coded = raw.aggregate(**{n: raw[n].re_search("^0[0-9]+$").any() for n in numbers}) if numbers else None
    codes = {n: "VARCHAR" for n, is_code in connection.to_polars(coded).row(0, named=True).items() if is_code} if numbers else {}  # fmt: skip
    return connection.read_csv(path, sample_size=-1, types=codes) if codes else table


def read_batches(table: Any, connection: Any, rows: int = BATCH) -> Iterator[pl.DataFrame]:
    """The rows of a table in frames of at most so many rows; never all at once."""
    with _quiet():
        for batch in connection.to_pyarrow_batches(table, chunk_size=rows):
            if batch.num_rows:
                yield pl.DataFrame(pl.from_arrow(batch))


def read_table(table: Any, connection: Any) -> pl.DataFrame:
    """All rows of a small table."""
    with _quiet():
        return pl.DataFrame(connection.to_polars(table))


def count_rows(table: Any, connection: Any) -> int:
    """The number of rows."""
    counted = next(read_batches(table.aggregate(rows=table.count()), connection))  # a frame for one number loads pandas
    return int(counted["rows"][0])


def read_extremes(source: Any) -> dict[str, tuple[float, float]]:
    """The least and the largest figure of columns of numbers, where the source tells them without being read.

    source  as for `open_table`: Parquet files tell them of every block, frames are asked; of others nothing is known
    NaN is left out; a column of which any block tells nothing is too. Checked in tests/unit/engine/test_tables.py.
    """
    if isinstance(source, pl.DataFrame):
        return _find_extremes(source)
    return _read_parquet_extremes(str(source)) if str(source).endswith(".parquet") else {}


def _find_extremes(frame: pl.DataFrame) -> dict[str, tuple[float, float]]:
    numbers = frame.select(pl.selectors.numeric().cast(pl.Float64))
    ends = zip(numbers.min().row(0), numbers.max().row(0), strict=True) if numbers.width else ()
    return {name: end for name, end in zip(numbers.columns, ends, strict=True) if None not in end}


def _read_parquet_extremes(pattern: str) -> dict[str, tuple[float, float]]:
    import duckdb

    with duckdb.connect() as connection:
        quoted = "'" + pattern.replace("'", "''") + "'"  # a parameter would load pandas
        rows = connection.execute(_BLOCKS.format(files=quoted)).fetchall()
    return {name: (low, high) for name, low, high, is_known in rows if is_known}


_BLOCKS = """
SELECT path_in_schema, min(low), max(high), bool_and(empty OR coalesce(isfinite(low) AND isfinite(high), false))
FROM (SELECT path_in_schema, stats_null_count IS NOT DISTINCT FROM num_values AS empty,
      try_cast(stats_min_value AS DOUBLE) AS low, try_cast(stats_max_value AS DOUBLE) AS high FROM parquet_metadata({files}))
GROUP BY path_in_schema HAVING min(low) IS NOT NULL
"""


class FrameQuery:
    """One question that DuckDB is asked of many frames alike; composed and translated once."""

    def __init__(self, like: pl.DataFrame, compose: Callable[[Any], Any]) -> None:
        """`compose` gives the question as an Ibis table, from the table of a frame with the columns of `like`."""
        self._connection = connect_duckdb()
        self._connection.con.register(_ASKED, like.clear())
        self._sql = show_sql(compose(self._connection.table(_ASKED)), "duckdb")

    def ask(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The answer; its rows may come in any order."""
        with _quiet():
            self._connection.con.register(_ASKED, frame)  # as Arrow it would load pandas
            return pl.DataFrame(pl.from_arrow(self._connection.con.execute(self._sql).to_arrow_table()))


_ASKED = "asked_frame"


def show_sql(table: Any, dialect: str) -> str:
    """The SQL of a table in the words of an engine: duckdb, postgres, pyspark."""
    import ibis

    return str(ibis.to_sql(table, dialect=dialect))


def write_float(value: float) -> Any:
    """A number as a column of floats."""
    import ibis

    return ibis.literal(value, "float64")


def write_truth(value: bool) -> Any:
    """True or false as a column."""
    import ibis

    return ibis.literal(value)


def write_text(value: str) -> Any:
    """A text as a column."""
    import ibis

    return ibis.literal(value, "string")


def choose_where(condition: Any, where_true: Any, where_false: Any) -> Any:
    """One of two columns by a condition; NULL where the condition is NULL, on every engine."""
    import ibis

    return ibis.cases((condition, where_true), (~condition, where_false))


def take_where(condition: Any, column: Any) -> Any:
    """A column where a condition is true, reckoned only there; NULL elsewhere."""
    import ibis

    return ibis.cases((condition, column))


def keep_any(conditions: Sequence[Any]) -> Any:
    """Whether any of several conditions is true; NULL or false where none is."""
    import ibis

    return ibis.or_(*conditions)


@contextmanager
def _quiet() -> Iterator[None]:
    """Two warnings of Ibis about its own calls."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The 'future.infer_string' option is deprecated")
        warnings.filterwarnings("ignore", r"fetch_(arrow_table|record_batch)\(\) is deprecated", DeprecationWarning)
        yield
