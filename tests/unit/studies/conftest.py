"""The samples' figures, read once."""

from pathlib import Path

import pytest

from junxian.studies import Figures, read_figures

SAMPLE = Path(__file__).resolve().parents[3] / "sample"


@pytest.fixture(scope="session")
def sichuan() -> Figures:
    return read_figures(SAMPLE / "sichuan")


@pytest.fixture(scope="session")
def example() -> Figures:
    return read_figures(SAMPLE / "example-province")
