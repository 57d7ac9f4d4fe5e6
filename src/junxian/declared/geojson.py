"""Whether a GeoJSON file can be drawn: its features are shapes with the code of an area."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from junxian.terms.errors import DeclarationError
from junxian.terms.files import expect_regular

_REMEDY = "Give a FeatureCollection of areas with a property `code`, or leave geojson empty for a tile map."


def check_geojson(path: Path, codes: Iterable[str], where: str) -> None:
    """Check that a file holds a FeatureCollection, each feature a shape, and that one of them is an area's."""
    try:
        expect_regular(path)
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise DeclarationError(where, f"cannot be read ({error.strerror}).", _REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise DeclarationError(where, f"is no JSON in UTF-8: {error}.", _REMEDY) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(map(_is_shape, features)):
        raise DeclarationError(
            where, "is no FeatureCollection whose features all have properties and a shape.", _REMEDY
        )
    if not {str(feature["properties"].get("code", "")) for feature in features} & set(codes):
        raise DeclarationError(where, "has no feature whose property `code` is the code of an area.", _REMEDY)


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no coordinate")


def _is_shape(feature: Any) -> bool:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return False
    geometry = feature.get("geometry")
    return isinstance(geometry, dict) and "type" in geometry and isinstance(geometry.get("coordinates"), list)
