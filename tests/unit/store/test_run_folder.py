import errno
import os
from pathlib import Path

import pytest

from junxian.store.run_folder import find_run, make_run_folder, sweep_partial, whole_runs
from junxian.terms import NotPermitted, Period


def make_run(province, name):
    (province / "runs" / name).mkdir(parents=True)
    (province / "runs" / name / "record.json").write_text("{}")


def write_half_a_run(province):
    with make_run_folder(province, Period(2020)) as (_, folder):
        (folder / "bulletin.html").write_text("half")
        raise RuntimeError


def test_a_run_that_fails_leaves_nothing_that_looks_whole(tmp_path):
    with pytest.raises(RuntimeError):
        write_half_a_run(tmp_path)
    assert whole_runs(tmp_path) == []
    assert list((tmp_path / "runs").iterdir()) == []


def take_run(province, period):
    with make_run_folder(province, period) as (run, folder):
        (folder / "record.json").write_text("{}")
    return run


def test_runs_are_numbered_by_period(tmp_path):
    make_run(tmp_path, "2020.9")
    make_run(tmp_path, "2020.10")
    (tmp_path / "runs" / "2020.11").mkdir()  # something of that name lies there
    (tmp_path / "runs" / "2020.x").mkdir()
    assert take_run(tmp_path, Period(2020)) == "2020.12"
    assert take_run(tmp_path, Period(2021)) == "2021.1"
    assert [run.name for run in whole_runs(tmp_path)] == ["2020.9", "2020.10", "2020.12", "2021.1"]


def test_runs_that_are_written_at_once_take_different_ids(tmp_path):
    with make_run_folder(tmp_path, Period(2020)) as (first, _), make_run_folder(tmp_path, Period(2020)) as (second, _):
        assert (first, second) == ("2020.1", "2020.2")
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["2020.1", "2020.2"]


def write_on_a_full_disk(province, error):
    with make_run_folder(province, Period(2020)):
        raise error


def make_writers_error():
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        try:
            raise RuntimeError("of a writer")
        except RuntimeError as error:
            return error


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), make_writers_error()])
def test_a_full_disk_is_an_error_in_words_and_leaves_nothing(tmp_path, error):
    with pytest.raises(NotPermitted, match="No space left on device"):
        write_on_a_full_disk(tmp_path, error)
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_folder_without_a_finished_run_says_what_to_do(tmp_path):
    with pytest.raises(NotPermitted, match="junxian run"):
        find_run(tmp_path)


def leave_partial(province, name, process):
    (province / "runs" / name).mkdir(parents=True)
    (province / "runs" / name / "process").write_text(process)


def test_only_what_dead_processes_left_is_swept(tmp_path):
    leave_partial(tmp_path, ".partial-2020.1", str(os.getpid()))
    leave_partial(tmp_path, ".partial-2020.2", "999999999")
    leave_partial(tmp_path, ".partial-2020.3", "no number")
    (tmp_path / "runs" / ".partial-2020.4").mkdir()
    (tmp_path / "runs" / ".partial-2020.5").mkdir()
    os.utime(tmp_path / "runs" / ".partial-2020.5", (0, 0))
    assert sorted(sweep_partial(tmp_path)) == [".partial-2020.2", ".partial-2020.5"]


def test_the_run_in_which_one_stands_is_found_by_its_full_path(tmp_path, monkeypatch):
    make_run(tmp_path, "2020.1")
    monkeypatch.chdir(tmp_path / "runs" / "2020.1")
    assert find_run(Path()) == tmp_path / "runs" / "2020.1"
