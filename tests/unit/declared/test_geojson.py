import json

import pytest

from junxian.declared.geojson import check_geojson
from junxian.terms import DeclarationError

SHAPE = {"type": "Polygon", "coordinates": [[[1, 2], [2, 2], [2, 3], [1, 2]]]}


def collection(properties=None, geometry=SHAPE):
    feature = {"type": "Feature", "properties": properties or {"code": "510104"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def check(tmp_path, text):
    (tmp_path / "map.geojson").write_text(text, encoding="utf-8")
    check_geojson(tmp_path / "map.geojson", ["510104"], "map.geojson")


def test_shapes_with_codes_of_areas_can_be_drawn(tmp_path):
    check(tmp_path, collection())
    check(tmp_path, collection({"code": 510104}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        (collection().replace("[1, 2]", "[NaN, 2]", 1), "NaN is no coordinate"),
        ("[]", "no FeatureCollection"),
        (collection(geometry=None), "no FeatureCollection"),
        (collection({"name": "锦江区"}), "no feature whose property `code`"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_in_words(tmp_path, text, words):
    with pytest.raises(DeclarationError, match=words):
        check(tmp_path, text)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(DeclarationError, match="No such file"):
        check_geojson(tmp_path / "map.geojson", [], "map.geojson")
