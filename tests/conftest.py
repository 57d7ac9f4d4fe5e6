"""What all tests share: where the sample provinces and the truth tables lie."""

from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked `dask` where Dask is not installed."""
    if item.get_closest_marker("dask") and find_spec("distributed") is None:
        pytest.skip("Dask is not installed: pip install 'junxian[engines]'")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of truth tables and panels beside the project; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the truth tables (../shared) are not here")
    return folder


@pytest.fixture(scope="session")
def sichuan() -> Path:
    """The sample province of real figures."""
    return ROOT / "sample" / "sichuan"


@pytest.fixture(scope="session")
def example_province() -> Path:
    """The invented sample province."""
    return ROOT / "sample" / "example-province"
