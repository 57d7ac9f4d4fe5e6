"""Refuses a file that cannot be written before anything is computed."""

from pathlib import Path

from junxian.terms import NotPermitted


def expect_writable(path: Path) -> None:
    """NotPermitted for another ending than .csv and .xlsx, or a folder that is not there. Checked in tests/unit/cli/test_allocate.py."""
    if path.suffix not in (".csv", ".xlsx"):
        raise NotPermitted(str(path), f"ends in {path.suffix!r}.", "Write to .xlsx or .csv.")
    if not path.parent.is_dir():
        raise NotPermitted(
            str(path), f"the folder {str(path.parent)!r} does not exist.", "Make it, or correct its name."
        )
