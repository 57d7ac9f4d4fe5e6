import numpy as np
import polars as pl
import pytest

from junxian.assessment.weigh import weigh_entropy
from junxian.terms import MethodError

ROWS = [
    ("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 9.0, 2.0, 7.0), ("03", "K", 30.0, 3.0, 5.0, 5.0),
    ("04", "K", 45.0, 2.0, 4.0, 3.0), ("05", "A", 1.0, 1.0, 9.0, 1.0), ("06", "A", 2.0, 2.0, 8.0, 2.0),
    ("07", "A", 3.0, 3.5, 8.5, 3.0),
]  # fmt: skip
HUNDRED = {"normalise": {"method": "min_max", "base": 0, "span": 100}}


def weights(scorecard, class_code="K"):
    rows = scorecard.weights.filter(pl.col("class") == class_code)
    return {part: (declared, used) for part, declared, used in rows.select("part", "declared", "used").iter_rows()}


def test_declared_weights_are_used_as_they_are(score):
    assert all(declared == used for declared, used in weights(score(ROWS)).values())


def test_equal_weights_share_the_points_of_their_node(score):
    own = weights(score(ROWS, weigh={"method": "equal"}))
    assert own["e1"] == (40.0, 30.0)
    assert own["r2"] == (10.0, 20.0)
    assert own["economy"] == (60.0, 60.0)


@pytest.mark.parametrize("method", ["entropy", "critic", "standard_deviation", "gini"])
def test_computed_weights_keep_the_points_of_every_node(score, method):
    scorecard = score(ROWS, weigh={"method": method}, **HUNDRED)
    for class_code in "KA":
        own = weights(scorecard, class_code)
        assert own["e1"][1] + own["e2"][1] == pytest.approx(own["economy"][0])
        assert own["r1"][1] + own["r2"][1] == pytest.approx(own["risk"][0])
    assert weights(scorecard)["e1"][1] != pytest.approx(40.0)


def test_entropy_weights_come_from_the_ranked_members_of_the_class(score):
    rows = [*ROWS, ("08", "K", None, None, None, 77.0)]
    scorecard = score(rows, weigh={"method": "entropy"}, **HUNDRED)
    own = scorecard.indicators.filter((pl.col("class") == "K") & (pl.col("ref_area") != "08"))
    table = np.array([own.filter(pl.col("indicator") == code)["normalised"].to_list() for code in ("e1", "e2")]).T
    assert weights(scorecard)["e1"][1] == pytest.approx(60 * weigh_entropy(table)[0])
    assert own.filter(pl.col("indicator") == "e1")["weight"].to_list() == pytest.approx(
        [60 * weigh_entropy(table)[0]] * 4
    )


def test_coverage_counts_declared_points(score):
    rows = [(*row[:3], None, *row[4:]) if row[0] == "02" else row for row in ROWS]
    row = score(rows, weigh={"method": "equal"}).table.row(by_predicate=pl.col("ref_area") == "02", named=True)
    assert row["coverage"] == 0.8


def test_an_indicator_that_almost_nobody_filed_keeps_its_declared_points(score):
    rows = [row if row[1] == "A" else (*row[:3], None, *row[4:]) for row in ROWS]
    own = weights(score(rows, weigh={"method": "gini"}, **HUNDRED))
    assert own["e2"] == (20.0, 20.0)
    assert own["e1"] == (40.0, 40.0)


def test_level_and_change_keep_their_shares(score_years):
    before = [(*row[:2], row[2] * (1 + i / 7), *row[3:]) for i, row in enumerate(ROWS)]
    change = {"indicator": [{"code": "e1"}]}
    own = weights(score_years({2019: before, 2020: ROWS}, change=change, weigh={"method": "equal"}, **HUNDRED))
    assert own["e1"][1] / own["e1@both"][1] == pytest.approx(0.4)


def test_a_method_that_is_not_defined_names_node_and_class(score):
    with pytest.raises(MethodError, match=r"weights under 'economy' in class K \(e1, e2\)"):
        score(ROWS, weigh={"method": "entropy"}, normalise={"method": "z_score", "base": -50, "span": 100})


def test_only_the_indicator_that_is_constant_is_named(score):
    rows = [(area, code, 0.5 if code == "K" else e1, *rest) for area, code, e1, *rest in ROWS]
    goalposts = {"indicator": [{"code": "e1", "method": "goalposts", "low": 0, "high": 1}]}
    with pytest.raises(MethodError, match=r"under 'economy' in class K \(e1\)"):
        score(rows, weigh={"method": "principal_components"}, normalise=goalposts)
