import pytest

from junxian.assessment.audit import rank_parts, read_classes, summarise_area
from junxian.assessment.audit.positions import POSITION_SCHEMA
from junxian.terms.errors import MethodError

ROWS = [
    ("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, None, 2.0, 7.0), ("03", "K", 30.0, 5.0, 3.0, 5.0),
    ("04", "K", 40.0, 2.0, 4.0, 3.0),
]  # fmt: skip


@pytest.fixture
def own(score, scheme):
    return read_classes(score(ROWS), scheme())[0]


def test_every_part_has_a_rank_the_root_first_and_ties_share_the_best(own):
    found = rank_parts(own)
    assert dict(found.schema) == POSITION_SCHEMA
    assert found.filter(ref_area="01")["part"].to_list() == ["total", "economy", "risk", "e1", "e2", "r1", "r2"]
    assert found.filter(ref_area="01")["level"].to_list() == [0, 1, 1, 2, 2, 2, 2]
    assert found.filter(part="e1")["rank"].to_list() == [4, 3, 2, 1]
    assert found.filter(part="e2").select("rank", "of").rows() == [(1, 3), (None, 3), (1, 3), (3, 3)]
    assert found.filter(part="r2")["rank"].to_list() == [4, 3, 2, 1]


def test_the_rank_of_the_root_is_that_of_the_scorecard_without_points(own):
    assert rank_parts(own).filter(part="total")["rank"].to_list() == own.rank.tolist()


def test_one_area_with_its_values(own):
    found = summarise_area(own, "02")
    assert found.filter(part="e1").select("value", "rank").row(0) == (20.0, 3)
    assert found.filter(part="total")["value"].to_list() == [None]


def test_an_area_that_is_not_ranked_is_refused(own):
    with pytest.raises(MethodError, match="is not ranked in class K"):
        summarise_area(own, "09")
