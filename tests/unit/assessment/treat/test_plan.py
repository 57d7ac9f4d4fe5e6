import pytest

from junxian.assessment.treat import Rule, plan_treatment
from junxian.terms import MethodError


def test_a_logarithm_follows_winsorisation_and_nothing_follows_a_logarithm():
    own = plan_treatment(["a", "b"], individually={"b": {"method": "log_ct"}}).rules
    assert [(rule.method, rule.then) for rule in own] == [("winsorise", "log_ct"), ("log_ct", "none")]


def test_an_exception_keeps_the_rest_of_the_rule():
    scheme = Rule(then="box_cox", power=0.5, skewness=1.5)
    own = plan_treatment(["a", "b"], scheme, individually={"b": {"at_most": 2, "force": True}}).rules[1]
    assert own == Rule("winsorise", "box_cox", 2, True, 1.5, 3.5, 1.0, 0.5)


@pytest.mark.parametrize(("rule", "options", "message"), [
    (Rule("winsorize"), {}, "Did you mean 'winsorise'"),
    (Rule(then="log_cd"), {}, "'log_ct'"),
    (Rule(at_most=-2), {}, "at_most is -2"),
    (Rule(), {"ties": "apart"}, "ties 'apart'"),
    (Rule(), {"individually": {"c": {}}}, "indicator 'c' is not in the table"),
    (Rule(), {"individually": {"a": {"winmax": 2}}}, "'winmax' is not known"),
    (Rule(), {"individually": {"a": {"method": "drop"}}}, "treat a: method 'drop'"),
])  # fmt: skip
def test_wrong_declarations_are_refused(rule, options, message):
    with pytest.raises(MethodError, match=message):
        plan_treatment(["a", "b"], rule, **options)
