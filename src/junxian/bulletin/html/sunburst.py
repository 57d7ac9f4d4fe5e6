"""The tree of a scheme as rings: nodes inside, indicators outside, each as wide as its points."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from junxian.bulletin.contents.content import FrameworkPart
from junxian.bulletin.contents.wording import format_number, show_code
from junxian.terms.name import Name

_HOLE, _EDGE = 26.0, 2.0
_RINGS = (36.0, 36.0, 13.0)  # widths from the inside; further rings are as the last
_COLOURS = ("#2c5f8a", "#3f7f5c", "#a97708", "#6f5b8f", "#b0613f", "#4b7f8c", "#9a4a5b", "#7d838a")
_LEAST_LABEL = 10.0  # length of an arc that holds a label, in the units of the drawing


@dataclass(frozen=True)
class Arc:
    """A part between two angles (shares of the circle) on a ring, with its colour and how far it is washed out."""

    part: FrameworkPart
    points: float
    begin: float
    end: float
    ring: int
    colour: str


def draw_sunburst(parts: Sequence[FrameworkPart], class_code: str, title: Name) -> Markup:
    """The rings of one class: names on the inner ring, codes and points of the indicators on the outer ones."""
    arcs = list(_lay_out(parts, class_code))
    if not arcs:
        return Markup("")
    size = _find_radius(1 + max(arc.ring for arc in arcs)) + _EDGE
    label = escape(f"{title.zh} {title.text('en')}")
    shapes, texts = "".join(_draw_arc(arc) for arc in arcs), "".join(_label_arc(arc) for arc in arcs)
    box = f"{-size:.0f} {-size:.0f} {2 * size:.0f} {2 * size:.0f}"
    return Markup(f'<svg class=sun viewBox="{box}" role="img" aria-label="{label}">{shapes}{texts}</svg>')


def _lay_out(parts: Sequence[FrameworkPart], class_code: str) -> Iterator[Arc]:
    """Arcs of all parts with points, clockwise from the top; the root has none."""
    children: dict[str, list[FrameworkPart]] = {}
    for part in parts:
        children.setdefault(part.parent, []).append(part)
    roots = children.get("", [])
    if not roots:
        return
    whole = roots[0].used.get(class_code, 0.0)
    yield from _lay_ring(children, roots[0], class_code, 0.0, whole, 0, "")


def _lay_ring(
    children: dict[str, list[FrameworkPart]], parent: FrameworkPart, class_code: str, begin: float, whole: float,
    ring: int, colour: str,
) -> Iterator[Arc]:  # fmt: skip
    at = begin
    for number, part in enumerate(children.get(parent.code, [])):
        points = part.used.get(class_code, 0.0)
        if points > 0 and whole > 0:
            own = colour or _COLOURS[number % len(_COLOURS)]
            end = at + points / whole
            yield Arc(part, points, at, end, ring, own)
            yield from _lay_ring(children, part, class_code, at, whole, ring + 1, own)
            at = end


def _draw_arc(arc: Arc) -> str:
    inner, outer = _find_radius(arc.ring), _find_radius(arc.ring + 1) - 1.2
    begin, end = _turn(arc.begin), _turn(min(arc.end, arc.begin + 0.9999))
    large = int(arc.end - arc.begin > 0.5)
    path = (
        f"M{_point(outer, begin)}A{outer:g} {outer:g} 0 {large} 1 {_point(outer, end)}"
        f"L{_point(inner, end)}A{inner:g} {inner:g} 0 {large} 0 {_point(inner, begin)}z"
    )
    shade = ("", ' opacity=".55"', ' opacity=".32"')[min(arc.ring, 2)]
    name = f"{arc.part.name.zh} {arc.part.name.text('en')} {format_number(arc.points, _decimals(arc.points))}"
    return f'<path fill="{arc.colour}"{shade} d="{path}"><title>{escape(name)}</title></path>'


def _label_arc(arc: Arc) -> str:
    radius = (_find_radius(arc.ring) + _find_radius(arc.ring + 1)) / 2 - 0.6
    length = 2 * math.pi * radius * (arc.end - arc.begin)
    if arc.ring > 1 or length < (_LEAST_LABEL if arc.ring else 2 * _LEAST_LABEL):
        return ""
    x, y = _point(radius, _turn((arc.begin + arc.end) / 2)).split()
    number = format_number(arc.points, _decimals(arc.points))
    if arc.ring == 0:
        return (
            f'<text class=in x="{x}" y="{y}"><tspan lang=zh>{escape(arc.part.name.zh)}</tspan>'
            f"<tspan lang=en>{escape(_shorten(arc.part.name.text('en')))}</tspan>"
            f'<tspan x="{x}" dy="10">{number}</tspan></text>'
        )
    second = f'<tspan x="{x}" dy="8">{number}</tspan>' if length >= 1.6 * _LEAST_LABEL else ""
    return f'<text x="{x}" y="{y}">{escape(show_code(arc.part.code))}{second}</text>'


def _find_radius(rings: int) -> float:
    """The outer radius of so many rings."""
    return _HOLE + sum(_RINGS[min(ring, len(_RINGS) - 1)] for ring in range(rings))


def _shorten(text: str) -> str:
    return text if len(text) <= 11 else text.split()[0][:11]


def _decimals(points: float) -> int:
    return 0 if points == round(points) else 1


def _turn(share: float) -> float:
    return 2 * math.pi * share - math.pi / 2


def _point(radius: float, angle: float) -> str:
    return f"{radius * math.cos(angle):.1f} {radius * math.sin(angle):.1f}"
