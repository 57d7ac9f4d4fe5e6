from junxian.quality.filled import count_filled

ITEMS = ["gdp", "retail", {"code": "extra", "required": False}]


def count(draw, form, rows, returns, classes=None):
    province = draw.province([draw.form(ITEMS, **form)], [], classes=classes)
    filed = draw.filed(province, draw.returns(province, rows))
    return [counts for _, counts in count_filled(filed, returns)]


def test_a_bureau_answers_for_every_area_in_scope(draw):
    rows = [(county, "2020", key, 1.0) for county in draw.counties[:5] for key in ("gdp", "retail", "extra")]
    file = "figures/form/2020/bureau.1.csv"
    assert count(draw, {}, rows, [("form", "2020", "bureau", file)]) == [(40, 10)]
    some = dict.fromkeys(draw.counties[:4], "a")
    assert count(draw, {"scope": "class/2020"}, rows, [("form", "2020", "bureau", file)], some) == [(8, 8)]


def test_a_county_answers_for_itself_and_a_city_for_its_counties(draw):
    rows = [("990101", "2020", "gdp", 1.0, {"filer": "990101"})]
    county = ("form", "2020", "990101", "figures/form/2020/990101.1.csv")
    assert count(draw, {"filed_by": "county"}, rows, [county]) == [(2, 1)]
    rows = [(c, "2020", "gdp", 1.0, {"filer": "990100"}) for c in draw.counties]
    city = ("form", "2020", "990100", "figures/form/2020/990100.1.csv")
    assert count(draw, {"filed_by": "city"}, rows, [city, ("form", "2020", "990200", "")]) == [(40, 20), (0, 0)]


def test_what_cannot_exist_counts_as_filed_and_a_blank_does_not(draw):
    rows = [
        ("990101", "2020", "gdp", None, {"filer": "990101", "obs_status": "M"}),
        ("990101", "2020", "retail", None, {"filer": "990101"}),
    ]
    county = ("form", "2020", "990101", "figures/form/2020/990101.1.csv")
    assert count(draw, {"filed_by": "county"}, rows, [county]) == [(2, 1)]


def test_an_absent_return_holds_nothing(draw):
    assert count(draw, {"filed_by": "county"}, [], [("form", "2020", "990101", "")]) == [(2, 0)]
