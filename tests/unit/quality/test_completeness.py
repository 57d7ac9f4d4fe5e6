from datetime import date

from junxian.quality import check_returns

RULE = {"kind": "completeness", "form": "form", "severity": "explain"}
ITEMS = ["a", "b", {"code": "c", "required": False}]


def full(counties, but=()):
    return [(c, "2020", k, float(n + 1)) for n, c in enumerate(counties) for k in ("a", "b", "c") if (c, k) not in but]


def check(draw, rows, form=None, areas=None, classes=None, **returns):
    province = draw.province([draw.form(ITEMS, **(form or {}))], [RULE], areas, classes)
    return check_returns(
        draw.returns(province, rows, **returns), province, province.period, province.date
    ).findings.to_dicts()


def test_a_full_return_lacks_nothing(draw):
    assert check(draw, full(draw.counties)) == []


def test_a_blank_required_item_is_missed_with_its_cell(draw):
    rows = [*full(draw.counties, {("990103", "b")}), ("990103", "2020", "b", None, {"cell": "D9"})]
    [f] = check(draw, rows)
    assert (f["ref_area"], f["item"], f["cell"], f["filer"]) == ("990103", "b", "D9", "bureau")
    assert f["message_zh"] == "3号县2020年《年报》缺报：b。"
    assert f["withholds"] == []


def test_an_item_that_is_not_required_or_cannot_exist_is_not_missed(draw):
    rows = full(draw.counties, {("990103", "c"), ("990104", "a")})
    assert check(draw, [*rows, ("990104", "2020", "a", None, {"obs_status": "M"})]) == []


def test_areas_that_lack_the_same_make_one_finding(draw):
    [f] = check(draw, full(draw.counties, {(c, "b") for c in draw.counties[:9]}))
    assert f["ref_area"] == ""
    assert "1号县、2号县、3号县、4号县、5号县、6号县等9个地区" in f["message_zh"]


def test_an_area_without_a_row_is_missed(draw):
    [f] = check(draw, full(draw.counties[:-1]))
    assert (f["ref_area"], f["message_zh"]) == ("990120", "《年报》2020年报表中没有20号县的数据。")


def test_areas_out_of_scope_or_not_valid_are_never_missed(draw):
    classes = dict.fromkeys(draw.counties[:5], "K")
    assert check(draw, full(draw.counties[:5]), form={"scope": "class/2020"}, classes=classes) == []
    areas = draw.areas([{"code": "990120", "valid_to": date(2020, 6, 30)}])
    assert check(draw, full(draw.counties[:-1]), areas=areas) == []


def test_rows_of_other_levels_lack_nothing(draw):
    assert check(draw, [*full(draw.counties), ("990100", "2020", "a", 5.0)]) == []


def test_each_county_answers_for_its_own_row_only(draw):
    rows = [(a, p, k, v, {"filer": a}) for a, p, k, v in full(draw.counties, {("990103", "b")})]
    [f] = check(draw, rows, form={"filed_by": "county"})
    assert (f["ref_area"], f["charged_to"]) == ("990103", "990103")


def test_what_the_reader_called_unreadable_is_not_missed_again(draw):
    rows = [*full(draw.counties, {("990103", "b")}), ("990103", "2020", "b", None)]
    fault = {"rule": "not_a_number", "severity": "hold", "ref_area": "990103", "time_period": "2020", "form": "form",
             "item": "b", "file": "figures/form/2020/bureau.1.csv", "filer": "bureau"}  # fmt: skip
    assert [f["rule"] for f in check(draw, rows, faults=[fault])] == ["not_a_number"]


def test_a_file_that_cannot_be_read_lacks_nothing_further(draw):
    unread = {
        "file": "figures/form/2020/bureau.1.csv",
        "form": "form",
        "period": "2020",
        "filer": "bureau",
        "readable": False,
    }
    assert check(draw, [], filings=[unread]) == []
