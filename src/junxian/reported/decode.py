"""CSV: bytes to text (UTF-8 with or without BOM, else GB18030), text to a sheet."""

import csv
import io
import re
from itertools import zip_longest

import polars as pl

from junxian.reported.limits import MIB
from junxian.reported.sheet import CannotRead, Sheet, make_sheet

_BLANK_LINE = re.compile(r"(?:^|\n)\r?\n")


def decode_bytes(data: bytes) -> str:
    """Decode a filed text: BOM, else strict UTF-8, else strict GB18030; CannotRead names the byte that fits neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead("undecodable_file", "第0字节起为UTF-16编码", "UTF-16 from byte 0")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as utf8:
        if data.startswith(b"\xef\xbb\xbf"):
            raise _undecodable(utf8.start + 3) from utf8
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as gb:
            raise _undecodable(gb.start) from gb


def _undecodable(offset: int) -> CannotRead:
    return CannotRead("undecodable_file", f"第{offset}字节处无法解码", f"cannot be decoded at byte {offset}")


def read_csv_sheet(data: bytes) -> Sheet:
    """Read CSV bytes into a sheet; rows of unequal length are filled up, blank lines keep their row number."""
    text = decode_bytes(data)
    if len(text) > MIB and _is_regular(text):
        try:
            return make_sheet("", pl.read_csv(text.encode(), has_header=False, infer_schema=False))
        except pl.exceptions.PolarsError:
            pass  # a ragged line: the patient reader below keeps it
    return _read_ragged(text)


def _is_regular(text: str) -> bool:
    """No quotes, no blank lines, as many commas as lines times those of the first (Polars refuses longer lines)."""
    if '"' in text or "\r" in text.replace("\r\n", "") or _BLANK_LINE.search(text):
        return False
    lines = text.count("\n") + (not text.endswith("\n"))
    return text.count(",") == lines * text.partition("\n")[0].count(",")


def _read_ragged(text: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = list(zip_longest(*reader, fillvalue=""))
    except csv.Error as error:
        line = reader.line_num
        raise CannotRead(
            "unreadable_file", f"第{line}行不是合法的CSV", f"line {line} is not valid CSV: {error}"
        ) from error
    return make_sheet("", pl.DataFrame({str(i): pl.Series(c, dtype=pl.String) for i, c in enumerate(columns)}))
