"""The nearest permitted word, for errors that help."""

from collections.abc import Iterable
from difflib import get_close_matches


def find_nearest(word: str, permitted: Iterable[str]) -> list[str]:
    """The up to three nearest permitted words, nearest first; none where none is near."""
    return get_close_matches(word, sorted(set(permitted)), n=3, cutoff=0.6)


def suggest(word: str, permitted: Iterable[str]) -> str:
    """Return a sentence that names the nearest permitted words, or a few of them where none is near."""
    words = sorted(set(permitted))
    near = find_nearest(word, words)
    if near:
        return f"Did you mean {' or '.join(repr(w) for w in near)}?"
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"Permitted: {shown}." if words else "Nothing is permitted here."
