"""How many periods in a row a value has moved towards the breach."""

from collections.abc import Sequence


def count_worsening(values: Sequence[float | None], breach: str) -> int:
    """Count the periods, back from the newest, in each of which the value moved towards the breach.

    `values` run from the oldest to the newest period, one unit. An unchanged value, an improvement or a missing value
    ends the count. Source: practice, two worsening periods raise yellow to orange (our proposal).
    Checked in tests/unit/redlines/test_worsening.py.
    """
    count = 0
    for now, before in zip(reversed(values), reversed(values[:-1]), strict=False):
        if now is None or before is None or not is_worse(now, before, breach):
            break
        count += 1
    return count


def is_worse(now: float, before: float, breach: str) -> bool:
    """Whether a value lies nearer the breach than the one before."""
    return now < before if breach == "below" else now > before
