"""The folder of a run: made beside, renamed when whole, so that a run that was killed never looks whole."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from junxian.terms import JunxianError, NotPermitted, Period

PARTIAL = ".partial-"
PROCESS = "process"  # file of a partial run that holds the number of its process
NEWBORN = 60.0  # seconds after which a partial run without that file is one whose process was killed


@contextmanager
def make_run_folder(province: Path, period: Period) -> Iterator[tuple[str, Path]]:
    """Take the next free id `<period>.<n>` and give it with a hidden folder to write into.

    When the block ends well the folder becomes runs/<id>, when not it is removed. Processes that run at once take
    different ids. NotPermitted where the folder cannot be made, or what the block writes cannot be written.
    """
    runs = province / "runs"
    run, partial = _claim(runs, period)
    try:
        yield run, partial
        (partial / PROCESS).unlink()
        partial.rename(runs / run)
    except Exception as error:
        cause = error if isinstance(error, OSError) else error.__context__  # a writer's own error for a full disk
        if isinstance(error, JunxianError) or not isinstance(cause, OSError):
            raise
        why = cause.strerror or str(cause)
        raise NotPermitted(str(runs), f"the run cannot be written ({why}).", "Make room, and run again.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _claim(runs: Path, period: Period) -> tuple[str, Path]:
    try:
        runs.mkdir(exist_ok=True)
        number = _next_number(runs, period)
        while (partial := _take(runs, f"{period}.{number}")) is None:
            number += 1
    except OSError as error:
        raise NotPermitted(
            str(runs),
            f"cannot be written ({error.strerror}).",
            "Give yourself write permission, or copy the province folder.",
        ) from error
    return f"{period}.{number}", partial


def _take(runs: Path, run: str) -> Path | None:
    """The hidden folder of a run that nobody else writes or has written; None where somebody does or has."""
    partial = runs / f"{PARTIAL}{run}"
    try:
        partial.mkdir()
    except FileExistsError:
        return None
    if (runs / run).exists():
        partial.rmdir()
        return None
    (partial / PROCESS).write_text(str(os.getpid()), encoding="utf-8")
    return partial


def _next_number(runs: Path, period: Period) -> int:
    named = [path.name.rpartition(".") for path in runs.iterdir()]
    return max((int(n) for own, _, n in named if own == str(period) and n.isdecimal()), default=0) + 1


def whole_runs(province: Path) -> list[Path]:
    """Folders of the runs that were finished, oldest first within a period."""
    found = [p.parent for p in (province / "runs").glob("[!.]*.*/record.json") if p.parent.suffix[1:].isdecimal()]
    return sorted(found, key=lambda p: (p.stem, int(p.suffix[1:])))


def find_run(path: Path) -> Path:
    """The folder of a run: the folder itself, or the newest whole run of a province folder."""
    if (path / "record.json").exists():
        return Path(os.path.abspath(path))
    runs = whole_runs(path)
    if not runs:
        raise NotPermitted(
            str(path),
            "is neither a run nor a province with a finished run.",
            "Run the province first: junxian run PROVINCE.",
        )
    newest = max(runs, key=lambda run: (run / "record.json").stat().st_mtime_ns)
    return Path(os.path.abspath(newest))


def sweep_partial(province: Path) -> list[str]:
    """Remove what killed runs left behind (their process is gone); return the names removed."""
    removed = []
    for path in (province / "runs").glob(f"{PARTIAL}*"):
        if not _is_alive(path):
            shutil.rmtree(path, ignore_errors=True)
            removed.append(path.name)
    return removed


def _is_alive(partial: Path) -> bool:
    """Whether the process of a partial run still goes on."""
    try:
        os.kill(int((partial / PROCESS).read_text(encoding="utf-8")), 0)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return partial.exists() and time.time() - partial.stat().st_mtime < NEWBORN
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
