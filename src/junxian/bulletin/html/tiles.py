"""A layout of tiles grouped by city, for a map of a province that names no GeoJSON."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A tile of the map: left and top edge in tile units; `kind` is area or city (the heading of a block)."""

    code: str
    kind: str
    left: float
    top: float
    width: float


HEADING = 0.55  # height of a city's heading, in tiles
_GAP = 0.35


def lay_tiles(members: Sequence[tuple[str, Sequence[str]]], across: int = 20) -> list[Tile]:
    """Lay areas as tiles in blocks by city, the blocks in shelves `across` tiles wide, in the given order.

    Every block of one shelf has the same number of rows, so that shelves are level; a block is as wide as it needs.
    """
    tiles: list[Tile] = []
    left, top, deepest = 0.0, 0.0, 0
    for city, areas in members:
        rows = max(1, min(3, math.ceil(len(areas) / 3))) if len(areas) <= 12 else 4
        columns = max(2, math.ceil(len(areas) / rows))
        if left and left + columns > across:
            left, top, deepest = 0.0, top + deepest + HEADING + _GAP, 0
        tiles.append(Tile(city, "city", left, top, columns))
        tiles.extend(
            Tile(area, "area", left + i % columns, top + HEADING + i // columns, 1.0) for i, area in enumerate(areas)
        )
        left, deepest = left + columns + _GAP, max(deepest, math.ceil(len(areas) / columns))
    return tiles
