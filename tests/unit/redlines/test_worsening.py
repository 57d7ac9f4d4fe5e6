import pytest

from junxian.redlines.worsening import count_worsening


@pytest.mark.parametrize(
    ("values", "breach", "count"),
    [
        ([3.0, 2.0, 1.0], "below", 2),
        ([3.0, 2.0, 1.0], "above", 0),
        ([1.0, 2.0, 3.0], "above", 2),
        ([1.0, 3.0, 2.0, 4.0], "above", 1),
        ([1.0, 2.0, 2.0], "above", 0),
        ([None, 2.0, 3.0], "above", 1),
        ([1.0, None, 3.0], "above", 0),
        ([1.0, 2.0, None], "above", 0),
        ([1.0], "above", 0),
    ],
)
def test_worsening_is_counted_back_from_the_newest_value(values, breach, count):
    assert count_worsening(values, breach) == count
