"""Correlations of indicators as a triangle of coloured cells, with numbers where there is room for them."""

from bisect import bisect_right

from markupsafe import Markup, escape

from junxian.bulletin.contents.content import CorrelationMap
from junxian.bulletin.contents.wording import show_code
from junxian.bulletin.html.markup import say_name

EDGES = (-0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8)  # between eight colours, from opposed to alike
_CELL, _NUMBERED = 24, 18  # up to so many indicators the cells bear numbers


def draw_heat_map(correlations: CorrelationMap) -> Markup:
    """A row for every indicator with its correlations to those before it; the codes stand on the diagonal."""
    count = len(correlations.indicators)
    cells: dict[int, list[str]] = {}
    texts = []
    for row in range(count):
        for column in range(row):
            r = correlations.r[row][column]
            if r is not None:
                left, top = column * _CELL, row * _CELL
                cells.setdefault(bisect_right(EDGES, r), []).append(f"M{left} {top}h23v23h-23z")
                if count <= _NUMBERED:
                    texts.append(f'<text x="{left + 11.5:g}" y="{top + 15}">{100 * r:.0f}</text>'.replace("-", "−"))
    paths = "".join(f'<path class=h{kind} d="{"".join(parts)}"/>' for kind, parts in sorted(cells.items()))
    return Markup(
        f'<svg class=heat viewBox="0 0 {count * _CELL + 190} {count * _CELL}" role="img" aria-label="r">{paths}{"".join(texts)}{_label(correlations)}</svg>'
    )


def _label(correlations: CorrelationMap) -> str:
    """Code and name of every indicator beside the diagonal."""
    return "".join(
        f'<text class=label x="{number * _CELL + 3}" y="{number * _CELL + 16}"><tspan class=code>{escape(show_code(code))}</tspan> '
        f"{_as_tspan(say_name(name))}</text>"
        for number, (code, name) in enumerate(correlations.indicators)
    )


def _as_tspan(text: Markup) -> str:
    return str(text).replace("<span", "<tspan").replace("</span", "</tspan")
