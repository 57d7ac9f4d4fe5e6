import datetime

import polars as pl
import pytest

from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA, Areas

DAY = datetime.date


@pytest.fixture
def areas():
    rows = [
        ("990000", "示例省", "Sample", "province", "", "", None, None),
        ("990100", "甲市", "Jia", "city", "990000", "", None, None),
        ("990101", "子县", "Zi", "county", "990100", "", None, DAY(2021, 12, 31)),
        ("990181", "子市", "Zi City", "county", "990100", "", DAY(2022, 1, 1), None),
        ("990102", "丑县", "Chou", "county", "990100", "", None, DAY(2022, 12, 31)),
        ("990103", "丑东县", "", "county", "990100", "", DAY(2023, 1, 1), None),
        ("990104", "丑西县", "", "county", "990100", "", DAY(2023, 1, 1), None),
    ]
    changes = [
        (DAY(2022, 1, 1), "recode", "990101", "990181", None),
        (DAY(2023, 1, 1), "split", "990102", "990103", 0.6),
        (DAY(2023, 1, 1), "split", "990102", "990104", 0.4),
    ]
    return Areas(
        pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row"), pl.DataFrame(changes, schema=CHANGE_SCHEMA, orient="row")
    )


def test_a_recoded_area_is_found_under_its_present_code(areas):
    assert areas.present_code("990101", DAY(2022, 6, 1)) == "990181"
    assert areas.present_code("990101", DAY(2021, 6, 1)) == "990101"


def test_a_split_area_has_no_single_successor(areas):
    assert areas.present_code("990102", DAY(2023, 6, 1)) is None


def test_levels_and_parents_follow_validity(areas):
    assert areas.at_level("county", DAY(2021, 6, 1)) == ["990101", "990102"]
    assert areas.children("990100", DAY(2023, 6, 1)) == ["990181", "990103", "990104"]
    assert areas.city("990181") == "990100"
    assert areas.city("990000") == ""


def test_an_area_is_found_by_code_name_or_short_name(areas):
    assert areas.find("990181") == ["990181"]
    assert areas.find("子市") == ["990181"]
    assert areas.find("Zi City") == ["990181"]
    assert areas.find("子") == ["990101", "990181"]
    assert areas.find("丙县") == []


def test_names_fall_back_to_chinese_and_then_the_code(areas):
    assert areas.name("990103", "en") == "丑东县"
    assert areas.name("123456", "en") == "123456"
