"""The language in which the terminal is spoken to."""

import os


def guess_language() -> str:
    """Chinese where the locale is Chinese, English elsewhere."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
