import os

import pytest

from junxian.terms import NotPermitted
from junxian.terms.files import list_files


def test_files_behind_a_link_are_found_and_a_circle_of_links_ends(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("a")
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "b.csv").write_text("b")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "circle").symlink_to(folder)
    (folder / "broken.csv").symlink_to("nowhere")
    assert sorted(p.relative_to(folder).as_posix() for p in list_files(folder)) == ["b.csv", "linked/a.csv"]


def test_a_folder_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(NotPermitted, match="Permission denied"):
        list(list_files(tmp_path))
