"""The folder of a run: made beside, renamed when whole, so that a run that was killed never looks whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from junxian.terms import NotPermitted, Period

PARTIAL = ".partial-"


@contextmanager
def make_run_folder(province: Path, run: str) -> Iterator[Path]:
    """Give a hidden folder to write into; rename it to runs/<run> when the block ends well, remove it when not."""
    runs = province / "runs"
    try:
        runs.mkdir(exist_ok=True)
        partial = runs / f"{PARTIAL}{run}.{os.getpid()}"
        partial.mkdir()
    except OSError as error:
        raise NotPermitted(
            str(runs),
            f"cannot be written ({error.strerror}).",
            "Give yourself write permission, or copy the province folder.",
        ) from error
    try:
        yield partial
        partial.rename(runs / run)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def next_run(province: Path, period: Period) -> str:
    """The next free id of a run: `<period>.<n>`."""
    numbers = [
        int(path.name.rsplit(".", 1)[1]) for path in whole_runs(province) if path.name.rsplit(".", 1)[0] == str(period)
    ]
    return f"{period}.{max(numbers, default=0) + 1}"


def whole_runs(province: Path) -> list[Path]:
    """Folders of the runs that were finished, oldest first within a period."""
    found = [
        p for p in (province / "runs").glob("*.*") if not p.name.startswith(".") and p.name.rsplit(".", 1)[1].isdigit()
    ]
    return sorted(found, key=lambda p: (p.name.rsplit(".", 1)[0], int(p.name.rsplit(".", 1)[1])))


def find_run(path: Path) -> Path:
    """The folder of a run: the folder itself, or the newest whole run of a province folder."""
    if (path / "record.json").exists():
        return path
    runs = whole_runs(path)
    if not runs:
        raise NotPermitted(
            str(path),
            "is neither a run nor a province with a finished run.",
            "Run the province first: junxian run PROVINCE.",
        )
    return max(runs, key=lambda run: (run / "record.json").stat().st_mtime_ns)


def sweep_partial(province: Path) -> list[str]:
    """Remove what killed runs left behind (their process is gone); return the names removed."""
    removed = []
    for path in (province / "runs").glob(f"{PARTIAL}*"):
        if not _is_alive(int(path.name.rsplit(".", 1)[1])):
            shutil.rmtree(path, ignore_errors=True)
            removed.append(path.name)
    return removed


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
