"""Which areas lie below which: what 下级合计 adds up."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from junxian.terms.area import Areas
from junxian.terms.period import Period

_NEEDED, _WHERE_FILED = ("city", "county"), ("zone", "park")
Below = dict[str, list[tuple[str, bool]]]  # area -> the areas below, each with whether it must have a figure


class Hierarchy:
    """The areas below each area, by period and level.

    Without a level: the cities, counties and zones whose parent is the area. Of a level: all of it that lie below, at any
    depth. Cities and counties must have a figure; zones count where they have one, beside the counties too.
    present  the code under which the figures of an area stand (`Filed.present`)
    Checked in tests/unit/quality/language/test_children.py.
    """

    def __init__(self, areas: Areas, present: Callable[[str], str] = str) -> None:
        self._areas, self._present = areas, present
        self._found = lru_cache(maxsize=512)(self._gather)

    def below(self, area: str, period: str, level: str = "") -> list[tuple[str, bool]]:
        """The areas below one area."""
        return self._found(Period.parse(period).end, level).get(area, [])

    def all_below(self, period: str, level: str = "") -> Below:
        """The areas below every area that has any."""
        return self._found(Period.parse(period).end, level)

    def _gather(self, on: date, level: str) -> Below:
        found: Below = {}
        for own in [level, *(["zone"] if level == "county" else [])] if level else (*_NEEDED, "zone"):
            for code in self._areas.at_level(own, on):
                child = (self._present(code), own in _NEEDED)
                for above in self._list_above(code) if level else [self._areas.parent(code)]:
                    if above and child not in found.setdefault(above, []):
                        found[above].append(child)
        return found

    def _list_above(self, code: str) -> list[str]:
        above, here = list[str](), self._areas.parent(code)
        while here:
            above.append(here)
            here = self._areas.parent(here)
        return above
