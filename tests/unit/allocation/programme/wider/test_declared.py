"""What a programme may declare beyond one year, and what is refused, with words that help."""

import pytest

from junxian.terms import DeclarationError

from ..conftest import declare

BOTH = {"factors": ["land", "energy"], "share": [0.6, 0.4]}
NEXT = {"year": 2027, "supply": {"land": 900, "energy": 6000}}
FIRST = {"name": {"zh": "效率优先", "en": "Efficiency"}, "powers": {"efficiency": 2}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"complement": BOTH, "years": {"year": [NEXT]}}, "declare one"),
        ({"complement": BOTH, "alpha": 0}, "alpha above 0"),
        ({"worst_case": {"draws": 3}, "alpha": "inf"}, "alpha above 0"),
        ({"complement": BOTH | {"factors": ["land", "water"]}}, "'water' is no factor"),
        ({"complement": BOTH | {"share": [0.6, 0.6]}}, "sum to 1"),
        ({"complement": BOTH | {"factors": ["land", "land"]}}, "once"),
        ({"complement": BOTH | {"elasticity": 0.1}}, "elasticity"),
        ({"years": {"year": [NEXT | {"supply": {"land": 900}}]}}, "'energy'"),
        ({"years": {"year": [NEXT, NEXT | {"year": 2029}]}}, "without a gap"),
        ({"years": {"year": [NEXT | {"supply": {"land": 0, "energy": 1}}]}}, "not above 0"),
        ({"worst_case": {}}, "no scenario"),
        ({"worst_case": {"scenario": [FIRST | {"supply": {"water": 0.9}}]}}, "'water'"),
        ({"worst_case": {"scenario": [FIRST | {"supply": {"land": 1.1}}]}}, "at most 1"),
        ({"worst_case": {"scenario": [FIRST | {"powers": {"merit": 1}}]}}, "merit"),
        ({"worst_case": {"scenario": [FIRST | {"powers": {"need": 11}}]}}, "from 0 to 10"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, said):
    with pytest.raises(DeclarationError, match=said):
        declare(**changes)


def test_a_scenario_of_a_score_that_is_not_declared_is_refused():
    weight = {"efficiency": {"power": 1.0, "keys": [{"of": "output", "weight": 1}]}}
    with pytest.raises(DeclarationError, match="'need' is no factor or score"):
        declare(weight=weight, worst_case={"scenario": [FIRST | {"powers": {"need": 1}}]})


def test_a_programme_without_any_is_not_wide():
    assert not declare().is_wide
    assert declare(complement=BOTH).is_wide
