"""A suspicion: what one rule makes of some cells, before causes are told apart and cells are looked up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from junxian.declared.rules import Rule
from junxian.terms.finding import Severity
from junxian.terms.name import Name

Cell = tuple[str, str, str]  # area, period, item key


@dataclass(frozen=True)
class Suspicion:
    """One doubt about one return: what was found, in whose file, and which cells it would explain."""

    rule: Rule
    severity: Severity
    area: str
    period: str
    form: str
    items: tuple[str, ...]
    found: str
    expected: str
    message: Name
    shown: tuple[Cell, ...]  # cells that the finding points at
    explains: frozenset[Cell] = field(default_factory=frozenset)  # cells whose other findings have the same cause
    withholds: tuple[str, ...] = ()
    filer: str = ""  # where no cell tells it: an absent return
    file: str = ""
    lean: tuple[tuple[Cell, int], ...] = ()  # which way each cell would have to be wrong: +1 too high, -1 too low
    apart: tuple[
        tuple[Cell, float, float], ...
    ] = ()  # of a sum: how far each cell is from its usual value, give or take
    weight: float = 0.0  # among suspicions of one kind the heavier explains the lighter
    also: tuple[Name, ...] = ()  # names of the rules that the same cause broke
    p_value: float | None = None  # under the kind's null distribution; None where there is none (identities, absences)
    tested: int = 0  # how many tests of the rule in the period it was picked from; 0 counts the suspicions themselves

    @property
    def kind(self) -> str:
        """The kind of the rule."""
        return self.rule.kind


def list_cells(area: str, period: str, items: Iterable[str]) -> tuple[Cell, ...]:
    """The cells of several items in one row."""
    return tuple((area, period, item) for item in items)


def withheld_by(severity: Severity, items: Iterable[str]) -> tuple[str, ...]:
    """The items that a finding of this severity keeps out of use: all for `hold`, else none."""
    return tuple(items) if severity == "hold" else ()
