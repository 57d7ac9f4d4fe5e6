"""Reads allocations/*/*.toml, each in its mode: by formula (one factor), or for welfare (a programme of several)."""

from dataclasses import dataclass
from pathlib import Path

from junxian.declared.allocations import Allocation
from junxian.declared.declaration import check_declaration, read_toml
from junxian.declared.programmes import Programme
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

MODES = {"formula": Allocation, "welfare": Programme}


@dataclass(frozen=True)
class Allocations:
    """Plans by formula and programmes, by `code/edition`."""

    plans: dict[str, Allocation]
    programmes: dict[str, Programme]


def read_allocations(folder: Path) -> Allocations:
    """Read every allocation of a province folder; DeclarationError for an unknown mode or a name that is not its place."""
    found: dict[str, Allocation | Programme] = {}
    for path in sorted(folder.glob("allocations/*/*.toml")):
        where = path.relative_to(folder).as_posix()
        one = read_allocation(path, where)
        if where != f"allocations/{one.key}.toml":
            raise DeclarationError(
                where, f"declares itself {one.key!r}.", "Code and edition are the names of folder and file."
            )
        found[one.key] = one
    return Allocations(
        {key: one for key, one in found.items() if isinstance(one, Allocation)},
        {key: one for key, one in found.items() if isinstance(one, Programme)},
    )


def read_allocation(path: Path, where: str) -> Allocation | Programme:
    """Read one allocation in the mode that it declares; formula where it declares none."""
    content = read_toml(path, where)
    mode = content.get("mode", "formula")
    if mode not in MODES:
        raise DeclarationError(where, f"mode {mode!r} is unknown.", suggest(str(mode), list(MODES)))
    if mode == "formula":
        return check_declaration(content, Allocation, where)
    return check_declaration(content, Programme, where)
