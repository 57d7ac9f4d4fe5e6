"""The worked examples of rules: figures for one area, and whether the rule then fires."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.names import Vocabulary, list_names
from junxian.quality.language.parse import parse_term
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.language.shift_period import shift_period
from junxian.quality.language.syntax import Item, Shifted, SumChildren, Term
from junxian.quality.language.wording import say_failure
from junxian.terms.errors import DeclarationError

RULE = "worked_example"
NOW = {"A": "2020", "Q": "2020-Q2", "M": "2020-06", "C": "2020-01..06"}
AREA = "example"


class ExampleFigures:
    """The figures of a worked example: of one area, of earlier periods, and of sums over the areas below."""

    def __init__(self) -> None:
        self.figures: dict[tuple[str, str, str], Decimal] = {}
        self.levels: set[str] = set()

    def value(self, key: str, area: str, period: str) -> Decimal | None:
        """The figure given; None where none is."""
        return self.figures.get((key, area, period))

    def children(self, area: str, period: str, level: str) -> list[tuple[str, bool]]:
        """One area that stands for all below."""
        return [(f"below {level}", True)]


def execute_examples(rules: Sequence[Expression], province: Province) -> Iterator[dict[str, Any]]:
    """Read every expression and judge its examples; the row of a finding for each that does not come out."""
    names = list_names(province.forms.values())
    for rule in rules:
        yield from _verify(read_rule(rule, names), province)


def _verify(formula: Formula, province: Province) -> Iterator[dict[str, Any]]:
    now = NOW[province.forms[formula.form].frequency]
    for number, example in enumerate(formula.rule.example, start=1):
        place = f"{formula.rule.place}, example {number}"
        figures = gather_given(example.given, formula.vocabulary, formula.keys, now, place)
        fires = formula.judge(figures, AREA, now) is False
        if fires is not example.fires:
            yield _report(formula, number, fires, figures, now)


def gather_given(
    given: Mapping[str, Decimal], vocabulary: Vocabulary, keys: tuple[str, ...], now: str, place: str
) -> ExampleFigures:
    """The figures given in an example, by item, area and period; DeclarationError for what is no figure of these items."""
    figures = ExampleFigures()
    for text, value in given.items():
        try:
            key, area, period = _locate(parse_term(text, vocabulary), now)
        except ExpressionError as error:
            raise DeclarationError(place, error.describe()) from None
        except ValueError:
            raise DeclarationError(
                place, f"{text!r} is no figure of an item.", "Write an item, 上期[…], 上年同期[…] or 下级合计(…)."
            ) from None
        if key not in keys:
            raise DeclarationError(place, f"{text!r} is not used by the expression.", _list_items(vocabulary, keys))
        figures.figures[key, area, period] = value
    return figures


def _locate(term: Term, now: str) -> tuple[str, str, str]:
    match term:
        case Shifted():
            key, area, period = _locate(term.operand, now)
            return key, area, shift_period(period, term.by)
        case Item():
            return term.key, AREA, now
        case SumChildren():
            return term.key, f"below {term.level}", now
    raise ValueError


def _list_items(vocabulary: Vocabulary, keys: tuple[str, ...]) -> str:
    return "It uses " + ", ".join(f"{vocabulary.entries[key].name.zh} ({key})" for key in keys) + "."


def _report(formula: Formula, number: int, fires: bool, figures: ExampleFigures, now: str) -> dict[str, Any]:
    rule = formula.rule
    why = say_failure(formula, (figures, AREA, now))[0] if fires else None
    zh, en = (f"（{why.zh}）", f" ({why.en})") if why else ("", "")
    found, wanted = ("报警", "不报警") if fires else ("不报警", "报警")
    found_en, wanted_en = ("fires", "should not") if fires else ("does not fire", "should")
    return {
        "rule": RULE, "severity": "hold", "form": formula.form, "item": " ".join(formula.keys),
        "found": found, "expected": wanted,
        "message_zh": f"规则{rule.code}（{rule.name.zh}）的示例{number}：按公式{found}{zh}，示例写明应{wanted}。",
        "message_en": f"Worked example {number} of rule {rule.code} ({rule.name.text('en')}): the rule {found_en}{en}, "
        f"the example says it {wanted_en}.",
        "remedy_zh": "核对公式与示例，更正有误的一方。",
        "remedy_en": "Compare the expression with the example and correct whichever is wrong.",
        "file": rule.place.split(",")[0],
    }  # fmt: skip
