"""The vocabulary of expressions: which item each name stands for, and which names stand for several."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from junxian.declared.forms import Form
from junxian.quality.language.fold import fold
from junxian.quality.language.words import INFIXES, LEVELS, PREFIXES
from junxian.terms.name import Name
from junxian.terms.unit import known_units, parse_unit

T = TypeVar("T")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def is_word_sign(sign: str) -> bool:
    """Whether a sign is a Latin letter, a digit or an underscore: two of them in a row belong together."""
    return sign in _WORD


class Lookup(Generic[T]):
    """Finds the longest of many folded words that begins at a place of a text."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self.words = dict(words)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def match(self, text: str, start: int) -> tuple[int, T] | None:
        """The end of the longest word that begins at `start`, and what it stands for; never half of a Latin word."""
        for length in self._lengths.get(text[start : start + 1], ()):
            end = start + length
            found = self.words.get(text[start:end]) if end <= len(text) else None
            if found is not None and not (text[end - 1] in _WORD and text[end : end + 1] in _WORD):
                return end, found
        return None


@dataclass(frozen=True)
class Entry:
    """One item or column that expressions may name: its key, unit (`text` for texts), name, aliases, and form.

    runs_on  counted from January on (累计): its first period of a year has none before
    """

    key: str
    unit: str
    name: Name
    form: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""  # the item's code, where `key` is a breakdown of it
    decimals: int = 0
    runs_on: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the entry, in folded form."""
        given = (self.key, self.name.zh, self.name.en, *self.aliases)
        return tuple(dict.fromkeys(folded for name in given if (folded := fold(name))))


@dataclass(frozen=True)
class Vocabulary:
    """Entries by key, forms by code; `form` is the form of the rule: a name of several forms stands for that form's item."""

    entries: dict[str, Entry]
    forms: dict[str, tuple[str, ...]]  # code of a form -> its names
    form: str = ""

    @cached_property
    def names(self) -> Lookup[tuple[str, ...]]:
        """Keys of the items that each folded name may stand for."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                found.setdefault(name, []).append(entry.key)
        return Lookup({name: tuple(keys) for name, keys in found.items()})

    @cached_property
    def codes(self) -> Lookup[tuple[str, tuple[str, ...]]]:
        """Item codes that have breakdowns, with the code as declared and the keys of the breakdowns."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.code and entry.code != entry.key:
                found.setdefault(entry.code, []).append(entry.key)
        return Lookup({fold(code): (code, tuple(keys)) for code, keys in found.items()})

    @cached_property
    def form_names(self) -> Lookup[str]:
        """Forms by folded code and name, with the dot that stands before an item."""
        return Lookup({f"{fold(name)}.": code for code, names in self.forms.items() for name in (code, *names) if name})

    def within(self, form: str) -> "Vocabulary":
        """The same names, read by a rule of a form."""
        scoped = Vocabulary(self.entries, self.forms, form)
        for name in ("names", "codes", "form_names"):
            scoped.__dict__[name] = getattr(self, name)
        return scoped

    def continues(self, name: str) -> bool:
        """Whether a longer name begins with this one and what may follow a name in an expression."""
        longer = (word for word in self._by_first.get(name[0], ()) if word.startswith(name) and word != name)
        return any(
            word[len(name)] in ")," or (word[len(name)] == " " and infix_words().match(word, len(name) + 1))
            for word in longer
        )

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.names.words:
            found.setdefault(word[0], []).append(word)
        return found

    def list_breakdowns(self, key: str) -> tuple[str, tuple[str, ...]]:
        """The code of an item and the keys of its code's breakdowns other than itself."""
        code = self.entries[key].code or key
        found = self.codes.words.get(fold(code))
        return code, tuple(k for k in (found[1] if found else ()) if k != key)

    def qualify(self, key: str, language: str) -> str:
        """A name that stands for this item alone: its own, else with its form's before it, else its key."""
        entry = self.entries[key]
        name = entry.name.text(language) if language != "code" else key
        if self.names.words.get(fold(name)) == (key,):
            return name
        names = self.forms.get(entry.form, ())
        form = (names[0] if language == "zh" else names[-1]) if names else entry.form
        siblings = [k for k in self.names.words.get(fold(name), ()) if self.entries[k].form == entry.form]
        return f"{form}.{name}" if siblings == [key] and "." not in form else key


def list_names(forms: Iterable[Form], form: str = "") -> Vocabulary:
    """The vocabulary of a province's forms: every item by key, Chinese and English name and header alias."""
    forms = list(forms)
    entries = {
        item.key: Entry(
            item.key, item.unit, item.name, f.code, item.header, item.code, item.decimals,
            item.accumulation == "year_to_date",
        )
        for f in forms
        for item in f.item
    }  # fmt: skip
    titles = {f.code: tuple(dict.fromkeys(n for n in (f.name.zh, f.table_number, f.name.en) if n)) for f in forms}
    return Vocabulary(entries, titles, form)


def list_columns(
    units: Mapping[str, str], names: Mapping[str, Name] | None = None, year_to_date: Collection[str] = ()
) -> Vocabulary:
    """The vocabulary of a table of microdata: columns with their units, `text` for columns of texts.

    year_to_date  columns that are counted from January on (累计)
    """
    names = names or {}
    entries = {k: Entry(k, unit, names.get(k, Name(zh=k)), runs_on=k in year_to_date) for k, unit in units.items()}
    return Vocabulary(entries, {})


@lru_cache(maxsize=1)
def prefix_words() -> Lookup[str]:
    """The words that stand where a term or a condition begins."""
    return Lookup({fold(form): kind for kind, forms in PREFIXES.items() for form in forms})


@lru_cache(maxsize=1)
def infix_words() -> Lookup[str]:
    """The words that stand where a term or a condition has ended."""
    return Lookup({fold(form): kind for kind, forms in INFIXES.items() for form in forms})


@lru_cache(maxsize=1)
def level_words() -> Lookup[str]:
    """The words for levels of areas."""
    return Lookup({fold(form): level for level, forms in LEVELS.items() for form in forms})


@lru_cache(maxsize=1)
def unit_words() -> Lookup[str]:
    """The units that may stand behind a number or a name."""
    return Lookup({fold(unit): parse_unit(unit).symbol for unit in known_units() if not fold(unit).isdigit()})
