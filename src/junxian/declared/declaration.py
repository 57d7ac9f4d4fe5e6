"""Reads one TOML declaration into a frozen object and reports every mistake at once, with the nearest permitted key."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from junxian.terms.errors import DeclarationError, MethodError
from junxian.terms.files import expect_regular
from junxian.terms.nearest import suggest
from junxian.terms.printable import UNPRINTABLE

MOST_DECIMALS = 9  # more say nothing: the sixteen digits of a number are used up
MOST_DAYS = 3660  # ten years


class Declaration(BaseModel):
    """A frozen object read from a declaration; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False)


D = TypeVar("D", bound=Declaration)


def read_declaration(path: Path, kind: type[D], where: str) -> D:
    """Read a TOML file into `kind`; `where` names the file in errors, relative to the province folder."""
    return check_declaration(read_toml(path, where), kind, where)


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Read TOML with exact decimals; DeclarationError names file and line of a syntax error."""
    try:
        expect_regular(path)
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError as error:
        raise DeclarationError(where, "the file does not exist.", "Make it, or correct its name.") from error
    except OSError as error:
        raise DeclarationError(
            where, f"cannot be read ({error.strerror}).", "It must be a file that you may read."
        ) from error
    except UnicodeDecodeError as error:
        raise DeclarationError(where, "is not UTF-8 text.", "Save it as UTF-8.") from error
    except (ValueError, ArithmeticError, RecursionError) as error:  # a number or a nesting beyond all reason too
        raise DeclarationError(where, f"is not valid TOML: {error}.", "Correct the line named.") from error
    for key, text in _list_texts(content, ""):
        if found := UNPRINTABLE.search(text):
            raise DeclarationError(where, f"{key} holds the unprintable character {found[0]!r}.", "Remove it.")
    return content


def _list_texts(content: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every text of a parsed file with its key."""
    if isinstance(content, str):
        yield key, content
    parts = dict(enumerate(content)) if isinstance(content, list) else content if isinstance(content, dict) else {}
    for name, part in parts.items():
        yield from _list_texts(part, f"{key}.{name}".lstrip("."))


def check_declaration(content: dict[str, Any], kind: type[D], where: str) -> D:
    """Make the frozen object of a parsed table; DeclarationError lists every fault of the file."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        faults = [_describe(fault, kind) for fault in error.errors() if not _is_echo(fault, error)]
        said = "; ".join(faults)
        raise DeclarationError(where, said if said[-1] in "?." else f"{said}.", "Correct the declaration.") from error
    except MethodError as error:
        raise DeclarationError(where, str(error)) from error


def _is_echo(fault: Any, error: ValidationError) -> bool:
    """Whether a list is called too short only because a part of it is wrong."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in error.errors()
    )


def _describe(fault: Any, kind: type[BaseModel]) -> str:
    place = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        return f"unknown key {place!r}. {suggest(str(fault['loc'][-1]), _permitted(kind, fault['loc'][:-1]))}".rstrip(
            "."
        )
    if fault["type"] == "missing":
        return f"key {place!r} is missing"
    said = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return said
    shown = str(fault["input"]) if isinstance(fault["input"], Decimal) else repr(fault["input"])
    if fault["type"] == "literal_error":
        return f"{place} = {shown} is not known. {suggest(str(fault['input']), _choices(fault))}".rstrip(".")
    return f"{place} = {shown if len(shown) < 80 else shown[:77] + '...'}: {said}"


def _choices(fault: Any) -> list[str]:
    """The words that a key permits, out of the message that lists them in quotes."""
    return re.findall(r"'([^']*)'", fault["ctx"]["expected"])


def _permitted(kind: Any, place: tuple[Any, ...]) -> list[str]:
    """Keys permitted at a place of a declaration, found by walking the fields' types."""
    for step in place:
        if isinstance(step, int):
            continue
        fields = [k.model_fields[step] for k in _models(kind) if step in k.model_fields]
        kind = fields[0].annotation if fields else [k for k in _models(kind) if _tag(k) == step] or kind
    return [name for model in _models(kind) for name in model.model_fields]


def _tag(model: type[BaseModel]) -> Any:
    field = model.model_fields.get("kind")
    return getattr(field.annotation, "__args__", (None,))[0] if field else None


def _models(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    if isinstance(kind, list):
        return [model for part in kind for model in _models(part)]
    return [model for part in getattr(kind, "__args__", ()) for model in _models(part)]
