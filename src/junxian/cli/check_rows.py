"""Asks rules of the rows of a table and keeps the failing rows as evidence."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import polars as pl
import typer
import xlsxwriter

from junxian.declared import read_province
from junxian.declared.row_rules import read_row_rules
from junxian.engine.tables import connect_duckdb, connect_postgres, open_table
from junxian.quality.compiled.microdata import RowFindings, check_rows
from junxian.quality.compiled.row_rules import AskedOfRows, choose_of_province, choose_own
from junxian.terms import NotPermitted
from junxian.terms.finding import SEVERITY_NAMES
from junxian.terms.nearest import suggest

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "rows": "{data}：{rows:,}行，问了{rules}条规则。", "rule": "[{severity}] {code} {name}：不成立{failing:,}行", "left": "未问{n}条：",
        "why": "  {code} {name}：{why}", "written": "不成立的行（{n:,}行）已存：{path}", "part": "不成立的行中前{n:,}行已存：{path}；要全部请存为.parquet或.csv",
        "none": "没有不成立的行，未写证据文件。", "no_rules": "没有一条规则可问这张表。",
    },
    "en": {
        "rows": "{data}: {rows:,} rows, asked by {rules} rules.", "rule": "[{severity}] {code} {name}: false in {failing:,} rows", "left": "{n} not asked:",
        "why": "  {code} {name}: {why}", "written": "Failing rows ({n:,}) kept: {path}", "part": "The first {n:,} failing rows kept: {path}; name a .parquet or .csv file for all",
        "none": "No row fails: no evidence was written.", "no_rules": "No rule can be asked of this table.",
    },
}  # fmt: skip
ENGINES = ("duckdb", "postgres")
DRIVERS = ("duckdb", "psycopg", "ibis")  # whose errors are about the file or table
ENDINGS = (".parquet", ".csv", ".xlsx")


def print_row_findings(
    source: Path, data: str, keys: Sequence[str], engine: str, database: str, output: Path | None, language: str, *, as_json: bool
) -> int:  # fmt: skip
    """Ask, print how many rows fail each rule, keep the evidence; 1 where a rule that holds has failing rows, else 0."""
    _expect_output(output)
    with _open(engine, database, data) as (table, connection):
        asked = _choose(source, dict(table.schema().items()), data, keys)
        found, kept = _ask(table, connection, asked, output)
    typer.echo(
        _for_machines(found, asked, kept) if as_json else "\n".join(_tell(found, asked, data, output, kept, language))
    )
    return int(found.counts.filter((pl.col("severity") == "hold") & (pl.col("failing") > 0)).height > 0)


@contextmanager
def _open(engine: str, database: str, data: str) -> Iterator[tuple[Any, Any]]:
    """The table and its connection; what an engine cannot read is the user's matter, and told without a traceback."""
    connection = None
    try:
        connection = _connect(engine, database, data)
        table, connection = open_table(data, connection)
        yield table, connection
    except Exception as error:
        if type(error).__module__.split(".")[0].lstrip("_") not in DRIVERS:
            raise
        raise NotPermitted(data, f"cannot be read ({str(error).strip().splitlines()[0]}).", "Correct the file or the table.") from error  # fmt: skip
    finally:
        if connection is not None:
            connection.disconnect()


def _choose(source: Path, schema: dict[str, Any], data: str, keys: Sequence[str]) -> AskedOfRows:
    for key in keys:
        if key not in schema:
            raise NotPermitted(f"key {key!r}", f"is no column of {data}.", suggest(key, list(schema)))
    if source.is_dir():
        return choose_of_province(read_province(source), schema, keys)
    return choose_own(read_row_rules(source), schema, keys)


def _ask(table: Any, connection: Any, asked: AskedOfRows, output: Path | None) -> tuple[RowFindings, int]:
    """What the rules found, and how many failing rows were kept; a file beside the output is taken away again."""
    beside = None if output is None or output.suffix == ".parquet" else output.with_name(f".{output.name}.parquet")
    try:
        found = check_rows(
            table, asked.rules, asked.keys, vocabulary=asked.vocabulary, connection=connection, place=asked.place, into=beside or output
        )  # fmt: skip
        return found, _keep(found, output, beside or output)
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _expect_output(output: Path | None) -> None:
    if output is not None and (output.suffix not in ENDINGS or not output.parent.is_dir()):
        raise NotPermitted(
            str(output),
            "cannot hold evidence.",
            f"Name a file that ends in {', '.join(ENDINGS)} in a folder that is there.",
        )


def _connect(engine: str, database: str, data: str) -> Any:
    if engine not in ENGINES:
        raise NotPermitted(f"engine {engine!r}", "is not known.", suggest(engine, ENGINES))
    if engine == "duckdb":
        if database:
            return connect_duckdb(database)
        if not data.endswith((".parquet", ".csv")) or ("*" not in data and not os.path.isfile(data)):
            raise NotPermitted(
                data, "is no .parquet or .csv file that is there.", "Correct the name, or name --engine and --database."
            )
        return None
    where = urlsplit(database or os.environ.get("DATABASE_URL", "postgresql://localhost"))
    own = {
        "host": where.hostname, "port": where.port, "user": where.username, "database": where.path.strip("/"),
        "password": unquote(where.password) if where.password else os.environ.get("PGPASSWORD"),
    }  # fmt: skip
    try:
        return connect_postgres(**{key: value for key, value in own.items() if value})
    except Exception as error:
        if type(error).__module__.split(".")[0] not in DRIVERS:
            raise
        raise NotPermitted("postgres", f"cannot be reached ({str(error).strip().splitlines()[0]}).", "Give --database postgresql://USER@HOST:PORT/NAME; the password may stand in PGPASSWORD.") from error  # fmt: skip


def _keep(found: RowFindings, output: Path | None, into: Path | None) -> int:
    """Write the evidence; the number of rows kept."""
    failing = int(found.counts["failing"].sum())
    if output is None or into is None or not failing:
        return 0
    if output.suffix == ".csv":
        pl.scan_parquet(into).sink_csv(output, include_bom=True)
    if output.suffix == ".xlsx":
        with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            found.evidence.write_excel(book, worksheet="evidence", autofit=True)
        return found.evidence.height
    return failing


def _for_machines(found: RowFindings, asked: AskedOfRows, kept: int) -> str:
    left = {rule.code: why.zh for rule, why in asked.left_out}
    return json.dumps(
        {"rows": found.rows, "counts": found.counts.to_dicts(), "not_asked": left, "kept": kept}, ensure_ascii=False
    )


def _tell(
    found: RowFindings, asked: AskedOfRows, data: str, output: Path | None, kept: int, language: str
) -> list[str]:
    words = WORDS[language]
    lines = [
        words["rows"].format(data=data, rows=found.rows, rules=len(asked.rules)) if asked.rules else words["no_rules"]
    ]
    for row in found.counts.iter_rows(named=True):
        severity, name = SEVERITY_NAMES[row["severity"]][language], row[f"name_{language}"] or row["name_zh"]
        lines.append(words["rule"].format(severity=severity, code=row["rule"], name=name, failing=row["failing"]))
    if asked.left_out:
        lines.append(words["left"].format(n=len(asked.left_out)))
        lines += [
            words["why"].format(code=r.code, name=r.name.text(language), why=why.text(language))
            for r, why in asked.left_out
        ]
    if output is not None:
        failing = int(found.counts["failing"].sum())
        lines.append(
            words["none" if not failing else "written" if kept == failing else "part"].format(n=kept, path=output)
        )
    return lines
