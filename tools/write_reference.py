"""Writes docs/reference/declarations.md from the declared models: every file of a province folder and its keys."""

import inspect
import re
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from junxian.declared.allocations import Allocation
from junxian.declared.bulletins import Bulletin
from junxian.declared.documents import Documents
from junxian.declared.forms import Form
from junxian.declared.indicators import METHOD_ROLES, Indicator
from junxian.declared.programmes import Programme
from junxian.declared.project_choices import ProjectChoices
from junxian.declared.province_folder import ProvinceFile
from junxian.declared.redlines import RedLine
from junxian.declared.rules import RuleFile
from junxian.declared.schemes import Scheme
from junxian.declared.tasks import TaskBatch

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "declarations.md"
FILES: dict[str, type[BaseModel]] = {
    "province.toml": ProvinceFile,
    "documents.toml": Documents,
    "forms/<code>.toml": Form,
    "indicators/<code>.toml": Indicator,
    "rules/<any name>.toml": RuleFile,
    "schemes/<code>/<edition>/scheme.toml": Scheme,
    "redlines/<code>.toml": RedLine,
    "allocations/<code>/<edition>.toml, by formula": Allocation,
    'allocations/<code>/<edition>.toml, mode = "welfare"': Programme,
    'allocations/<code>/<edition>.toml, mode = "projects"': ProjectChoices,
    "tasks/<code>.toml": TaskBatch,
    "bulletins/<code>.toml": Bulletin,
}
INTRODUCTION = """# The files of a province folder

Made by `tools/write_reference.py` from the declared models; a test fails when it is stale. Unknown keys are errors that name the nearest
permitted key. `Name` is `{ zh = "…", en = "…" }`. A key without a default must be given. CSV files: `areas.csv` (code, name, name_en,
level, parent, located_in, valid_from, valid_to), `area_changes.csv` (date, kind, from, to, share),
`classifications/<name>/<edition>.csv` (area, class, margin, basis), `schemes/…/weights.csv` (node, parent, one column of points per class),
`schemes/…/bounds.csv` (class, indicator, low, high), `figures/filings.csv` (file, form, period, filer, filed_at, sha256, replaces, address),
`tasks/progress.csv` (task, date, progress, note, evidence, reported_by, closed_by), `inquiries/answers.csv` (finding, date, event, by, text,
evidence).
"""


def write_page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION]
    for file, model in FILES.items():
        parts.append(f"## `{file}`\n\n{first_line(model)}\n")
        parts += [describe(part) for part in family(model)]
        if model is Indicator:
            parts.append(describe_methods())
    return "\n".join(parts)


def describe(model: type[BaseModel]) -> str:
    """One table of keys."""
    comments = comments_of(model)
    rows = [
        f"| `{field.alias or name}` | {type_name(field.annotation)} | {default(field)} | {comments.get(name, '')} |"
        for name, field in model.model_fields.items()
        if name not in ("weights", "bounds", "frozen") or model is not Scheme
    ]
    return (
        f"### {model.__name__}\n\n{first_line(model)}\n\n| key | type | default | meaning |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def describe_methods() -> str:
    """The roles that each indicator method takes."""
    rows = "\n".join(
        f"| `{method}` | {', '.join(f'`{role}`' for role in roles)} |" for method, roles in METHOD_ROLES.items()
    )
    return f"| method | `of` names |\n|---|---|\n{rows}\n"


def family(model: type[BaseModel]) -> list[type[BaseModel]]:
    """A model and the models of its fields, each once, in the order of reading."""
    found: list[type[BaseModel]] = []

    def visit(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found and kind.__name__ != "Name":
            found.append(kind)
            for field in kind.model_fields.values():
                visit(field.annotation)
        for part in getattr(kind, "__args__", ()):
            visit(part)

    visit(model)
    return found


def comments_of(model: type[BaseModel]) -> dict[str, str]:
    """The comment behind each field in the source, of the model and those that it extends."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            for line in inspect.getsource(kind).splitlines():
                if match := re.match(r"    (\w+): .*?  # (.*)", line):
                    found[match[1]] = match[2].replace("|", "\\|")
    return found


def first_line(model: type[BaseModel]) -> str:
    """What a model is for."""
    return inspect.getdoc(model).split("\n\n")[0].replace("\n", " ") if model.__doc__ else ""


def type_name(kind: Any) -> str:
    """A type in words that an analyst reads."""
    text = str(kind) if getattr(kind, "__args__", ()) else getattr(kind, "__name__", str(kind))
    text = re.sub(r"(\w+\.)+", "", text)
    for old, new in (
        ("Literal", "one of "),
        ("NoneType", "nothing"),
        ("tuple[", "list of ["),
        (", ...]", "]"),
        ("str", "text"),
    ):
        text = text.replace(old, new)
    return text.replace("|", "\\|")


def default(field: Any) -> str:
    """The default as it would be written, or 'needed'."""
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined or value is None or value == () or value == {}:
        return "none"
    return f"`{value!r}`" if not isinstance(value, BaseModel) else "see below"


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
