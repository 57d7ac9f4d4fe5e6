"""What the state of a line does elsewhere: gates of a factor, vetoes of an award."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from junxian.declared.redlines import STATES, RedLine, State

if TYPE_CHECKING:
    from junxian.redlines.watch import Lines


def gate_of(line: RedLine, factor: str, state: State) -> Fraction:
    """The multiplier of a factor's efficiency pool in a state, exact.

    A state that the declaration does not name takes the gate of the nearest better state that it names, and 1 where
    there is none. Checked in tests/unit/redlines/test_effects.py.
    """
    declared = line.gates.get(factor, {})
    named = [s for s in STATES[: STATES.index(state) + 1] if s in declared]
    return Fraction(str(declared[named[-1]])) if named else Fraction(1)


def list_vetoes(lines: "Lines", codes: Iterable[str]) -> pl.DataFrame:
    """Breaches of the lines that a scheme names: ref_area, line. A line with unknown state vetoes nobody."""
    return lines.breaches.filter(pl.col("line").is_in(list(codes))).select("ref_area", "line")
