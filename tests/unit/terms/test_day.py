from datetime import date

import pytest

from junxian.terms.day import parse_day


@pytest.mark.parametrize(
    "text", ["2024-06-28", "2024/6/28", "2024.6.28", "2024年6月28日", " 2024-06-28 ", "2024-06-28T10:00"]
)
def test_a_day_is_read_as_it_is_written(text):
    assert parse_day(text) == date(2024, 6, 28)


@pytest.mark.parametrize("text", ["2024-02-30", "28/6/2024", "45471", "soon", "", "２０２４-06-28"])
def test_what_is_no_day_is_none(text):
    assert parse_day(text) is None
