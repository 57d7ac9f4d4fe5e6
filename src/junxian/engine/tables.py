"""Tables of any size where they lie: DuckDB by default, PostgreSQL and Spark the same way, all through Ibis.

Nothing else in the package imports Ibis; it takes 0.4 s to load and is loaded by the first call.
"""

import warnings
from collections.abc import Iterator, Sequence
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
    with _quiet():
        return int(connection.to_pyarrow(table.count()).as_py())


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
