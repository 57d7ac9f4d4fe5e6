"""What bears the name of a declaration or a return and is no regular file is an error; nothing waits for it."""

import os
import shutil

import pytest

from junxian.declared import read_province
from junxian.quality import check_returns
from junxian.reported import read_returns
from junxian.terms.errors import DeclarationError
from junxian.terms.files import expect_regular, list_files

PIPES = [
    "province.toml", "areas.csv", "documents.toml", "forms/accounts.toml", "rules/expressions.toml", "rules/formulas.xlsx",
    "schemes/county/2023/scheme.toml", "schemes/county/2023/weights.csv", "schemes/county/2023/bounds.csv",
    "inquiries/answers.csv", "classifications/peers/2023.csv", "tasks/progress.csv",
]  # fmt: skip


@pytest.fixture
def folder(example_province, tmp_path):
    return shutil.copytree(example_province, tmp_path / "p", ignore=shutil.ignore_patterns("runs"))


@pytest.mark.parametrize("name", PIPES)
def test_a_pipe_that_bears_the_name_of_a_declaration_is_an_error(folder, name):
    assert (folder / name).is_file()
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(DeclarationError, match=r"no regular file|changed since"):
        read_province(folder)


def test_a_further_pipe_among_the_rules_is_an_error_too(folder):
    os.mkfifo(folder / "rules" / "more.toml")
    with pytest.raises(DeclarationError, match=r"rules/more.toml: cannot be read \(it is no regular file\)"):
        read_province(folder)


def test_a_pipe_among_the_figures_is_a_finding(folder):
    path = next(p for p in sorted((folder / "figures" / "accounts").rglob("*.csv")))
    path.unlink()
    os.mkfifo(path)
    province = read_province(folder)
    returns = read_returns(province, province.date, province.period)
    quality = check_returns(returns, province, province.period, province.date)
    assert "missing_file" in quality.findings.filter(file=path.relative_to(folder).as_posix())["rule"].to_list()
    assert path not in set(list_files(folder))


def test_only_regular_files_are_regular(tmp_path):
    (tmp_path / "file").write_text("x")
    expect_regular(tmp_path / "file")
    with pytest.raises(IsADirectoryError):
        expect_regular(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        expect_regular(tmp_path / "pipe")
    with pytest.raises(FileNotFoundError):
        expect_regular(tmp_path / "none")
