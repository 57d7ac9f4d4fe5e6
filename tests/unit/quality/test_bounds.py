RULE = {"kind": "bounds", "items": ["share"], "low": 0, "high": 100}
ITEMS = [{"code": "share", "unit": "%", "name": {"zh": "比重", "en": "Share"}}]


def test_a_value_beyond_a_bound_is_named_with_its_unit_and_the_bound(ask):
    [s] = ask(RULE, ITEMS, [("990101", "2020", "share", 123.4), ("990102", "2020", "share", 50.0)])
    assert (s.area, s.items, s.found, s.expected) == ("990101", ("share",), "123.4%", "0% – 100%")
    assert s.message.zh == "1号县2020年比重为123.4%，高于上限100%。"
    assert s.message.en == "1号县 2020: Share is 123.4%, above 100%."


def test_the_bounds_themselves_are_inside(ask):
    assert ask(RULE, ITEMS, [("990101", "2020", "share", 0.0), ("990102", "2020", "share", 100.0)]) == []


def test_a_missing_value_is_not_asked_about(ask):
    assert ask(RULE, ITEMS, [("990101", "2020", "share", None)]) == []


def test_a_hold_withholds_the_item_and_an_explain_does_not(ask):
    row = [("990101", "2020", "share", -1.0)]
    assert ask(RULE, ITEMS, row)[0].withholds == ("share",)
    assert ask(RULE | {"severity": "explain"}, ITEMS, row)[0].withholds == ()


def test_two_broken_items_of_one_row_make_one_suspicion(ask):
    rule = {"kind": "bounds", "items": ["a", "b"], "low": 0}
    [s] = ask(rule, ["a", "b"], [("990101", "2020", "a", -1.0), ("990101", "2020", "b", -2.5)])
    assert s.items == ("a", "b")
    assert s.message.zh == "1号县2020年a为-1万元，低于下限0万元，b为-2.5万元，低于下限0万元。"
