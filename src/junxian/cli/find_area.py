"""Finds the one area that the user means by a code or a name."""

from junxian.declared import Province
from junxian.terms import MethodError


def find_area(province: Province, text: str) -> str:
    """The code of an area; MethodError where the text is that of none, or of more than one."""
    found = province.areas.find(text)
    if len(found) != 1:
        raise MethodError(
            f"area {text!r}", f"is {'none' if not found else 'more than one'} of areas.csv.", "Give its code."
        )
    return str(found[0])
