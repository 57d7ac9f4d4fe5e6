from datetime import date

import pytest

from junxian.declared.forms import Item
from junxian.quality import accepted, check_returns
from junxian.terms import Name

LATE = date(2021, 12, 31)
OWN = [
    {"code": "points", "unit": "分", "decimals": 1, "computed_by": "quality.score"},
    {"code": "coverage", "unit": "%", "decimals": 1, "computed_by": "quality.coverage"},
    {"code": "punctuality", "unit": "1", "decimals": 3, "computed_by": "quality.punctuality"},
]


@pytest.fixture
def run(draw):
    def run(rows=(), own=OWN):
        forms = [
            draw.form(["gdp", "retail", "people"], filed_by="county", scope="class/2020"),
            draw.form(
                [{"name": {"zh": i["code"]}, **i} for i in own],
                code="review",
                filed_by="990000",
                due_days=90,
                scope="class/2020",
            ),
        ]
        rules = [{"kind": "completeness", "form": code, "code": code} for code in ("form", "review")]
        province = draw.province(forms, rules, classes={"990101": "a", "990102": "a"})
        figures = [
            (c, y, k, None if (c, k) == ("990102", "gdp") else 5.0, {"filer": c})
            for c in ("990101", "990102") for y in ("2019", "2020") for k in ("gdp", "retail", "people")
        ]  # fmt: skip
        returns = draw.returns(province, [*figures, *rows])
        quality = check_returns(returns, province, province.period, LATE)
        return quality, accepted(returns, quality)

    return run


def test_the_run_computes_the_items_that_are_declared_so(run):
    _, figures = run()
    own = figures.filter(form="review", time_period="2020").select("ref_area", "key", "obs_value", "raw")
    assert own.filter(ref_area="990102").select("key", "obs_value", "raw").rows() == [
        ("points", 93.3, "93.3"), ("coverage", 66.7, "66.7"), ("punctuality", 1.0, "1.000"),
    ]  # fmt: skip
    assert set(own["ref_area"]) == {"990101", "990102"}  # counties alone: no other area stands in the form
    assert set(figures.filter(form="review")["time_period"]) == {"2019", "2020"}


def test_they_take_the_place_of_what_is_filed_for_them(run):
    _, figures = run([("990102", "2020", "points", 99.9, {"filer": "990000"})])
    assert figures.filter(ref_area="990102", time_period="2020", key="points")["obs_value"].to_list() == [93.3]


def test_nobody_is_asked_for_them(run):
    quality, _ = run([(c, "2020", "points", None, {"filer": "990000"}) for c in ("990101", "990102")])
    assert "review" not in set(quality.findings["form"])


def test_nothing_is_computed_that_is_not_declared(run):
    quality, figures = run(own=[{"code": "points", "unit": "分", "computed_by": "the office"}])
    assert quality.computed.is_empty()
    assert set(figures["form"]) == {"form"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"computed_by": "quality.scores", "unit": "分"}, "Did you mean 'quality.score'"),
        ({"computed_by": "quality.score", "unit": "万元"}, "does not convert"),
    ],
)
def test_a_computed_item_is_known_and_in_a_unit_that_fits(more, said):
    with pytest.raises(ValueError, match=said):
        Item.model_validate({"code": "a", "name": Name(zh="甲")} | more)
