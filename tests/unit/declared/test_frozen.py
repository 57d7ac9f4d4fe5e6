import datetime

import pytest

from junxian.declared.frozen import read_seal, write_seal
from junxian.terms import DeclarationError

DAY = datetime.date(2024, 12, 20)


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "scheme.toml").write_text('code = "county"\n', encoding="utf-8")
    (tmp_path / "weights.csv").write_text("node,parent,K\n", encoding="utf-8")
    return tmp_path


def test_a_seal_says_when_and_from_what_an_edition_was_frozen(edition):
    write_seal(edition, DAY, is_late=False, base_period="2023")
    seal = read_seal(edition, "schemes/county/2025")
    assert (seal.frozen_on, seal.is_late, seal.base_period) == (DAY, False, "2023")
    assert set(seal.sha256) == {"scheme.toml", "weights.csv"}


def test_an_edition_without_a_seal_is_not_frozen(edition):
    assert read_seal(edition, "schemes/county/2025") is None


@pytest.mark.parametrize("name", ["scheme.toml", "weights.csv", "bounds.csv"])
def test_a_frozen_edition_that_was_edited_is_refused(edition, name):
    write_seal(edition, DAY, is_late=False, base_period="")
    with (edition / name).open("a", encoding="utf-8") as file:
        file.write("# 改\n")
    words = rf"schemes/county/2025/{name}: was frozen on 2024-12-20 and changed since: issue a new edition"
    with pytest.raises(DeclarationError, match=words):
        read_seal(edition, "schemes/county/2025")


def test_a_sealed_file_that_is_gone_is_a_change(edition):
    write_seal(edition, DAY, is_late=False, base_period="")
    (edition / "weights.csv").unlink()
    with pytest.raises(DeclarationError, match=r"weights\.csv: was frozen on"):
        read_seal(edition, "schemes/county/2025")


def test_line_ends_of_another_system_are_no_change(edition):
    write_seal(edition, DAY, is_late=False, base_period="")
    path = edition / "scheme.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_seal(edition, "schemes/county/2025") is not None
