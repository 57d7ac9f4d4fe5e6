RULE = {"kind": "duplicates", "form": "form", "min_items": 3}
ITEMS = ["a", "b", "c"]


def row(area, *values, period="2020", **over):
    return [(area, period, k, v, over) for k, v in zip(ITEMS, values, strict=True)]


def test_an_area_that_stands_twice_withholds_both_rows(ask):
    [s] = ask(RULE, ITEMS, row("990101", 1.0, 2.0, 3.0) + row("990101", 1.0, 2.0, 9.0))
    assert (s.area, s.severity, s.withholds, s.found) == ("990101", "hold", ("a", "b", "c"), "2")
    assert s.message.zh == "1号县在2020年《年报》中出现2次，其中1项数字不同，无法判断以哪一行为准。"


def test_two_areas_with_equal_figures_are_asked_to_explain(ask):
    [s] = ask(RULE, ITEMS, row("990101", 1.0, 2.0, 3.0) + row("990102", 1.0, 2.0, 3.0) + row("990103", 1.0, 2.0, 4.0))
    assert (s.severity, s.withholds) == ("explain", ())
    assert "1号县" in s.message.zh
    assert "2号县" in s.message.zh


def test_the_copy_is_the_one_that_departs_from_its_own_past(ask):
    past = row("990101", 5.0, 9.0, 1.0, period="2019") + row("990102", 1.0, 2.1, 2.9, period="2019")
    [s] = ask(RULE, ITEMS, past + row("990101", 1.0, 2.0, 3.0) + row("990102", 1.0, 2.0, 3.0))
    assert s.area == "990101"


def test_few_equal_figures_and_zeros_are_no_copy(ask):
    assert ask(RULE, ITEMS, row("990101", 1.0, 2.0, 0.0) + row("990102", 1.0, 2.0, 0.0)) == []


def test_one_file_filed_by_two_is_one_suspicion_about_the_later(ask, draw):
    rows = row("990101", 1.0, 2.0, 3.0, filer="990101", file="figures/a.csv") + row(
        "990101", 1.0, 2.0, 3.0, filer="990102", file="figures/b.csv"
    )
    filings = [
        {"file": f, "form": "form", "period": "2020", "filer": w, "sha256": "same"}
        for f, w in (("figures/a.csv", "990101"), ("figures/b.csv", "990102"))
    ]
    province = draw.province([draw.form(ITEMS, filed_by="county")], [RULE])
    from junxian.quality import check_returns

    quality = check_returns(draw.returns(province, rows, filings=filings), province, province.period, province.date)
    [found] = quality.findings.to_dicts()
    assert (found["filer"], found["charged_to"], found["severity"]) == ("990102", "990102", "explain")
    assert "内容完全相同" in found["message_zh"]
