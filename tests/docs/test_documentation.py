"""What the documentation promises is there: docstrings, a handbook page per room, generated pages that are current."""

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(p.parent.name for p in (ROOT / "src/junxian").glob("*/__init__.py") if p.parent.name != "cli")
HANDBOOK = [room for room in ROOMS if room not in ("terms", "engine")]


@pytest.mark.parametrize("room", ROOMS)
def test_everything_that_a_room_offers_says_what_it_is(room):
    module = importlib.import_module(f"junxian.{room}")
    assert module.__all__
    bare = [
        name
        for name in module.__all__
        if callable(getattr(module, name)) and not (getattr(module, name).__doc__ or "").strip()
    ]
    assert bare == []


@pytest.mark.parametrize("room", HANDBOOK)
def test_every_room_has_a_handbook_page(room):
    page = ROOT / "docs" / "handbook" / f"{room}.md"
    assert page.exists()
    assert len(page.read_text(encoding="utf-8").split()) > 80


def test_the_reference_of_declarations_is_current():
    sys.path.insert(0, str(ROOT / "tools"))
    import write_reference

    assert write_reference.PAGE.read_text(encoding="utf-8") == write_reference.write_page(), (
        "run: python tools/write_reference.py"
    )


def test_links_between_pages_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_no_page_or_source_names_a_host():
    pages = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "sample").rglob("*.toml"),
        *(ROOT / "src").rglob("*.py"),
    ]
    assert [
        str(p.relative_to(ROOT))
        for p in pages
        if re.search(r"https?://(?!(www\.)?w3\.org|schemas\.)", p.read_text(encoding="utf-8"))
    ] == []
