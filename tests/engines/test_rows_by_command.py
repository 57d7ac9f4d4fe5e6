"""The command that asks rules of rows gives the same of a Parquet file and of a table of PostgreSQL."""

import json

import polars as pl
from typer.testing import CliRunner

from junxian.cli import app

from .conftest import POSTGRES, lay

RULES = """
keys = ["id"]
columns = { revenue = "万元", cost = "万元" }
[[rule]]
code = "cost"
name = { zh = "成本不高于收入" }
kind = "expression"
severity = "note"
rule = "cost <= revenue"
why = { zh = "因为" }
remedy = { zh = "核对" }
"""


def ask(*words):
    return CliRunner().invoke(app, ["rules", "check-rows", *map(str, words), "--json"])


def test_a_table_of_a_server_is_asked_like_a_file(postgres, tmp_path, monkeypatch):
    (tmp_path / "r.toml").write_text(RULES, encoding="utf-8")
    frame = pl.DataFrame(
        {
            "id": [f"f{n}" for n in range(50)],
            "revenue": [float(n) for n in range(50)],
            "cost": [0.1 * n * n for n in range(50)],
        }
    )
    frame.write_parquet(tmp_path / "d.parquet")
    monkeypatch.setenv("PGPASSWORD", POSTGRES["password"])
    where = "postgresql://{user}@{host}:{port}/{database}".format(**POSTGRES)
    of_table = ask(
        tmp_path / "r.toml",
        lay(postgres, frame),
        "--engine",
        "postgres",
        "--database",
        where,
        "-o",
        tmp_path / "e.parquet",
    )
    of_file = ask(tmp_path / "r.toml", tmp_path / "d.parquet", "-o", tmp_path / "f.parquet")
    assert (of_table.exit_code, json.loads(of_table.output)) == (0, json.loads(of_file.output))
    assert json.loads(of_file.output)["counts"][0]["failing"] == 39
    assert (
        pl.read_parquet(tmp_path / "e.parquet")["id"]
        .sort()
        .equals(pl.read_parquet(tmp_path / "f.parquet")["id"].sort())
    )
