"""What the map's script needs: shapes as GeoJSON (tiles or the province's own file), values per area, what can be shown."""

import json
from typing import Any

from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.contents.wording import STATE_NAMES, STATE_SYMBOLS, format_unit
from junxian.bulletin.html.tiles import HEADING, Tile, lay_tiles
from junxian.terms.name import Name

Shape = dict[str, Any]
_PAD = 0.03
_STATE_COLOURS = {"green": "#5b9a6f", "yellow": "#e3c04b", "orange": "#dd8336", "red": "#b3191f", "unknown": "#e6e6e3"}


def compose_map_data(content: BulletinContent) -> dict[str, Any]:
    """Shapes and values of the map, ready for JSON; areas without a value have null."""
    rows = content.map_values.to_dicts()
    return {
        "geojson": _read_shapes(content.geojson) if content.geojson else _make_tiles(rows),
        "tiles": not content.geojson,
        "areas": [_describe_area(row, content) for row in rows],
        "cities": {row["city"]: [row["city_zh"] or "", row["city_en"] or ""] for row in rows if row["city"]},
        "measures": _list_measures(content),
        "classes": [[r.code, r.name.zh, r.name.text("en")] for r in content.rankings],
        "states": [[s, n.zh, n.text("en"), STATE_SYMBOLS[s], _STATE_COLOURS[s]] for s, n in STATE_NAMES.items()],
    }


def _read_shapes(text: str) -> Shape:
    """Shapes of a GeoJSON file with nothing but their code, coordinates to about a hundred metres."""
    features = json.loads(text, parse_float=lambda number: round(float(number), 3))["features"]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": str(f["properties"].get("code", ""))},
                "geometry": {"type": f["geometry"]["type"], "coordinates": f["geometry"]["coordinates"]},
            }
            for f in features
        ],
    }


def _make_tiles(rows: list[dict[str, Any]]) -> Shape:
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["city"], []).append(row["ref_area"])
    tiles = lay_tiles(list(members.items()))
    return {"type": "FeatureCollection", "features": [_draw_tile(tile) for tile in tiles]}


def _draw_tile(tile: Tile) -> Shape:
    height = 1.0 if tile.kind == "area" else HEADING
    left, right = tile.left + _PAD, tile.left + tile.width - _PAD
    top, bottom = -tile.top - _PAD, -tile.top - height + _PAD
    ring = [
        [round(x * 1.6, 3), round(y, 3)]
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    ]
    code = tile.code if tile.kind == "area" else f"city:{tile.code}"
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _describe_area(row: dict[str, Any], content: BulletinContent) -> dict[str, Any]:
    place = None if row["rank"] is None or not row["of"] else round(100 * row["rank"] / row["of"], 1)
    kept = {name: row[name] for name in ("rank", "of", "rank_low", "rank_high", "width", "state", "class")}
    names = {"code": row["ref_area"], "zh": row["name_zh"], "en": row["name_en"], "city": row["city"]}
    quotas = {f"quota:{plan.key}": row.get(f"quota:{plan.key}") for plan in content.plans}
    for programme in content.programmes:
        for factor in programme.factors:
            name = f"quota:{programme.key}:{factor['factor']}"
            quotas[name] = row.get(name)
    return (
        names
        | kept
        | {"place": place, "total": row["total"], "class_zh": row["class_zh"], "class_en": row["class_en"]}
        | quotas
    )


def _list_measures(content: BulletinContent) -> list[dict[str, Any]]:
    fixed = [
        ("place", "本类位次（分四档）", "place in class (quarters)", ""),
        ("total", "得分（只在同类间比较）", "score (compare within a class only)", ""),
        ("width", "名次区间宽度（位）", "width of rank interval (places)", ""),
        ("state", "底线状态（最差一条）", "bottom lines (the worst)", ""),
    ]
    quotas = [_name_quota(plan.key, plan.name, plan.unit) for plan in content.plans]
    for programme in content.programmes:
        for factor in programme.factors:
            name = Name(
                zh=f"{programme.name.zh}·{factor['name_zh']}", en=f"{programme.name.text('en')}: {factor['name_en']}"
            )
            quotas.append(_name_quota(f"{programme.key}:{factor['factor']}", name, factor["unit"]))
    return [{"key": key, "zh": zh, "en": en, "unit": unit} for key, zh, en, unit in (*fixed, *quotas)]


def _name_quota(key: str, name: Name, unit: str) -> tuple[str, str, str, str]:
    zh, en = format_unit(unit, "zh"), format_unit(unit, "en")
    return f"quota:{key}", f"{name.zh}（{zh}）", f"{name.text('en')} ({en})", unit
