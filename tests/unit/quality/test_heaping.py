import numpy as np

from junxian.quality.kinds import MEASURES

RULE = {"kind": "heaping", "items": ["rate"], "severity": "note", "digits": [0]}
ITEMS = [
    {
        "code": "rate",
        "name": {"zh": "增速", "en": "Growth"},
        "unit": "%",
        "measure": "ratio",
        "decimals": 1,
        "signed": True,
    },
    {"code": "amount", "name": {"zh": "金额"}},
]


def draw_rows(counties, heaped=(), years=range(1961, 2021), share=0.6):
    rng, rows = np.random.default_rng(1), []
    for c in counties:
        for year in years:
            value = round(float(rng.normal(7, 3)), 1)
            rows.append((c, str(year), "rate", float(round(value)) if c in heaped and rng.random() < share else value))
    return rows


def measure(draw, rule, rows, areas=None):
    province = draw.province([draw.form(ITEMS)], [rule], areas)
    return MEASURES["heaping"].measure(province.rules["heaping"], draw.filed(province, draw.returns(province, rows)))


def test_a_county_that_rounds_to_whole_numbers_is_found(ask, draw):
    [s] = ask(RULE, ITEMS, draw_rows(draw.counties, heaped=["990104"]))
    assert (s.area, s.period, s.shown) == ("990104", "2020", ())
    assert "末位为0的占" in s.message.zh
    assert s.expected.startswith("≈ 1")


def test_counties_that_all_round_alike_are_not_found(ask, draw):
    assert [s for s in ask(RULE, ITEMS, draw_rows(draw.counties, heaped=draw.counties)) if s.p_value < 0.001] == []


def test_few_figures_cannot_be_tested(draw):
    trials = measure(draw, RULE, draw_rows(draw.counties, years=range(2010, 2021)))
    assert trials["p_value"].null_count() == 20
    assert trials["reason_zh"][0] == "无法检验：数字不足50个"


def test_one_group_alone_has_nobody_to_be_compared_with(draw):
    trials = measure(draw, RULE | {"by": "city"}, draw_rows(draw.counties))
    assert trials["reason_zh"].to_list() == ["无法检验：没有可比的其他单位"]
    assert measure(draw, RULE, [])["ref_area"].to_list() == ["990000"]


def test_figures_that_do_not_fit_the_declared_decimals_are_left_out(draw):
    rows = draw_rows(draw.counties)
    converted = [(a, p, k, v + 0.0123) if a == "990101" else (a, p, k, v) for a, p, k, v in rows]
    assert "990101" not in measure(draw, RULE, converted)["ref_area"].to_list()


def test_zeros_and_figures_of_one_digit_say_nothing(draw):
    rows = draw_rows(draw.counties) + [
        ("990101", str(y), "rate", v) for y, v in ((1900, 0.0), (1901, 0.5), (1902, 1.0))
    ]
    assert measure(draw, RULE, rows).filter(ref_area="990101")["n"][0] <= 61


def test_filers_are_taken_together(draw):
    areas = draw.areas([{"code": "other", "name": "外局", "level": "department", "parent": ""}])
    rows = [(*row, {"filer": "other", "file": f"figures/form/{row[1]}/other.1.csv"}) if row[0] > "990110" else row for row in draw_rows(draw.counties)]  # fmt: skip
    trials = measure(draw, RULE | {"by": "filer"}, rows, areas)
    assert trials["ref_area"].to_list() == ["bureau", "other"]
    assert trials["p_value"].null_count() == 0
