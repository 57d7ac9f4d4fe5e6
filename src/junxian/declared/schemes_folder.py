"""Reads schemes/<code>/<edition>/: scheme.toml, weights.csv, bounds.csv; weights sum exactly per class and node."""

from decimal import Decimal
from pathlib import Path

import polars as pl

from junxian.declared.csv_file import check_required, make_frame, read_lines
from junxian.declared.declaration import check_declaration, read_toml
from junxian.declared.frozen import read_seal
from junxian.declared.schemes import Scheme
from junxian.declared.tables import read_bounds
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest


def read_schemes(folder: Path) -> dict[str, Scheme]:
    """Read every edition of every scheme, by `code/edition`."""
    paths = sorted((folder / "schemes").glob("*/*/scheme.toml"))
    return {scheme.key: scheme for path in paths for scheme in [read_scheme(path.parent, folder)]}


def read_scheme(edition: Path, folder: Path) -> Scheme:
    """Read one edition; DeclarationError where weights are negative, do not sum, or name an undeclared class.

    A frozen edition that was edited afterwards is an error too.
    """
    where = edition.relative_to(folder).as_posix()
    seal = read_seal(edition, where)
    content = read_toml(edition / "scheme.toml", f"{where}/scheme.toml")
    weights = _read_weights(edition / "weights.csv", f"{where}/weights.csv")
    bounds = read_bounds(edition / "bounds.csv", f"{where}/bounds.csv")
    read = {"weights": weights, "bounds": bounds, "frozen": seal}
    scheme = check_declaration(content | read, Scheme, f"{where}/scheme.toml")
    if (scheme.code, scheme.edition) != (edition.parent.name, edition.name):
        raise DeclarationError(
            f"{where}/scheme.toml", f"declares itself {scheme.key!r}.", "Code and edition are the folders' names."
        )
    check_weights(scheme, f"{where}/weights.csv")
    return scheme


def _read_weights(path: Path, where: str) -> pl.DataFrame:
    """Node, parent and one column of points per class, exact decimals; an empty cell is no points."""
    columns, lines = read_lines(path, where)
    check_required(columns, lines, ("node", "parent"), where, may_be_empty=("parent",))
    schema = {name: pl.String if name in ("node", "parent") else pl.Decimal(18, 6) for name in columns}
    return make_frame(lines, schema, where).with_columns(pl.exclude("node", "parent").fill_null(0))


def check_weights(scheme: Scheme, where: str) -> None:
    """Check that weights name the scheme's nodes and classes, are not negative, and sum exactly under every node."""
    rows = scheme.weights
    if taken := [c for c in scheme.classes if c in ("node", "parent")]:
        raise DeclarationError(where, f"class {taken[0]!r} has the name of another column.", "Give it another code.")
    if strangers := [c for c in rows.columns if c not in ("node", "parent", *scheme.classes)]:
        raise DeclarationError(
            where, f"column {strangers[0]!r} is no class of the scheme.", suggest(strangers[0], scheme.classes)
        )
    if absent := [c for c in scheme.classes if c not in rows.columns]:
        raise DeclarationError(where, f"class {absent[0]!r} has no column of points.")
    if twice := rows["node"].filter(rows["node"].is_duplicated()).to_list():
        raise DeclarationError(where, f"node {twice[0]!r} stands twice.", "Keep one row.")
    declared = {node.code: node.parent for node in scheme.node}
    for node, parent in rows.select(pl.col("node", "parent").fill_null("")).iter_rows():
        if node in declared and declared[node] != parent:
            raise DeclarationError(
                where, f"{node} hangs under {parent!r} here and under {declared[node]!r} in scheme.toml."
            )
        if node not in declared and parent not in declared:
            raise DeclarationError(
                where, f"{node}: parent {parent!r} is no node of the scheme.", suggest(parent, declared)
            )
    if missing := [code for code in declared if code not in set(rows["node"])]:
        raise DeclarationError(where, f"node {missing[0]!r} has no row.")
    for class_code in scheme.classes:
        _check_class(scheme, class_code, where)


def _check_class(scheme: Scheme, class_code: str, where: str) -> None:
    points = dict(zip(scheme.weights["node"], scheme.weights[class_code], strict=True))
    for node, value in points.items():
        if value < 0:
            raise DeclarationError(where, f"{node} in class {class_code} has the negative weight {value:f}.")
    if points[scheme.root] != 100:
        raise DeclarationError(
            where,
            f"class {class_code}: the root '{scheme.root}' has {points[scheme.root].normalize():f} points, not 100.",
        )
    for node in scheme.node:
        parts = scheme.weights.filter(pl.col("parent") == node.code)["node"].to_list()
        total = sum((points[part] for part in parts), Decimal(0))
        if total != points[node.code]:
            shown = ", ".join(f"{part} {points[part].normalize():f}" for part in parts)
            raise DeclarationError(
                where,
                f"weights under {node.code!r} for class {class_code} sum to {total.normalize():f}, "
                f"not {points[node.code].normalize():f} ({shown}).",
                "Correct them; they are never rescaled silently.",
            )
