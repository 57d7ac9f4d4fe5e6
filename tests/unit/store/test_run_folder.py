import os

import pytest

from junxian.store.run_folder import find_run, make_run_folder, next_run, sweep_partial, whole_runs
from junxian.terms import NotPermitted, Period


def make_run(province, name):
    (province / "runs" / name).mkdir(parents=True)
    (province / "runs" / name / "record.json").write_text("{}")


def write_half_a_run(province):
    with make_run_folder(province, "2020.1") as folder:
        (folder / "bulletin.html").write_text("half")
        raise RuntimeError


def test_a_run_that_fails_leaves_nothing_that_looks_whole(tmp_path):
    with pytest.raises(RuntimeError):
        write_half_a_run(tmp_path)
    assert whole_runs(tmp_path) == []
    assert list((tmp_path / "runs").iterdir()) == []


def test_runs_are_numbered_by_period(tmp_path):
    make_run(tmp_path, "2020.9")
    make_run(tmp_path, "2020.10")
    assert next_run(tmp_path, Period.parse("2020")) == "2020.11"
    assert next_run(tmp_path, Period.parse("2021")) == "2021.1"


def test_a_folder_without_a_finished_run_says_what_to_do(tmp_path):
    with pytest.raises(NotPermitted, match="junxian run"):
        find_run(tmp_path)


def test_only_what_dead_processes_left_is_swept(tmp_path):
    (tmp_path / "runs" / f".partial-2020.1.{os.getpid()}").mkdir(parents=True)
    (tmp_path / "runs" / ".partial-2020.2.999999999").mkdir()
    assert sweep_partial(tmp_path) == [".partial-2020.2.999999999"]
