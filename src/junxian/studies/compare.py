"""Two results compared: two runs, two versions of a run after objections, or two editions on the same figures."""

from pathlib import Path

import polars as pl

from junxian.assessment.audit import RankingChange, compare_rankings
from junxian.declared import read_province
from junxian.store import open_run
from junxian.studies.figures import read_figures
from junxian.terms.area import Areas
from junxian.terms.errors import NotPermitted

_RANKING = ("ref_area", "class", "rank", "score")


def compare_paths(before: str, after: str) -> RankingChange:
    """Compare two rankings, each named as a run folder, a province folder (its newest run) or `FOLDER@SCHEME/EDITION`.

    An edition is assessed anew on the figures of its folder. NotPermitted where a path holds no such result.
    Checked in tests/unit/studies/test_compare.py.
    """
    return compare_rankings(_read(before), _read(after), names=(before, after))


def read_register(path: str) -> Areas:
    """The areas of the province that a path names, as `compare_paths` reads it."""
    folder, _, _ = path.rpartition("@")
    return open_run(Path(path)).province.areas if Path(path).is_dir() else read_province(Path(folder)).areas


def _read(path: str) -> pl.DataFrame:
    folder, _, edition = path.rpartition("@")
    if folder and (Path(folder) / "province.toml").is_file():
        figures = read_figures(Path(folder))
        table = figures.assess(figures.scheme(edition), with_intervals=False).table
    elif Path(path).is_dir():
        table = open_run(Path(path)).scorecard.table
    else:
        raise NotPermitted(path, "is no run and no province folder.", "Name a run folder or FOLDER@SCHEME/EDITION.")
    return table.select(_RANKING)
