import numpy as np
import polars as pl
import pytest

from junxian.assessment.normalise import METHODS as NORMALISE_METHODS
from junxian.assessment.weigh import METHODS as WEIGH_METHODS
from junxian.declared.scheme_steps import NormaliseMethod, WeighMethod
from junxian.terms import MethodError

ROWS = [
    ("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 4.0, 2.0, 7.0), ("03", "K", 30.0, 3.0, 3.0, 5.0),
    ("04", "K", 40.0, 2.0, 4.0, 3.0), ("05", "A", 1.0, 1.0, 9.0, 1.0), ("06", "A", 2.0, 2.0, 8.0, 2.0),
    ("07", "A", 3.0, 3.0, 7.0, 3.0),
]  # fmt: skip
HUNDRED = {"base": 0, "span": 100}


def scores(scorecard, code, class_code="K"):
    rows = scorecard.indicators.filter((pl.col("indicator") == code) & (pl.col("class") == class_code))
    return rows["normalised"].to_list()


def test_a_scheme_can_declare_every_method_there_is():
    assert set(NormaliseMethod.__args__) == set(NORMALISE_METHODS)
    assert set(WeighMethod.__args__) == set(WEIGH_METHODS)


@pytest.mark.parametrize(
    ("method", "of_e1", "of_r2"),
    [
        ("min_max", [0, 100 / 3, 200 / 3, 100], [0, 100 / 3, 200 / 3, 100]),
        ("rank", [1, 2, 3, 4], [1, 2, 3, 4]),
        ("borda", [0, 1, 2, 3], [0, 1, 2, 3]),
        ("percentile_rank", [0, 100 / 3, 200 / 3, 100], [0, 100 / 3, 200 / 3, 100]),
        ("distance_to_maximum", [0, 100 / 3, 200 / 3, 100], [0, 100 / 3, 200 / 3, 100]),
        ("fraction_of_maximum", [25, 50, 75, 100], [100 / 3, 300 / 7, 60, 100]),
    ],
)
def test_every_method_is_taken_within_the_class(score, method, of_e1, of_r2):
    scorecard = score(ROWS, normalise={"method": method} | HUNDRED)
    assert scores(scorecard, "e1") == pytest.approx(of_e1)
    assert scores(scorecard, "r2") == pytest.approx(of_r2)


def test_one_indicator_may_have_its_own_goalposts(score):
    own = [{"code": "e1", "low": 0, "high": 80}]
    scorecard = score(ROWS, normalise={"method": "min_max", "indicator": own} | HUNDRED)
    assert scores(scorecard, "e1") == pytest.approx([12.5, 25, 37.5, 50])
    assert scores(scorecard, "e2") == pytest.approx([100, 200 / 3, 100 / 3, 0])
    bound = scorecard.bounds.filter((pl.col("indicator") == "e1") & (pl.col("class") == "A"))
    assert bound.select("low", "high", "members").rows() == [(0.0, 80.0, None)]


def test_one_indicator_may_have_its_own_method_between_frozen_bounds(score):
    bounds = pl.DataFrame(
        [(c, i, 0.0, 50.0) for c in "KA" for i in ("e1", "r1", "r2")],
        schema=["class", "indicator", "low", "high"], orient="row",
    )  # fmt: skip
    own = [{"code": "e2", "method": "percentile_rank"}]
    scorecard = score(ROWS, bounds=bounds, normalise={"bounds": "frozen", "indicator": own} | HUNDRED)
    assert scores(scorecard, "e2") == pytest.approx([100, 200 / 3, 100 / 3, 0])
    assert scores(scorecard, "e1") == pytest.approx([20, 40, 60, 80])


def test_distance_to_a_target_needs_one_for_every_indicator(score):
    targets = [{"code": code, "target": t} for code, t in (("e1", 50), ("e2", 6), ("r1", 10), ("r2", 0))]
    own = {"method": "distance_to_target", "indicator": targets} | HUNDRED
    assert scores(score(ROWS, normalise=own), "e1") == pytest.approx([0, 25, 50, 75])
    with pytest.raises(MethodError, match="indicator 'e2' in class K: distance_to_target: the target is missing"):
        score(ROWS, normalise=own | {"indicator": targets[:1]})


def test_distance_to_a_reference_area_of_another_class(score):
    own = [{"code": "e1", "method": "distance_to_reference", "reference": "04"}]
    scorecard = score(ROWS, normalise={"method": "min_max", "indicator": own} | HUNDRED)
    assert scores(scorecard, "e1") == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert scores(scorecard, "e1", "A") == pytest.approx([0, 100 / 39, 200 / 39])
    with pytest.raises(MethodError, match="reference '99' is no assessed area"):
        score(ROWS, normalise={"method": "min_max", "indicator": [own[0] | {"reference": "99"}]})


def test_a_constant_has_a_rank_and_no_place_between_ends(score):
    rows = [row if row[1] == "A" else (*row[:2], 7.0, *row[3:]) for row in ROWS]
    assert scores(score(rows, normalise={"method": "percentile_rank"} | HUNDRED), "e1") == [0.0] * 4
    with pytest.raises(MethodError, match="indicator 'e1' in class K: all 4 values lie at 7"):
        score(rows, normalise={"method": "distance_to_maximum"})


def test_figures_of_an_unranked_area_raise_nothing(score):
    rows = [*ROWS, ("08", "K", None, None, None, -4.0)]
    scorecard = score(rows, normalise={"method": "fraction_of_maximum"} | HUNDRED)
    assert scores(scorecard, "r2") == pytest.approx([100 / 3, 300 / 7, 60, 100, np.nan], nan_ok=True) or (
        scores(scorecard, "r2")[-1] is None
    )


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"method": "rank", "bounds": "frozen"}, "knows no frozen bounds"),
        ({"method": "goalposts"}, "needs bounds = 'declared'"),
        ({"indicator": [{"code": "e1", "low": 3}]}, "give low and high together"),
        ({"indicator": [{"code": "e1", "low": 3, "high": 3}]}, "is not below high"),
        ({"indicator": [{"code": "e9", "low": 3, "high": 4}]}, "indicator 'e9' is none of the scheme's"),
    ],
)
def test_a_wrong_declaration_of_normalisation_is_refused(scheme, own, words):
    with pytest.raises(ValueError, match=words):
        scheme(normalise=own)
