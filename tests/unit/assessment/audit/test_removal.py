from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.assessment.audit import measure_removal, read_classes, remove_parts
from junxian.assessment.audit.removal import REMOVAL_SCHEMA, remove_by_rescoring
from junxian.terms.errors import MethodError

RNG = np.random.default_rng(4)
ROWS = [(f"{i:02}", "KA"[i % 2], *RNG.normal(size=4)) for i in range(24)]
GAPS = [(*row[:3], None, *row[4:]) if i % 5 == 0 else row for i, row in enumerate(ROWS)]
GEOMETRIC = {"node": [
    {"code": code, "name": {"zh": code}, "parent": parent, "aggregate": "geometric"}
    for code, parent in (("total", ""), ("economy", "total"), ("risk", "total"))
]}  # fmt: skip


@pytest.mark.parametrize("changes", [{}, GEOMETRIC, {"normalise": {"method": "z_score"}}])
@pytest.mark.parametrize("rows", [ROWS, GAPS], ids=["whole", "gaps"])
def test_ranks_without_a_part_are_those_of_assessing_again(score, scheme, rows, changes):
    own_scheme = scheme(coverage=0.0, **changes)
    classes = read_classes(score(rows, coverage=0.0, **changes), own_scheme)

    def rescore(changed):
        return score(rows, coverage=0.0, weights=changed.weights, **changes)

    again = remove_by_rescoring(classes, own_scheme, rescore)
    for own in classes:
        found = remove_parts(own, own_scheme.decimals)
        assert found.parts == again[own.code].parts == ("e1", "e2", "r1", "r2", "economy", "risk")
        np.testing.assert_array_equal(found.ranks, again[own.code].ranks)


def test_shifts_are_counted_by_hand(score, scheme):
    rows = [
        ("01", "K", 3.0, 0.0, 1.0, 0.0), ("02", "K", 2.0, 1.0, 0.6, 0.3), ("03", "K", 1.0, 2.0, 0.3, 0.6),
        ("04", "K", 0.0, 3.0, 0.0, 1.0),
    ]  # fmt: skip
    (own,) = read_classes(score(rows, normalise={"method": "min_max"}), scheme())
    assert own.rank.tolist() == [1, 2, 3, 4]
    found = measure_removal(own, remove_parts(own, 2))
    assert dict(found.schema) == REMOVAL_SCHEMA
    row = found.row(by_predicate=pl.col("part") == "e1", named=True)
    assert (row["mean_shift"], row["greatest_shift"], row["mover"], row["mover_before"], row["mover_after"]) == (
        2.0,
        3,
        "01",
        1,
        4,
    )
    assert (row["spearman"], row["first_changes"], row["mean_shift_share"]) == (pytest.approx(-1), True, 0.5)


def test_bonus_points_stay(score, scheme):
    (own, _) = read_classes(score(ROWS), scheme())
    lifted = replace(own, added=np.where(own.rank == own.rank.max(), 50.0, 0.0))
    assert (remove_parts(lifted, 2).ranks[:, np.argmax(own.rank)] == 1).all()


def test_scores_that_do_not_follow_from_the_indicators_are_refused(score, scheme):
    (own, _) = read_classes(score(ROWS), scheme())
    with pytest.raises(MethodError, match="scores of 12 areas do not follow") as error:
        remove_parts(replace(own, score=own.score + 1), 2)
    assert "rescore" in error.value.remedy


def test_who_loses_its_rank_is_not_compared(score, scheme):
    classes = read_classes(score(GAPS), scheme())
    again = remove_by_rescoring(classes, scheme(), lambda changed: score(GAPS, weights=changed.weights))
    found = measure_removal(classes[0], again["K"])
    row = found.row(by_predicate=pl.col("part") == "r1", named=True)
    lost = sum(1 for own in GAPS if own[1] == "K" and own[3] is None)
    assert row["compared"] == len(classes[0].areas) - lost
