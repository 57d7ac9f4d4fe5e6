RULE = {"kind": "carried_forward", "form": "form", "min_items": 3}
ITEMS = ["a", "b", "c", "d"]


def row(period, *values, area="990101"):
    return [(area, period, k, v) for k, v in zip(ITEMS, values, strict=True)]


def test_a_row_that_repeats_the_period_before_is_found_and_withheld(ask):
    [s] = ask(RULE, ITEMS, row("2019", 1.0, 2.0, 3.0, 4.0) + row("2020", 1.0, 2.0, 3.0, 4.0))
    assert (s.area, s.period, s.withholds) == ("990101", "2020", ("a", "b", "c", "d"))
    assert s.message.zh == "1号县2020年《年报》所报4项数字与2019年完全相同，疑似沿用旧数。"


def test_one_figure_that_differs_clears_the_row(ask):
    assert ask(RULE, ITEMS, row("2019", 1.0, 2.0, 3.0, 4.0) + row("2020", 1.0, 2.0, 3.0, 4.1)) == []


def test_zeros_agree_without_counting(ask):
    assert ask(RULE, ITEMS, row("2019", 1.0, 2.0, 0.0, 0.0) + row("2020", 1.0, 2.0, 0.0, 0.0)) == []
    assert len(ask(RULE, ITEMS, row("2019", 1.0, 2.0, 3.0, 0.0) + row("2020", 1.0, 2.0, 3.0, 0.0))) == 1


def test_missing_figures_are_not_compared(ask):
    [s] = ask(RULE, ITEMS, row("2019", 1.0, 2.0, 3.0, None) + row("2020", 1.0, 2.0, 3.0, 4.0))
    assert s.items == ("a", "b", "c")


def test_only_the_period_just_before_counts(ask):
    assert ask(RULE, ITEMS, row("2018", 1.0, 2.0, 3.0, 4.0) + row("2020", 1.0, 2.0, 3.0, 4.0)) == []


def test_january_of_a_cumulative_form_has_no_period_before(ask):
    rows = row("2020-01..01", 1.0, 2.0, 3.0, 4.0) + row("2020-01..02", 1.0, 2.0, 3.0, 4.0)
    found = ask(RULE, ITEMS, rows, form={"frequency": "C"}, period="2020-01..02")
    assert [s.period for s in found] == ["2020-01..02"]
