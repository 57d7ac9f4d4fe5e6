"""The parts of a scheme with their points in every class."""

from collections.abc import Iterator

import polars as pl

from junxian.bulletin.contents.content import FrameworkPart
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name

_BOTH = "@both"


def list_framework(province: Province, weights: pl.DataFrame, scheme: Scheme) -> tuple[FrameworkPart, ...]:
    """Every node with its indicators below it, in the order of weights.csv, with points declared and used by class.

    weights  of the scorecard; without any there are no parts
    """
    if "part" not in weights.columns:
        return ()
    rows = {own["part"][0]: own for own in weights.partition_by("part", maintain_order=True)}
    children: dict[str, list[str]] = {}
    for code, own in rows.items():
        children.setdefault(own["parent"][0] or "", []).append(code)
    return tuple(
        FrameworkPart(
            code=code,
            name=name_part(province, scheme, code),
            parent=rows[code]["parent"][0] or "",
            is_node=code in children,
            declared=dict(rows[code].select("class", "declared").iter_rows()),
            used=dict(rows[code].select("class", "used").iter_rows()),
        )
        for code in _walk(children, "")
    )


def _walk(children: dict[str, list[str]], parent: str) -> Iterator[str]:
    """Every part after its parent, before the next of its siblings."""
    for code in children.get(parent, []):
        yield code
        yield from _walk(children, code)


def name_part(province: Province, scheme: Scheme, code: str) -> Name:
    """The name of a node or indicator; `E02@both` is that of the indicator, by level and change."""
    node = next((n.name for n in scheme.node if n.code == code), None)
    if node is not None:
        return node
    if code.endswith(_BOTH):
        name = name_part(province, scheme, code.removesuffix(_BOTH))
        return Name(zh=f"{name.zh}（水平与变化）", en=f"{name.text('en')} (level and change)")
    return province.indicators[code].name if code in province.indicators else Name(zh=code)
