import datetime
from decimal import Decimal

import polars as pl
import pytest

from junxian.declared.csv_file import read_table
from junxian.terms import DeclarationError

SCHEMA = {"code": pl.String, "name": pl.String, "since": pl.Date, "points": pl.Decimal(18, 6), "margin": pl.Float64}
TEXT = "code,name,since,points,margin\n510104,锦江区,2020-07-01,33.333333,0.5\n510105,青羊区,,0,\n"
ROWS = [
    ("510104", "锦江区", datetime.date(2020, 7, 1), Decimal("33.333333"), 0.5),
    ("510105", "青羊区", None, Decimal("0.000000"), None),
]


def read(tmp_path, content, required=("code", "name"), may_be_empty=()):
    path = tmp_path / "areas.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, SCHEMA, required, "areas.csv", may_be_empty)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\n\n") + ",,,,\n\n",
        TEXT.replace("\n", ",\n"),
        TEXT.replace(",", " ,\u3000").replace("\n", "\u00a0\n"),
        TEXT.replace("510104", '"510104"').replace("锦江区", "\ufeff锦江区"),
        TEXT.replace("510104", "５１０１０４").replace("33.333333", "３３．３３３３３３"),
        TEXT.replace("2020-07-01", "2020/7/1"),
        TEXT.replace("2020-07-01", "2020年7月1日").replace("510105,青羊区,,0,", "510105,青羊区,,0"),
    ],
    ids=[
        "BOM",
        "GB18030",
        "CRLF",
        "blank lines",
        "trailing commas",
        "spaces",
        "quotes",
        "full width",
        "slashes",
        "short",
    ],
)
def test_a_table_is_read_as_offices_save_it(tmp_path, content):
    assert read(tmp_path, content).rows() == ROWS


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2020-07-01", "2020-02-30", "line 2: since '2020-02-30' is no day"),
        ("0.5", "half", "line 2: margin 'half' is no number"),
        ("0.5", "nan", "line 2: margin 'nan' is no number"),
        ("0.5", "1e999", "line 2: margin '1e999' is no number"),
        ("33.333333", "33.3333333", "33.3333333 cannot be kept exactly. Write at most 6 decimals"),
        ("510105", "", "line 3: has no code"),
        ("name", "nom", "unknown column 'nom'"),
        ("since", "name", "column 'name' stands twice"),
        ("code,name,", "code,,", "'锦江区' stands under no column"),
        ("锦江区", "锦\x00江区", "line 2: holds the unprintable character"),
        ("锦江区", '"锦江区', "is no CSV"),
        (TEXT, "", "is empty"),
        (TEXT, "\n\n", "is empty"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, TEXT.replace(old, new, 1))


def test_a_comma_within_a_cell_moves_nothing_in_silence(tmp_path):
    with pytest.raises(DeclarationError, match=r"areas.csv, line 3: '9' stands under no column"):
        read(tmp_path, TEXT.replace("0,\n", "0,1,9\n"))


def test_what_is_no_file_or_no_text_says_so(tmp_path):
    with pytest.raises(DeclarationError, match="does not exist"):
        read_table(tmp_path / "absent.csv", SCHEMA, (), "absent.csv")
    with pytest.raises(DeclarationError, match="Is a directory"):
        read_table(tmp_path, SCHEMA, (), "folder.csv")
    with pytest.raises(DeclarationError, match="neither UTF-8 nor GB18030"):
        read(tmp_path, TEXT.encode("utf-16"))


def test_a_column_may_be_empty_where_that_is_said(tmp_path):
    content = TEXT.replace("锦江区", "")
    assert read(tmp_path, content, may_be_empty=("name",))["name"].to_list() == [None, "青羊区"]
    with pytest.raises(DeclarationError, match="line 2: has no name"):
        read(tmp_path, content)
