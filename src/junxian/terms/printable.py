"""Characters that no document may hold: controls, halves of characters, places that Unicode leaves empty for ever."""

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def make_printable(text: str) -> str:
    """The text with `�` in place of every such character (XML 1.0 §2.2 refuses them, and so HTML, XLSX and DOCX)."""
    return UNPRINTABLE.sub("\ufffd", text)
