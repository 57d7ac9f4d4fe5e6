"""Two results are compared however they are named."""

from pathlib import Path

import pytest

from junxian.studies import compare_paths
from junxian.terms import NotPermitted

SICHUAN = Path(__file__).resolve().parents[3] / "sample" / "sichuan"


def test_an_edition_agrees_with_itself():
    change = compare_paths(f"{SICHUAN}@county/2020", f"{SICHUAN}@county/2020")
    assert (change.agreement["mean_shift"] == 0).all()
    assert set(change.agreement["class"]) >= {"K", "A", "E"}


def test_what_is_no_result_is_refused(tmp_path):
    with pytest.raises(NotPermitted, match="no run"):
        compare_paths(str(tmp_path / "nowhere"), f"{SICHUAN}@county/2020")
