"""Writes the bulletin as one offline HTML file: Chinese and English by a switch, a map, a page per city and county.

The file asks no host for anything: styles, script and the map library stand in it, and its own policy forbids requests.
"""

import itertools
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2.filters import make_attrgetter
from markupsafe import Markup

from junxian.bulletin.contents import wording
from junxian.bulletin.contents.content import BulletinContent, HeadlineFigure, NotFiledPart
from junxian.bulletin.html.environment import make_environment
from junxian.bulletin.html.map_data import compose_map_data
from junxian.bulletin.html.plot_data import list_orders
from junxian.terms.name import Name

_HERE = Path(__file__).parent


def write_html(content: BulletinContent, path: Path) -> None:
    """Write the bulletin to a file (UTF-8); the same content gives the same bytes."""
    path.write_text(render_html(content), encoding="utf-8", newline="\n")


def render_html(content: BulletinContent) -> str:
    """The whole page as text. Checked in tests/unit/bulletin/test_html.py."""
    orders = list_orders(content)
    return (
        make_environment()
        .get_template("bulletin.html")
        .render(
            c=content,
            sections=_number_sections(content),
            headline=_group_headline(content),
            orders=orders,
            order_data=_dump(orders.names),
            map_data=_dump(compose_map_data(content)),
            style=read_part("templates/style.css"),
            plots=read_part("templates/plots.js"),
            script=read_part("templates/page.js"),
            echarts=read_part("vendored/echarts.min.js"),
            split_runs=split_runs,
        )
    )


@lru_cache(maxsize=8)
def read_part(name: str) -> Markup:
    """A style, script or library that lies beside this file, as it stands."""
    return Markup((_HERE / name).read_text(encoding="utf-8"))


def _dump(data: object) -> Markup:
    """JSON for a script element, without what could end it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _number_sections(content: BulletinContent) -> list[tuple[str, Name]]:
    return [(section, wording.number_section(number)) for number, section in enumerate(content.sections, 1)]


def _group_headline(content: BulletinContent) -> list[tuple[Name, list[HeadlineFigure], list[NotFiledPart]]]:
    """Figures by section in the declared order, each with the parts of the section that nobody filed."""
    parts = [part for part in content.not_filed if part.section != "assessment"]
    names = {part.section: part.name for part in parts} | {f.section: f.section_name for f in content.headline}
    order = dict.fromkeys([*(f.section for f in content.headline), *(part.section for part in parts)])
    return [
        (names[s], [f for f in content.headline if f.section == s], [p for p in parts if p.section == s]) for s in order
    ]


def split_runs(rows: Sequence[Any], key: str) -> list[list[Any]]:
    """Rows that follow each other and have the same value, as they stand; `key` may lead into parts: `award.award`."""
    value = make_attrgetter(make_environment(), key)
    return [list(members) for _, members in itertools.groupby(rows, key=value)]
