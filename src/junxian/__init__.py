"""Junxian 郡县: governs the development of a province's county economies, from filed returns to a bulletin and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from junxian.opened import OpenProvince

__version__ = "0.1.0"
__all__ = ["open"]


def open(folder: str | Path) -> OpenProvince:
    """Open a province folder for work in a notebook: `junxian.open("sample/sichuan").run("2020").scorecard.table`."""
    from junxian.opened import open_province

    return open_province(folder)
