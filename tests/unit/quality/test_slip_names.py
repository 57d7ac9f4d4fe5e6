import pytest

from junxian.quality.slip_names import name_slip


@pytest.mark.parametrize(
    ("unit", "power", "words"),
    [
        ("万元", 4, "应按万元填报，误按元填报"), ("万元", -4, "应按万元填报，误按亿元填报"), ("元", -4, "应按元填报，误按万元填报"),
        ("人", -4, "应按人填报，误按万人填报"), ("元/人", -4, "应按元/人填报，误按万元/人填报"),
        ("万元", 1, "小数点向右错了1位"), ("万元", -2, "小数点向左错了2位"), ("%", 3, "数量级错了3位"),
    ],
)  # fmt: skip
def test_the_likely_slip_is_named(unit, power, words):
    assert words in name_slip(unit, power).zh
    assert name_slip(unit, power).en
