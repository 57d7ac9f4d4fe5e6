"""In which keys the declarations of plans differ, each mode's keys by the names that a programme gives them."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from junxian.declared.allocations import Allocation
from junxian.declared.programmes import Factor, Programme

DIFFERENCE_SCHEMA: dict[str, Any] = {
    "key": pl.String,  # alpha, weight.need.power, factor.land.supply.amount
    "plan": pl.Int64,  # number of the plan
    "value": pl.String,  # null where the plan does not declare it
}
NOT_COMPARED = ("code", "edition", "name", "heading", "basis")
OF_THE_WHOLE = ("mode", "classification")  # of an allocation by formula; all else concerns its factor


def list_declared_differences(declarations: Mapping[int, Allocation | Programme]) -> pl.DataFrame:
    """Every key in which declarations differ (DIFFERENCE_SCHEMA, a row a key and plan); names and texts are not compared.

    A plan is compared in the keys that its mode knows, of the factors that it allots.
    Checked in tests/unit/declared/test_declared_differences.py.
    """
    told = {number: dict(_list_keys(_shape(one))) for number, one in declarations.items()}
    rows: list[tuple[str, int, str | None]] = []
    for key in dict.fromkeys(key for own in told.values() for key in own):
        values = {k: told[k].get(key) for k, one in declarations.items() if _knows(one, key)}
        rows += [(key, number, value) for number, value in values.items() if len(set(values.values())) > 1]
    return pl.DataFrame(rows, schema=DIFFERENCE_SCHEMA, orient="row")


def _knows(one: Allocation | Programme, key: str) -> bool:
    """Whether a declaration could hold a key: its mode knows it, and it allots the factor that the key belongs to."""
    first, *rest = key.split(".")
    if isinstance(one, Programme):
        if first != "factor":
            return first in Programme.model_fields
        return rest[0] in {factor.code for factor in one.factor} and rest[1] in Factor.model_fields
    if first == "factor":
        return rest[0] == one.factor and rest[1] in Allocation.model_fields
    return first in OF_THE_WHOLE or key.startswith("weight.performance")


def _shape(one: Allocation | Programme) -> dict[str, Any]:
    """The declaration as a programme has it: what concerns a factor stands with the factor."""
    content = {key: value for key, value in one.model_dump().items() if key not in NOT_COMPARED}
    if isinstance(one, Programme):
        return content
    whole = {key: content.pop(key) for key in OF_THE_WHOLE} | {"weight": {"performance": content.pop("performance")}}
    return whole | {"factor": [{"code": content.pop("factor"), **content}]}


def _list_keys(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its key; parts of a list by their code or quantity, by their place where they have none."""
    if isinstance(content, Mapping):
        for name, part in content.items():
            if name not in NOT_COMPARED:
                yield from _list_keys(part, f"{key}.{name}".lstrip("."))
    elif isinstance(content, tuple | list) and any(isinstance(part, Mapping) for part in content):
        for place, part in enumerate(content, start=1):
            named = part.get("code") or part.get("of") or (part.get("name") or {}).get("zh") or str(place)
            yield from _list_keys({k: v for k, v in part.items() if k != "of" or v != named}, f"{key}.{named}")
    elif isinstance(content, tuple | list):
        if content:
            yield key, ", ".join(map(str, content))
    elif content is not None and content != "":
        yield key, f"{content:.12g}" if isinstance(content, float) else str(content)
