"""Bodies of the two long tables of an area's page, written row by row: they make up most of the file."""

from functools import lru_cache

from markupsafe import Markup, escape

from junxian.bulletin.contents.area.sentences import tell_place, tell_value
from junxian.bulletin.contents.area_content import AreaPage, Cell, Contribution
from junxian.bulletin.contents.content import CorrelationMap
from junxian.bulletin.contents.wording import format_number, show_code
from junxian.bulletin.html.markup import say, say_figure, say_name, say_unit

_STATUS = {"withheld": say("暂不采用", "withheld"), "missing": say("缺", "missing"), "imputed": say("代填", "imputed")}


def write_contributions(page: AreaPage) -> Markup:
    """Rows of the contributions: value, class median, weight, points, what is still to be won."""
    return Markup("".join(map(_write_contribution, page.contributions)))


def _write_contribution(c: Contribution) -> str:
    kind = ' class="none"' if c.status in ("missing", "withheld") else ""
    tag = f"<span class=tag>{_STATUS[c.status]}</span>" if c.status in _STATUS else ""
    numbers = (
        _cell(format_number(c.value, c.decimals)),
        _cell(format_number(c.reference_value, c.decimals)),
        f"<td class=unit>{say_unit(c.unit)}</td>",
        _cell(format_number(c.weight, 1 if c.weight and c.weight % 1 else 0)),
        _cell(format_number(c.gap_points, 2, sign=True)),
        _cell(format_number(c.to_bound, 2)),
    )
    return f"<tr{kind}>{_head_contribution(c.indicator, say_name(c.name), tag)}{''.join(numbers)}</tr>\n"


def _head_contribution(code: str, name: Markup, tag: str) -> str:
    return f"<th scope=row><span class=code>{escape(show_code(code))}</span>{name}{tag}</th>"


def _cell(number: str) -> str:
    return f"<td class=n>{number}</td>"


def write_cells(page: AreaPage) -> Markup:
    """Rows of the filed cells: item, value, text as filed, place, and the indicators that use it."""
    period = str(page.period)
    return Markup("".join(_write_cell(cell, period) for cell in page.cells))


def _write_cell(cell: Cell, period: str) -> str:
    when = "" if cell.period == period else f"<small>{escape(cell.period)}</small>"
    return (
        f"<tr><th scope=row>{say_name(cell.name)}{when}</th><td class=n>{say_figure(tell_value(cell))}</td>"
        f"<td>{escape(cell.raw)}</td><td class=place>{escape(tell_place(cell))}</td>"
        f"<td class=n>{'—' if cell.vintage is None or not cell.file else cell.vintage}</td>"
        f"<td class=used>{_join(cell.indicators)}</td></tr>\n"
    )


@lru_cache(maxsize=1024)
def _join(indicators: tuple[str, ...]) -> Markup:
    return escape(" ".join(indicators))


def write_correlations(correlations: CorrelationMap) -> Markup:
    """A table (× 100) with a row for every indicator and its correlations to those before it; the heat map is drawn from it."""
    rows = "".join(
        f"<tr>{_head_contribution(code, say_name(name), '')}{''.join(map(_write_correlation, correlations.r[row][:row]))}</tr>\n"
        for row, (code, name) in enumerate(correlations.indicators)
    )
    return Markup(
        f"<div class=scroll><table class=corr><caption class=sr>{say_name(correlations.name)}</caption><tbody>{rows}</tbody></table></div>"
    )


def _write_correlation(r: float | None) -> str:
    return f"<td class=n>{format_number(None if r is None else 100 * r, 0)}</td>"
