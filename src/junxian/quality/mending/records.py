"""Records: the cells of a period that edit rules link, directly or by way of others; each can be mended by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from junxian.quality.mending.edits import Edit, Edits, gather_edits
from junxian.quality.mending.highs import Array, Mask


@dataclass(frozen=True)
class Record:
    """Linked cells, the rules that link them, and what was filed: values (cells,), NaN where missing."""

    edits: Edits
    values: Array

    @property
    def is_broken(self) -> bool:
        """Whether a rule is broken by what is filed; a rule with a missing cell is not."""
        return bool(np.nan_to_num(self.edits.measure_excess(self.values)).any())

    @property
    def missing(self) -> Mask:
        """Which cells were not filed."""
        return np.isnan(self.values)


def split_records(edits: Sequence[Edit], figures: Mapping[str, float]) -> Iterator[Record]:
    """The records of a period in the order of their first cell; figures: cell → filed value, missing where absent."""
    leader: dict[str, str] = {}

    def find(cell: str) -> str:
        while leader.setdefault(cell, cell) != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for edit in edits:
        first, *others = edit.terms
        for other in others:
            leader[find(other)] = find(first)
    together: dict[str, list[Edit]] = {}
    for edit in edits:
        together.setdefault(find(next(iter(edit.terms))), []).append(edit)
    for linked in together.values():
        gathered = gather_edits(linked)
        yield Record(gathered, np.array([figures.get(cell, np.nan) for cell in gathered.cells]))
