"""Small drawings as inline SVG: rank intervals, contributions, the spread of ranks. Plain numbers in, markup out."""

from collections.abc import Sequence

from markupsafe import Markup

from junxian.bulletin.contents.content import AreaPage, Standing

_STRIP = 200  # width of an interval strip
_EDGE = 6


def draw_interval(rank: int | None, low: int | None, high: int | None, of: int | None) -> Markup:
    """A strip of the places 1 to `of` with a bar over the rank interval and a point at the rank; empty without one."""
    if rank is None or low is None or high is None or of is None:
        return Markup("")
    left, right, point = (_place(place, of) for place in (low, high, rank))
    return Markup(
        f'<svg class=iv viewBox="0 0 {_STRIP} 12" role="img" aria-label="{low}–{high}"><path d="M{_EDGE} 6H{_STRIP - _EDGE}"/>'
        f'<rect x="{left - 2:.1f}" y="3" width="{right - left + 4:.1f}" height="6" rx="3"/>'
        f'<circle cx="{point:.1f}" cy="6" r="3.2"/></svg>'
    )


def _place(rank: float, of: int) -> float:
    return _EDGE + (_STRIP - 2 * _EDGE) * (rank - 1) / max(1, of - 1)


def draw_axis(of: int) -> Markup:
    """The scale of the interval strips: first, middle places and last."""
    marks = sorted({1, *(round(1 + (of - 1) * part / 4) for part in (1, 2, 3)), of})
    texts = "".join(f'<text x="{_place(mark, of):.1f}" y="10">{mark}</text>' for mark in marks)
    return Markup(f'<svg class="iv ax" viewBox="0 0 {_STRIP} 12" aria-hidden="true">{texts}</svg>')


def draw_gap(points: float | None, most: float) -> Markup:
    """A bar from the middle: to the left a shortfall, to the right a lead; `most` is the longest."""
    if points is None:
        return Markup("")
    length = 48 * min(1.0, abs(points) / most) if most else 0.0
    side, end = ("lead", 50 + length) if points >= 0 else ("lag", 50 - length)
    return Markup(
        f'<svg class=gap viewBox="0 0 100 10" aria-hidden="true"><path class="{side}" d="M50 2H{end:.1f}V8H50z"/></svg>'
    )


def draw_distribution(page: AreaPage) -> Markup:
    """Columns of the share of replicates by rank, with the interval shaded; empty without a distribution."""
    s = page.standing
    if not page.distribution or s.of is None:
        return Markup("")
    most, step = max(share for _, share in page.distribution), 600 / s.of
    columns = {rank: _draw_column(rank, share / most, step) for rank, share in page.distribution if share > 0}
    own = columns.pop(s.rank, "") if s.rank is not None else ""
    return Markup(
        f'<svg class=dist viewBox="0 0 600 98" role="img" aria-label="1–{s.of}">{_draw_shade(s, step)}'
        f'<path d="{"".join(columns.values())}"/><path class=own d="{own}"/>'
        f'<path class=base d="M0 80.5H600"/>{_draw_scale(s.of, step)}</svg>'
    )


def _draw_shade(s: Standing, step: float) -> str:
    if s.rank_low is None or s.rank_high is None:
        return ""
    left, right = (s.rank_low - 1) * step, s.rank_high * step
    return f'<path class=shade d="M{left:.0f} 80V0H{right:.0f}V80z"/>'


def _draw_column(rank: int, height: float, step: float) -> str:
    left = (rank - 0.9) * step
    return f"M{left:.1f} 80V{80 - 74 * height:.0f}h{max(1.0, step * 0.8):.1f}V80z"


def _draw_scale(of: int, step: float) -> str:
    marks: Sequence[int] = sorted({1, *(round(1 + (of - 1) * part / 4) for part in (1, 2, 3)), of})
    return "".join(f'<text x="{(mark - 0.5) * step:.1f}" y="94">{mark}</text>' for mark in marks)
