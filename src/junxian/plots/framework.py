"""The framework of a scheme as a sunburst: what each node and indicator weighs in one class."""

import math
from typing import Any

import polars as pl

from junxian.assessment.tree import Tree, points_of, tree_of
from junxian.declared.schemes import Scheme
from junxian.plots.chart import fetch_altair, name_codes
from junxian.terms import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest

RING = 90  # pixels
LEAST_LABELLED = 0.2  # radians of an arc that bears its name


def plot_framework(
    scheme: Scheme, class_code: str, *, names: dict[str, Name] | None = None, language: str = "zh"
) -> Any:
    """Draw the tree of a scheme: rings from the root outwards, angles by points.

    names  of indicators; nodes have the scheme's. Returns an altair.Chart. MethodError for an unknown class.
    Checked in tests/unit/plots/test_plots.py.
    """
    if class_code not in scheme.classes:
        raise MethodError(f"class {class_code!r}", "is not of the scheme.", suggest(class_code, scheme.classes))
    known = {node.code: node.name for node in scheme.node} | (names or {})
    frame = name_codes(list_arcs(scheme, class_code), "part", known, language)
    alt, across = fetch_altair(), 2 * RING * (int(frame["depth"].max()) + 2)  # type: ignore[arg-type]
    labelled = frame.filter(pl.col("ends") - pl.col("begins") > LEAST_LABELLED).with_columns(
        ((pl.col("begins") + pl.col("ends")) / 2).alias("angle"),
        ((pl.col("inner") + pl.col("outer")) / 2).alias("place"),
    )
    arcs = alt.Chart(frame).mark_arc(stroke="white").encode(
        theta=alt.Theta("begins:Q", scale=None), theta2="ends:Q",
        radius=alt.Radius("inner:Q", scale=None), radius2="outer:Q",
        color=alt.Color("branch:N", legend=None),
        tooltip=["part_name:N", alt.Tooltip("points:Q", format="g")],
    )  # fmt: skip
    texts = alt.Chart(labelled).mark_text(fontSize=9, limit=RING).encode(
        theta=alt.Theta("angle:Q", scale=None), radius=alt.Radius("place:Q", scale=None), text="part_name:N"
    )  # fmt: skip
    return (arcs + texts).properties(width=across, height=across)


def list_arcs(scheme: Scheme, class_code: str) -> pl.DataFrame:
    """Arcs of the sunburst: part, branch (the child of the root above it), points, depth, begins, ends, inner, outer."""
    tree = tree_of(scheme)
    points = dict(zip(tree.parts, points_of(scheme, tree)[scheme.classes.index(class_code)], strict=True))
    rows: list[tuple[Any, ...]] = []
    _lay(tree, points, tree.nodes[-1], "", 0, 0.0, rows)
    names = ("part", "branch", "points", "depth", "begins", "ends", "inner", "outer")
    return pl.DataFrame(rows, schema=names, orient="row")


def _lay(
    tree: Tree, points: dict[str, float], node: str, branch: str, depth: int, begins: float, rows: list[tuple[Any, ...]]
) -> None:
    """Lay the children of a node side by side from an angle on, and theirs outside them."""
    for place in tree.children[tree.nodes.index(node)]:
        part = tree.parts[place]
        ends = begins + 2 * math.pi * points[part] / points[tree.nodes[-1]]
        if ends > begins:
            own = branch or part
            rows.append(
                (part, own, points[part], depth, begins, ends, RING * depth + RING / 3, RING * (depth + 1) + RING / 3)
            )
            if part in tree.nodes:
                _lay(tree, points, part, own, depth + 1, begins, rows)
        begins = ends
