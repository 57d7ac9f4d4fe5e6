import datetime
import io
import zipfile

import polars as pl
import pytest
import xlsxwriter

from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA, limits, read_returns, workbook
from junxian.terms import FINDING_SCHEMA, FiguresError, Period

PATH = "county/2020/tjj.1"
TEXT = "行政区划代码,地区,地区生产总值,增速\n990101,东山县,12,3.5\n"


def rules(returns):
    return returns.faults["rule"].to_list()


def make_workbook(fill):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        fill(book)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_offices(province, encoding):
    province.file(f"{PATH}.csv", TEXT.encode(encoding))
    returns = read_returns(province)
    assert returns.observations["obs_value"].to_list() == [12.0, 3.5]
    assert returns.faults.is_empty()


def test_an_observation_holds_everything_about_its_figure(province):
    province.file(f"{PATH}.csv", TEXT)
    returns = read_returns(province)
    assert returns.observations.schema == pl.Schema(OBSERVATION_SCHEMA)
    assert returns.filings.schema == pl.Schema(FILING_SCHEMA)
    assert returns.faults.schema == pl.Schema(FINDING_SCHEMA)
    row = returns.observations.row(0, named=True)
    assert row == row | {
        "ref_area": "990101", "time_period": "2020", "freq": "A", "item": "gdp", "breakdown": "", "obs_value": 12.0,
        "raw": "12", "unit_measure": "万元", "unit_mult": 0, "obs_status": "A", "conf_status": "F", "form": "county",
        "filer": "tjj", "vintage": 1, "file": "figures/county/2020/tjj.1.csv", "sheet": "", "cell": "C2",
    }  # fmt: skip
    filing = returns.filings.row(0, named=True)
    assert (filing["due"], filing["filed_at"], filing["rows"]) == (
        datetime.date(2021, 1, 31),
        datetime.date(2021, 1, 20),
        1,
    )


def test_undecodable_bytes_are_named_by_their_offset(province):
    province.file(f"{PATH}.csv", b"code,gdp,growth\n" + b"\xff\xff\n")
    returns = read_returns(province)
    assert rules(returns) == ["undecodable_file"]
    assert "16" in returns.faults["message_en"][0]


def test_an_unclosed_quote_does_not_swallow_the_file(province):
    province.file(f"{PATH}.csv", 'code,gdp,growth\n990101,"12,3\n990102,4,5\n')
    assert rules(read_returns(province)) == ["unreadable_file"]


def test_ragged_and_blank_lines_keep_their_addresses(province):
    province.file(f"{PATH}.csv", "code,gdp,growth\n\n990101,12\n990103,5,6,7\n")
    observations = read_returns(province).observations
    assert observations["cell"].to_list() == ["B3", "C3", "B4", "C4"]
    assert observations["obs_value"].to_list() == [12.0, None, 5.0, 6.0]


@pytest.mark.parametrize("spoil", ["", "990101,1\n", "\n", '990101,"1",2\n', "990101,1,2,3\n"])
def test_a_large_table_reads_as_a_small_one(province, monkeypatch, spoil):
    from junxian.reported import decode

    text = "code,gdp,growth\n" + "".join(f"9901{1 + i % 3:02},{i}.5,{i}\n" for i in range(50)) + spoil + "990101,7,\n"
    slow = decode.read_csv_sheet(text.encode())
    monkeypatch.setattr(decode, "MIB", 1)
    fast = decode.read_csv_sheet(text.encode())
    assert [list(column) for column in fast.columns] == [list(column) for column in slow.columns]


def test_missing_text_and_bad_cells_keep_their_raw_text(province):
    province.file(f"{PATH}.csv", "code,gdp,growth,people\n990101,暂缺,约3,0\n990103,=1+1,-2.5,５\n")
    returns = read_returns(province)
    rows = returns.observations.select("raw", "obs_value", "obs_status").rows()
    assert rows == [
        ("暂缺", None, "O"), ("约3", None, "O"), ("0", None, "O"), ("=1+1", None, "O"), ("-2.5", -2.5, "A"), ("５", 5.0, "A"),
    ]  # fmt: skip
    found = returns.faults.select("rule", "ref_area", "item", "cell", "found", "withholds").rows()
    assert found == [
        ("not_a_number", "990101", "growth", "C2", "约3", ["growth"]),
        ("not_a_number", "990103", "gdp", "B3", "=1+1", ["gdp"]),
    ]


class TestWorkbooks:
    @staticmethod
    def fill(book):
        sheet = book.add_worksheet("上报表")
        sheet.merge_range("B2:F2", "2020年县域报表")
        sheet.write("F3", "单位：亿元")
        sheet.merge_range("B4:B5", "行政区划代码")
        sheet.merge_range("C4:D4", "经济")
        sheet.write_row("C5", ["地区生产总值", "增速（%）"])
        sheet.merge_range("E4:E5", "常住人口（万人）")
        sheet.write_row("B6", [990101, 1.5, 3, "1.2"])
        sheet.write_row("B8", ["990103", "１．５"])
        sheet.write_formula("D8", "=1/0", None, "#DIV/0!")
        sheet.write("B10", "注：人口为年末数")
        book.add_worksheet("填表说明").write("A1", "请按时报送")
        book.add_worksheet("空表")

    def test_a_form_with_merged_headers_is_read_with_true_addresses(self, province):
        province.file(f"{PATH}.xlsx", make_workbook(self.fill))
        returns = read_returns(province)
        figures = returns.observations.select("ref_area", "cell", "obs_value").rows()
        assert figures == [
            ("990101", "C6", 15000.0), ("990101", "D6", 3.0), ("990101", "E6", 12000.0),
            ("990103", "C8", 15000.0), ("990103", "D8", None), ("990103", "E8", None),
        ]  # fmt: skip
        assert returns.observations["sheet"].unique().to_list() == ["上报表"]

    def test_a_spreadsheet_error_is_a_finding_and_not_missing(self, province):
        province.file(f"{PATH}.xlsx", make_workbook(self.fill))
        faults = read_returns(province).faults
        assert faults.select("rule", "sheet", "cell", "found").rows() == [("excel_error", "上报表", "D8", "#DIV/0!")]

    def test_items_on_two_sheets_are_one_return(self, province):
        def fill(book):
            book.add_worksheet("一").write_column("A1", ["code", "990101"])
            book.get_worksheet_by_name("一").write_column("B1", ["gdp", 5])
            book.add_worksheet("二").write_column("A1", ["code", "990101"])
            book.get_worksheet_by_name("二").write_column("B1", ["growth", 6])

        province.file(f"{PATH}.xlsx", make_workbook(fill))
        returns = read_returns(province)
        assert returns.observations.select("sheet", "item", "obs_value").rows() == [
            ("一", "gdp", 5.0),
            ("二", "growth", 6.0),
        ]
        assert returns.faults.is_empty()

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04 broken", b"plain text", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, b""]
    )
    def test_a_broken_or_encrypted_workbook_is_a_finding(self, province, content):
        province.file(f"{PATH}.xlsx", content)
        returns = read_returns(province)
        assert rules(returns) == ["unreadable_file"]
        assert returns.filings["readable"].to_list() == [False]
        assert returns.faults["withholds"][0].to_list() == ["gdp", "growth", "people", "urban", "land.farm"]


class TestAbsurdWorkbooks:
    @pytest.fixture(autouse=True)
    def never_parsed(self, monkeypatch):
        def fail(*_):
            raise AssertionError("an absurd workbook was parsed")

        monkeypatch.setattr(workbook, "_read_sheet", fail)

    @staticmethod
    def pack(entries):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        return stream.getvalue()

    def refuse(self, province, content):
        province.file(f"{PATH}.xlsx", content)
        returns = read_returns(province)
        assert rules(returns) == ["oversized_file"]
        assert returns.faults["severity"].to_list() == ["hold"]
        return returns.faults.row(0, named=True)

    def test_one_that_unpacks_to_two_hundred_times_its_size(self, province):
        self.refuse(province, self.pack({"xl/worksheets/sheet1.xml": b" " * (limits.RATIO_FROM_BYTES + 1)}))

    def test_one_whose_entries_together_are_too_large(self, province, monkeypatch):
        monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1000)
        self.refuse(province, self.pack({"a.xml": b"a" * 600, "b.xml": b"b" * 600}))

    def test_one_that_declares_an_absurd_dimension(self, province):
        self.refuse(province, self.pack({"xl/worksheets/sheet1.xml": b'<dimension ref="A1:XFD1048576"/><c r="A1"/>'}))

    def test_one_with_a_cell_absurdly_far_out(self, province):
        sheet = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'
        fault = self.refuse(province, self.pack({"xl/worksheets/sheet1.xml": sheet}))
        assert "17,179,869,184" in fault["message_en"]

    def test_one_whose_rows_have_no_addresses(self, province, monkeypatch):
        monkeypatch.setattr(workbook, "MAX_SHEET_CELLS", 50)
        self.refuse(province, self.pack({"xl/worksheets/sheet1.xml": b"<row><c><v>1</v></c><c/></row>" * 30}))

    def test_one_too_large_on_disk_is_not_even_read(self, province, monkeypatch):
        from junxian.reported import open_file

        monkeypatch.setitem(open_file.MAX_BYTES, ".xlsx", 10)
        self.refuse(province, b"PK" + b"\0" * 100)

    def test_one_that_lies_about_its_unpacked_size(self, province):
        content = bytearray(self.pack({"a.xml": b"x" * 5000}))
        at = content.rindex(b"PK\x01\x02") + 24
        content[at : at + 4] = (100).to_bytes(4, "little")
        province.file(f"{PATH}.xlsx", bytes(content))
        assert rules(read_returns(province)) == ["unreadable_file"]


class TestParquet:
    def test_numbers_and_text_are_read_with_the_header_as_row_one(self, province):
        stream = io.BytesIO()
        pl.DataFrame({"code": ["990101", "990103"], "gdp": [1.5, None], "growth": ["2", "缺"]}).write_parquet(stream)
        province.file(f"{PATH}.parquet", stream.getvalue())
        observations = read_returns(province).observations
        assert observations["cell"].to_list() == ["B2", "C2", "B3", "C3"]
        assert observations["obs_value"].to_list() == [1.5, 2.0, None, None]

    def test_integer_codes_and_nan_are_understood(self, province):
        stream = io.BytesIO()
        pl.DataFrame({"code": [990101.0], "gdp": [float("nan")], "growth": [2]}).write_parquet(stream)
        province.file(f"{PATH}.parquet", stream.getvalue())
        observations = read_returns(province).observations
        assert observations.select("ref_area", "obs_value", "obs_status").rows() == [
            ("990101", None, "O"),
            ("990101", 2.0, "A"),
        ]

    def test_a_broken_file_is_a_finding(self, province):
        province.file(f"{PATH}.parquet", b"PAR1 nothing")
        assert rules(read_returns(province)) == ["unreadable_file"]


class TestRegister:
    def test_without_a_folder_of_figures_nothing_can_be_read(self, province):
        (province.folder / "figures").rmdir()
        with pytest.raises(FiguresError, match="does not exist"):
            read_returns(province)

    def test_an_empty_folder_gives_empty_tables(self, province):
        returns = read_returns(province)
        assert returns.observations.schema == pl.Schema(OBSERVATION_SCHEMA)
        assert (returns.observations.height, returns.filings.height, returns.faults.height) == (0, 0, 0)

    def test_a_listed_file_that_is_not_there(self, province):
        province.register(f"{PATH}.csv")
        returns = read_returns(province)
        assert returns.faults.select("rule", "severity", "charged_to").rows() == [("missing_file", "hold", "tjj")]

    def test_a_file_that_is_not_listed_is_read_as_filed_when_due(self, province):
        (province.folder / "figures/county/2020").mkdir(parents=True)
        (province.folder / f"figures/{PATH}.csv").write_text(TEXT, encoding="utf-8")
        returns = read_returns(province)
        assert rules(returns) == ["unlisted_file"]
        assert returns.filings["filed_at"].to_list() == [None]
        assert returns.observations.height == 2
        assert read_returns(province, as_of=datetime.date(2021, 1, 30)).filings.is_empty()
        assert read_returns(province, as_of=datetime.date(2021, 1, 31)).filings.height == 1

    def test_a_file_changed_after_filing_is_not_used(self, province):
        province.file(f"{PATH}.csv", TEXT, sha256="0" * 64)
        returns = read_returns(province)
        assert rules(returns) == ["changed_file"]
        assert returns.observations.is_empty()

    def test_the_register_and_the_path_must_agree(self, province):
        target = province.file(f"{PATH}.csv", TEXT, filed_at="someday")
        register = province.folder / "figures/filings.csv"
        register.write_text(
            register.read_text(encoding="utf-8").replace("county,2020,tjj", "county,2019,tjj"), encoding="utf-8"
        )
        faults = read_returns(province).faults
        assert target.exists()
        assert faults.select("rule", "found", "expected").rows() == [
            ("filing_differs", "2019", "2020"), ("filing_differs", "someday", "YYYY-MM-DD"),
        ]  # fmt: skip

    def test_a_register_with_a_strange_column_names_the_nearest(self, province):
        (province.folder / "figures/filings.csv").write_text("file,filled_at\n", encoding="utf-8")
        with pytest.raises(FiguresError, match="filed_at"):
            read_returns(province)

    @pytest.mark.parametrize(
        ("path", "rule", "nearest"),
        [
            ("countly/2020/tjj.1.csv", "unknown_form", "county"), ("county/2020-03/tjj.1.csv", "unknown_period", "年度"),
            ("county/去年/tjj.1.csv", "unknown_period", "年度"), ("county/2020/tjjj.1.csv", "unknown_filer", "tjj"),
            ("county/2020/tjj.csv", "unknown_file", ""), ("county/2020/tjj.1.xls", "unknown_file", ""),
            ("stray.csv", "unknown_file", ""), ("../county/2020/tjj.1.csv", "unknown_file", ""),
        ],
    )  # fmt: skip
    def test_a_path_that_says_nothing_is_a_finding(self, province, path, rule, nearest):
        province.file(path, TEXT)
        returns = read_returns(province)
        assert rules(returns) == [rule]
        assert nearest in returns.faults["message_zh"][0]
        assert returns.observations.is_empty()

    def test_a_filer_who_does_not_file_the_form_is_asked(self, province):
        province.file("county/2020/9901.1.csv", TEXT)
        returns = read_returns(province)
        assert rules(returns) == ["unexpected_filer"]
        assert returns.observations.height == 2

    def test_locks_hidden_files_and_remarks_are_passed_over(self, province):
        for name in ("~$tjj.1.xlsx", ".DS_Store", "SOURCES.md"):
            target = province.folder / "figures/county/2020" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"x")
        assert read_returns(province).faults.is_empty()

    def test_only_what_was_filed_in_time_for_periods_asked_for_is_read(self, province):
        province.file("county/2019/tjj.1.csv", TEXT, filed_at="2020-01-20")
        province.file("county/2020/tjj.1.csv", TEXT)
        province.file("county/2020/tjj.2.csv", TEXT, filed_at="2021-02-20")
        read = read_returns(province, as_of=datetime.date(2021, 1, 31))
        assert read.filings.select("period", "vintage").rows() == [("2019", 1), ("2020", 1)]
        assert read_returns(province, up_to=Period(2019)).filings["period"].to_list() == ["2019"]


def test_every_finding_speaks_both_languages_and_offers_a_remedy(province):
    province.file(f"{PATH}.csv", "code,name,gdp,Foo\n990101,城关区,x,1\n1,,2,3\n,合计,1,1\n990102,,#N/A,1\n")
    faults = read_returns(province).faults
    assert faults.height >= 7
    for column in ("message_zh", "message_en", "remedy_zh", "remedy_en", "file", "charged_to"):
        assert (faults[column] != "").all()
    assert not faults["message_en"].str.contains("[一-龥]{3,}: ").any()
    assert not faults["message_zh"].str.contains(r"[{}]").any()


def test_whatever_bytes_come_nothing_is_raised(province):
    sound = make_workbook(TestWorkbooks.fill)
    for i in range(0, len(sound), 97):
        data = bytearray(sound)
        data[i] ^= 0xFF
        workbook_path = province.folder / "figures/county/2020/tjj.1.xlsx"
        workbook_path.parent.mkdir(parents=True, exist_ok=True)
        workbook_path.write_bytes(bytes(data))
        returns = read_returns(province)
        assert "unlisted_file" in rules(returns)
