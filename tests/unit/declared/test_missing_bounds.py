"""A row of bounds.csv that is missing for a class is found when the province is read, not only by a run."""

import shutil

import pytest

from junxian.declared import read_province
from junxian.terms.errors import DeclarationError


@pytest.fixture
def drop(example_province, tmp_path):
    """The province without the lines of bounds.csv that begin so."""

    def drop(*begins):
        folder = shutil.copytree(example_province, tmp_path / "p", ignore=shutil.ignore_patterns("runs", "figures"))
        path = folder / "schemes/county/2023/bounds.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(begins)]
        assert len(kept) < len(lines)
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        for seal in path.parent.glob("frozen*"):
            seal.unlink()
        return folder

    return drop


@pytest.mark.parametrize("code", ["E01", "E02@growth"])
def test_the_row_of_one_class_is_missed(drop, code):
    with pytest.raises(
        DeclarationError, match=f"schemes/county/2023/bounds.csv: bounds of '{code} in class U' is declared nowhere"
    ):
        read_province(drop(f"U,{code},"))


def test_an_indicator_without_any_row_is_missed(drop):
    with pytest.raises(DeclarationError, match="bounds of 'E01' is declared nowhere"):
        read_province(drop(*(f"{c},E01," for c in "UEAKS")))
