"""The files below a folder."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from junxian.terms.errors import NotPermitted


def list_files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in no order; links to folders are followed, each folder once.

    NotPermitted where a folder cannot be read: its files would be passed over in silence.
    """
    seen = {os.path.realpath(folder)}
    for place, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        folders[:] = [name for name in folders if not _is_seen(os.path.join(place, name), seen)]
        yield from (path for name in names if os.path.isfile(path := Path(place, name)))


def _is_seen(folder: str, seen: set[str]) -> bool:
    real = os.path.realpath(folder)
    if real in seen:
        return True
    seen.add(real)
    return False


def _refuse(error: OSError) -> None:
    raise NotPermitted(
        str(error.filename), f"cannot be read ({error.strerror}).", "Make the folder readable."
    ) from error


def expect_regular(path: Path) -> None:
    """Raise OSError where something that is no regular file bears a name: reading a pipe would wait for ever.

    FileNotFoundError where nothing does. Checked in tests/unit/declared/test_irregular_files.py.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
