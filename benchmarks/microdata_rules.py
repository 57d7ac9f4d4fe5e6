"""Twenty rules over a table of microdata, failing rows kept: this package beside hand-written SQL, and pandera where it is.

    python benchmarks/microdata_rules.py [rows in millions] [--peers]

Each run is a process of its own that is measured whole after loading its libraries, which is told beside it, in turn with
the others; medians of three. `--peers` installs requirements/peers.txt in an environment thrown away and runs pandera. The hand-written SQL has the same
rules in floats, with a tolerance for the one identity, and writes the same columns of the same failing rows to Parquet:
one row for each rule and row, in one scan (`unnest`).
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

THREADS = 2
MONEY = [f"m{n}" for n in range(14)]
UNITS = {**dict.fromkeys([*MONEY, "total"], "万元"), "persons": "人", "insured": "人", "kind": "text"}
RULES = [  # as statisticians write them; as SQL
    *[(f"m{n} >= 0", f"m{n} >= 0", (f"m{n}",)) for n in range(5)],
    *[(f"m{n} <= m{n + 1} * 90", f"m{n} <= m{n + 1} * 90", (f"m{n}", f"m{n + 1}")) for n in range(4)],
    ("m0 + m1 = total within 0.005", "abs(m0 + m1 - total) <= 0.005", ("m0", "m1", "total")),
    ("m2 + m3 + m4 <= m5 * 1000 + 5亿元", "m2 + m3 + m4 <= m5 * 1000 + 50000", ("m2", "m3", "m4", "m5")),
    ("m6 / m7 between 0 and 100", "m6 / nullif(m7, 0) BETWEEN 0 AND 100", ("m6", "m7")),
    ("m3 / persons <= 2000", "m3 / nullif(persons, 0) <= 2000", ("m3", "persons")),
    ("insured <= persons * 300", "insured <= persons * 300", ("insured", "persons")),
    ("if m11 > 7500 then m12 > 20 or m13 > 20", "NOT m11 > 7500 OR m12 > 20 OR m13 > 20", ("m11", "m12", "m13")),
    ('kind in ("101", "102", "103")', "kind IN ('101', '102', '103')", ("kind",)),
    ("m8 + m9 - m10 > -7500", "m8 + m9 - m10 > -7500", ("m8", "m9", "m10")),
    ("abs(m4 - m5) <= 8000", "abs(m4 - m5) <= 8000", ("m4", "m5")),
    ("max(m6, m7) <= 8050", "CASE WHEN m6 IS NOT NULL AND m7 IS NOT NULL THEN greatest(m6, m7) END <= 8050", ("m6", "m7")),
    ("not (m12 is missing and m13 is missing)", "NOT (m12 IS NULL AND m13 IS NULL)", ("m12", "m13")),
]  # fmt: skip


def make_table(rows, path):
    """Money of two decimals, one in ten zero and one in fifty missing; counts; a kind; a total that is wrong in 0.2 %."""
    import duckdb

    money = [
        f"CASE WHEN hash(i, {n + 500}) % 50 = 0 THEN NULL WHEN hash(i, {n + 600}) % 10 = 0 AND {n} NOT IN (1, 2, 3, 4, 7) THEN 0 "
        f"ELSE round(exp(4 + 5 * ((hash(i, {n}) % 1000003) / 1000003.0)), 2) END::DOUBLE AS m{n}" for n in range(14)
    ]  # fmt: skip
    with duckdb.connect(config={"threads": THREADS}) as connection:
        connection.execute(
            f"COPY (SELECT * EXCLUDE i, round(m0 + m1 + CASE WHEN hash(i, 95) % 500 = 0 THEN 1.5 ELSE 0 END, 2) AS total FROM ("
            f"SELECT i, 'E' || lpad(i::VARCHAR, 9, '0') AS unit, CASE WHEN hash(i, 7) % 1000 = 0 THEN '999' WHEN hash(i, 7) % 5 = 0 "
            f"THEN '102' ELSE '101' END AS kind, CASE WHEN hash(i, 90) % 40 = 0 THEN NULL ELSE (1 + hash(i, 91) % 3000)::INTEGER END AS persons, "
            f"(hash(i, 92) % 2500)::INTEGER AS insured, {', '.join(money)} FROM range({rows}) t(i))) TO '{path}' (FORMAT parquet)"
        )


def ask_junxian(path, folder):
    import ibis
    import pyarrow.dataset
    import pyarrow.parquet

    from junxian.declared.rules import Expression
    from junxian.engine.tables import connect_duckdb
    from junxian.quality.compiled.microdata import check_rows
    from junxian.quality.language.names import list_columns

    def make_rule(n, text):
        given = {"zh": f"规则{n}"}
        return Expression(
            code=f"r{n}", name=given, severity="hold", why=given, remedy=given, kind="expression", rule=text
        )

    rules = [make_rule(n, text) for n, (text, *_) in enumerate(RULES)]
    assert ibis.duckdb  # loads the backend
    assert pyarrow.dataset
    assert pyarrow.parquet
    begun = begin()
    connection = connect_duckdb(threads=THREADS)
    found = check_rows(
        path, rules, ["unit"], vocabulary=list_columns(UNITS), connection=connection, into=folder / "ours.parquet"
    )
    return end(begun, found.counts["failing"].sum())


def ask_sql(path, folder):
    import duckdb

    columns = ["kind", "persons", "insured", "total", *MONEY]
    begun = begin()
    with duckdb.connect(
        config={"threads": THREADS, "memory_limit": "800MB", "preserve_insertion_order": False}
    ) as connection:
        told = ", ".join(f"CASE WHEN NOT ({sql}) THEN {n} END" for n, (_, sql, _) in enumerate(RULES))
        failing = " OR ".join(f"NOT ({sql})" for _, sql, _ in RULES)
        named = {c: [n for n, (*_, names) in enumerate(RULES) if c in names] for c in columns}
        shown = ", ".join(
            f"CASE WHEN rule IN ({', '.join(map(str, n))}) THEN {c} END AS {c}" for c, n in named.items() if n
        )
        connection.execute(
            f"COPY (WITH f AS (SELECT unit, {', '.join(columns)}, unnest([{told}]) AS rule FROM read_parquet('{path}') WHERE {failing}) "
            f"SELECT 'r' || rule AS rule, unit, {shown} FROM f WHERE rule IS NOT NULL) TO '{folder / 'sql.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
        counts = connection.execute(f"SELECT count(*) FROM '{folder / 'sql.parquet'}'").fetchall()
    return end(begun, counts[0][0])


def ask_pandera(path, folder):
    import pandera.polars as pa
    import polars as pl

    def both(check):
        return pa.Check(check)

    c = pl.col
    expressions = [
        *[c(f"m{n}") >= 0 for n in range(5)], *[c(f"m{n}") <= c(f"m{n + 1}") * 90 for n in range(4)],
        (c("m0") + c("m1") - c("total")).abs() <= 0.005, c("m2") + c("m3") + c("m4") <= c("m5") * 1000 + 50000,
        pl.when(c("m7") != 0).then((c("m6") / c("m7")).is_between(0, 100)),
        pl.when(c("persons") != 0).then(c("m3") / c("persons") <= 2000), c("insured") <= c("persons") * 300,
        ~(c("m11") > 7500) | (c("m12") > 20) | (c("m13") > 20), c("kind").is_in(["101", "102", "103"]),
        c("m8") + c("m9") - c("m10") > -7500, (c("m4") - c("m5")).abs() <= 8000,
        pl.when(c("m6").is_not_null() & c("m7").is_not_null()).then(pl.max_horizontal("m6", "m7")) <= 8050,
        ~(c("m12").is_null() & c("m13").is_null()),
    ]  # fmt: skip
    checks = [both(lambda data, e=e: data.lazyframe.select(e.fill_null(True))) for e in expressions]
    begun = begin()
    schema, failing = pa.DataFrameSchema(checks=checks), 0
    try:
        schema.validate(pl.read_parquet(path), lazy=True)
    except pa.errors.SchemaErrors as errors:
        failing = errors.failure_cases.height
        errors.failure_cases.write_parquet(folder / "pandera.parquet")
    return end(begun, failing)


def begin():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def end(begun, failing):
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": time.perf_counter() - begun[0], "processor": usage.ru_utime + usage.ru_stime - begun[1], "loading": begun[1],
        "MB": usage.ru_maxrss / 1024, "failing": int(failing),
    }  # fmt: skip


WAYS = {"junxian": ask_junxian, "sql": ask_sql, "pandera": ask_pandera}


def run(way, path, folder, python):
    command = [python, __file__, "--way", way, str(path), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def install_peers(place):
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python, wanted = f"{place}/bin/python", str(Path(__file__).parents[1] / "requirements" / "peers.txt")
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", wanted], check=True, stderr=subprocess.DEVNULL)
    return python


def compare(rows, with_peers):
    ways = {"sql": sys.executable, "junxian": sys.executable}
    with tempfile.TemporaryDirectory() as made:
        if with_peers:
            ways["pandera"] = install_peers(f"{made}/peers")
        path = Path(made) / "rows.parquet"
        make_table(rows, path)
        measured = {way: [] for way in ways}
        for _ in range(3):
            for way, python in ways.items():
                measured[way].append(run(way, path, Path(made), python))
    for way, runs in measured.items():
        print(f"{rows:,} rows", way, {key: round(statistics.median(r[key] for r in runs), 2) for key in runs[0]})
    for way in [w for w in ways if w != "sql"]:
        for keys in (("seconds",), ("processor",), ("processor", "loading")):
            ratios = [
                sum(a[k] for k in keys) / sum(b[k] for k in keys)
                for a, b in zip(measured[way], measured["sql"], strict=True)
            ]
            print(
                f"{way} / sql, {' and '.join(keys)}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            )


if __name__ == "__main__":
    if "--way" in sys.argv:
        way, path, folder = sys.argv[2:]
        print(json.dumps(WAYS[way](path, Path(folder))))
    else:
        numbers = [float(word) for word in sys.argv[1:] if not word.startswith("--")]
        compare(int((numbers or [10])[0] * 1e6), "--peers" in sys.argv)
