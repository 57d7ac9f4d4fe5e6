"""Red lines that close a factor to a county: no project there gets any of it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from junxian.declared.project_choices import ProjectChoices
from junxian.redlines import gate_of
from junxian.redlines.wording import STATE_WORDS
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.declared.redlines import RedLine
    from junxian.redlines import Lines

Closed = Mapping[tuple[str, str], Name]  # factor and county → why it is closed


def find_closed(
    choices: ProjectChoices, counties: Iterable[str], declared: "Mapping[str, RedLine]", lines: "Lines | None"
) -> Closed:
    """Factors that a gate of 0 closes to a county, and why; an unknown state is taken as declared, and that is said.

    A gate between 0 and 1 closes nothing. MethodError where there are gates and no lines.
    Checked in tests/unit/allocation/projects/test_gates.py.
    """
    gates = [(factor, code) for factor in choices.factor for code in factor.gates]
    if gates and lines is None:
        raise MethodError(f"choice {choices.key}", "is gated by red lines.", "Hand in the lines.")
    states = {} if lines is None else {(a, c): s for a, c, s in lines.table["ref_area", "line", "state"].iter_rows()}
    closed: dict[tuple[str, str], Name] = {}
    for county in sorted(set(counties)):
        for factor, code in gates:
            known = states.get((county, code), "unknown")
            state: Any = factor.gate_unknown if known == "unknown" else known
            if gate_of(declared[code], factor.code, state) == 0:
                closed.setdefault((factor.code, county), _say(declared[code], state, factor.name, known != "unknown"))
    return closed


def _say(line: "RedLine", state: str, factor: Name, is_known: bool) -> Name:
    word, en = STATE_WORDS[state], line.name.text("en")
    if is_known:
        return Name(
            zh=f"{line.name.zh}为{word.zh}，不得再占用{factor.zh}",
            en=f"{en} is {word.en}: no {factor.text('en')} for it",
        )
    return Name(
        zh=f"{line.name.zh}无法判定，按{word.zh}处理，不得再占用{factor.zh}",
        en=f"{en} is unknown and taken as {word.en}: no {factor.text('en')} for it",
    )
