"""What the document says of a choice of projects: the short form in the text, counties and chosen projects in the annex."""

from collections.abc import Iterable
from typing import Any

from junxian.bulletin.contents.choices import ChoiceSummary, ChosenFactor, count_all, suit_places
from junxian.bulletin.contents.wording import amount_name, format_number, format_unit
from junxian.bulletin.document.words import LEADERS, LISTED, Part, head_with, list_names
from junxian.terms.name import Name

LIMITS_TOLD = 5


def tell_choice(choice: ChoiceSummary) -> Part:
    """Certificate, totals by factor, who is chosen, prices that weigh most; or what conflicts."""
    return Part(head_with(choice.name, choice.heading), tuple(_tell(choice)))


def _tell(choice: ChoiceSummary) -> Iterable[Name]:
    yield Name(
        zh=f"{choice.certificate.zh}。效益为{choice.benefit.zh}。",
        en=f"{choice.certificate.text('en')}. Benefit: {choice.benefit.text('en')}.",
    )
    yield from (_tell_factor(factor) for factor in choice.factors)
    if not choice.is_decided:
        words = {"conflict": ("限制相互冲突", "Limits conflict"), "relax": ("最小的放宽", "Least relaxation")}
        for row in choice.conflicts.head(LISTED).iter_rows(named=True):
            zh, en = words[row["part"]]
            yield Name(zh=f"{zh}：{row['zh']}。", en=f"{en}: {row['en']}.")
        if choice.conflicts.height > LISTED:
            yield count_all(choice.conflicts.height, LISTED)
        return
    for word_zh, word_en, frame in (
        ("列入", "Chosen", choice.chosen),
        ("最接近列入", "Next in line", choice.next_out.head(LEADERS)),
    ):
        if frame.height:
            names = list_names([Name(zh=name) for name in frame["name"]])
            yield Name(zh=f"{word_zh}：{names.zh}。", en=f"{word_en}: {names.text('en')}.")
    yield from choice.binding[:LIMITS_TOLD]


def _tell_factor(factor: ChosenFactor) -> Name:
    budget, asked, given = (
        amount_name(value, factor.unit, suit_places(value)) for value in (factor.budget, factor.asked, factor.given)
    )
    return Name(
        zh=f"{factor.name.zh}总量{budget.zh}，申请{asked.zh}，列入项目{given.zh}。",
        en=f"{factor.name.text('en')}: budget {budget.text('en')}, asked {asked.text('en')}, given {given.text('en')}.",
    )


Rows = list[tuple[str, ...]]
Columns = tuple[tuple[str, ...], Rows, str, str]  # head, rows, widths, alignment


def tabulate_counties(choice: ChoiceSummary, language: str) -> Columns:
    """What the projects chosen in every county get, of what its candidates ask; no row where nothing is chosen."""
    first, last = {"zh": (("地区", "列入/候选"), "效益"), "en": (("County", "Chosen of"), "Benefit")}[language]
    head = (*first, *_name_factors(choice, language), last)
    rows = [
        (
            str(row[f"county_{language}"]), f"{row['picked']}/{row['candidates']}",
            *(f"{_say(row[f'given:{f.code}'])}/{_say(row[f'asked:{f.code}'])}" for f in choice.factors), _say(row["benefit"]),
        )
        for row in choice.counties
        if choice.is_decided
    ]  # fmt: skip
    count = len(choice.factors)
    return head, rows, f"18 12 {'20 ' * count}10", f"lc{'r' * count}r"


def tabulate_chosen(choice: ChoiceSummary, language: str, most: int) -> Columns:
    """The projects chosen, from the greatest benefit."""
    first, last = {"zh": (("编号", "项目", "地区"), "效益"), "en": (("Code", "Project", "County"), "Benefit")}[language]
    head = (*first, *_name_factors(choice, language), last)
    rows = [_list_project(row, choice, language) for row in choice.chosen.head(most).iter_rows(named=True)]
    count = len(choice.factors)
    return head, rows, f"10 26 16 {'14 ' * count}12", f"lll{'r' * count}r"


def _list_project(row: dict[str, Any], choice: ChoiceSummary, language: str) -> tuple[str, ...]:
    asks = (_say(row[factor.code]) for factor in choice.factors)
    return str(row["code"]), str(row["name"]), str(row[f"county_{language}"]), *asks, _say(row["benefit"])


def _name_factors(choice: ChoiceSummary, language: str) -> tuple[str, ...]:
    opening, closing = {"zh": ("（", "）"), "en": (" (", ")")}[language]
    return tuple(f"{f.name.text(language)}{opening}{format_unit(f.unit, language)}{closing}" for f in choice.factors)


def _say(value: float) -> str:
    return format_number(value, suit_places(value))
