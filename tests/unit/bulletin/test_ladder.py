"""The tier ladder by fixed thresholds."""


def test_every_area_stands_on_the_highest_rung_that_it_reaches(small_content):
    rungs = small_content.ladder.rungs
    assert [[member.code for member in rung.members] for rung in rungs] == [
        ["990101", "990202"],
        ["990102", "990103"],
        ["990201"],
    ]


def test_the_rung_below_the_lowest_threshold_is_named_by_it(small_content):
    rest = small_content.ladder.rungs[-1]
    assert (rest.name.zh, rest.at_least, rest.below) == ("200亿元以下", None, 200)


def test_areas_without_a_figure_are_named_apart(small_content):
    assert [name.zh for name in small_content.ladder.not_filed] == ["己县"]
