"""The table of methods is true: every function it names imports, every test it names exists, no method is left out."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/handbook/methods.md"
FUNCTION = re.compile(r"`(junxian(?:\.\w+)+)")
TEST = re.compile(r"`?(tests/[\w/]+\.py)(?:::(\w+))?`?")
COLUMNS = 6


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `junxian.")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]


ROWS = rows()


def names(row: list[str]) -> str:
    return row[0].split("`")[1]


@pytest.mark.parametrize("row", ROWS, ids=names)
def test_every_row_is_whole(row):
    assert len(row) == COLUMNS, f"{len(row)} cells"
    assert all(row), "an empty cell"


@pytest.mark.parametrize("row", ROWS, ids=names)
def test_every_method_imports_and_is_documented(row):
    for path in FUNCTION.findall(row[0]):
        module, _, name = path.rpartition(".")
        found = getattr(importlib.import_module(module), name)
        assert (found.__doc__ or "").strip(), f"{path} has no docstring"


@pytest.mark.parametrize("row", ROWS, ids=names)
def test_every_test_exists(row):
    found = TEST.findall(row[5])
    assert found, row[5]
    for file, name in found:
        assert (ROOT / file).is_file(), file
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert not name or name in own, f"{file} has no {name}"
        assert any(test.startswith("test_") for test in own), file


@pytest.mark.parametrize("room", ["impute", "normalise", "weigh", "aggregate"])
def test_every_declarable_method_has_a_row(room):
    module = importlib.import_module(f"junxian.assessment.{room}")
    told = PAGE.read_text(encoding="utf-8")
    missing = [name for name in module.METHODS if name not in ("none", "declared") and f"{name}" not in told]
    assert not missing
