"""The example of the handbook page runs and prints what the page shows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def test_the_example_prints_what_the_page_shows(monkeypatch, capsys):
    page = (ROOT / "docs/handbook/mending.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    assert found
    monkeypatch.chdir(ROOT)
    exec(compile(found[1], "mending.md", "exec"), {})
    assert capsys.readouterr().out == found[2]


@pytest.mark.parametrize("name", ["localise_record", "impute_with_interval", "benchmark", "rake"])
def test_the_functions_that_the_page_names_are_offered(name):
    from junxian.quality import mending

    assert name in mending.__all__
