"""Which cells a method refuses: the error names the node, the areas, the children and their values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

SHOWN = 5  # cells that an error lists; the others are counted


@dataclass(frozen=True)
class Names:
    """How an error calls what it concerns: the node, its areas and its children; places where nothing is given."""

    node: str = ""
    areas: Sequence[str] | None = None
    children: Sequence[str] | None = None

    def area(self, place: int) -> str:
        """The area at a place."""
        return self.areas[place] if self.areas is not None else f"row {place}"

    def child(self, place: int) -> str:
        """The child at a place."""
        return self.children[place] if self.children is not None else f"column {place}"

    def where(self, method: str) -> str:
        """The method, and the node where there is one."""
        return f"{method} of node {self.node!r}" if self.node else method


UNNAMED = Names()


def refuse_cells(wrong: Mask, values: Array, names: Names, method: str, fault: str, remedy: str) -> None:
    """MethodError that counts, names and shows the cells that are `wrong` (..., areas, children), if there are any."""
    places = np.argwhere(wrong)
    if not places.size:
        return
    shown = [f"{_name(place, values.ndim, names)} = {values[tuple(place)]:g}" for place in places[:SHOWN]]
    listed = ", ".join(shown) + (", …" if len(places) > SHOWN else "")
    raise MethodError(names.where(method), f"{len(places)} scores {fault} ({listed}).", remedy)


def _name(place: np.ndarray, axes: int, names: Names) -> str:
    child = names.child(int(place[-1]))
    return child if axes == 1 else f"{names.area(int(place[-2]))} {child}"
