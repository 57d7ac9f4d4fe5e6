"""Engines that may not be there: each test says so and is skipped."""

import os
import warnings

import polars as pl
import pytest

from junxian.engine.tables import connect_duckdb, connect_postgres, connect_spark

POSTGRES = {
    "host": os.environ.get("PGHOST", "127.0.0.1"), "port": int(os.environ.get("PGPORT", "5432")),
    "user": os.environ.get("PGUSER", "postgres"), "database": os.environ.get("PGDATABASE", "test"),
    "password": os.environ.get("PGPASSWORD", ""),
}  # fmt: skip


@pytest.fixture(scope="session")
def duckdb():
    connection = connect_duckdb()
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def postgres():
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    import psycopg

    try:
        connection = connect_postgres(**POSTGRES)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers at " + POSTGRES["host"])
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def spark():
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            session = (
                pyspark.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.constraintPropagation.enabled", "false").config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.shuffle.partitions", "1").config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1").config("spark.sql.session.timeZone", "UTC").getOrCreate()
            )  # fmt: skip
        except Exception as error:  # no Java
            pytest.skip(f"Spark does not start: {type(error).__name__}")
        yield connect_spark(session)
        session.stop()


def lay(connection, frame: pl.DataFrame):
    """The frame as a table of the engine."""
    import ibis

    if connection.name == "duckdb":
        return frame
    schema = ibis.schema({name: {"Float64": "float64", "Int64": "int64", "Int32": "int32", "String": "string"}.get(str(kind), "decimal(18,2)") for name, kind in frame.schema.items()})  # fmt: skip
    if connection.name == "postgres":
        connection.drop_table("microdata_rules", force=True)
        connection.create_table("microdata_rules", schema=schema)
        with connection.con.cursor() as cursor:
            rows = [tuple(row) for row in frame.rows()]
            cursor.executemany(f"INSERT INTO microdata_rules VALUES ({', '.join(['%s'] * frame.width)})", rows)
        connection.con.commit()
        return "microdata_rules"
    kinds = {"Float64": "double", "Int64": "bigint", "Int32": "int", "String": "string"}
    ddl = ", ".join(f"`{n}` {kinds.get(str(k), 'decimal(18,2)')}" for n, k in frame.schema.items())
    connection._session.createDataFrame(frame.rows(), ddl).createOrReplaceTempView("microdata_rules")
    return "microdata_rules"
