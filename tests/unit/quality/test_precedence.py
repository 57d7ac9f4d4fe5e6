import pytest

from junxian.quality.kinds import KINDS
from junxian.quality.precedence import EXPLAINS, ORDER, absorb_explained
from junxian.quality.suspicion import Suspicion
from junxian.terms import Name

CELL = ("990101", "2020", "gdp")
RULES = {
    "bounds": {"items": ["gdp"]},
    "sum_of_parts": {"equals": 1, "parts": ["gdp"], "tolerance": 0},
    "ratio_in_line": {"numerator": "gdp", "denominator": "people", "classification": "class/2020"},
    "sum_of_areas": {"items": ["gdp"], "of": "city", "tolerance": 0},
    "order_of_magnitude": {"items": ["gdp"]},
    "shifted_row": {"form": "form", "columns": ["gdp"], "anchors": ["people"]},
    "completeness": {"form": "form"},
    "matching": {"item": "gdp", "proxies": ["people"]},
    "year_to_date": {"items": ["gdp"]},
}


@pytest.fixture
def suspect(draw):
    def suspect(kind, severity="explain", cells=(CELL,), area="990101", code=None, **over):
        rule = {"kind": kind, "code": code or kind, "name": {"zh": f"{code or kind}的名称"}} | RULES[kind]
        declared = next(iter(draw.province([], [rule]).rules.values()))
        base = {
            "rule": declared, "severity": severity, "area": area, "period": "2020", "form": "form", "items": ("gdp",),
            "found": "", "expected": "", "message": Name(zh="句子。"), "shown": cells, "explains": frozenset(cells),
        }  # fmt: skip
        return Suspicion(**base | over)

    return suspect


def test_every_kind_has_its_place():
    assert set(ORDER) == set(KINDS)
    for n, kind in enumerate(ORDER):
        assert all(ORDER.index(other) >= n for other in EXPLAINS[kind])


def test_the_stronger_explanation_of_a_cell_stays_and_names_the_weaker(suspect):
    [kept] = absorb_explained([suspect("ratio_in_line"), suspect("bounds"), suspect("order_of_magnitude")])
    assert kept.kind == "order_of_magnitude"
    assert [name.zh for name in kept.also] == ["bounds的名称", "ratio_in_line的名称"]


def test_other_cells_are_another_cause(suspect):
    other = (("990101", "2020", "retail"),)
    assert len(absorb_explained([suspect("bounds"), suspect("ratio_in_line", cells=other)])) == 2


def test_nothing_is_let_through_by_being_explained(suspect):
    strong, weak = suspect("order_of_magnitude"), suspect("bounds", "hold", withholds=("gdp",))
    [kept] = absorb_explained([strong, weak])
    assert (kept.severity, kept.withholds) == ("hold", ("gdp",))


def test_a_fault_below_explains_a_sum_above_without_withholding_it(suspect):
    above = suspect("sum_of_areas", "hold", (("990100", "2020", "gdp"), CELL), "990100", withholds=("gdp",))
    [kept] = absorb_explained([above, suspect("order_of_magnitude")])
    assert (kept.area, kept.severity, kept.withholds) == ("990101", "explain", ())


def test_ratios_share_a_cause_only_where_the_shared_item_leans_the_same_way(suspect):
    high, low = (
        suspect("ratio_in_line", lean=((CELL, 1),), weight=9),
        suspect("ratio_in_line", lean=((CELL, -1),), code="other"),
    )
    again = suspect("ratio_in_line", lean=((CELL, 1),), code="third")
    kept = absorb_explained([high, low, again])
    assert [s.rule.code for s in kept] == ["ratio_in_line", "other"]
    assert [name.zh for name in kept[0].also] == ["third的名称"]


def test_a_shifted_row_explains_the_blank_that_it_left(suspect):
    [kept] = absorb_explained([suspect("completeness"), suspect("shifted_row")])
    assert kept.kind == "shifted_row"


def test_the_sums_of_one_year_that_depart_the_same_way_are_one_question(suspect):
    year = ("990101", "2020", "gdp_so_far")
    months = [("990101", f"2020-0{n}", "gdp_so_far") for n in range(1, 5)]
    found = [
        suspect("matching", cells=(m, year), period=m[1], lean=((m, 1), (year, 1)), weight=n)
        for n, m in enumerate(months)
    ]
    low = suspect("matching", cells=(months[0], year), lean=((months[0], -1), (year, -1)))
    kept = absorb_explained([*found, low])
    assert [(s.period, s.lean[1][1]) for s in kept] == [("2020-04", 1), ("2020", -1)]


def test_a_sum_that_falls_explains_that_it_does_not_match(suspect):
    [kept] = absorb_explained([suspect("matching"), suspect("year_to_date")])
    assert kept.kind == "year_to_date"
    assert [name.zh for name in kept.also] == ["matching的名称"]


def test_the_order_of_asking_does_not_matter(suspect):
    many = [suspect(kind) for kind in RULES]
    assert absorb_explained(many) == absorb_explained(many[::-1])
