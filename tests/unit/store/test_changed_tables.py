"""Tables of a stored run that were changed or removed since are named, and explain warns of them."""

import shutil

import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store import list_changed_tables, open_run


@pytest.fixture
def finished(kept, tmp_path):
    """A copy of the run, which a test may change."""
    return open_run(shutil.copytree(kept.folder.parents[1], tmp_path / "p"))


@pytest.fixture(scope="module")
def kept(example_province, tmp_path_factory):
    folder = shutil.copytree(
        example_province, tmp_path_factory.mktemp("p") / "p", ignore=shutil.ignore_patterns("runs")
    )
    return runs.run(folder)


def test_a_run_as_it_was_left_has_no_changed_table(finished):
    assert list_changed_tables(finished.record, finished.folder) == ()
    told = CliRunner().invoke(app, ["explain", str(finished.folder), "990102", "-l", "zh"])
    assert (told.exit_code, told.stderr) == (0, "")


def test_a_changed_and_a_removed_table_are_named_and_explain_warns(finished):
    path = finished.folder / "tables" / "indicators.table.parquet"
    table = pl.read_parquet(path)
    table.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(1.5)).otherwise("value").alias("value")
    ).write_parquet(path)
    (finished.folder / "tables" / "quality.tests.parquet").unlink()
    assert list_changed_tables(finished.record, finished.folder) == ("indicators.table", "quality.tests")


def test_explain_says_so_and_still_answers(finished):
    path = finished.folder / "tables" / "scorecard.table.parquet"
    pl.read_parquet(path).with_columns(pl.col("total") + 1).write_parquet(path)
    for language, said in (("zh", "警告"), ("en", "Warning")):
        told = CliRunner().invoke(app, ["explain", str(finished.folder), "990102", "-l", language])
        assert said in told.stderr
        assert "scorecard.table" in told.stderr
