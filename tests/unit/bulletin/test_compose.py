"""A whole bulletin is composed from the results of every room, and from results that are empty."""

import dataclasses

import polars as pl
import pytest

from junxian.bulletin import compose
from junxian.bulletin.contents.compose import compose_content
from junxian.terms import FiguresError


class _Nothing:
    """A result object of which every frame is empty."""

    def __getattr__(self, name):
        return pl.DataFrame()

    def quantity(self, key, period):
        return pl.DataFrame(schema={"ref_area": pl.String, "value": pl.Float64, "unit": pl.String})


def test_every_county_and_city_has_a_page(small_content):
    assert list(small_content.area_pages) == ["990101", "990102", "990103", "990201", "990202", "990203"]
    assert list(small_content.city_pages) == ["9901", "9902"]
    assert [county.code for county in small_content.city_pages["9901"].counties] == ["990101", "990102", "990103"]


def test_quotas_of_a_city_are_the_sum_of_its_counties(small_content):
    assert small_content.city_pages["9901"].quota_totals == {"land/2020": 600.0}


def test_what_was_not_filed_is_named_for_bulletin_and_assessment(small_content):
    assert [(part.section, part.name.zh) for part in small_content.not_filed] == [
        ("demand", "投资消费"),
        ("assessment", "生态环境"),
    ]


def test_findings_name_whoever_is_charged(small_content):
    row = small_content.findings.row(0, named=True)
    assert (row["charged_zh"], row["items_zh"], row["severity_zh"]) == ("统计局", "地区生产总值", "强制")


def test_a_run_in_which_every_room_is_empty_still_makes_a_bulletin(small_province):
    rooms = ("returns", "quality", "indicators", "scorecard", "diagnosis", "lines", "tasks")
    content = compose(
        small_province,
        small_province.period,
        "r",
        plans={},
        programmes={},
        choices={},
        **{room: _Nothing() for room in rooms},
    )
    assert content.rankings == ()
    assert content.findings.is_empty()
    assert all(line.states["unknown"] == 0 for line in content.lines)
    assert content.area_pages["990101"].standing.status == "left_out"
    assert [figure.value for figure in content.headline] == [6, None, None, None, None, None]


def test_a_missing_geojson_is_an_error_that_names_the_file(small_province, small_results):
    declared = small_province.bulletins["annual"].model_copy(update={"geojson": "map.geojson"})
    province = dataclasses.replace(small_province, bulletins={"annual": declared})
    with pytest.raises(FiguresError, match=r"bulletins/annual.toml: names geojson 'map.geojson'"):
        compose_content(province, small_results)
