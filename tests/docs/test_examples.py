"""The tutorials, and the pages on plans, are true: their commands and their Python run on a fresh copy of the sample and print what the page says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from junxian.cli import app

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial"
HOW_TO = ROOT / "docs" / "how-to"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "\x1e"  # printed where a block ends; no output contains it


@pytest.fixture
def desk(tmp_path):
    """A folder that holds sample/sichuan without runs."""
    shutil.copytree(ROOT / "sample/sichuan", tmp_path / "sample/sichuan", ignore=shutil.ignore_patterns("runs", ".*"))
    return tmp_path


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """A terminal that is spoken to in English and changes no table's looks."""
    for name in [name for name in os.environ if name.startswith(("LC_", "LANG", "POLARS_", "COLUMNS"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHONUTF8", "1")


def _pattern(shown):
    """What a page shows, as an expression: `…` stands for anything in a line, alone in a line for any lines."""
    lines = [line.rstrip() for line in shown.rstrip("\n").split("\n")]
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"[ ]*\n" for line in lines]
    return re.compile("".join(parts))


def _assert_shown(shown, printed, where):
    assert _pattern(shown).fullmatch(printed.rstrip("\n") + "\n"), (
        f"{where}: the page shows\n{shown}\nprinted was\n{printed}"
    )


def _commands(page):
    """Every `$ command` of the console blocks with the output shown under it."""
    for kind, body in FENCE.findall(page):
        if kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield command, shown


def _run_command(command):
    """Run a line of the shell; the program's own commands in this process, since imports take longest."""
    words, *rest = command.split("; echo ")
    if not words.startswith("junxian "):
        return subprocess.run(
            ["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        ).stdout  # fmt: skip
    result = CliRunner().invoke(app, shlex.split(words)[1:])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.output + (f"exit code {result.exit_code}\n" if rest else "")


def test_the_ten_minutes_print_what_the_page_shows(desk, monkeypatch):
    monkeypatch.chdir(desk)
    steps = list(_commands((TUTORIAL / "ten-minutes.md").read_text(encoding="utf-8")))
    assert len(steps) > 10
    for command, shown in steps:
        _assert_shown(shown, _run_command(command), command)


@pytest.mark.parametrize(("page", "count"), [("compare-two-plans.md", 4), ("look-further.md", 10)])
def test_the_pages_on_plans_print_what_they_show(page, count, desk, monkeypatch):
    monkeypatch.chdir(desk)
    steps = list(_commands((HOW_TO / page).read_text(encoding="utf-8")))
    assert len(steps) == count
    for command, shown in steps:
        _assert_shown(shown, _run_command(command), command)


def test_the_readme_shows_the_lines_that_the_tutorial_ran():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tutorial = (TUTORIAL / "ten-minutes.md").read_text(encoding="utf-8")
    shown = next(out for command, out in _commands(tutorial) if command == "junxian run mine")
    assert shown.replace("mine/", "sample/sichuan/") in readme


def _script(page):
    """The Python of a page, every line at its own number, and an END after each block."""
    lines = [""] * (page.count("\n") + 1)
    for block in FENCE.finditer(page):
        if block[1] == "python":
            first = page.count("\n", 0, block.start(2))
            body = block[2].rstrip("\n").split("\n")
            lines[first : first + len(body)] = body
            lines[first + len(body)] = f"print({END!r}, end='')"
    return "\n".join(lines)


def _outputs(page):
    """What each Python block of a page is said to print: the text block right after it, nothing where there is none."""
    blocks = list(FENCE.finditer(page))
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1] == "python":
            follows = after is not None and after[1] == "text" and not page[block.end() : after.start()].strip()
            yield after[2] if after is not None and follows else ""


@pytest.mark.parametrize("name", ["notebook.md", "assessment.md", "allocation.md"])
def test_the_notebook_runs_and_prints_what_the_page_shows(desk, name):
    page = (TUTORIAL / name).read_text(encoding="utf-8")
    (desk / "notebook.py").write_text(_script(page), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "notebook.py"], cwd=desk,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed, expected = done.stdout.split(END)[:-1], list(_outputs(page))
    assert len(printed) == len(expected) >= 8
    for number, (shown, output) in enumerate(zip(expected, printed, strict=True), start=1):
        _assert_shown(shown, output, f"block {number}")
