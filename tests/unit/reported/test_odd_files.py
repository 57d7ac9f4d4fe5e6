import datetime
import io

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from junxian.reported import list_later_filings, read_returns
from junxian.reported.numbers import read_number, read_numbers

PATH = "county/2020/tjj.1"
HEADER = "code,name,gdp,growth\n"


def read(province, text, path=f"{PATH}.csv", **when):
    province.file(path, text)
    return read_returns(province, **when)


def rules(returns):
    return returns.faults["rule"].to_list()


def values(returns, item="gdp"):
    return returns.observations.filter(pl.col("item") == item)["obs_value"].to_list()


def pack(fill):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("表"))
    return stream.getvalue()


class TestFigures:
    @pytest.mark.parametrize("raw", ["8779①", "8779²", "8779 ⑴", "½", "⁸"])
    def test_a_footnote_mark_never_becomes_a_digit(self, raw):
        assert read_number(raw, "元", "元").state == "not_a_number"

    def test_a_raised_figure_of_a_unit_is_no_footnote(self):
        assert read_number("5 km²", "km2", "km2").value == 5

    @pytest.mark.parametrize("raw", ["1e18", "-1e30", "1" + "0" * 20])
    def test_a_figure_beyond_all_measure_is_no_number(self, raw):
        assert read_number(raw, "元", "元").state == "not_a_number"
        cells = pl.DataFrame({"raw": [raw], "filed": ["元"], "declared": ["元"], "exponent": [0]})
        assert read_numbers(cells).select("obs_value", "state").rows() == [(None, "not_a_number")]

    def test_a_figure_below_zero_is_held_unless_its_item_may_be(self, province):
        returns = read(province, HEADER + "990101,东山县,-5,-2\n")
        assert (values(returns), values(returns, "growth")) == ([None], [-2.0])
        assert returns.faults.select("rule", "severity", "cell", "found", "withholds").rows() == [
            ("below_zero", "hold", "C2", "-5", ["gdp"])
        ]

    def test_a_long_text_is_cut_in_its_finding_and_kept_whole_beside(self, province):
        returns = read(province, HEADER + f"990101,东山县,{'很' * 5000},2\n")
        assert returns.faults["found"].str.len_chars().to_list() == [121]
        assert returns.observations["raw"].str.len_chars().max() == 5000

    def test_characters_that_no_document_may_hold_are_shown_as_such(self, province):
        returns = read(province, HEADER + "990101,东山县,a\x0bb\x00\ufffec,2\n")
        assert returns.faults["found"].to_list() == ["a�b��c"]


class TestTables:
    def test_a_header_repeated_on_every_page_is_passed_over(self, province):
        returns = read(province, HEADER + "990101,东山县,1,2\n" + HEADER + "990103,,3,4\n")
        assert values(returns) == [1.0, 3.0]
        assert returns.faults.is_empty()

    def test_a_second_table_is_not_read_under_the_header_of_the_first(self, province):
        returns = read(province, HEADER + "990101,东山县,1,2\ncode,name,growth,gdp\n990103,,3,4\n")
        assert values(returns) == [1.0]
        assert returns.faults.select("rule", "severity", "cell").rows() == [("second_table", "hold", "A3")]

    @pytest.mark.parametrize("row", ["990101,东山县,8,779,497,2", "990101,东山,县,1,2"])
    def test_a_row_that_a_comma_has_moved_is_held(self, province, row):
        returns = read(province, HEADER + row + "\n990103,,3,4\n")
        (fault,) = [fault for fault in returns.faults.to_dicts() if fault["rule"] == "long_row"]
        assert (fault["ref_area"], fault["time_period"]) == ("990101", "2020")
        assert {"gdp", "growth"} <= set(fault["withholds"])

    def test_a_remark_beside_a_table_moves_nothing(self, province):
        assert read(province, HEADER + "990101,东山县,1,2,初步数\n").faults.is_empty()

    def test_who_signed_below_a_table_is_no_area(self, province):
        returns = read(province, HEADER + "990101,东山县,1,2\n填表人：某,,审核人：某,\n")
        assert returns.faults.is_empty()

    def test_a_department_has_no_row(self, province):
        returns = read(province, HEADER + "tjj,省统计局,1,2\n990101,东山县,1,2\n")
        assert rules(returns) == ["unknown_area"]
        assert returns.observations["ref_area"].unique().to_list() == ["990101"]


class TestWorkbooks:
    def test_a_percentage_is_read_as_the_sheet_shows_it(self, province):
        def fill(book, sheet):
            sheet.write_row("A1", ["code", "gdp", "growth"])
            sheet.write_row("A2", ["990101", 5])
            sheet.write("C2", 0.063, book.add_format({"num_format": "0.0%"}))
            sheet.write_row("A3", ["990103", 7])
            sheet.write("C3", 6.3, book.add_format({"num_format": '0.0"%"'}))

        returns = read(province, pack(fill), f"{PATH}.xlsx")
        assert values(returns, "growth") == [6.3, 6.3]
        assert returns.observations.filter(pl.col("cell") == "C2")["raw"].to_list() == ["6.3%"]

    def test_a_percentage_in_a_column_of_money_is_held(self, province):
        def fill(book, sheet):
            sheet.write_row("A1", ["code", "gdp", "growth"])
            sheet.write("A2", "990101")
            sheet.write("B2", 0.878, book.add_format({"num_format": 10}))

        returns = read(province, pack(fill), f"{PATH}.xlsx")
        assert returns.faults.select("rule", "cell", "found").rows() == [("unit_mismatch", "B2", "87.8%")]

    def test_a_formula_that_was_never_computed_is_no_missing_figure(self, province):
        book = openpyxl.Workbook()
        for row in (["code", "gdp", "growth"], ["990101", "=SUM(D2:E2)", 1], ["990103", 5, 2]):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        returns = read(province, stream.getvalue(), f"{PATH}.xlsx")
        assert values(returns) == [None, 5.0]
        assert returns.faults.select("rule", "cell", "found").rows() == [("not_a_number", "B2", "=SUM(D2:E2)")]

    def test_a_formula_that_gave_an_empty_text_is_missing(self, province):
        book = '<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>'
        from junxian.reported.workbook_cells import _read_cells

        assert list(_read_cells(book.encode(), set())) == []
        assert list(_read_cells(book.replace(' t="str"', "").encode(), set())) == [((2, "B"), '=IF(1,"","")')]

    def test_a_workbook_by_the_name_of_a_csv_is_told(self, province):
        returns = read(province, pack(lambda book, sheet: sheet.write("A1", "code")))
        assert rules(returns) == ["unreadable_file"]
        assert "is a workbook" in returns.faults["message_en"][0]

    def test_bytes_that_are_no_text_are_named_by_the_furthest_place(self, province):
        returns = read(province, (HEADER + "990101,东山县,1,2\n").encode() + b"\xff\xff")
        assert "byte 42" in returns.faults["message_en"][0]


class TestRegister:
    def test_a_file_without_hash_or_date_is_used_and_told(self, province):
        province.file(f"{PATH}.csv", HEADER + "990101,东山县,1,2\n", filed_at="", sha256="")
        returns = read_returns(province)
        assert values(returns) == [1.0]
        assert returns.faults.select("rule", "severity").rows() == [("undated_file", "note"), ("unhashed_file", "note")]

    @pytest.mark.parametrize(
        ("replaced", "found"),
        [("county/2020/tjj.1.csv", []), ("figures/county/2020/tjj.1.csv", []), ("county/2020/tjj.9.csv", ["tjj.1"]),
         ("county/2020/tjj.2.csv", ["tjj.1"]), ("county/2019/tjj.1.csv", ["tjj.1"])],
    )  # fmt: skip
    def test_a_revision_replaces_an_earlier_filing_of_its_own(self, province, replaced, found):
        province.file(f"{PATH}.csv", HEADER + "990101,东山县,1,2\n")
        province.file("county/2020/tjj.2.csv", HEADER + "990101,东山县,1,3\n", filed_at="2021-02-20")
        register = province.folder / "figures" / "filings.csv"
        register.write_text(register.read_text(encoding="utf-8").rstrip("\n") + replaced + "\n", encoding="utf-8")
        faults = read_returns(province).faults
        assert [fault["expected"].split("/")[-1].removesuffix(".csv") for fault in faults.to_dicts()] == found

    def test_codes_periods_and_hashes_are_compared_as_they_are_meant(self, province):
        province.file(f"{PATH}.csv", HEADER + "990101,东山县,1,2\n")
        register = province.folder / "figures" / "filings.csv"
        head, row = register.read_text(encoding="utf-8").splitlines()
        cells = row.split(",")
        cells[2:6] = ["２０２０年", "'tjj", "2021/1/20", cells[5].upper()]
        register.write_bytes(f"{head},\r\n\r\n{','.join(cells)},\r\n,,,,,,,\r\n".encode("gb18030"))
        assert read_returns(province).faults.is_empty()

    def test_files_dated_after_the_cut_off_are_not_lost_in_silence(self, province):
        province.file(f"{PATH}.csv", HEADER + "990101,东山县,1,2\n", filed_at="2031-01-20")
        province.file("county/2019/tjj.1.csv", HEADER + "990101,东山县,1,2\n", filed_at="2021-01-20")
        day = datetime.date(2021, 3, 1)
        assert list_later_filings(province, day).select("rule", "severity", "found").rows() == [
            ("filed_later", "note", "1")
        ]
        assert read_returns(province, as_of=day).faults.is_empty()  # a run comes out as before, whatever comes later

    def test_a_folder_of_figures_may_be_a_link(self, province, tmp_path_factory):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (elsewhere / "2020").mkdir()
        (elsewhere / "2020" / "tjj.1.csv").write_text(HEADER + "990101,东山县,1,2\n", encoding="utf-8")
        (province.folder / "figures" / "county").symlink_to(elsewhere)
        assert values(read_returns(province)) == [1.0]
