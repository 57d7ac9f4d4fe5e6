"""The tables of a choice: reasons of every project, what gates close, and conflicts that always leave tables."""

import polars as pl
import pytest

from junxian.allocation.projects import plan as plans
from junxian.allocation.projects.plan import choose_declared
from junxian.declared.project_choices import read_projects
from junxian.terms import AllocationError, Name

TOML = """
code = "p"
edition = "1"
mode = "projects"
name = { zh = "遴选", en = "Choice" }
benefit = { zh = "税收", en = "Tax" }
[[factor]]
code = "land"
name = { zh = "用地", en = "Land" }
unit = "亩"
budget = 10
"""
LIST = """code,county,status,benefit,land,needs
a,x,,9,4,
b,x,,1,5,
c,y,under way,3,4,d
d,y,,0,1,
e,y,not ready,9,1,
f,y,,5,1,e
g,x,,50,11,
h,x,,2,6,
"""


@pytest.fixture
def choose(tmp_path):
    def choose(projects=LIST, toml=TOML, closed=None):
        (tmp_path / "projects.csv").write_text(projects, encoding="utf-8")
        (tmp_path / "p.toml").write_text(toml, encoding="utf-8")
        return choose_declared(read_projects(tmp_path / "p.toml", "p.toml"), closed)

    return choose


def _reasons(plan):
    return dict(plan.projects.select("code", "reason").iter_rows())


def test_every_project_has_a_reason_and_a_sentence_in_both_languages(choose):
    plan = choose()
    assert _reasons(plan) == {
        "a": "above", "b": "below", "c": "promised", "d": "needed", "e": "excluded", "f": "lacking", "g": "too large", "h": "margin",
    }  # fmt: skip
    assert plan.projects.filter("picked")["code"].to_list() == ["a", "c", "d"]
    said = dict(plan.projects.select("code", "en").iter_rows())
    assert said["g"] == "not chosen: by itself it asks 11 mu, budget of Land holds 10 mu"
    assert said["d"].startswith("chosen: a project under way needs it")
    assert said["f"] == "not chosen: it needs a project that cannot be chosen"
    assert plan.projects["zh"].null_count() == 0


def test_a_gate_is_told_in_its_own_words_and_never_takes_what_is_promised(choose):
    closed = {
        (factor, county): Name(zh="耕地红线为红", en="Farmland is red") for factor in ("land",) for county in "xy"
    }
    plan = choose(closed=closed)
    assert _reasons(plan) == {
        "a": "gated", "b": "gated", "c": "promised", "d": "needed", "e": "excluded", "f": "gated", "g": "gated", "h": "gated",
    }  # fmt: skip
    assert plan.projects.filter(code="a")["zh"].item() == "未列入：耕地红线为红"


def test_where_limits_conflict_only_what_excludes_is_a_reason(choose):
    plan = choose(toml=TOML.replace("budget = 10", "budget = 3"))
    assert plan.certificate["status"].item() == "conflict"
    assert not plan.projects["picked"].any()
    assert _reasons(plan) == {
        "a": "too large", "b": "too large", "c": None, "d": None, "e": "excluded", "f": None, "g": "too large", "h": "too large",
    }  # fmt: skip
    assert plan.conflicts.filter(part="relax")["en"].to_list() == ["budget of Land would have to be raised by 2 mu"]


@pytest.mark.parametrize("toml", [TOML.replace("budget = 10", "budget = 0")])
def test_a_budget_of_nought_with_nothing_promised_chooses_what_asks_nothing(choose, toml):
    plan = choose(LIST.replace("under way", "").replace("d,y,,0,1", "d,y,,2,0"), toml)
    assert plan.certificate["status"].item() == "certified"
    assert plan.projects.filter("picked")["code"].to_list() == ["d"]


def test_all_projects_promised(choose):
    every = "code,county,status,benefit,land\na,x,在建,1,4\nb,y,在建,-2,6\n"
    plan = choose(every)
    assert plan.projects["picked"].all()
    assert plan.certificate.select("status", "benefit").row(0) == ("certified", -1.0)
    assert choose(every.replace(",6", ",7")).conflicts.filter(part="conflict")["en"].to_list() == [
        "budget of Land at most 10 mu", "a is under way", "b is under way",
    ]  # fmt: skip


def test_nobody_asks_for_anything(choose):
    plan = choose(
        "code,county,status,benefit,land\na,x,,1,0\nb,y,,-2,0\n", TOML.replace("budget = 10", "budget_share = 0.5")
    )
    assert plan.projects["picked"].to_list() == [True, False]


def test_a_conflict_whose_reasons_are_not_found_is_told_as_such(choose, monkeypatch):
    def fail(problem):
        raise AllocationError("projects", "only whole projects may conflict.", "Raise a cap.")

    monkeypatch.setattr(plans, "find_conflict", fail)
    (row,) = choose(toml=TOML.replace("budget = 10", "budget = 3")).conflicts.to_dicts()
    assert row["part"] == "conflict"
    assert "未能查明" in row["zh"]
    assert "was not found" in row["en"]


def test_numbers_of_a_reason_add_up(choose):
    table = choose().projects.drop_nulls("merit")
    assert table.select((pl.col("benefit") - pl.col("priced_cost") - pl.col("merit")).abs().max()).item() < 1e-9
