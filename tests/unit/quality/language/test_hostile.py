"""Texts that are meant to break in: none executes anything, none takes long, each is read or refused with its place."""

import re
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.figures import ReturnFigures
from junxian.quality.language.interpret import judge
from junxian.quality.language.limits import MAX_LENGTH
from junxian.quality.language.names import Entry, Vocabulary
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.units import check_units
from junxian.quality.language.write import write
from junxian.terms import Name

WORDS = Vocabulary(
    {"revenue": Entry("revenue", "万元", Name(zh="营业收入", en="Revenue"), "form")}, {"form": ("年报",)}
)
FIGURES = ReturnFigures({("revenue", "a", "2020"): Decimal(5)})
CALLS_PER_SIGN = 60  # Python and C calls; measured are at most 33
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[nt])")
EXECUTES = ("exec", "compile", "import", "open", "os.", "subprocess.", "socket.", "ctypes.", "code.__new__", "builtins.input", "pickle.")  # fmt: skip


def read_corpus():
    lines = (Path(__file__).parent / "hostile.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("# "):
            text = _ESCAPE.sub(lambda found: found[0].encode().decode("unicode_escape"), line)
            times = re.fullmatch(r"REPEAT (\d+) (.*)", text, re.DOTALL)
            yield times[2] * int(times[1]) if times else text


CORPUS = list(read_corpus())
watching: list[str] | None = None


def watch(event, _):
    if watching is not None and event.startswith(EXECUTES):
        watching.append(event)


sys.addaudithook(watch)


def read(text):
    """The condition with its units settled, or the error."""
    try:
        condition = parse_condition(text, WORDS)
        return condition, check_units(condition, WORDS, text)
    except ExpressionError as error:
        return error, None


def count_calls(work):
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(None)
    return result, calls


def test_the_corpus_is_large():
    assert len(CORPUS) >= 400
    assert len(set(CORPUS)) == len(CORPUS)


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_a_hostile_text_executes_nothing_and_is_bounded(text):
    global watching
    read("营业收入 > 0")  # the grammar is loaded
    watching = []
    (outcome, checked), calls = count_calls(lambda: read(text))
    seen, watching = watching, None
    assert seen == []
    assert calls <= CALLS_PER_SIGN * (min(len(text), MAX_LENGTH) + 100)
    if isinstance(outcome, ExpressionError):
        shown = outcome.describe().replace("\n", "")
        assert outcome.fault.zh
        assert outcome.fault.en
        assert len(shown) < 1000
    else:
        assert checked is not None
        assert judge(checked)(FIGURES, "a", "2020") in (True, False, None)
        assert parse_condition(write(outcome, WORDS), WORDS) == outcome


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_an_error_shows_no_sign_that_cannot_be_seen(text):
    outcome, _ = read(text)
    if isinstance(outcome, ExpressionError):
        assert [s for s in outcome.describe() if s != "\n" and unicodedata.category(s)[0] == "C"] == []


def test_most_of_the_corpus_is_refused():
    outcomes = [read(text)[0] for text in CORPUS]
    accepted = [
        text for text, outcome in zip(CORPUS, outcomes, strict=True) if not isinstance(outcome, ExpressionError)
    ]
    assert len(accepted) < 40, accepted
