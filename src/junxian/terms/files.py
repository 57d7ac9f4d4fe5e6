"""The files below a folder."""

import os
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
