"""CSV: bytes to text (UTF-8 with or without BOM, else GB18030), text to a sheet."""

import csv
import io
from collections.abc import Sequence
from itertools import zip_longest

import polars as pl

from junxian.reported.limits import MIB
from junxian.reported.sheet import CannotRead, Sheet


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
            raise _undecodable(max(utf8.start, gb.start)) from gb


def _undecodable(offset: int) -> CannotRead:
    return CannotRead("undecodable_file", f"第{offset}字节处无法解码", f"cannot be decoded at byte {offset}")


def read_csv_sheet(data: bytes) -> Sheet:
    """Read CSV bytes into a sheet; rows of unequal length are filled up, blank lines keep their row number."""
    text = decode_bytes(data)
    columns = _read_regular(text) if len(text) > MIB and _is_regular(text) else None
    columns = columns or _read_patiently(text)
    return Sheet("", tuple(range(len(columns))), columns)


def _is_regular(text: str) -> bool:
    """No quotes, no blank lines, as many commas as lines times those of the first line."""
    if any(sign in text for sign in ('"', "\n\n", "\n\r\n")) or text[0] in "\r\n":
        return False
    if text.count("\r") != text.count("\r\n"):
        return False
    lines = text.count("\n") + (not text.endswith("\n"))
    return text.count(",") == lines * text.partition("\n")[0].count(",")


def _read_regular(text: str) -> tuple[Sequence[str], ...] | None:
    """Read a large table in one go; None where a line is longer than the first, and so another shorter."""
    try:
        frame = pl.read_csv(text.encode(), has_header=False, infer_schema=False).fill_null("")
    except pl.exceptions.PolarsError:
        return None
    return tuple(column.to_list() for column in frame.get_columns())


def _read_patiently(text: str) -> tuple[Sequence[str], ...]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return tuple(zip_longest(*reader, fillvalue=""))
    except csv.Error as error:
        line = reader.line_num
        why = f"line {line} is not valid CSV: {error}"
        raise CannotRead("unreadable_file", f"第{line}行不是合法的CSV", why) from error
