"""Two results are compared however they are named."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from typer.testing import CliRunner

from junxian.cli.app import app
from junxian.studies import compare_paths
from junxian.studies.compare import read_register
from junxian.terms import NotPermitted

SICHUAN = Path(__file__).resolve().parents[3] / "sample" / "sichuan"


def test_an_edition_agrees_with_itself():
    change = compare_paths(f"{SICHUAN}@county/2020", f"{SICHUAN}@county/2020")
    assert (change.agreement["mean_shift"] == 0).all()
    assert set(change.agreement["class"]) >= {"K", "A", "E"}


def test_what_is_no_result_is_refused(tmp_path):
    with pytest.raises(NotPermitted, match="no run"):
        compare_paths(str(tmp_path / "nowhere"), f"{SICHUAN}@county/2020")


def test_the_command_names_who_moved_and_who_is_ranked_in_one_alone(tmp_path):
    folder = tmp_path / "province"
    copytree(SICHUAN, folder, ignore=ignore_patterns("runs"))
    path = folder / "schemes/county/2020/scheme.toml"
    first = path.read_text(encoding="utf-8")
    path.write_text(first.replace("[impute]", '[screen]\ninclude = ["511524"]\n\n[impute]'), encoding="utf-8")
    done = CliRunner().invoke(app, ["assess", "compare", f"{SICHUAN}@county/2020", f"{folder}@county/2020", "-l", "zh"])
    assert done.exit_code == 0
    assert "  只在后者中有名次：长宁县" in done.stdout.splitlines()
    assert read_register(f"{folder}@county/2020").name("511524", "zh") == "长宁县"
    change = compare_paths(f"{SICHUAN}@county/2020", f"{folder}@county/2020")
    mover = change.areas.filter(change.areas["rise"] != 0)["ref_area"][0]
    assert f"  {read_register(f'{SICHUAN}@county/2020').name(mover, 'zh')}  " in done.stdout
