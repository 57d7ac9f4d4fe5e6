"""The picture beside a finding as inline SVG: the figure among its peers, or in its own history."""

import math
from collections.abc import Callable, Sequence

from markupsafe import Markup

from junxian.bulletin.contents.quality_line import Picture
from junxian.bulletin.contents.wording import format_number, suit_decimals

WIDTH, LEFT, RIGHT = 420, 14, 406
_FOOT = 80.0  # of the line of a trend, unless a score is lower
_LOGARITHM_FROM = 5.0  # largest over smallest value from which a scale is logarithmic


def draw_picture(picture: Picture | None) -> Markup:
    """The picture of a finding; empty where it has none."""
    if picture is None:
        return Markup("")
    return draw_peers(picture) if picture.kind == "peers" else draw_history(picture)


def draw_peers(picture: Picture) -> Markup:
    """Every peer a point on one line, a bar at their median, the own figure marked and named."""
    values = [value for _, value, _ in picture.values]
    own = next(value for _, value, is_own in picture.values if is_own)
    middle = _find_median(values)
    scale = _make_scale(values, LEFT, RIGHT)
    dots = "".join(f"M{scale(value):.1f} 26h0" for _, value, is_own in picture.values if not is_own)
    return Markup(
        f'<svg class=peers viewBox="0 0 {WIDTH} 52" role="img" aria-label="{_show(own)} / {_show(middle)}">'
        f'<path class=base d="M{LEFT} 26H{RIGHT}"/><path class=dots d="{dots}"/>'
        f'<path class=mid d="M{scale(middle):.1f} 17V35"/>{_write(scale(middle), 48, _show(middle))}'
        f'<circle class=own cx="{scale(own):.1f}" cy="26" r="5"/>{_write(scale(own), 13, _show(own), "own")}</svg>'
    )


def draw_history(picture: Picture) -> Markup:
    """The figures of one area over time as a line, the one in question marked and named."""
    values = [value for _, value, _ in picture.values]
    height = _make_scale(values, 56, 20)
    step = (RIGHT - LEFT - 40) / max(1, len(values) - 1)
    places = [LEFT + 20 + n * step for n in range(len(values))]
    line = " ".join(
        f"{'L' if n else 'M'}{x:.1f} {height(value):.1f}"
        for n, (x, value) in enumerate(zip(places, values, strict=True))
    )
    marks = "".join(
        f'<circle class="{"own" if is_own else "was"}" cx="{x:.1f}" cy="{height(value):.1f}" r="{5 if is_own else 3}"/>'
        + (_write(x, height(value) - 8, _show(value), "own") if is_own else "")
        for x, (_, value, is_own) in zip(places, picture.values, strict=True)
    )
    own = next(value for _, value, is_own in picture.values if is_own)
    return Markup(
        f'<svg class=peers viewBox="0 0 {WIDTH} 80" role="img" aria-label="{_show(own)}"><path class=line d="{line}"/>'
        f"{marks}{_name_periods(picture, places)}</svg>"
    )


def draw_trend(scores: Sequence[tuple[str, float]]) -> Markup:
    """Scores of some periods as a line, the newest a point; empty for a single one. The foot is 80, or the least score."""
    if len(scores) < 2:
        return Markup("")
    least = min(_FOOT, *(score for _, score in scores))
    places = [(4 + 12 * n, 17 - 14 * (score - least) / (100 - least)) for n, (_, score) in enumerate(scores)]
    line = " ".join(f"{'L' if n else 'M'}{x} {y:.1f}" for n, (x, y) in enumerate(places))
    told, (x, y) = ", ".join(f"{period} {score:.1f}" for period, score in scores), places[-1]
    width = 12 * len(scores) - 4
    return Markup(
        f'<svg class=trend viewBox="0 0 {width} 20" style="width:{width}px" role="img" aria-label="{told}"><title>{told}</title>'
        f'<path d="{line}"/><circle cx="{x}" cy="{y:.1f}" r="2.6"/></svg>'
    )


def _name_periods(picture: Picture, places: list[float]) -> str:
    """First, last and the finding's own period."""
    named = {0, len(places) - 1, *(n for n, (_, _, is_own) in enumerate(picture.values) if is_own)}
    return "".join(_write(places[n], 76, picture.values[n][0]) for n in sorted(named))


def _write(x: float, y: float, text: str, kind: str = "") -> str:
    inner = min(max(x, LEFT + 3.2 * len(text)), RIGHT - 3.2 * len(text))
    return f'<text{f" class={kind}" if kind else ""} x="{inner:.1f}" y="{y:.1f}">{text}</text>'


def _make_scale(values: list[float], start: float, end: float) -> Callable[[float], float]:
    """Where a value lies between two ends; logarithmic where values are above zero and far apart."""
    least, most = min(values), max(values)
    turn = math.log if least > 0 and most / least >= _LOGARITHM_FROM else float
    low, high = turn(least), turn(most)
    return lambda value: start + (end - start) * (turn(value) - low) / (high - low) if high > low else (start + end) / 2


def _find_median(values: list[float]) -> float:
    order = sorted(values)
    return (order[(len(order) - 1) // 2] + order[len(order) // 2]) / 2


def _show(value: float) -> str:
    """A number with about four figures; a whole one as it is."""
    if value == round(value):
        return format_number(value, 0)
    return format_number(value, 4 if abs(value) < 1 else suit_decimals(value))
