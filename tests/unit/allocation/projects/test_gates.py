"""Red lines that close a factor to a county: by a gate of 0, an unknown state as declared."""

from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest

from junxian.allocation.projects.gates import find_closed
from junxian.declared.project_choices import ProjectChoices
from junxian.declared.redlines import RedLine
from junxian.terms import MethodError


@dataclass
class Table:
    table: pl.DataFrame


LINES = Table(
    pl.DataFrame(
        [("x", "farmland", "red"), ("y", "farmland", "orange"), ("z", "farmland", "unknown")],
        schema=["ref_area", "line", "state"], orient="row",
    )
)  # fmt: skip
FARMLAND = RedLine.model_validate(
    {
        "code": "farmland", "name": {"zh": "耕地红线", "en": "Farmland line"}, "breach": "below",
        "version": [{"valid_from": date(2020, 1, 1), "thresholds": {"red": 100}}], "gates": {"land": {"orange": 0.5, "red": 0}},
    }
)  # fmt: skip


def _choices(**more):
    land = {
        "code": "land",
        "name": {"zh": "用地", "en": "Land"},
        "unit": "亩",
        "budget": 1,
        "gates": ["farmland"],
        **more,
    }
    named = {"code": "p", "edition": "1", "mode": "projects", "name": {"zh": "遴选"}, "benefit": {"zh": "税收"}}
    return ProjectChoices.model_validate({**named, "factor": [land]})


def test_only_a_gate_of_nought_closes():
    closed = find_closed(_choices(), "xyzw", {"farmland": FARMLAND}, LINES)
    assert list(closed) == [("land", "x")]
    assert closed["land", "x"].zh == "耕地红线为红色，不得再占用用地"
    assert closed["land", "x"].en == "Farmland line is red: no Land for it"


def test_an_unknown_state_is_taken_as_declared_and_that_is_said():
    closed = find_closed(_choices(gate_unknown="red"), "xyz", {"farmland": FARMLAND}, LINES)
    assert list(closed) == [("land", "x"), ("land", "z")]
    assert "无法判定" in closed["land", "z"].zh


def test_gates_need_lines():
    with pytest.raises(MethodError, match="gated by red lines"):
        find_closed(_choices(), "x", {"farmland": FARMLAND}, None)
