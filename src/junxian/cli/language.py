"""The language in which the terminal is spoken to."""

import os

import typer


def guess_language() -> str:
    """Chinese where the locale is Chinese, English elsewhere."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def check_language(language: str) -> str:
    """The language as given; BadParameter for one in which nothing can be said. Checked in tests/unit/cli/test_allocate.py."""
    if language not in ("zh", "en"):
        raise typer.BadParameter(f"{language!r} is not spoken; write zh or en.")
    return language
