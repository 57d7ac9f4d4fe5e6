"""CSV: bytes to text (UTF-8 with or without BOM, else GB18030), text to a sheet."""

import csv
import io
from itertools import zip_longest

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
            raise _undecodable(gb.start) from gb


def _undecodable(offset: int) -> CannotRead:
    return CannotRead("undecodable_file", f"第{offset}字节处无法解码", f"cannot be decoded at byte {offset}")


def read_csv_sheet(data: bytes) -> Sheet:
    """Read CSV bytes into a sheet; rows of unequal length are filled up, blank lines keep their row number."""
    reader = csv.reader(io.StringIO(decode_bytes(data), newline=""), strict=True)
    try:
        columns = tuple(zip_longest(*reader, fillvalue=""))
    except csv.Error as error:
        line = reader.line_num
        why = f"line {line} is not valid CSV: {error}"
        raise CannotRead("unreadable_file", f"第{line}行不是合法的CSV", why) from error
    return Sheet("", tuple(range(len(columns))), columns)
