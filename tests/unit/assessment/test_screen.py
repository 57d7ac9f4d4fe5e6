import numpy as np
import pytest

from junxian.assessment.screen import screen_areas
from junxian.terms import MethodError

NAN = np.nan
AREAS = ["510181", "510182", "510183", "510184"]
VALUES = np.array([[1.0, 2, 3, 4], [0, 0, 0, 1], [NAN, NAN, 1, 0], [NAN, NAN, NAN, NAN]])


def test_the_table_says_what_is_known_and_what_is_not_zero():
    table = screen_areas(VALUES, AREAS).table
    assert table["ref_area"].to_list() == AREAS
    assert table["available"].to_list() == [1, 1, 0.5, 0]
    assert table["nonzero"].to_list() == [1, 0.25, 0.5, None]


@pytest.mark.parametrize(("by", "known", "nonzero", "kept"), [
    ("known", 0.6, 0.0, [True, True, False, False]),
    ("known", 0.5, 1.0, [True, True, True, False]),
    ("nonzero", 1.0, 0.5, [True, False, True, False]),
    ("known_and_nonzero", 0.6, 0.5, [True, False, False, False]),
    ("zeros_missing", 0.3, 0.0, [True, False, False, False]),
    ("zeros_missing", 0.25, 0.0, [True, True, True, False]),
])  # fmt: skip
def test_each_criterion_keeps_who_reaches_it(by, known, nonzero, kept):
    screening = screen_areas(VALUES, AREAS, by, least_known=known, least_nonzero=nonzero)
    assert screening.kept.tolist() == kept == screening.table["kept"].to_list()


def test_a_share_that_equals_the_least_is_enough():
    values = np.ones((1, 10))
    values[0, :3] = NAN
    assert screen_areas(values, ["a"], least_known=0.7).kept.all()
    assert screen_areas(values[:, 1:], ["a"], least_known=7 / 9).kept.all()


def test_what_is_declared_overrules_the_figures():
    screening = screen_areas(VALUES, AREAS, include=["510184"], exclude=["510181"])
    assert screening.kept.tolist() == [False, True, False, True]
    assert screening.table["forced"].to_list() == ["excluded", None, None, "included"]
    assert screening.table["why_en"].to_list() == [
        "Excluded by declaration.", "Enough figures.", "Too few figures known.", "Included by declaration.",
    ]  # fmt: skip


def test_weights_count_instead_of_the_number_of_indicators():
    by_weight = screen_areas(VALUES, AREAS, weights=np.array([1.0, 1, 4, 4]))
    assert by_weight.table["available"].to_list() == [1, 1, 0.8, 0]
    assert by_weight.kept.tolist() == [True, True, True, False]
    own = np.array([[1.0, 1, 1, 1]] * 2 + [[9.0, 0, 1, 0]] * 2)
    assert screen_areas(VALUES, AREAS, weights=own).table["available"][2] == 0.1


@pytest.mark.parametrize(("options", "message"), [
    ({"by": "knowns"}, "Did you mean 'known'"),
    ({"least_known": 80}, "not within 0 to 1"),
    ({"include": ["510199"]}, "'510199' is not in the table"),
    ({"include": AREAS[:1], "exclude": AREAS[:1]}, "included and excluded at once"),
    ({"weights": np.zeros(4)}, "sum to zero"),
])  # fmt: skip
def test_wrong_uses_are_refused(options, message):
    with pytest.raises(MethodError, match=message):
        screen_areas(VALUES, AREAS, **options)


def test_every_row_needs_a_code():
    with pytest.raises(MethodError, match="2 areas are named"):
        screen_areas(VALUES, AREAS[:2])
