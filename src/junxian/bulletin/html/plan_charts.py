"""Drawings of a programme as inline SVG: the price of fairness over α, and how one quota came about."""

from collections.abc import Sequence
from itertools import cycle

import polars as pl
from markupsafe import Markup, escape

from junxian.bulletin.contents.area_content import AreaAllotment
from junxian.bulletin.html.markup import say_both

WIDTH, HEIGHT, LEFT, TOP = 420, 190, 46, 14
COLOURS = ("#1f5fa8", "#b3541e", "#3b7d4f", "#7a4a9e", "#8a6d1d", "#555")


def draw_curve(curve: pl.DataFrame, factors: Sequence[dict[str, str]]) -> Markup:
    """Efficiency against evenness (1 − Gini) as α grows, a line a factor, α at every point that has room; empty without a curve."""
    if not curve.height:
        return Markup("")
    across = 1 - curve["gini"]
    low_x, high_x, low_y = float(across.min()), float(across.max()), float(curve["efficiency"].min())  # type: ignore[arg-type]
    points = [_place(curve.filter(pl.col("factor") == f["factor"]), low_x, high_x, low_y) for f in factors]
    ends = f'<text x="{LEFT - 4}" y="{TOP + 4}" text-anchor="end">1.000</text><text x="{LEFT - 4}" y="{HEIGHT - 22}" text-anchor="end">{low_y:.3f}</text>'
    return Markup(
        f'<svg class=curve viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="price of fairness"><path class=axis d="M{LEFT} {TOP}V{HEIGHT - 24}H{WIDTH - 8}"/>'
        f"{''.join(map(_draw_line, points, cycle(COLOURS)))}{_mark_alphas([p for line in points for p in line])}"
        f'{ends}<text x="{LEFT}" y="{HEIGHT - 8}">{low_x:.3f}</text><text x="{WIDTH - 8}" y="{HEIGHT - 8}" text-anchor="end">{high_x:.3f}</text>'
        f'<text y="2" text-anchor="end">{"".join(map(_name_line, factors, cycle(COLOURS)))}</text></svg>'
    )


def _place(rows: pl.DataFrame, low_x: float, high_x: float, low_y: float) -> list[tuple[float, float, str]]:
    points = []
    for row in rows.sort("alpha").iter_rows(named=True):
        x = LEFT + 6 + (WIDTH - LEFT - 30) * (1 - row["gini"] - low_x) / ((high_x - low_x) or 1)
        y = TOP + (HEIGHT - TOP - 30) * (1 - row["efficiency"]) / ((1 - low_y) or 1)
        points.append((x, y, "∞" if row["alpha"] == float("inf") else f"{row['alpha']:g}"))
    return points


def _draw_line(points: Sequence[tuple[float, float, str]], colour: str) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colour}"/>' for x, y, _ in points)
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>{dots}'


def _mark_alphas(points: Sequence[tuple[float, float, str]]) -> str:
    placed: list[tuple[float, float, str]] = []
    for x, y, alpha in sorted(points, key=lambda p: p[2] not in ("0", "1", "∞")):
        if all(abs(x - u) > 3.2 * (len(alpha) + len(told)) or abs(y - v) > 10 for u, v, told in placed):
            placed.append((x, y, alpha))
    return "".join(f'<text x="{x:.1f}" y="{y - 5:.1f}" text-anchor="middle">{alpha}</text>' for x, y, alpha in placed)


def _name_line(factor: dict[str, str], colour: str) -> str:
    said = ((code, escape(factor[f"name_{code}"])) for code in ("zh", "en"))
    return "".join(f'<tspan lang={code} fill="{colour}" x="{WIDTH - 8}" dy="13">{name}</tspan>' for code, name in said)


def draw_steps(allotment: AreaAllotment) -> Markup:
    """Bars from what all would get alike to whole units; empty where nothing was allotted."""
    if not allotment.steps:
        return Markup("")
    most = max(value for _, value in allotment.steps) or 1.0
    rows = "".join(
        f'<tr><th scope=row>{say_both(name.zh, name.text("en"))}</th><td class=bar><i style="width:{100 * value / most:.1f}%"></i></td><td class=n>{value:,.{allotment.places + 1}f}</td></tr>'
        for name, value in allotment.steps
    )
    return Markup(f"<table class=steps><tbody>{rows}</tbody></table>")
