import datetime

import pytest

from junxian.terms import MethodError, Period


@pytest.mark.parametrize(
    ("text", "start", "end", "previous", "year_before"),
    [
        ("2020", "2020-01-01", "2020-12-31", "2019", "2019"),
        ("2020-Q1", "2020-01-01", "2020-03-31", "2019-Q4", "2019-Q1"),
        ("2020-02", "2020-02-01", "2020-02-29", "2020-01", "2019-02"),
        ("2020-01", "2020-01-01", "2020-01-31", "2019-12", "2019-01"),
        ("2020-01..03", "2020-01-01", "2020-03-31", "2020-01..02", "2019-01..03"),
    ],
)
def test_a_period_knows_its_days_and_its_neighbours(text, start, end, previous, year_before):
    period = Period.parse(text)
    assert str(period) == text
    assert (period.start, period.end) == (datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))
    assert (str(period.previous()), str(period.year_before())) == (previous, year_before)


@pytest.mark.parametrize("text", ["2020-13", "2020-Q5", "2020-1", "20", "", "2020-01..13", "2020年", "0000", "9999"])
def test_what_is_no_period_is_an_error_that_shows_the_forms(text):
    with pytest.raises(MethodError, match="Write 2020, 2020-Q1"):
        Period.parse(text)


def test_january_cumulative_has_no_previous_period():
    with pytest.raises(MethodError):
        Period.parse("2020-01..01").previous()


def test_a_month_lies_in_its_year_and_not_in_the_next():
    assert Period.parse("2020-12").lies_in(Period.parse("2020"))
    assert not Period.parse("2020-12").lies_in(Period.parse("2021"))
