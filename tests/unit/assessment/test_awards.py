import polars as pl
import pytest

ROWS = [
    ("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 4.0, 2.0, 7.0), ("03", "K", 30.0, 3.0, 3.0, 5.0),
    ("04", "K", 40.0, 2.0, 4.0, 3.0), ("05", "A", 1.0, 1.0, 9.0, 1.0), ("06", "A", 2.0, 2.0, 8.0, 2.0),
    ("07", "A", 3.0, 3.0, 7.0, 3.0),
]  # fmt: skip
BOUNDS = pl.DataFrame(
    [(c, i, 0.0, 50.0) for c in "KA" for i in ("e1", "e2", "r1", "r2")],
    schema=["class", "indicator", "low", "high"], orient="row",
)  # fmt: skip
DECLARED = {"bounds": BOUNDS, "normalise": {"bounds": "declared", "base": 0, "span": 100}}
NAME = {"zh": "奖", "en": "prize"}
RISK_SAID = [
    {"code": "total", "name": NAME}, {"code": "economy", "name": NAME, "parent": "total"},
    {"code": "risk", "name": {"zh": "风险", "en": "Risk"}, "parent": "total"},
]  # fmt: skip


def award(kind, code="prize", **more):
    return {"code": code, "name": NAME, "kind": kind} | more


def shift(rows, **e1):
    """The rows with other values of e1, by area."""
    return [(area, c, e1.get(f"a{area}", x), *rest) for area, c, x, *rest in rows]


def given(scorecard, code="prize"):
    table = scorecard.awards.filter(pl.col("given") & (pl.col("award") == code))
    return table["ref_area"].to_list()


def test_awards_per_class_are_an_award_for_rank(score):
    scorecard = score(ROWS, awards_per_class=1)
    assert scorecard.awards.select("ref_area", "award", "kind", "basis_zh").rows() == [
        ("04", "award", "rank", "第1名（共4个）"), ("05", "award", "rank", "第1名（共3个）"),
    ]  # fmt: skip
    assert scorecard.table.filter("award")["ref_area"].to_list() == ["04", "05"]


def test_a_barred_area_is_listed_without_its_award_and_the_place_names_where_it_came_from(score):
    vetoes = pl.DataFrame({"ref_area": ["04"], "line": ["safety"]})
    scorecard = score(ROWS, vetoes=vetoes, veto=["safety"], award=[award("rank", money=5000, land=100)])
    own = scorecard.awards.filter(pl.col("class") == "K")
    assert own.select("ref_area", "given", "money", "land", "vetoed_by", "passed_from").rows() == [
        ("04", False, None, None, "safety", ""), ("03", True, 5000.0, 100.0, "", "04"),
    ]  # fmt: skip


def test_progress_goes_to_the_largest_gain_of_score_not_of_rank(score_years):
    before = shift(ROWS, a01=8.0, a03=14.0, a04=38.0)
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("progress", classes=["K"])], **DECLARED)
    assert given(scorecard) == ["03"]
    row = scorecard.progress.row(by_predicate=pl.col("ref_area") == "03", named=True)
    assert row["gain"] == pytest.approx(16 / 50 * 40)
    assert scorecard.awards["basis_en"].item().startswith("score up 12.80")


def test_progress_by_rank_goes_to_the_largest_rise(score_years):
    before = shift(ROWS, a01=45.0, a02=5.0)
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("progress", by="rank", classes=["K"])], **DECLARED)
    rises = dict(scorecard.progress.select("ref_area", "rise").iter_rows())
    assert rises == {"01": -3, "02": 1, "03": 1, "04": 1, "05": 0, "06": 0, "07": 0}
    assert given(scorecard) == ["02", "03", "04"]


def test_who_lost_ground_makes_no_progress_and_that_is_said(score_years):
    before = shift(ROWS, a01=20.0, a02=30.0, a03=40.0, a04=50.0)
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("progress", classes=["K"])], **DECLARED)
    assert scorecard.awards.is_empty()
    assert scorecard.award_notes.select("award", "class").rows() == [("prize", "K")]


def test_without_a_year_before_nothing_is_awarded_for_progress_and_that_is_said(score):
    scorecard = score(ROWS, award=[award("progress"), award("rank", code="first")])
    assert given(scorecard) == []
    assert given(scorecard, "first") == ["04", "05"]
    assert scorecard.award_notes["why_zh"].to_list() == ["上年数字未报送或不足，不能与上年比较，不评。"]
    assert scorecard.progress.is_empty()


def test_a_year_before_for_which_the_method_is_not_defined_is_no_error_of_this_year(score_years):
    before = [(area, c, 7.0, *rest) for area, c, _, *rest in ROWS]
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("progress")])
    assert "indicator 'e1' in class K" in scorecard.award_notes["why_en"].item()
    assert scorecard.table["rank"].null_count() == 0


def test_an_area_that_was_not_ranked_the_year_before_has_no_progress(score_years):
    before = [row if row[0] != "03" else ("03", "K", None, None, 3.0, 5.0) for row in shift(ROWS, a01=8.0)]
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("progress", classes=["K"])], **DECLARED)
    row = scorecard.progress.row(by_predicate=pl.col("ref_area") == "03", named=True)
    assert (row["gain"], row["rank_before"], row["rise"]) == (None, None, None)
    assert given(scorecard) == ["01"]


def test_an_award_may_exclude_those_that_hold_another(score_years):
    before = shift(ROWS, a04=20.0, a02=18.0)
    kinds = [award("rank", code="first"), award("progress", not_with=["first"], classes=["K"])]
    scorecard = score_years({2019: before, 2020: ROWS}, award=kinds, **DECLARED)
    assert given(scorecard, "first") == ["04", "05"]
    assert given(scorecard) == ["02"]


def test_a_first_entry_is_within_the_first_places_and_was_outside(score_years):
    before = shift(ROWS, a04=5.0)
    scorecard = score_years(
        {2019: before, 2020: ROWS}, award=[award("first_entry", places=1, money=100, classes=["K"])], **DECLARED
    )
    assert scorecard.awards.select("ref_area", "given", "money").rows() == [("04", True, 100.0)]
    again = score_years({2019: ROWS, 2020: ROWS}, award=[award("first_entry", places=1)], **DECLARED)
    assert again.awards.is_empty()


def test_a_first_entry_cannot_be_told_of_an_area_that_was_not_ranked(score_years):
    before = [row if row[0] != "04" else ("04", "K", None, None, None, 5.0) for row in ROWS]
    scorecard = score_years({2019: before, 2020: ROWS}, award=[award("first_entry", classes=["K"])], **DECLARED)
    assert scorecard.awards.select("ref_area", "given", "basis_en").rows() == [
        ("04", False, "Not ranked last year, so a first entry cannot be told."),
    ]  # fmt: skip


def test_every_rank_gained_or_lost_moves_money_within_the_cap(score_years):
    before = shift(ROWS, a01=45.0, a02=5.0)
    kind = award("per_rank", money=10, cap=20, classes=["K"])
    vetoes = pl.DataFrame({"ref_area": ["02", "01"], "line": ["safety", "safety"]})
    scorecard = score_years(
        {2019: before, 2020: ROWS}, award=[kind], vetoes=vetoes, veto=["safety"], **DECLARED
    )  # a veto cancels what was gained and not what was lost
    assert scorecard.awards.select("ref_area", "given", "money").rows() == [
        ("01", True, -20.0), ("02", False, None), ("03", True, 10.0), ("04", True, 10.0),
    ]  # fmt: skip
    assert scorecard.awards["basis_zh"][0] == "较上年下降3位，每位10万元，以20万元为限"
    assert scorecard.awards["basis_en"][0] == "down 3 places on last year at 100,000 CNY each, held at 200,000 CNY"


def test_classes_that_are_ranked_together_compete_for_one_award(score):
    alone = score(ROWS, awards_per_class=1)
    together = score(ROWS, awards_per_class=1, rank_across=["A", "K"])
    assert together.table["score"].equals(alone.table["score"])
    assert together.table["of"].unique().to_list() == [7]
    best = together.table.sort("total", descending=True)["ref_area"][0]
    assert given(together, "award") == [best]
    totals = together.table["total"].to_list()
    assert together.table["rank"].to_list() == [1 + sum(other > own for other in totals) for own in totals]


def test_an_award_of_one_dimension_goes_by_the_score_of_its_node(score):
    scorecard = score(ROWS, award=[award("rank", of="risk", classes=["K"])], node=RISK_SAID)
    risk = scorecard.nodes.filter((pl.col("node") == "risk") & pl.col("ref_area").is_in(["01", "02", "03", "04"]))
    assert given(scorecard) == [risk.sort("score", descending=True)["ref_area"][0]]
    assert scorecard.awards["basis_en"].item() == "rank 1 of 4 in Risk"


def test_classes_may_compete_for_an_award_though_they_are_ranked_apart(score):
    scorecard = score(ROWS, award=[award("rank", together=True, places=2)], **DECLARED)
    best = scorecard.table.sort("total", descending=True)["ref_area"][:2].to_list()
    assert given(scorecard) == best
    assert scorecard.awards["basis_zh"].to_list() == ["第1名（共7个）", "第2名（共7个）"]
    assert scorecard.table["of"].unique().sort().to_list() == [3, 4]


def test_a_listed_class_takes_no_part(score):
    classes = [{"code": "K", "name": NAME, "award": False}, {"code": "A", "name": NAME}]
    assert given(score(ROWS, **{"class": classes}, awards_per_class=1), "award") == ["05"]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([award("rank", classes=["X"])], "class 'X' is none"),
        ([award("rank", not_with=["later"]), award("rank", code="later")], "earlier award 'later'"),
        ([award("rank"), award("rank")], "'prize' is declared twice"),
        ([award("rank", cap=3)], "cap is for kind 'per_rank'"),
        ([award("rank", by="rank")], "by is for kind 'progress'"),
        ([award("rank", of="rsk")], "node 'rsk' is none of the scheme's. Did you mean 'risk'"),
        ([award("progress", of="risk")], "of is for kind 'rank'"),
        ([award("per_rank", together=True)], "together is for kinds"),
        ([award("per_rank", land=3)], "moves money, not land"),
    ],
)
def test_a_wrong_declaration_of_awards_is_refused(score, kinds, words):
    with pytest.raises(ValueError, match=words):
        score(ROWS, award=kinds)


def test_awards_per_class_and_an_award_for_rank_exclude_each_other(score):
    with pytest.raises(ValueError, match="keep one of them"):
        score(ROWS, awards_per_class=1, award=[award("rank")])
