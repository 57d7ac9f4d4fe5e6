"""Folds text: full-width signs, letters of either case and runs of blanks become one form; every sign keeps its place."""

import unicodedata
from functools import lru_cache

from junxian.quality.language.errors import ExpressionError
from junxian.terms.name import Name

_SAME = {
    "−": "-", "﹣": "-", "×": "*", "÷": "/", "、": ",", "【": "[", "】": "]", "〔": "[", "〕": "]", "“": '"', "”": '"',
    "「": '"', "」": '"', "‘": "'", "’": "'",
}  # fmt: skip


@lru_cache(maxsize=16384)
def fold_sign(sign: str) -> str:
    """One sign in folded form; a blank for every kind of white space, "" for one that cannot be seen."""
    if sign.isspace():
        return " "
    if unicodedata.category(sign)[0] == "C":
        return ""
    folded = unicodedata.normalize("NFKC", _SAME.get(sign, sign)).casefold()
    return "".join(_SAME.get(part, part) for part in folded)


def fold(text: str) -> str:
    """A name or a word in folded form."""
    return " ".join("".join(map(fold_sign, text)).split())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each sign of it and its end, the place in the text as written.

    ExpressionError for signs that cannot be seen and for raised digits, which would be read as digits of the number.
    """
    signs, places = list[str](), list[int]()
    for place, sign in enumerate(text):
        folded = fold_sign(sign)
        if not folded:
            raise _refuse(f"不可见字符U+{ord(sign):04X}", f"the invisible sign U+{ord(sign):04X}", text, place)
        if unicodedata.category(sign) == "No" and signs and signs[-1].isdigit():
            raise _refuse(f"角标“{sign}”", f"the raised or circled digit '{sign}'", text, place)
        if folded == " " and (not signs or signs[-1] == " "):
            continue
        signs.extend(folded)
        places.extend([place] * len(folded))
    return "".join(signs), [*places, len(text)]


def _refuse(zh: str, en: str, text: str, place: int) -> ExpressionError:
    return ExpressionError(
        Name(zh=f"公式中有{zh}，请删去", en=f"the expression holds {en}; delete it"), text, (place, place + 1)
    )
