import numpy as np
import polars as pl
import pytest

from junxian.assessment.audit import follow_years
from junxian.assessment.audit.years import VOLATILITY_SCHEMA

FIRST = [("01", "K", 1.0, 1.0, 1.0, 3.0), ("02", "K", 2.0, 2.0, 2.0, 2.0), ("03", "K", 3.0, 3.0, 3.0, 1.0)]
TURNED = [("01", "K", 3.0, 3.0, 3.0, 1.0), ("02", "K", 2.0, 2.0, 2.0, 2.0), ("03", "K", 1.0, 1.0, 1.0, 3.0)]
LEFT = [FIRST[0], FIRST[2], ("04", "K", 2.0, 2.0, 2.0, 2.0)]


@pytest.fixture
def years(score):
    cards = {"2018": FIRST, "2019": FIRST, "2020": TURNED, "2021": LEFT}
    return follow_years({period: score(rows, normalise={"method": "min_max"}) for period, rows in cards.items()})


def test_each_year_is_compared_with_the_next(years):
    assert years.agreement.select("before", "after").rows() == [("2018", "2019"), ("2019", "2020"), ("2020", "2021")]
    np.testing.assert_allclose(years.agreement["spearman"].to_numpy(), [1.0, -1.0, -1.0])
    assert years.agreement["mean_shift"].to_list() == pytest.approx([0.0, 4 / 3, 2.0])
    assert years.agreement.select("entered", "left").rows()[-1] == (1, 1)


def test_the_volatility_of_every_area(years):
    assert dict(years.areas.schema) == VOLATILITY_SCHEMA
    rows = {row["ref_area"]: row for row in years.areas.iter_rows(named=True)}
    own = rows["01"]
    assert (own["periods"], own["rank_first"], own["rank_last"], own["rank_best"], own["rank_worst"]) == (4, 3, 3, 1, 3)
    assert own["volatility"] == pytest.approx(np.std([3, 3, 1, 3], ddof=1))
    assert own["mean_step"] == pytest.approx(4 / 3)
    assert (rows["02"]["periods"], rows["02"]["volatility"], rows["02"]["mean_step"]) == (3, 0.0, 0.0)


def test_an_area_ranked_once_has_no_volatility(years):
    row = years.areas.row(by_predicate=pl.col("ref_area") == "04", named=True)
    assert (row["periods"], row["rank_first"], row["volatility"], row["mean_step"], row["trend"]) == (
        1,
        2,
        None,
        None,
        None,
    )


def test_one_year_alone_and_none(score):
    alone = follow_years({"2020": score(FIRST)})
    assert alone.agreement.is_empty()
    assert alone.areas["rank_last"].to_list() == [3, 2, 1]
    assert follow_years({}).areas.is_empty()
