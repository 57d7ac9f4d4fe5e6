"""The sums that figures of several areas and items must keep: areas to the area above, parts to their total."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

Figure = tuple[str, str]  # area, item


@dataclass(frozen=True)
class Sum:
    """A total and its parts; a gap of up to `allowed` is none."""

    code: str
    total: Figure
    parts: tuple[Figure, ...]
    allowed: float = 0.0

    @property
    def name(self) -> str:
        """Code, area and item of the total."""
        return f"{self.code} {self.total[0]} {self.total[1]}"


def list_area_sums(figures: pl.DataFrame, above: Mapping[str, str], items: Iterable[str] | None = None) -> list[Sum]:
    """The sums of areas to the area above, for each item of `figures` (ref_area, item) or those named.

    above  area → the area above. An area above that files no figure of the item is passed over: what lies below it
           counts for the next above. Nothing is asked where none of the areas below files the item.
    """
    filed = set(zip(figures["ref_area"], figures["item"], strict=True))
    below: dict[str, list[str]] = {}
    for area, over in above.items():
        below.setdefault(over, []).append(area)
    wanted = figures["item"].unique(maintain_order=True).to_list() if items is None else list(items)
    sums = []
    for over in below:
        for item in wanted:
            parts = tuple((area, item) for area in _list_nearest(over, item, below, filed))
            if (over, item) in filed and any(part in filed for part in parts):
                sums.append(Sum("areas", (over, item), parts))
    return sums


def _list_nearest(area: str, item: str, below: Mapping[str, list[str]], filed: set[Figure]) -> list[str]:
    nearest = []
    for child in below.get(area, []):
        passes = (child, item) not in filed and child in below
        nearest += _list_nearest(child, item, below, filed) if passes else [child]
    return nearest


def list_part_sums(figures: pl.DataFrame, parts: Mapping[str, Iterable[str]], code: str = "parts") -> list[Sum]:
    """The sums of parts to their total, in each area that files the total and any part; parts: total → its items."""
    filed = set(zip(figures["ref_area"], figures["item"], strict=True))
    areas = figures["ref_area"].unique(maintain_order=True).to_list()
    return [
        Sum(code, (area, total), tuple((area, p) for p in made))
        for total, made in ((t, tuple(p)) for t, p in parts.items())
        for area in areas
        if (area, total) in filed and any((area, p) in filed for p in made)
    ]


def lay_out_sums(sums: list[Sum], place: Mapping[Figure, int]) -> Any:
    """Parts less the total, one row a sum, one column a figure; scipy.sparse."""
    from scipy.sparse import csr_array

    cells = [(row, place[c], 1.0) for row, s in enumerate(sums) for c in s.parts]
    cells += [(row, place[s.total], -1.0) for row, s in enumerate(sums)]
    rows, columns, signs = (np.array(c) for c in zip(*cells, strict=True)) if cells else (np.zeros(0, int),) * 3
    return csr_array((signs.astype(float), (rows, columns)), shape=(len(sums), len(place)))
