"""Where the interpreter takes figures from: the wide table of all returns, or one return by itself."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from junxian.quality.language.columns import Columns, Leaf
from junxian.quality.language.exact import EXACT, make_exact

Children = Callable[[str, str, str], Sequence[tuple[str, bool]]]


class TableFigures:
    """The figures of a wide table, as `Columns` holds them."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lists: dict[str, list[int | None]] = {}

    def value(self, key: str, area: str, period: str) -> Decimal | None:
        """The figure of an item; None where nobody filed one."""
        row = self._columns.rows.get((period, area))
        if row is None:
            return None
        if key not in self._lists:
            self._lists[key] = self._columns.column(Leaf(key)).to_list()
        count = self._lists[key][row]
        return None if count is None else EXACT.scaleb(Decimal(count), -6)

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """The areas below."""
        return self._columns.hierarchy.below(area, period, level)


class ReturnFigures:
    """The figures of one return, by item key, area and period, with those of earlier periods where rules look back.

    figures   floats as filed (a float is taken to six decimals) or Decimals
    children  gives the areas below (`children.Hierarchy.below`); by default none
    """

    def __init__(
        self, figures: Mapping[tuple[str, str, str], float | Decimal | None], children: Children | None = None
    ) -> None:
        self._figures = {place: _as_decimal(x) for place, x in figures.items() if x is not None}
        self._children = children

    def value(self, key: str, area: str, period: str) -> Decimal | None:
        """The figure of an item; None where it is not filed."""
        return self._figures.get((key, area, period))

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """The areas below."""
        return self._children(area, period, level) if self._children else ()


def _as_decimal(figure: float | Decimal) -> Decimal:
    return figure if isinstance(figure, Decimal) else make_exact(figure)
