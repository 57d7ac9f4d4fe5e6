"""What a run prints of the class leaders where classes are ranked together."""

from types import SimpleNamespace

import polars as pl
import pytest

from junxian.cli.summary import _classes
from junxian.terms import Name

TABLE = pl.DataFrame(
    [
        ("a1", "A", 1, 4, 1, 2, 1), ("k1", "K", 2, 4, 1, 2, 1), ("a2", "A", 3, 4, 3, 3, 2), ("k2", "K", 4, 4, 4, 4, 3),
    ],
    schema=["ref_area", "class", "rank", "of", "rank_low", "rank_high", "group"], orient="row",
)  # fmt: skip
SHARES = pl.DataFrame({"ref_area": ["a1", "k1", "a2", "k2"], "probability_of_first": [0.6, 0.4, 0.0, 0.0]})


@pytest.fixture
def make_run():
    def make_run(table, rank_across=()):
        classes = [
            SimpleNamespace(code=code, name=Name(zh=code), award=True) for code in table["class"].unique().sort()
        ]
        scheme = SimpleNamespace(class_=classes, rank_across=rank_across)
        areas = SimpleNamespace(name=lambda code, language: code)
        province = SimpleNamespace(schemes={"s": scheme}, scheme="s", areas=areas)
        return SimpleNamespace(province=province, scorecard=SimpleNamespace(table=table, statements=SHARES))

    return make_run


def test_a_leader_shares_its_group_with_areas_of_the_classes_ranked_together(make_run):
    assert _classes(make_run(TABLE, ("A", "K")), "en") == [
        "A A: 1 a1 [1-2], in a group with 1 more, first in 60% of cases (4 ranked)",
        "K K: 2 k1 [1-2], in a group with 1 more, first in 40% of cases (4 ranked)",
    ]


def test_who_is_not_first_of_all_has_no_clear_lead(make_run):
    alone = TABLE.filter(pl.col("ref_area") != "k1")
    assert _classes(make_run(alone, ("A", "K")), "en") == [
        "A A: 1 a1 [1-2], first in 60% of cases, the lead is clear (4 ranked)",
        "K K: 4 k2 [4-4] (4 ranked)",
    ]
