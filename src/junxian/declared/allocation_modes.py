"""Reads allocations/*/*.toml, each in its mode: by formula (one factor), for welfare (several), or by choosing projects."""

from dataclasses import dataclass
from pathlib import Path

from junxian.declared.allocations import Allocation
from junxian.declared.declaration import check_declaration, read_toml
from junxian.declared.programmes import Programme
from junxian.declared.project_choices import DeclaredProjects, ProjectChoices, join_list
from junxian.terms.area import Areas
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

MODES = {"formula": Allocation, "welfare": Programme, "projects": ProjectChoices}


@dataclass(frozen=True)
class Allocations:
    """Plans by formula, programmes and choices of projects, by `code/edition`."""

    plans: dict[str, Allocation]
    programmes: dict[str, Programme]
    projects: dict[str, DeclaredProjects]


def read_allocations(folder: Path, areas: Areas) -> Allocations:
    """Read every allocation of a province folder; DeclarationError for an unknown mode or a name that is not its place.

    Counties of candidates are those of the province's register.
    """
    found: dict[str, Allocation | Programme | ProjectChoices] = {}
    projects: dict[str, DeclaredProjects] = {}
    for path in sorted(folder.glob("allocations/*/*.toml")):
        where = path.relative_to(folder).as_posix()
        one = read_allocation(path, where)
        if where != f"allocations/{one.key}.toml":
            raise DeclarationError(
                where, f"declares itself {one.key!r}.", "Code and edition are the names of folder and file."
            )
        found[one.key] = one
        if isinstance(one, ProjectChoices):
            projects[one.key] = join_list(one, path, where, areas)
    return Allocations(
        {key: one for key, one in found.items() if isinstance(one, Allocation)},
        {key: one for key, one in found.items() if isinstance(one, Programme)},
        projects,
    )


def read_allocation(path: Path, where: str) -> Allocation | Programme | ProjectChoices:
    """Read one allocation in the mode that it declares; formula where it declares none."""
    content = read_toml(path, where)
    mode = content.get("mode", "formula")
    if mode not in MODES:
        raise DeclarationError(where, f"mode {mode!r} is unknown.", suggest(str(mode), list(MODES)))
    if "mode" not in content and isinstance(content.get("factor"), list):  # a programme that lacks its mode
        return check_declaration(content, Programme, where)
    if mode == "formula":
        return check_declaration(content, Allocation, where)
    if mode == "projects":
        return check_declaration(content, ProjectChoices, where)
    return check_declaration(content, Programme, where)
