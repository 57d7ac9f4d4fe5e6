"""Small drawings as inline SVG: rank intervals, contributions, the spread of ranks. Plain numbers in, markup out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from junxian.bulletin.contents.area_content import AreaPage, ChoiceEffect, Standing

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


@dataclass(frozen=True)
class Fall:
    """The scale of a waterfall from the score of the median profile to the area's own, both in percent of its width."""

    low: float
    high: float
    reference: float
    score: float

    def place(self, points: float) -> float:
        """Where so many points lie, 2 to 98."""
        return 2 + 96 * (points - self.low) / ((self.high - self.low) or 1)


def set_fall(page: AreaPage) -> Fall | None:
    """The scale of an area's waterfall; None where nothing is compared."""
    score, reference = page.standing.score, page.reference_score
    if score is None or reference is None:
        return None
    levels = [reference, *accumulate((c.gap_points or 0.0 for c in page.contributions), initial=reference)]
    return Fall(min(*levels, score), max(*levels, score), reference, score)


def style_fall(page: AreaPage) -> Markup:
    """Where the lines of the median and of the score run through every row of the waterfall, as a style attribute."""
    fall = set_fall(page)
    if fall is None:
        return Markup("")
    return Markup(f' style="--m:{fall.place(fall.reference):.1f}%;--s:{fall.place(fall.score):.1f}%"')


def draw_fall(fall: Fall | None, before: float, points: float | None) -> Markup:
    """One bar of a waterfall: from the points reached so far to those with this contribution."""
    if fall is None or points is None:
        return Markup("")
    start, end = sorted((fall.place(before), fall.place(before + points)))
    side = "lead" if points >= 0 else "lag"
    path = f"M{start:.1f} 1H{max(end, start + 0.6):.1f}V9H{start:.1f}z"
    return Markup(
        f'<svg class=gap viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path class={side} d="{path}"/></svg>'
    )


def draw_distribution(page: AreaPage) -> Markup:
    """Columns of the share of replicates by rank, with the interval shaded; empty without a distribution."""
    s = page.standing
    if not page.distribution or s.of is None:
        return Markup("")
    most, step = max(share for _, share in page.distribution), _find_step(s.of)
    columns = {rank: _draw_column(rank, share / most, step) for rank, share in page.distribution if share > 0}
    own = columns.pop(s.rank, "") if s.rank is not None else ""
    return Markup(
        f'<svg class=dist viewBox="0 0 600 98" role="img" aria-label="1–{s.of}">{_draw_shade(s, step)}'
        f'<path d="{"".join(columns.values())}"/><path class=own d="{own}"/>'
        f'<path class=base d="M0 80.5H{s.of * step:.0f}"/>{_draw_scale(s.of, step)}</svg>'
    )


def _find_step(of: int) -> float:
    """The width of one place, where few take part no more than a fifteenth of the drawing."""
    return min(40.0, 600 / of)


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


LEAD_STEPS = (0.05, 0.2, 0.5, 0.8, 0.95)  # from surely behind to surely ahead, six colours


def draw_leads(page: AreaPage) -> Markup:
    """One cell for every other area, by rank: how often this one leads it; a bar below whom it is not told apart from."""
    statement, own = page.statement, page.standing.rank
    if statement is None or own is None or len(statement.pairs) + 1 != page.standing.of:
        return Markup("")
    step = _find_step(page.standing.of)
    above = sum(pair.rank < own for pair in statement.pairs)
    cells: dict[int, list[str]] = {}
    alike = []
    for number, pair in enumerate(statement.pairs):
        left = (number + (number >= above)) * step
        cells.setdefault(bisect_right(LEAD_STEPS, pair.probability), []).append(
            f"M{left + 0.05 * step:.1f} 1h{0.9 * step:.1f}v11h-{0.9 * step:.1f}z"
        )
        if pair.told_apart is False:
            alike.append(f"M{left:.1f} 16h{step:.1f}")
    paths = "".join(f'<path class=p{kind} d="{"".join(parts)}"/>' for kind, parts in sorted(cells.items()))
    mark = f'<path class=own d="M{(above + 0.05) * step:.1f} 1h{0.9 * step:.1f}v11h-{0.9 * step:.1f}z"/>'
    return Markup(
        f'<svg class="dist leads" viewBox="0 0 600 19" aria-hidden="true">{paths}{mark}<path class=alike d="{"".join(alike)}"/></svg>'
    )


def draw_choices(effects: Sequence[ChoiceEffect]) -> Markup:
    """One bar of all choices by their share of the variance of ranks, in a fixed order of colours."""
    order = ("weights", "normalisation", "aggregation", "rest")
    shares = {effect.choice: effect.share for effect in effects}
    parts, left = [], 0.0
    for number, choice in enumerate(order):
        width = 100 * shares.get(choice, 0.0)
        if width:
            parts.append(f'<rect class=c{number} x="{left:.2f}" width="{width:.2f}" height="10"/>')
        left += width
    return Markup(
        f'<svg class=choices viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    )
