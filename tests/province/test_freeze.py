"""An edition is frozen from filed figures, sealed, and refused when it was edited afterwards."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.declared import read_province
from junxian.terms import DeclarationError, MethodError, NotPermitted

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
KEY, AFTER_FILING = "county/2023", date(2023, 12, 20)


@pytest.fixture
def folder(tmp_path):
    """The example province without runs and without bounds: an edition that is to be frozen."""
    shutil.copytree(SAMPLE / "example-province", tmp_path / "p", ignore=shutil.ignore_patterns("runs", "bounds.csv"))
    return tmp_path / "p"


def test_freezing_finds_the_bounds_that_the_sample_was_drawn_with(folder):
    runs.freeze(folder, KEY, AFTER_FILING, is_late=True)
    found = pl.read_csv(folder / "schemes" / KEY / "bounds.csv")
    drawn = pl.read_csv(SAMPLE / "example-province/schemes" / KEY / "bounds.csv")
    both = found.join(drawn, on=["class", "indicator"], how="left", suffix="_drawn", validate="1:1")
    assert both.height > 100
    for end in ("low", "high"):
        apart = (pl.col(end) - pl.col(f"{end}_drawn")).abs() / pl.col(end).abs()
        assert both.select(apart.fill_null(1.0).max()).item() < 1e-9


def test_a_frozen_edition_runs_as_before_and_carries_its_seal(folder):
    runs.freeze(folder, KEY, AFTER_FILING, is_late=True)
    scheme = read_province(folder).schemes[KEY]
    assert scheme.frozen is not None
    assert (scheme.frozen.frozen_on, scheme.frozen.is_late, scheme.frozen.base_period) == (AFTER_FILING, True, "2022")


def test_a_frozen_edition_that_was_edited_is_an_error_on_load(folder):
    runs.freeze(folder, KEY, AFTER_FILING, is_late=True)
    path = folder / "schemes" / KEY / "weights.csv"
    path.write_text(path.read_text("utf-8").replace("E01,economy,5", "E01,economy,6"), encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"weights\.csv: was frozen on 2023-12-20 and changed since"):
        read_province(folder)


def test_freezing_twice_is_refused(folder):
    runs.freeze(folder, KEY, AFTER_FILING, is_late=True)
    with pytest.raises(NotPermitted, match="it is frozen since 2023-12-20"):
        runs.freeze(folder, KEY, AFTER_FILING, is_late=True)


def test_once_the_year_has_begun_freezing_is_refused_unless_it_is_said_to_be_late(folder):
    with pytest.raises(NotPermitted, match="2023 began on 2023-01-01"):
        runs.freeze(folder, KEY, date(2023, 1, 1))
    assert not (folder / "schemes" / KEY / "frozen.toml").exists()


def test_before_the_base_year_was_filed_there_is_nothing_to_freeze(folder):
    with pytest.raises(MethodError, match="has 0 values in 2022"):
        runs.freeze(folder, KEY, date(2022, 12, 20))
    assert not (folder / "schemes" / KEY / "frozen.toml").exists()


def test_an_edition_to_be_frozen_loads_and_a_run_of_it_says_what_to_do(folder):
    with pytest.raises(MethodError, match="has no bounds") as error:
        runs.run(folder)
    assert "junxian freeze" in error.value.remedy


def test_bounds_of_the_year_are_not_computed_ahead_and_the_edition_is_sealed_all_the_same(tmp_path):
    shutil.copytree(SAMPLE / "sichuan", tmp_path / "s", ignore=shutil.ignore_patterns("runs", "figures"))
    seal = runs.freeze(tmp_path / "s", "county/2020", date(2019, 12, 1))
    assert 'base_period = ""' in seal.read_text("utf-8")
    assert not (tmp_path / "s/schemes/county/2020/bounds.csv").exists()
    assert read_province(tmp_path / "s").schemes["county/2020"].frozen.is_late is False


def test_the_command_freezes_and_says_so_in_both_languages(folder):
    late = CliRunner().invoke(app, ["freeze", str(folder), KEY, "--on", "2023-12-20", "-l", "zh"])
    assert late.exit_code == 2
    assert "--late" in late.output
    done = CliRunner().invoke(app, ["freeze", str(folder), KEY, "--on", "2023-12-20", "--late", "-l", "zh"])
    assert (done.exit_code, "已冻结" in done.output) == (0, True)
    unknown = CliRunner().invoke(app, ["freeze", str(folder), "county/2022", "-l", "en"])
    assert unknown.exit_code == 2
    assert "county/2023" in unknown.output
