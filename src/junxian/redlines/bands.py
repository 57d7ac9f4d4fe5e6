"""Where a value stands among the thresholds of a line: its state, the nearest worse threshold, the room left."""

from dataclasses import dataclass
from datetime import date

from junxian.declared.redlines import LineVersion, RedLine, State

BAD_STATES: tuple[State, ...] = ("yellow", "orange", "red")


@dataclass(frozen=True)
class Standing:
    """Where a value stands: its band, the next worse one with its threshold and the room to it, worsening."""

    value: float
    band: State  # by the value alone
    towards: State
    threshold: float
    room: float  # in the indicator's unit, negative beyond the last threshold
    worsening: int  # periods in a row
    raised: bool

    @property
    def state(self) -> State:
        """The state: the band, or orange where worsening raised a yellow one."""
        return "orange" if self.raised else self.band


def find_standing(line: RedLine, version: LineVersion, value: float, worsening: int) -> Standing:
    """Judge a value by the thresholds of one version; yellow is raised after the line's number of worsening periods."""
    thresholds: dict[State, float] = {state: float(limit) for state, limit in version.thresholds.items()}
    band = state_of(value, thresholds, line.breach)
    towards = next_state(value, thresholds, line.breach)
    room = headroom(value, thresholds[towards], line.breach)
    raised = band == "yellow" and 0 < line.raise_after <= worsening
    return Standing(value, band, towards, thresholds[towards], room, worsening, raised)


def version_in_force(line: RedLine, day: date) -> LineVersion | None:
    """The newest version that holds on a day; None where the first begins later."""
    begun = [version for version in line.version if version.valid_from <= day]
    return max(begun, key=lambda version: version.valid_from, default=None)


def crosses(value: float, threshold: float, breach: str) -> bool:
    """Whether a value has the state of a threshold: below lines value < threshold, above lines value >= threshold."""
    return value < threshold if breach == "below" else value >= threshold


def state_of(value: float, thresholds: dict[State, float], breach: str) -> State:
    """The worst state whose threshold the value crosses; green where it crosses none."""
    crossed = [state for state in BAD_STATES if state in thresholds and crosses(value, thresholds[state], breach)]
    return crossed[-1] if crossed else "green"


def next_state(value: float, thresholds: dict[State, float], breach: str) -> State:
    """The next worse state that the version declares; beyond the last threshold, the state of that threshold."""
    declared = [state for state in BAD_STATES if state in thresholds]
    ahead = [state for state in declared if not crosses(value, thresholds[state], breach)]
    return ahead[0] if ahead else declared[-1]


def headroom(value: float, threshold: float, breach: str) -> float:
    """The distance to a threshold in the indicator's unit: positive is room, negative is how far it is crossed."""
    return settle(value - threshold if breach == "below" else threshold - value)


def settle(value: float) -> float:
    """The value at 12 significant digits, so that the last bits of a computation move no state."""
    return float(f"{value:.12g}")
