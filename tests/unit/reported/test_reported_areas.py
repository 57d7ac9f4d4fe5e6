import datetime

import polars as pl
import pytest

from junxian.reported import read_returns
from junxian.reported.areas_in_rows import AreaBook
from junxian.terms import Period


def read(province, rows, path="county/2020/tjj.1.csv", header="code,name,gdp,growth", **when):
    province.file(path, header + "\n" + rows)
    return read_returns(province, **when)


def areas(returns):
    return returns.observations.filter(pl.col("item") == "gdp")["ref_area"].to_list()


@pytest.mark.parametrize("code", ["990101", "990101.0", " 990101", "'990101", "９９０１０１", "990101000000"])
def test_a_code_is_repaired_without_a_word(province, code):
    returns = read(province, f"{code},东山县,1,2\n")
    assert areas(returns) == ["990101"]
    assert returns.faults.is_empty()


@pytest.mark.parametrize("name", ["东山县", "东 山县", "东山", "Dongshan", "乙市东山县", "甲省乙市东山县"])
def test_an_area_is_found_by_its_name(province, name):
    assert areas(read(province, f",{name},1,2\n")) == ["990101"]


def test_a_name_of_two_areas_is_decided_by_the_filer_or_not_at_all(province):
    returns = read(province, ",城关区,1,2\n")
    assert returns.faults["rule"].to_list() == ["ambiguous_area"]
    assert returns.faults["expected"][0] == "990103、990203"
    province.file("monthly/2020-08/9902.1.csv", "name,零售额\n城关区,5\n")
    assert read_returns(province).observations["ref_area"].to_list() == ["990203"]


def test_a_name_that_contradicts_its_code_is_a_finding_and_the_code_stands(province):
    returns = read(province, "990101,城关区,1,2\n")
    fault = returns.faults.row(0, named=True)
    assert areas(returns) == ["990101"]
    assert (fault["rule"], fault["severity"], fault["found"], fault["expected"]) == (
        "area_name_differs",
        "explain",
        "城关区",
        "东山县",
    )


def test_a_county_made_a_city_keeps_its_stem(province):
    assert read(province, "990101,东山市,1,2\n").faults.is_empty()


def test_an_unknown_code_is_named_with_the_nearest_and_counted_but_not_used(province):
    returns = read(province, "990111,,1,2\n990101,东山县,3,4\n")
    fault = returns.faults.row(0, named=True)
    assert areas(returns) == ["990101"]
    assert returns.filings["rows"].to_list() == [2]
    assert (fault["rule"], fault["cell"], fault["charged_to"]) == ("unknown_area", "A2", "tjj")
    assert fault["expected"] in ("990101", "990112")


def test_an_out_of_date_code_is_led_to_the_present_one_with_a_note(province):
    returns = read(province, "990102,西水县,1,2\n", up_to=Period(2020))
    assert areas(returns) == ["990112"]
    assert returns.faults.select("rule", "severity", "ref_area").rows() == [("area_out_of_date", "note", "990112")]


def test_a_return_for_a_period_before_the_change_is_silently_right(province):
    returns = read(province, "990102,西水县,1,2\n", path="county/2019/tjj.1.csv", up_to=Period(2020))
    assert areas(returns) == ["990112"]
    assert returns.faults.is_empty()


def test_a_run_of_an_earlier_period_sees_the_code_of_its_day(province):
    returns = read(province, "990112,西水区,1,2\n", path="county/2019/tjj.1.csv", up_to=Period(2019))
    assert areas(returns) == ["990102"]


def test_figures_never_pass_through_a_split(province):
    returns = read(province, "990204,大田县,1,2\n", path="county/2019/tjj.1.csv", up_to=Period(2020))
    assert areas(returns) == ["990204"]
    assert returns.faults.is_empty()
    later = read(province, "990204,大田县,1,2\n", up_to=Period(2020))
    assert later.faults["rule"].to_list() == ["area_was_split"]


def test_codes_lead_alone_only_through_renames(province):
    book = AreaBook(province.areas, datetime.date(2021, 1, 1))
    assert book.find_present("990102") == ("990112", True)
    assert book.find_present("990204") == ("990204", False)
    assert book.find_present("990101") == ("990101", True)


def test_totals_and_notes_are_no_areas(province):
    returns = read(province, "990101,东山县,1,2\n,合计,1,2\n,注：本表为快报数,,\n制表人：王,,,\n,,,\n")
    assert areas(returns) == ["990101"]
    assert returns.faults.select("rule", "severity").rows() == [("total_row", "note")]
    assert returns.filings["rows"].to_list() == [2]


def test_figures_without_an_area_are_not_dropped_silently(province):
    assert read(province, ",,1,2\n").faults["rule"].to_list() == ["unknown_area"]


def test_an_area_twice_in_one_file_keeps_both_rows(province):
    assert areas(read(province, "990101,,1,2\n990101,,3,4\n")) == ["990101", "990101"]


class TestPeriods:
    HEADER = "code,报告期,gdp,growth"

    def test_several_periods_stand_in_one_file(self, province):
        returns = read(province, "990101,2019,1,2\n990101,2020年,3,4\n990101,,5,6\n", header=self.HEADER)
        assert returns.observations["time_period"].to_list() == ["2019", "2019", "2020", "2020", "2020", "2020"]
        assert returns.faults.is_empty()

    @pytest.mark.parametrize("text", ["明年", "2020-03", "2020-13"])
    def test_a_period_that_does_not_exist_is_a_finding(self, province, text):
        returns = read(province, f"990101,{text},1,2\n", header=self.HEADER)
        assert returns.faults.select("rule", "cell", "found").rows() == [("unknown_period", "B2", text)]
        assert returns.observations.is_empty()

    def test_later_periods_are_left_out_without_a_word(self, province):
        returns = read(
            province, "990101,2019,1,2\n990101,2021,3,4\n999999,2021,1,1\n", header=self.HEADER, up_to=Period(2020)
        )
        assert returns.observations["time_period"].unique().to_list() == ["2019"]
        assert returns.faults.is_empty()


@pytest.mark.parametrize(
    ("filer", "code", "is_used"),
    [
        ("9901", "990101", True),
        ("9901", "9901", True),
        ("9901", "990203", False),  # a county of the other city
        ("9901", "9902", False),
        ("9901", "99", False),
        ("990101", "990101", True),  # not the filer that was expected, but its own figures
        ("990101", "990103", False),
        ("990102", "990112", True),  # the filer by its code before
        ("990112", "990102", True),
        ("tjj", "990203", True),
        ("99", "990203", True),
    ],
)
def test_a_filer_reports_no_area_of_another(province, filer, code, is_used):
    province.file(f"monthly/2020-08/{filer}.1.csv", f"code,零售额\n{code},5\n")
    returns = read_returns(province)
    told = returns.faults.filter(rule="area_of_another")
    assert returns.observations.height == is_used
    assert told.height == (not is_used)
    if not is_used:
        fault = told.row(0, named=True)
        assert (fault["severity"], fault["cell"], fault["charged_to"], fault["ref_area"]) == ("hold", "A2", filer, "")
        assert f"不由报送单位{province.areas.name(filer)}报送" in fault["message_zh"]
